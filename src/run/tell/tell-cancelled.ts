import { cancelledSummary, type Written } from '../../report/texts/cancelled-summary.ts';
import { failedPlanComment } from '../../report/texts/spec-check.ts';
import type { RunEnd } from '../result.ts';
import { closing } from '../runner/cancel.ts';
import { within } from '../runner/clock.ts';
import type { Outlet } from '../runner/outlet.ts';
import { headSha, runLink, type Speaking, sourceLinks, type Writing } from '../session.ts';
import { loadWorkspaceSpec, namesOnly } from '../spec/load.ts';
import { specName } from '../spec/spec-name.ts';
import { writeComment } from './write-comment.ts';

/** How a run ends that was cancelled and has not said yet how far it came. */
export async function tellCancelled(
  out: Outlet,
  session: Speaking | undefined,
  written: Written,
): Promise<RunEnd> {
  const hasSummary = out.hasSummary;
  if (session?.inputs.jobSummary === true && !hasSummary)
    await out.summary(cancelledSummary({ run: runLink(session), written }));
  return {
    result: 'failed',
    reason: 'cancelled',
    summary: lastWords(written, hasSummary),
  };
}

function lastWords(written: Written, hasSummary: boolean): string {
  if (written === 'nothing')
    return 'the run was cancelled before anything was written to Aiven or Kafka; re-run it';
  return hasSummary
    ? 'the run was cancelled while it reported to GitHub; the job summary says what was done; re-run it: it reports the rest'
    : 'the run was cancelled, and ended before it could tell how far it came; re-run it: it does what is left';
}

/** The comment of the pull request says that its plan is being made: it must not say so for ever. */
export async function withdrawPlan(session: Writing): Promise<void> {
  await within(
    closing.comments,
    (async () => {
      const head = headSha(session);
      const name = specName(session, await loadWorkspaceSpec(session, namesOnly));
      const body = failedPlanComment({
        reason: 'the run was cancelled',
        next: 'Re-run the job, or push again: the plan is made then.',
        context: { name, head, run: runLink(session), source: sourceLinks(session, head) },
      });
      await writeComment(session, { name, body, create: false });
    })(),
  );
}
