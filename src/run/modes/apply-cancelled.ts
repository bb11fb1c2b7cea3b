import { Cancelled } from '../../model/cancel.ts';
import type { Outcome } from '../../plan/outcome.ts';
import type { Plan } from '../../plan/plan.ts';
import { cancelledCounts, outcomeComment } from '../../report/texts/outcome-comment.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import type { RunEnd } from '../result.ts';
import type { Approval } from '../review/approval.ts';
import { recordApply } from '../review/record-apply.ts';
import { closing } from '../runner/cancel.ts';
import { within } from '../runner/clock.ts';
import type { Writing } from '../session.ts';
import { applyContext } from '../tell/apply-context.ts';
import { writeOutput } from '../tell/report-plan.ts';
import { writeComment } from '../tell/write-comment.ts';
import { appliedCount } from './apply-end.ts';

/** What comes after the writes, unless the run is cancelled before or during it. */
export async function unlessCancelled<T>(
  cancelled: AbortSignal,
  work: () => Promise<T>,
): Promise<{ readonly state: 'done'; readonly value: T } | { readonly state: 'cancelled' }> {
  if (cancelled.aborted) return { state: 'cancelled' };
  try {
    return { state: 'done', value: await work() };
  } catch (error) {
    if (error instanceof Cancelled) return { state: 'cancelled' };
    throw error;
  }
}

/**
 * Says within seconds how far a cancelled apply came: first in the job summary, which only takes a file, then in the
 * record, which makes the next run look at the same range again, then in the comments.
 */
export async function endCancelled(
  session: Writing,
  run: {
    readonly plan: Plan;
    readonly outcome: Outcome;
    readonly milliseconds: number;
    readonly approval: Pick<Approval, 'reviewed'>;
  },
): Promise<RunEnd> {
  const { out, inputs } = session;
  const { plan, outcome, milliseconds, approval } = run;
  const applied = appliedCount(outcome);
  const body = outcomeComment({
    outcome,
    context: { ...applyContext(session, plan.name), digest: plan.digest },
    milliseconds,
    secondRead: 'cancelled',
    leftRunning: plan.leftRunning,
    leftOut: plan.leftOut,
  });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  out.output('applied', String(applied));
  out.output('failed', String(outcome.results.length - applied));
  out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
  const without = plan.leftOut.length === 0 ? '' : `without ${plan.leftOut.join(', ')}: `;
  const summary = `${without}the run was cancelled: ${cancelledCounts(outcome)}; re-run this job: it does what is left`;
  await within(closing.record, recordApply(session, plan, { succeeded: false, summary }));
  await within(closing.comments, commentOn(session, plan, body, approval.reviewed));
  return { result: wroteNothing(outcome) ? 'failed' : 'partially-applied', reason: 'cancelled', summary };
}

function wroteNothing({ results }: Outcome): boolean {
  return results.every(({ state }) => state === 'not-tried');
}

async function commentOn(
  session: Writing,
  { name }: Plan,
  body: string,
  pullRequests: readonly number[],
): Promise<void> {
  await Promise.all(
    pullRequests.map((pullRequest) => writeComment(session, { name, body, create: true, pullRequest })),
  );
}
