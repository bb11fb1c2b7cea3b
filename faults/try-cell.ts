import { setTimeout as sleep } from 'node:timers/promises';
import type { Calm } from './calm.ts';
import { type Cell, howOften, refused, stopOf } from './cells.ts';
import { httpFaults } from './http-faults.ts';
import { endOf, endProblems, stateProblems, writeProblems } from './judge.ts';
import { kafkaFaults } from './kafka-proxy.ts';
import { stoppedRun } from './stop-cell.ts';
import type { Phase, World } from './world.ts';

export interface CellResult {
  readonly cell: Cell;
  /** `applied`, or `refused: github-unavailable`. */
  readonly end: string;
  /** What is not as it must be; empty: all is. */
  readonly problems: readonly string[];
  /** Of the run that was struck, as the action saw them pass; from the cancel to the end of one that was cancelled. */
  readonly seconds: number;
  readonly megabytes: number;
}

/** Peers that do not answer, or hardly: what is waited for are time-outs. */
const silent: ReadonlySet<string> = new Set(['hang', 'slow drip']);
const speedOfSilence = 20;

/** The run is struck; then it runs again without faults, and a plan is applied. */
export async function tryCell(world: World, calm: ReadonlyMap<Phase, Calm>, cell: Cell): Promise<CellResult> {
  const { phase } = cell;
  const undisturbed = calmOf(calm, phase);
  await world.putBackTo(phase);
  const { end, seconds, megabytes, problems: atEnd } = await struckRun(world, cell, undisturbed);
  const problems = [...atEnd, ...writeProblems(world, undisturbed, false)];
  const again = await world.run(phase);
  problems.push(...writeProblems(world, undisturbed, true));
  for await (const problem of stateProblems(world, again, phase, undisturbed)) problems.push(problem);
  if (phase === 'plan') {
    world.forget();
    await world.lead('apply');
    const applied = await world.run('apply');
    const after = calmOf(calm, 'apply');
    problems.push(...writeProblems(world, after, true));
    for await (const problem of stateProblems(world, applied, 'apply', after))
      problems.push(`applied then: ${problem}`);
  }
  return { cell, end, problems: [...new Set(problems)], seconds, megabytes };
}

async function struckRun(
  world: World,
  cell: Cell,
  calm: Calm,
): Promise<Pick<CellResult, 'end' | 'problems' | 'seconds' | 'megabytes'>> {
  const { phase, system, fault } = cell;
  const stop = stopOf(cell);
  if (stop !== undefined) {
    const { run, problems, seconds } = await stoppedRun(world, cell, stop);
    await world.quiet();
    const end = stop.startsWith('SIGKILL') ? 'killed' : endOf(run);
    return { end, problems, seconds, megabytes: run.megabytes };
  }
  const { promise: over, resolve: endFault } = Promise.withResolvers<void>();
  strike(world, cell, over);
  const isHurried = silent.has(fault);
  const run = await world.run(phase, isHurried ? { speed: speedOfSilence } : {});
  endFault();
  await world.quiet();
  const { seconds, megabytes } = run;
  return {
    end: endOf(run),
    problems: [...endProblems(run, { phase, system, calm, isHurried })],
    seconds,
    megabytes,
  };
}

function calmOf(calm: ReadonlyMap<Phase, Calm>, phase: Phase): Calm {
  const found = calm.get(phase);
  if (found === undefined) throw new Error(`${phase} never ran without faults`);
  return found;
}

function strike({ scene, github }: World, { system, route, fault, often }: Cell, over: Promise<void>): void {
  const times = howOften[often];
  const until = () => (often === 'once' ? sleep(100) : over);
  if (system === 'kafka') {
    const found = kafkaFaults.find((each) => each === fault);
    if (found === undefined || scene.kafka === undefined) throw new Error(`no fault ${fault} of ${system}`);
    scene.kafka.strike({ api: route, fault: found, times, until });
    return;
  }
  const rule = fault === refused ? ({ kind: 'refuse', until } as const) : httpFaults[system][fault];
  if (rule === undefined) throw new Error(`no fault ${fault} of ${system}`);
  const { faults } = system === 'aiven' ? scene.aiven : github;
  faults.add({ route, times, fault: rule });
}
