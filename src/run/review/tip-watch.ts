import type { GoOn } from '../../apply/apply-plan.ts';
import { GitHubError } from '../../github/http/github-error.ts';
import type { Asking } from '../session.ts';
import { lookAtTip, type SpecOfRun, supersededBy } from './branch-tip.ts';

/** Milliseconds for which an answer holds, where nothing that exists is touched. */
const maxAgeMs = 10_000;

/**
 * Whether this commit is still the one to be applied, asked again while the apply goes on: an apply may wait for minutes, and a newer
 * commit may be merged and applied meanwhile. Once it is not, it stays so. What cannot be told counts as no.
 */
export function watchTip(
  session: Pick<Asking, 'event' | 'inputs' | 'checkoutFolder' | 'github' | 'clock'>,
  spec: SpecOfRun,
): (ask: { readonly fresh: boolean }) => Promise<GoOn> {
  const { github, event, clock } = session;
  if (github === undefined) return async () => ({ state: 'go-on' });
  const branch = event.repository.defaultBranch;
  // Asked right before the first write.
  let askedAt = clock.monotonic();
  let answer: Promise<GoOn> = Promise.resolve({ state: 'go-on' });
  const ask = async (): Promise<GoOn> => {
    try {
      const { state, tip } = await lookAtTip(session, github, spec);
      return state === 'another-spec'
        ? { state: 'stop', why: 'overtaken', because: supersededBy(tip, branch) }
        : { state: 'go-on' };
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      const because = `it cannot be told whether ${event.sha.slice(0, 7)} is still the commit to apply on ${branch}: ${error.message}; re-run this job`;
      return { state: 'stop', why: 'cannot-tell', because };
    }
  };
  return async ({ fresh }) => {
    const known = await answer;
    if (known.state === 'stop') return known;
    if (fresh || clock.monotonic() - askedAt >= maxAgeMs) {
      askedAt = clock.monotonic();
      answer = ask();
    }
    return answer;
  };
}
