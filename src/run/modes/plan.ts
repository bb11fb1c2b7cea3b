import { GitHubError } from '../../github/http/github-error.ts';
import { Cancelled } from '../../model/cancel.ts';
import { loosens } from '../../plan/earlier/loosens.ts';
import type { Plan } from '../../plan/plan.ts';
import { isInSync } from '../../report/words/headline.ts';
import { neededByPlan } from '../github/needed-permissions.ts';
import type { RunEnd } from '../result.ts';
import { recordReview } from '../review/record-review.ts';
import type { Asking, Session } from '../session.ts';
import type { SpecBefore } from '../spec/spec-before.ts';
import { prepare } from '../systems/prepare.ts';
import { labelPlan } from '../tell/plan-labels.ts';
import { reportNoPlan } from '../tell/report-no-plan.ts';
import { withdrawPlan } from '../tell/tell-cancelled.ts';
import { announcePlan, writeComment } from '../tell/write-comment.ts';
import { showPlan } from './show-plan.ts';

/** Pull request: what would change, on one comment. Nothing is written to Aiven or Kafka. */
export async function planMode(session: Session): Promise<RunEnd> {
  const { inputs, event } = session;
  const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
  const prepared = await prepare(session, 'plan', async () => ({
    needed: neededByPlan(session),
    pullRequest,
  }));
  if (!prepared.ok) {
    if (prepared.mayComment !== false) await labelPlan(session, 'no-complete-plan');
    await reportNoPlan(session, prepared);
    return prepared.end;
  }
  try {
    const early = await compareHeads(session);
    if (early.state === 'superseded') return early.end;
    await announcePlan(session, prepared.spec.name);
    const { plan, body, end } = await showPlan(session, prepared, session.ports.env);
    const late = await compareHeads(session);
    if (late.state === 'superseded') return late.end;
    if (end.reason === undefined) {
      const recorded = await recordReview(session, plan);
      if (recorded.state === 'unrecorded') {
        await reportNoPlan(session, { name: plan.name, ...recorded });
        return recorded.end;
      }
    }
    await labelPlan(session, end.reason === undefined ? plan : 'no-complete-plan');
    await writeComment(session, {
      name: plan.name,
      body,
      create:
        inputs.comment === 'always' ||
        !isInSync(plan) ||
        saysWhatStays(plan) ||
        plan.leftOut.length > 0 ||
        isFirst(prepared.before),
    });
    return end;
  } catch (error) {
    if (error instanceof Cancelled) await withdrawPlan(session);
    throw error;
  } finally {
    await prepared.systems.close();
  }
}

/** Whoever brings a spec into a repository sees that it was read, also where nothing changes. */
function isFirst(before: SpecBefore): boolean {
  return before.state !== 'known';
}

/** Lines were deleted from the spec and the plan changes nothing for them. Nobody expects that, so it is told. */
function saysWhatStays(plan: Plan): boolean {
  const { leftRunning, leftAlone } = plan;
  return leftRunning.length > 0 || leftAlone.some(({ why }) => why === 'no-longer-stated') || loosens(plan);
}

type Heads = { readonly state: 'superseded'; readonly end: RunEnd } | { readonly state: 'same' | 'unknown' };

/** A run that waited in a queue must not write its plan over that of a newer push. */
async function compareHeads({
  github,
  event,
  out,
}: Pick<Asking, 'github' | 'event' | 'out'>): Promise<Heads> {
  const { pullRequest } = event;
  if (github === undefined || pullRequest === undefined) return { state: 'unknown' };
  try {
    const { head } = await github.pullRequest(pullRequest.number);
    if (head.sha === pullRequest.headSha) return { state: 'same' };
    return {
      state: 'superseded',
      end: {
        result: 'superseded',
        summary: `${head.sha.slice(0, 7)} is the head of #${pullRequest.number} now, and its run makes the plan`,
      },
    };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    out.info(`Whether #${pullRequest.number} has a newer head cannot be told: ${error.message}`);
    return { state: 'unknown' };
  }
}
