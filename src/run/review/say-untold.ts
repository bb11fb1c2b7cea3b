import type { RecordedRun } from '../../github/deployment.ts';
import type { FlowVerdict } from '../../plan/flows/flow-state.ts';
import type { Plan } from '../../plan/plan.ts';
import { outcomeComment } from '../../report/texts/outcome-comment.ts';
import { type Said, worstOf } from '../github/on-github.ts';
import type { Writing } from '../session.ts';
import { applyContext } from '../tell/apply-context.ts';
import { writeComment } from '../tell/write-comment.ts';
import { closeRecords, pullRequestsOf } from './record-apply.ts';

/**
 * For a run that found everything in place: says what applies before it left unsaid, and closes their records. Only where the
 * token may: a drift check needs no permission for this, and the next apply does it as well.
 */
export async function sayUntold(
  session: Writing,
  {
    plan,
    flows,
    untold,
  }: {
    readonly plan: Plan;
    readonly flows: readonly FlowVerdict[];
    readonly untold: readonly RecordedRun[];
  },
): Promise<void> {
  const { github, inputs, out, event } = session;
  if (github === undefined || untold.length === 0) return;
  const pullRequests = [...new Set(untold.flatMap(pullRequestsOf))];
  const comments = inputs.comment === 'never' ? [] : pullRequests;
  const answers = await github.askPermissions({
    permissions: [
      'deployments: write' as const,
      ...(comments.length > 0 ? (['pull-requests: write'] as const) : []),
    ],
    pullRequest: comments[0],
    ref: event.sha,
  });
  if (answers.some(({ state }) => state === 'missing' || state === 'apps-only')) {
    out.info('An earlier apply could not say everything on GitHub. The next apply does: this job may not.');
    return;
  }
  const body = outcomeComment({
    outcome: { results: [] },
    context: { ...applyContext(session, plan.name), digest: plan.digest },
    milliseconds: 0,
    secondRead: 'no difference',
    flows,
  });
  const options = { name: plan.name, body, create: true, keepApplied: true };
  const said: Said[] = [];
  for (const pullRequest of comments) said.push(await writeComment(session, { ...options, pullRequest }));
  if (worstOf(said) !== 'not-now') await closeRecords(session, github, untold, 'nothing left to apply');
}
