import { compareLabels, derive, entryLabel } from './derive.ts';
import { type KeptScenario, keptScenario, type ProvenRun, type ProvenScenario } from './page.ts';
import { openResults, type Results } from './results.ts';
import type { RunResult } from './run-scenario.ts';
import { runNames, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

export type Proof =
  | { readonly complete: true; readonly scenarios: readonly (ProvenScenario | KeptScenario)[] }
  /** Runs that are left to make, or were not as predicted. */
  | { readonly complete: false; readonly missing: number };

/** The results of all runs on all of these releases; of scenarios that are on the page as they are now, without running them again. */
export async function collectProof(versions: readonly string[], page: string): Promise<Proof> {
  const all = new Map<string, Results>();
  for (const version of versions) all.set(version, await openResults(version));
  let missing = 0;
  const proven: (ProvenScenario | KeptScenario)[] = [];
  for (const scenario of scenarios) {
    const runs = await runsOf(scenario, all);
    const left = missingRuns(scenario, runs, all);
    const kept = left === 0 ? undefined : keptScenario(page, { scenario, runs }, versions);
    if (left > 0 && kept === undefined) missing += left;
    proven.push(kept ?? { scenario, runs });
  }
  return missing === 0 ? { complete: true, scenarios: proven } : { complete: false, missing };
}

async function runsOf(scenario: Scenario, all: ReadonlyMap<string, Results>): Promise<readonly ProvenRun[]> {
  if (scenario.sameRightsAs !== undefined) return [];
  const names = runNames(scenario, '-token');
  const { entries } = await derive(scenario, names);
  const runs = entries.map((entry): ProvenRun => {
    const without = entryLabel(entry, names);
    return { without, predicted: entry.why.without, results: resultsOf(scenario, without, all) };
  });
  return runs.sort((a, b) => compareLabels(a.without, b.without));
}

/** Only those that were as predicted. */
function resultsOf(
  scenario: Scenario,
  without: string | null,
  all: ReadonlyMap<string, Results>,
): ReadonlyMap<string, RunResult> {
  const found = new Map<string, RunResult>();
  for (const [version, results] of all) {
    const result = results.of(scenario.id, without);
    if (result?.surprises.length === 0) found.set(version, result);
  }
  return found;
}

function missingRuns(
  scenario: Scenario,
  runs: readonly ProvenRun[],
  all: ReadonlyMap<string, Results>,
): number {
  const enough = resultsOf(scenario, null, all);
  return [enough, ...runs.map(({ results }) => results)].reduce((sum, { size }) => sum + all.size - size, 0);
}
