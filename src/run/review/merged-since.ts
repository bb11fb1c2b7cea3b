import type { RecordedRun } from '../../github/deployment.ts';
import type { GitHubReader } from '../../github/github.ts';
import { isFailure } from '../../github/http/github-error.ts';
import type { CommitRange, PullRequest } from '../../github/pull-requests.ts';
import { type Answered, askGitHub } from '../github/on-github.ts';
import type { Asking, Speaking } from '../session.ts';
import { applyTask, environmentOf } from './record-apply.ts';

/** What came to the default branch since the last apply that succeeded. */
export interface MergedSince {
  /** Merged in the range, by number. */
  readonly pullRequests: readonly PullRequest[];
  /** Commits of the range that came without a pull request, newest first. */
  readonly direct: readonly string[];
  /** Commits on the branch itself. */
  readonly commits: number;
  /** Paths that the range changes; undefined when that cannot be told. */
  readonly files: readonly string[] | undefined;
  /**
   * False: no apply of this spec is recorded, or the branch lost the commit that it was made of. Then the range
   * is the push alone, and pull requests merged before it are looked up among the recently merged ones.
   */
  readonly hasBase: boolean;
  /** The apply that is recorded last, whether or not the branch still has its commit. */
  readonly last: RecordedRun | undefined;
  /** Applies after the one that the range begins with, about which something may be unsaid. */
  readonly untold: readonly RecordedRun[];
  /** Some apply was recorded, and all that is to be said about it. */
  readonly wasTold: boolean;
  /** The branch was moved by force since the last apply. */
  readonly moved: boolean;
  /** See `CommitRange`. */
  readonly recent: readonly PullRequest[] | undefined;
}

/** What was merged, as far as it can be looked up. */
export type LookedUp = Answered<MergedSince> | { readonly state: 'no-token' };

/** Looks up once what came since the last apply, whoever asks first. */
export function mergedLookUp(
  session: Pick<Asking, 'event' | 'out' | 'github'>,
  head: string,
): (name: string) => Promise<LookedUp> {
  const { github, out } = session;
  if (github === undefined) return async () => ({ state: 'no-token' });
  let found: Promise<Answered<MergedSince>> | undefined;
  return (name) => {
    found ??= out.group('Look up what was merged', () =>
      askGitHub(() => mergedSince(session, github, { name, head })),
    );
    return found;
  };
}

export async function mergedSince(
  { event, out }: Pick<Speaking, 'event' | 'out'>,
  github: GitHubReader,
  { name, head }: { readonly name: string; readonly head: string },
): Promise<MergedSince> {
  const place = { environment: environmentOf(name), task: applyTask };
  const { newest: last, told, untold } = await github.recordedRuns(place);
  const records = { last, untold, wasTold: told !== undefined };
  const branch = event.repository.defaultBranch;
  for (const [base, since] of [
    [told?.sha, 'applied last'],
    [event.before, 'before the push'],
  ] as const) {
    if (base === undefined) continue;
    const range = await rangeOf(github, { base, head, branch });
    if (range.status === 'unknown-base') {
      out.info(`${base.slice(0, 7)} (${since}) is not known to GitHub any more.`);
      continue;
    }
    out.info(
      `${base.slice(0, 7)} (${since}) to ${head.slice(0, 7)}: merged pull requests: ${range.pullRequests.length}, direct commits: ${range.direct.length}`,
    );
    const { pullRequests, direct, commits, files, status, recent } = range;
    const moved = status === 'behind' || status === 'diverged';
    const hasBase = base === told?.sha;
    return { pullRequests, direct, commits: commits.length, files, hasBase, moved, recent, ...records };
  }
  return {
    pullRequests: [],
    direct: [],
    commits: 0,
    files: undefined,
    hasBase: false,
    moved: told !== undefined,
    recent: undefined,
    ...records,
  };
}

/** `unknown-base`: in no history that GitHub still has in common with `head`. */
async function rangeOf(
  github: GitHubReader,
  range: { readonly base: string; readonly head: string; readonly branch: string },
): Promise<CommitRange | { readonly status: 'unknown-base' }> {
  try {
    return await github.pullRequestsOfRange(range);
  } catch (error) {
    if (isFailure(error, 'not-found')) return { status: 'unknown-base' };
    throw error;
  }
}
