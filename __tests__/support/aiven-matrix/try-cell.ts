import { nameOf, placeOf, keyOf as resourceKey } from '../../../src/model/resource.ts';
import type { ChangeResult } from '../../../src/plan/outcome.ts';
import { OrderlyClock } from '../aiven/virtual-clock.ts';
import { type Snapshot, snapshotOf } from '../untouched/snapshot.ts';
import { Stage } from '../untouched/stage.ts';
import { withOddities } from './odd.ts';
import type { Setting } from './settings.ts';
import type { Impossible, MatrixWorld, Wanted } from './world.ts';

export interface Tried {
  /** Creates, updates, replacements and deletions that were planned. */
  readonly changes: number;
  /** What did not come as the model has it. */
  readonly problems: readonly string[];
}

/** One world under one setting: planned, applied, held against the model, planned again. */
export async function tryCell(world: MatrixWorld, setting: Setting): Promise<Tried> {
  const { switches, timings, state, role, odd } = setting;
  const takesTime = typeof timings === 'object' && timings.read !== undefined;
  const stage = await Stage.open(
    {
      live: odd ? withOddities(world.live) : world.live,
      spec: { version: 1, name: 'prod', project: 'acme', ...world.spec },
      alternative: undefined,
      meanwhile: false,
    },
    {
      switches,
      ...(timings === undefined ? {} : { timings }),
      ...(role === undefined ? {} : { role }),
      ...(takesTime ? { clock: new OrderlyClock() } : {}),
    },
  );
  try {
    if (state !== undefined)
      for (const service of ['kafka-core', 'mm2']) stage.aiven.world.setServiceState('acme', service, state);
    const plan = await stage.plan();
    const problems: string[] = plan.unread.map((unread) => `not read: ${JSON.stringify(unread)}`);
    const planned = new Set(plan.changes.map(({ id }) => `${id.kind} ${placeOf(id)}/${nameOf(id)}`));
    for (const key of Object.keys(world.wanted)) if (!planned.has(key)) problems.push(`${key}: not planned`);
    for (const key of planned) if (!(key in world.wanted)) problems.push(`${key}: planned, and not wanted`);

    const before = await snapshotOf(stage);
    const { results } = await stage.apply(plan);
    const after = await snapshotOf(stage);
    const impossible = (world.impossible ?? []).filter((one) =>
      'role' in one
        ? one.role === role
        : Object.entries(switches).find(([name]) => name === one.switch)?.[1] === one.value,
    );
    for (const result of results) problems.push(...verdictProblems(result, after, impossible));
    const wanted = Object.entries(world.wanted).filter(([key]) => !impossible.some((one) => one.key === key));
    problems.push(...stateProblems(before, after, new Map(wanted)));

    const again = await stage.plan();
    problems.push(...again.unread.map((unread) => `not read again: ${JSON.stringify(unread)}`));
    for (const { kind, place, name, action, field } of again.operations) {
      if (impossible.some(({ key }) => key === `${kind} ${place}/${name}`)) continue;
      problems.push(`still a difference: ${action} ${kind} ${place}/${name} ${field}`);
    }
    problems.push(...stage.aiven.world.violations);
    if (JSON.stringify(stage.aiven.log.requests).includes('<redacted>'))
      problems.push('the placeholder was sent');
    return { changes: plan.changes.length, problems };
  } finally {
    await stage.close();
  }
}

function verdictProblems(
  result: ChangeResult,
  after: Snapshot,
  impossible: readonly Impossible[],
): readonly string[] {
  const { change, state } = result;
  const key = `${change.id.kind} ${placeOf(change.id)}/${nameOf(change.id)}`;
  const refused = impossible.find((one) => one.key === key);
  const said = result.state === 'failed' ? `${result.failure.code} ${result.failure.message}` : state;
  if (refused !== undefined) {
    const isSaid = state !== 'applied' && refused.says.test(said);
    return isSaid ? [] : [`${key}: cannot be done and is called ${state} ${said}`];
  }
  if (state === 'applied') return [];
  const isThere = change.action === 'create' && after.has(key);
  return [`${resourceKey(change.id)}: ${state} ${said}${isThere ? ', and it was made' : ''}`];
}

/** What is another than before and the model does not have, and the other way round. */
function stateProblems(
  before: Snapshot,
  after: Snapshot,
  wanted: ReadonlyMap<string, Wanted>,
): readonly string[] {
  const problems: string[] = [];
  for (const key of new Set([...before.keys(), ...after.keys(), ...wanted.keys()])) {
    const [was, is, want] = [before.get(key), after.get(key), wanted.get(key)];
    if (want === 'gone') {
      if (is !== undefined) problems.push(`${key}: is still there`);
      continue;
    }
    if (is === undefined) {
      problems.push(`${key}: is not there`);
      continue;
    }
    const fields = fieldsOf(want);
    const isNew = want !== undefined && !('changed' in want);
    if (was === undefined && !isNew) problems.push(`${key}: is new`);
    for (const field of new Set([...(isNew ? [] : (was?.keys() ?? [])), ...is.keys(), ...fields.keys()])) {
      if (isNew && !fields.has(field)) continue;
      if (want !== undefined && 'changed' in want && want.mayChange?.includes(field)) continue;
      const expected = fields.has(field) ? fields.get(field) : was?.get(field);
      if (is.get(field) !== expected)
        problems.push(`${key}: ${field} should be ${expected} and is ${is.get(field)}`);
    }
  }
  return problems;
}

function fieldsOf(want: Exclude<Wanted, 'gone'> | undefined): ReadonlyMap<string, string | undefined> {
  if (want === undefined) return new Map();
  const fields = 'made' in want ? want.made : 'changed' in want ? want.changed : want.replaced;
  return new Map(Object.entries(fields).map(([field, value]) => [field, JSON.stringify(value)]));
}
