import { compareLabels, derive, entryLabel } from './derive.ts';
import { openLane, seededToken } from './lane.ts';
import { type RunResult, runScenario } from './run-scenario.ts';
import { runNames, type Scenario } from './scenario.ts';

/** A scenario with all rights (`null`), or without one of them. */
export interface PlannedRun {
  readonly scenario: Scenario;
  readonly without: string | null;
}

/** Of every scenario the run with all rights, and then one without each, unless another scenario has these rights. */
export async function plannedRuns(scenarios: readonly Scenario[]): Promise<readonly PlannedRun[]> {
  const enough = scenarios.map((scenario) => ({ scenario, without: null }));
  const runs: PlannedRun[] = [...enough];
  for (const scenario of scenarios) {
    const names = runNames(scenario, '-token');
    if (scenario.sameRightsAs !== undefined) continue;
    const { entries } = await derive(scenario, names);
    const labels = entries.map((entry) => entryLabel(entry, names)).sort(compareLabels);
    runs.push(...labels.map((without) => ({ scenario, without })));
  }
  return runs;
}

/** Runs them side by side on clusters of their own. `done` is called after each, one at a time. */
export async function carryOut(options: {
  readonly runs: readonly PlannedRun[];
  readonly version: string;
  readonly lanes: number;
  /** Names of topics, groups and users come from it. */
  readonly seed: string;
  readonly done: (result: RunResult, run: PlannedRun) => Promise<void>;
}): Promise<void> {
  const { runs, version, lanes, done, seed } = options;
  const waiting = [...runs];
  const work = async (number: number): Promise<void> => {
    const lane = await openLane({ name: `lane-${number}`, version });
    try {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        const token = seededToken(seed, run.scenario.id, run.without);
        await done(await runScenario({ lane, ...run, token }), run);
      }
    } finally {
      await lane.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, runs.length) }, (_, index) => work(index + 1)));
}
