import type { AivenEmulator } from '../../../sandbox/aiven/start-aiven.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { VirtualClock } from '../aiven/virtual-clock.ts';
import type { LiveDraft } from './drafts.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';
import { Stage, type Surroundings } from './stage.ts';

export interface CarriedOut {
  /** `finding warning <code>: <message>`, `<action> <kind> <name>: <state> <words>`, then `again: …` for what is still a difference. */
  readonly said: readonly string[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly aiven: AivenEmulator;
  /** Between the two plans. */
  readonly applyMs: number;
}

/** A world planned, applied and planned again. `spec` without version, name and project. */
export async function carryOut(
  live: LiveDraft,
  spec: object,
  { first, ...surroundings }: Surroundings & { readonly first?: (stage: Stage) => void | Promise<void> } = {},
): Promise<CarriedOut> {
  const clock = surroundings.clock ?? new VirtualClock();
  const stage = await Stage.open(
    {
      live,
      spec: { version: 1, name: 'prod', project: 'acme', ...spec },
      alternative: undefined,
      meanwhile: false,
    },
    { ...surroundings, clock },
  );
  try {
    await first?.(stage);
    const plan = await stage.plan();
    const before = await snapshotOf(stage);
    const said = plan.unread.map((unread) => `unread ${JSON.stringify(unread)}`);
    for (const { severity, code, message, hint } of plan.findings)
      said.push(`finding ${severity} ${code}: ${message}${hint === undefined ? '' : ` ${hint}`}`);
    const start = clock.monotonic();
    const { results } = await stage.apply(plan);
    const applyMs = clock.monotonic() - start;
    for (const result of results) {
      const { change, state } = result;
      const words = result.state === 'failed' ? ` ${result.failure.code} ${result.failure.message}` : '';
      said.push(`${change.action} ${change.id.kind} ${nameOf(change.id)}: ${state}${words}`);
    }
    const again = await stage.plan();
    for (const { action, kind, name, field } of again.operations)
      said.push(`again: ${action} ${kind} ${name} ${field}`);
    return { said, before, after: await snapshotOf(stage), aiven: stage.aiven, applyMs };
  } finally {
    await stage.close();
  }
}
