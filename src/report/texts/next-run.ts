import type { Outcome } from '../../plan/outcome.ts';

/** What a re-run of an apply that is not complete brings; `job` is its link or "this job". */
export function nextRunWords({ results, stopped }: Outcome, job: string): string {
  const failures = results.flatMap((result) => (result.state === 'failed' ? [result.failure] : []));
  const isLasting =
    stopped === undefined && failures.length > 0 && failures.every(({ transient }) => !transient);
  return isLasting
    ? `What failed will fail again until its cause is gone: correct the spec in a pull request, or whatever refuses it, and then re-run ${job}: what is done is skipped.`
    : `Re-run ${job}: what is done is skipped.`;
}
