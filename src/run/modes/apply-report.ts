import type { FirstSeen } from '../../model/first-seen.ts';
import { driftOf } from '../../plan/drift.ts';
import { loosens } from '../../plan/earlier/loosens.ts';
import type { FlowVerdict } from '../../plan/flows/flow-state.ts';
import type { Outcome } from '../../plan/outcome.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ApplyContext } from '../../report/texts/apply-marker.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { outcomeComment } from '../../report/texts/outcome-comment.ts';
import { refusedComment } from '../../report/texts/refused-comment.ts';
import { isInSync } from '../../report/words/headline.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import type { ApplyRefusal } from '../../review/refusal.ts';
import { type Said, worstOf } from '../github/on-github.ts';
import type { RunEnd } from '../result.ts';
import type { Approval } from '../review/approval.ts';
import { pullRequestsOf, recordApply } from '../review/record-apply.ts';
import type { Speaking, Writing } from '../session.ts';
import { applyContext } from '../tell/apply-context.ts';
import { brokenSince } from '../tell/broken-since.ts';
import { keepDriftIssue } from '../tell/drift-report.ts';
import { writeOutput } from '../tell/report-plan.ts';
import { writeComment } from '../tell/write-comment.ts';
import { appliedCount } from './apply-end.ts';

/** Commits after which an apply with nothing to do is recorded, so that the next one looks at fewer. */
const maxUnrecordedCommits = 50;

/** Says on each merged pull request, and in the run's own places, why nothing was applied. */
export async function tellRefused(
  session: Writing,
  plan: Plan,
  refusal: ApplyRefusal,
  { reviewed, unrecorded }: Approval,
): Promise<RunEnd> {
  const { out, inputs } = session;
  const { reason, reasons } = refusal;
  out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
  const body = refusedComment({ refused: refusal, context: contextOf(session, plan) });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  await commentOn(session, plan, body, reviewed);
  for (const pullRequest of unrecorded) {
    await writeComment(session, { name: plan.name, body, create: false, pullRequest });
  }
  return {
    result: 'refused',
    reason,
    summary: `nothing was applied: ${reasons.map(({ message }) => message).join('; ')}`,
  };
}

/** Says how the apply went: in the run's own places first, which cannot fail; then on GitHub, around the record. */
export async function tellOutcome(
  session: Writing,
  run: {
    readonly plan: Plan;
    readonly outcome: Outcome;
    readonly after: Plan;
    readonly flows: readonly FlowVerdict[];
    readonly milliseconds: number;
    readonly approval: Approval;
    readonly end: RunEnd;
  },
): Promise<void> {
  const { out, inputs } = session;
  const { plan, outcome, after, flows, milliseconds, approval, end } = run;
  const applied = appliedCount(outcome);
  out.output('applied', String(applied));
  out.output('failed', String(outcome.results.length - applied));
  const secondRead = isInSync(after) ? 'no difference' : after.unread.length > 0 ? 'failed' : 'differences';
  const since = await brokenSince(session, { plan, flows, pullRequests: approval.reviewed });
  const body = outcomeComment({
    outcome,
    context: contextOf(session, plan),
    milliseconds,
    secondRead,
    flows,
    leftRunning: plan.leftRunning,
    leftOut: plan.leftOut,
    since,
  });
  out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  session.ending.happened(end);
  const { leftNames, leftUnnamed } = plan;
  const drift = driftOf({ ...after, leftNames, leftUnnamed }, flows);
  await recordApply(session, plan, {
    succeeded: end.reason === undefined,
    summary: end.summary,
    pullRequests: toBeTold(approval),
    untold: approval.untold,
    tell: async () => {
      // The run of the branch's tip reports all of this, and may have done so already.
      if (outcome.stopped !== undefined) return 'said';
      return worstOf([
        await commentOn(session, plan, body, approval.reviewed),
        await commentOn(session, plan, body, othersOf(approval), { keepApplied: true }),
        // What could not be read may differ, so nothing can be said of it.
        ...(after.unread.length === 0 ? [await keepDriftIssue(session, drift, { is: 'apply' })] : []),
      ]);
    },
  });
}

/**
 * Everything that was reviewed is in place: somebody did it by hand, or an earlier run did and could not report it. The comments
 * report it now.
 */
export async function tellInSync(
  session: Writing,
  run: {
    readonly plan: Plan;
    readonly flows: readonly FlowVerdict[];
    readonly since: FirstSeen;
    readonly approval: Approval;
    readonly end: RunEnd;
  },
): Promise<void> {
  const { plan, flows, since, approval, end } = run;
  const drift = driftOf(plan, flows);
  const keepIssue = () => keepDriftIssue(session, drift, { is: 'apply' });
  session.ending.happened(end);
  const { untold, commits } = approval;
  const reviewed = toBeTold(approval);
  const isToBeKnown = reviewed.length + untold.length + plan.leftRunning.length > 0 || loosens(plan);
  if (!isToBeKnown && commits < maxUnrecordedCommits) {
    await keepIssue();
    return;
  }
  const succeeded = end.reason === undefined;
  const body = outcomeComment({
    outcome: { results: [] },
    context: contextOf(session, plan),
    milliseconds: 0,
    secondRead: 'no difference',
    leftRunning: plan.leftRunning,
    leftOut: plan.leftOut,
    flows,
    since,
  });
  await recordApply(session, plan, {
    succeeded,
    summary: succeeded ? 'nothing left to apply' : end.summary,
    pullRequests: reviewed,
    untold,
    tell: async () =>
      worstOf([await commentOn(session, plan, body, reviewed, { keepApplied: true }), await keepIssue()]),
  });
}

/** Those of the range, and those about which earlier applies could not say, or not do, everything. */
function toBeTold(approval: Approval): readonly number[] {
  return [...approval.reviewed, ...othersOf(approval)];
}

function othersOf({ reviewed, appliedInPart, untold }: Approval): readonly number[] {
  return [...new Set([...appliedInPart, ...untold.flatMap(pullRequestsOf)])].filter(
    (number) => !reviewed.includes(number),
  );
}

function contextOf(session: Pick<Speaking, 'event' | 'clock'>, { name, digest }: Plan): ApplyContext {
  return { ...applyContext(session, name), digest };
}

/** The comment of each merged pull request says how its changes fared. */
async function commentOn(
  session: Writing,
  plan: Plan,
  body: string,
  pullRequests: readonly number[],
  options: { readonly keepApplied?: boolean } = {},
): Promise<Said> {
  const said: Said[] = [];
  for (const pullRequest of pullRequests) {
    said.push(await writeComment(session, { name: plan.name, body, create: true, pullRequest, ...options }));
  }
  return worstOf(said);
}
