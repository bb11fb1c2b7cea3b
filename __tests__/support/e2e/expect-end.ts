import { expect } from '@jest/globals';
import type { ActionRun } from '../../../sandbox/runner/run-action.ts';

/** `code`, outputs as named; a run that ended otherwise shows its log. */
export function expectEnd(run: ActionRun, code: number, outputs: Readonly<Record<string, string>>): void {
  const { exitCode, log, outputs: all } = run;
  const seen = Object.fromEntries(Object.keys(outputs).map((name) => [name, all[name]]));
  const isAsExpected =
    exitCode === code && Object.entries(outputs).every(([name, value]) => seen[name] === value);
  expect({ exitCode, outputs: seen, ...(isAsExpected ? {} : { log }) }).toEqual({ exitCode: code, outputs });
}
