import { setTimeout as sleep } from 'node:timers/promises';
import { isWrite } from './calm.ts';
import type { Cell, Stop } from './cells.ts';
import type { MeasuredRun, World } from './world.ts';

export interface StoppedRun {
  readonly run: MeasuredRun;
  readonly problems: readonly string[];
  /** From the signal to the end of the process. */
  readonly seconds: number;
}

/** Runs the apply, and ends it at the write that the cell names. */
export async function stoppedRun(world: World, cell: Cell, stop: Stop): Promise<StoppedRun> {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  watch(world, cell, stop.endsWith('before') ? 'before' : 'after', reach, over);
  try {
    return stop.startsWith('SIGKILL')
      ? await killed(world, reached)
      : await cancelled(world, cell, reached, end);
  } finally {
    end();
  }
}

function watch(
  { scene, github }: World,
  { system, route }: Cell,
  when: 'before' | 'after',
  reached: () => void,
  over: Promise<void>,
): void {
  const write = Number(route.split(' ')[1]);
  if (system === 'kafka') {
    scene.kafka?.stopAt({ write, when, reached, over });
    return;
  }
  const { faults } = system === 'aiven' ? scene.aiven : github;
  const call = (): Promise<void> => {
    reached();
    return over;
  };
  const rule = { matches: isWrite, after: write - 1 };
  faults.add({
    ...rule,
    fault: when === 'after' ? { kind: 'call-after-effect', call } : { kind: 'never', sent: reached },
  });
}

async function killed(world: World, reached: Promise<void>): Promise<StoppedRun> {
  const run = await world.run('apply', { killAfter: reached });
  return { run, problems: run.signal === 'SIGKILL' ? [] : ['it ended before it was killed'], seconds: 0 };
}

async function cancelled(
  world: World,
  { system }: Cell,
  reached: Promise<void>,
  answer: () => void,
): Promise<StoppedRun> {
  const cancel = new AbortController();
  const { promise: signalled, resolve: onSignal } = Promise.withResolvers<void>();
  const running = world.run('apply', { signal: cancel.signal, onSignal });
  await Promise.race([reached, running]);
  cancel.abort();
  const begun = performance.now();
  answer();
  await Promise.race([signalled, running]);
  // What was sent before the signal has to be seen.
  await sleep(100);
  const writes = writesOf(world);
  const run = await running;
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return { run, problems: [...cancelProblems(run, system, writesOf(world) - writes)], seconds };
}

function* cancelProblems(run: MeasuredRun, system: Cell['system'], more: number): Generator<string> {
  if (more > 0) yield `${more} writes began after the cancel`;
  if (run.signal !== null) yield `it was ended with ${run.signal}`;
  if (run.summary === '') yield 'there is no summary';
  if (run.log.includes('before it could tell how far it came')) yield 'it says that it told nothing';
  if (system === 'github') return; // everything may be said by then
  if (run.outputs['failure-reason'] !== 'cancelled')
    yield `it gives the reason ${run.outputs['failure-reason']}`;
  if (!run.summary.includes('The run was cancelled')) yield 'the summary does not say that it was cancelled';
}

function writesOf({ scene }: World): number {
  return scene.aiven.log.requests.filter(isWrite).length + (scene.kafka?.writes.length ?? 0);
}
