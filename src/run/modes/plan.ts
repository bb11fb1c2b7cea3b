import { GitHubError } from '../../github/http/github-error.ts';
import type { Plan } from '../../plan/plan.ts';
import { planComment } from '../../report/texts/plan-comment.ts';
import { planSummary } from '../../report/texts/summary.ts';
import { failedReads, headline, isInSync } from '../../report/words/headline.ts';
import { withClosedGates } from '../../review/closed-gates.ts';
import { neededByPlan } from '../github/needed-permissions.ts';
import type { RunEnd } from '../result.ts';
import { recordReview } from '../review/record-review.ts';
import type { Session } from '../session.ts';
import { makePlan } from '../systems/make-plan.ts';
import { prepare } from '../systems/prepare.ts';
import { labelPlan } from '../tell/plan-labels.ts';
import { reportContext, reportPlan, writeOutput } from '../tell/report-plan.ts';
import { tellWhyNot } from '../tell/tell-why-not.ts';
import { announcePlan, writeComment } from '../tell/write-comment.ts';
import { skipMergeGroup, verifyMergeGroup } from './merge-group.ts';

/** Pull request: what would change, on one comment. Nothing is written to Aiven or Kafka. */
export async function planMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports } = session;
  const nothingToVerify = await skipMergeGroup(session);
  if (nothingToVerify !== undefined) return nothingToVerify;
  const pullRequest = inputs.pullRequest ?? session.event.pullRequest?.number;
  const prepared = await prepare(session, 'plan', async () => ({
    needed: neededByPlan(session),
    pullRequest,
  }));
  if (!prepared.ok) {
    if (prepared.mayComment !== false) await labelPlan(session, undefined);
    await tellWhyNot(session, prepared);
    return prepared.end;
  }
  const { spec, before, checks, specDigest, systems } = prepared;
  try {
    const late = await newerHead(session);
    if (late !== undefined) return late;
    await announcePlan(session, spec.name);
    const readAt = ports.clock.now();
    const { plan: made } = await out.group('Read the live state', () =>
      makePlan(session, spec, systems, checks, { before }),
    );
    const plan = withClosedGates(made, inputs);
    await out.group('Plan', () => reportPlan(session, plan));
    const context = reportContext(session, { specDigest, readAt });
    const body = planComment({ plan, context });
    out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
    if (inputs.jobSummary) await out.summary(planSummary({ plan, context }));
    const end = endOf(plan);
    if (session.event.name === 'merge_group') return end.reason ? end : await verifyMergeGroup(session, plan);
    const outdated = await newerHead(session);
    if (outdated !== undefined) return outdated;
    const unrecorded = end.reason === undefined ? await recordReview(session, plan) : undefined;
    if (unrecorded !== undefined) {
      await tellWhyNot(session, { name: plan.name, ...unrecorded });
      return unrecorded.end;
    }
    await labelPlan(session, end.reason === undefined ? plan : undefined);
    await writeComment(session, {
      name: plan.name,
      body,
      create: inputs.comment === 'always' || !isInSync(plan) || saysWhatStays(plan),
    });
    return end;
  } finally {
    await systems.close();
  }
}

/** Lines that were taken away and change nothing: the one thing about them that nobody would look up. */
function saysWhatStays({ leftRunning, leftAlone }: Plan): boolean {
  return leftRunning.length > 0 || leftAlone.some(({ why }) => why === 'no-longer-stated');
}

/** A run that waited in a queue must not write its plan over that of a newer push. */
async function newerHead({ github, event, out }: Session): Promise<RunEnd | undefined> {
  const { pullRequest } = event;
  if (github === undefined || pullRequest === undefined) return undefined;
  try {
    const { head } = await github.pullRequest(pullRequest.number);
    if (head.sha === pullRequest.headSha) return undefined;
    return {
      result: 'superseded',
      summary: `${head.sha.slice(0, 7)} is the head of #${pullRequest.number} now, and its run makes the plan`,
    };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    out.info(`Whether #${pullRequest.number} has a newer head cannot be told: ${error.message}`);
    return undefined;
  }
}

function endOf(plan: Plan): RunEnd {
  const summary = headline(plan);
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  if (failedReads(plan).length > 0) {
    return {
      result: 'failed',
      reason: 'not-readable',
      summary: `${summary}: what could not be read is not planned`,
    };
  }
  if (errors.length > 0) {
    return { result: 'failed', reason: 'rule-violated', summary: `${summary}: ${errors[0]?.message ?? ''}` };
  }
  return { result: isInSync(plan) ? 'no-changes' : 'planned', summary };
}
