import { type Effect, type Stage, stages } from './effects.ts';
import { lastStageOf } from './expectation.ts';
import { changedTopics } from './grant.ts';
import type { Lane } from './lane.ts';
import { type Prepared, prepare } from './prepare.ts';
import { isHarmless, ownTopicsAhead, refusalInWords, refusals } from './refusals.ts';
import type { Scenario } from './scenario.ts';
import { type RunningServices, startServices } from './services.ts';
import { changeSource, goOnWithoutMirrorMaker } from './traffic.ts';
import { watchStage } from './watch.ts';

/** What a run showed. */
export interface RunResult {
  readonly scenario: string;
  /** A label of `entryLabel`; `null`: nothing was taken away. */
  readonly without: string | null;
  /** Promised effects that were not seen, in the flows that the right was derived for. */
  readonly lost: readonly Effect[];
  /** Of MirrorMaker 2, if it ended by itself. */
  readonly exitCode: number | null;
  /** Why this is not what was predicted; empty if it is. */
  readonly surprises: readonly string[];
  readonly seconds: number;
}

/** Grants what is derived but one entry, runs MirrorMaker 2, and compares what is seen with what is predicted. */
export async function runScenario(options: {
  readonly lane: Lane;
  readonly scenario: Scenario;
  readonly without: string | null;
  readonly token: string;
}): Promise<RunResult> {
  const { lane, scenario, without } = options;
  const began = performance.now();
  const run = await prepare(options);
  const last = stages.indexOf(lastStageOf(run.expectations));
  let process = await startServices(run);
  const lost = new Set<Effect>();
  const surprises: string[] = [];
  let exitCode: number | null = null;
  try {
    for (const stage of stages.slice(0, last + 1)) {
      process = await begin(stage, process, run);
      const watched = await watchStage({ stage, process, ...run, user: run.names.user });
      for (const effect of watched.lost) lost.add(effect);
      surprises.push(...watched.surprises);
      exitCode = watched.exitCode;
      if (surprises.length > 0 || exitCode !== null) break;
    }
    if (without === null) surprises.push(...(await faults(run)));
  } finally {
    await process.kill();
    await lane.tidy();
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  return { scenario: scenario.id, without, lost: [...lost], exitCode, surprises, seconds };
}

async function begin(stage: Stage, process: RunningServices, run: Prepared): Promise<RunningServices> {
  const flows = run.expectations.map(({ flow }) => flow);
  if (stage === 'changes') for (const flow of flows) await changeSource(flow);
  if (stage !== 'restart') return process;
  await process.stop();
  for (const flow of flows) await goOnWithoutMirrorMaker(flow);
  return startServices(run);
}

/** With all rights nothing may be refused, and no topic may have been changed. */
async function faults({ derived, clusters, names }: Prepared): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [key, decisions] of await refusals(clusters, names.user)) {
    const ahead = ownTopicsAhead(derived, key);
    const harmful = decisions.filter((decision) => !isHarmless(decision, ahead));
    found.push(...harmful.map((decision) => refusalInWords(decision, key)));
  }
  return [...found, ...(await changedTopics(derived, clusters))].map((text) =>
    text.replaceAll(names.token, ''),
  );
}
