import { compareLabels, derive, entryLabel } from './derive.ts';
import type { ProvenRun, ProvenScenario } from './page.ts';
import { openResults, type Results } from './results.ts';
import type { RunResult } from './run-scenario.ts';
import { runNames, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

export type Proof =
  | { readonly complete: true; readonly scenarios: readonly ProvenScenario[] }
  /** Runs that are left to make, or were not as predicted. */
  | { readonly complete: false; readonly missing: number };

/** The results of all runs on all of these releases. */
export async function collectProof(versions: readonly string[]): Promise<Proof> {
  const all = new Map<string, Results>();
  for (const version of versions) all.set(version, await openResults(version));
  let missing = 0;
  const resultsOf = (scenario: Scenario, without: string | null): ReadonlyMap<string, RunResult> => {
    const found = new Map<string, RunResult>();
    for (const [version, results] of all) {
      const result = results.of(scenario.id, without);
      if (result?.surprises.length === 0) found.set(version, result);
      else missing += 1;
    }
    return found;
  };
  const proven: ProvenScenario[] = [];
  for (const scenario of scenarios) {
    const names = runNames(scenario, '-token');
    const { entries } = await derive(scenario, names);
    resultsOf(scenario, null);
    const runs = entries.map((entry): ProvenRun => {
      const without = entryLabel(entry, names);
      return { without, predicted: entry.why.without, results: resultsOf(scenario, without) };
    });
    proven.push({ scenario, runs: runs.sort((a, b) => compareLabels(a.without, b.without)) });
  }
  return missing === 0 ? { complete: true, scenarios: proven } : { complete: false, missing };
}
