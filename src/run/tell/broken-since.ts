import { earlierOf, type FirstSeen, readFirstSeen } from '../../model/first-seen.ts';
import { type FlowVerdict, isBroken } from '../../plan/flows/flow-state.ts';
import type { Plan } from '../../plan/plan.ts';
import { markerPrefix } from '../../report/words/marker.ts';
import { sayOnGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';
import { sinceOfDriftIssue } from './drift-report.ts';

/**
 * Since when at least the flows that do not run were seen so: what the open drift issue and the comments of earlier runs
 * noted. For display only. Nothing is asked while all flows run.
 */
export async function brokenSince(
  session: Asking,
  options: {
    readonly plan: Plan;
    readonly flows: readonly FlowVerdict[];
    readonly pullRequests: readonly number[];
  },
): Promise<FirstSeen> {
  const { plan, flows, pullRequests } = options;
  const { github } = session;
  if (github === undefined || !flows.some(isBroken)) return {};
  let since: FirstSeen = {};
  await sayOnGitHub(session, 'Since when', async () => {
    since = await sinceOfDriftIssue(session, plan);
    for (const pullRequest of pullRequests) {
      const comment = await github.readComment({
        pullRequest,
        marker: markerPrefix({ kind: 'plan', id: plan.name }),
      });
      since = earlierOf(since, readFirstSeen(comment?.record['since']));
    }
  });
  return since;
}
