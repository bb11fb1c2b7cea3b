import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionRun } from '../../sandbox/runner/run-action.ts';
import { filesOfEveryKind, secretsOfEveryKind, startingState, stateOf } from '../support/e2e/every-kind.ts';
import { type MemoryWorld, startMemoryWorld } from '../support/e2e/memory-world.ts';
import { until } from '../support/until.ts';

/*
 * An apply of every kind of resource, reviewed on its pull request, is killed or cancelled right before and right after each of
 * its writes to Aiven, and each of its writes to GitHub after them. Whatever the moment: a re-run ends in the same state.
 *
 * `EFFECTS=all` tries every moment, with a flow that is enabled; otherwise it is some, chosen by `SEED`. `PART=3/12` takes every
 * twelfth from the third on.
 */

const isAll = process.env['EFFECTS'] === 'all';
const writesToAiven = isAll ? 27 : 26;
const writesToGitHub = 3;
const inputs = { 'allow-delete': 'topics,acls', 'max-deletes': '6', 'drift-issue': 'false' };

interface Moment {
  readonly how: 'killed' | 'cancelled';
  readonly when: 'before' | 'after';
  readonly system: 'Aiven' | 'GitHub';
  /** Counted from 1. */
  readonly write: number;
}

const every: readonly Moment[] = (['killed', 'cancelled'] as const).flatMap((how) =>
  (['before', 'after'] as const).flatMap((when) => [
    ...Array.from(
      { length: writesToAiven },
      (_, index): Moment => ({ how, when, system: 'Aiven', write: index + 1 }),
    ),
    ...Array.from(
      { length: writesToGitHub },
      (_, index): Moment => ({ how, when, system: 'GitHub', write: index + 1 }),
    ),
  ]),
);

function chosen(): readonly Moment[] {
  if (isAll) {
    const [part = 1, parts = 1] = (process.env['PART'] ?? '1/1').split('/').map(Number);
    return every.filter((_, index) => index % parts === part - 1);
  }
  const seed = Number(process.env['SEED'] ?? 10);
  // Steps that have no divisor in common with the number of moments reach each of them with some seed.
  return [0, 1, 2].flatMap((step) => every.slice((seed * 31 + step * 41) % every.length).slice(0, 1));
}

const worlds: MemoryWorld[] = [];
let goal: readonly string[];
let effects = 0;

beforeAll(async () => {
  const { world, number } = await proposed();
  const run = await world.repository.merge(number, { inputs });
  expect({ ...run.outputs, log: run.log }).toMatchObject({ result: 'applied', failed: '0' });
  goal = await stateOf(world);
  effects = world.aiven.log.effects.length;
  await stopAll();
}, 120_000);
afterAll(stopAll);

async function stopAll(): Promise<void> {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
}

/** A world of its own, with the pull request planned. */
async function proposed(): Promise<{ readonly world: MemoryWorld; readonly number: number }> {
  const world = await startMemoryWorld({}, secretsOfEveryKind);
  worlds.push(world);
  await startingState(world.backend);
  const { repository } = world;
  repository.commit({ 'README.md': '# Kafka\n' }, 'Start');
  const number = repository.openPullRequest({
    branch: 'change',
    title: 'Everything',
    files: filesOfEveryKind({ enabled: isAll }),
  });
  const plan = await repository.onPullRequest(number, { inputs });
  expect({ ...plan.outputs, log: plan.log }).toMatchObject({ result: 'planned' });
  world.aiven.log.clear();
  return { world, number };
}

/** Resolves at the moment: the write has been sent, and has either had its effect or never will. */
function reach({ aiven, github }: MemoryWorld, { when, system, write }: Moment): Promise<unknown> {
  const emulator = system === 'Aiven' ? aiven : github;
  // Aiven's batch read of topics is a POST that changes nothing.
  const isWrite = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
    method !== 'GET' && !path.startsWith('/v2/');
  const rule = { matches: isWrite, after: write - 1 };
  if (when === 'after') {
    const { promise, resolve } = Promise.withResolvers<void>();
    emulator.faults.add({ ...rule, fault: { kind: 'call-after-effect', call: resolve } });
    return promise;
  }
  emulator.faults.add({ ...rule, fault: { kind: 'hang' } });
  const already = emulator.log.requests.length;
  const sent = () => emulator.log.requests.slice(already).filter(isWrite).length;
  return until(sent, (count) => count >= write);
}

async function applyUntil(world: MemoryWorld, number: number, moment: Moment): Promise<ActionRun> {
  const reached = reach(world, moment);
  if (moment.how === 'killed') return world.repository.merge(number, { inputs, killAfter: reached });
  const cancel = new AbortController();
  const running = world.repository.merge(number, { inputs, signal: cancel.signal });
  await reached;
  cancel.abort();
  await new Promise((resolve) => setTimeout(resolve, 150));
  const begun = world.writes().length;
  const run = await running;
  // No write begins after the cancel.
  expect(world.writes().slice(begun)).toEqual([]);
  return run;
}

function expectEnded(run: ActionRun, { how, system }: Moment): void {
  if (how === 'killed') {
    expect(run).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    return;
  }
  // It ended by itself, before the runner's second signal, and said how far it came.
  expect(run).toMatchObject({ signal: null });
  expect(run.summary).not.toBe('');
  if (system === 'Aiven') {
    expect(run.outputs).toMatchObject({ 'failure-reason': 'cancelled' });
    expect(run.summary).toContain('The run was cancelled');
  }
}

test('the apply has at least 25 effects, on every kind', () => {
  expect(effects).toBeGreaterThanOrEqual(25);
  expect(new Set(goal.map((line) => line.split(' ')[0]))).toEqual(
    new Set(['topic', 'ACL', 'Aiven', 'endpoint', 'integration', 'flow']),
  );
});

describe('a re-run does what is left', () => {
  test.each(chosen())(
    '$how $when write $write to $system',
    async (moment) => {
      const { world, number } = await proposed();
      try {
        expectEnded(await applyUntil(world, number, moment), moment);
        world.aiven.faults.clear();
        world.github.faults.clear();
        const again = await world.repository.onPush({ inputs });
        expect(['applied', 'no-changes', JSON.stringify(again.log)]).toContain(again.outputs['result']);
        expect(await stateOf(world)).toEqual(goal);
        const plan = await world.repository.byHand({ inputs: { ...inputs, mode: 'plan' } });
        expect(plan.outputs).toMatchObject({ result: 'no-changes', changes: 'false' });
      } finally {
        await stopAll();
      }
    },
    180_000,
  );
});
