import type { Outcome } from '../../plan/outcome.ts';

/** What a re-run of an apply that is not complete brings; `job` is its link or "this job". */
export function nextRunWords({ results, stopped }: Outcome, job: string): string {
  const failures = results.flatMap((result) => (result.state === 'failed' ? [result.failure] : []));
  const isLasting =
    stopped === undefined && failures.length > 0 && failures.every(({ transient }) => !transient);
  return isLasting
    ? `Fix the cause of each failure first, in the spec or where it is refused; then re-run ${job}: it skips what is done.`
    : `Re-run ${job}: it skips what is done.`;
}
