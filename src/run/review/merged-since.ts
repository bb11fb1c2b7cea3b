import type { RecordedRun } from '../../github/deployment.ts';
import type { GitHubReader } from '../../github/github.ts';
import { isFailure } from '../../github/http/github-error.ts';
import type { CommitRange, PullRequest } from '../../github/pull-requests.ts';
import { type Answered, askGitHub } from '../github/on-github.ts';
import type { Asking, Speaking } from '../session.ts';
import { appliedBefore, type Boundary, endsRange } from './left-out-applies.ts';
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
  /**
   * Parts of the range, newest first, that lie before an apply that left clusters out; they count only for what that apply
   * could not do. What came before the range, among the recently merged pull requests, belongs to the last of them.
   */
  readonly earlier: readonly EarlierPart[];
  /** The apply that is recorded last, whether or not the branch still has its commit. */
  readonly last: RecordedRun | undefined;
  /** The commit whose spec all clusters had last, as far as it is recorded. */
  readonly specBefore: string | undefined;
  /** Applies after the one that the range begins with, about which something may be unsaid. */
  readonly untold: readonly RecordedRun[];
  /** Some apply was recorded, and all that is to be said about it. */
  readonly wasTold: boolean;
  /** The branch was moved by force since the last apply. */
  readonly moved: boolean;
  /** See `CommitRange`. */
  readonly recent: readonly PullRequest[] | undefined;
}

export interface EarlierPart extends Pick<Boundary, 'withouts'> {
  /** By number. */
  readonly pullRequests: ReadonlySet<number>;
  readonly direct: ReadonlySet<string>;
}

/** What was merged, as far as it can be looked up. */
export type LookedUp = Answered<MergedSince> | { readonly state: 'no-token' };

/** Looks up once what came since the last apply, whoever asks first. */
export function mergedLookUp(
  session: Pick<Asking, 'event' | 'inputs' | 'out' | 'github'>,
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
  { event, inputs, out }: Pick<Speaking, 'event' | 'inputs' | 'out'>,
  github: GitHubReader,
  { name, head }: { readonly name: string; readonly head: string },
): Promise<MergedSince> {
  const leftOut = inputs.leaveOutClusters;
  const place = { environment: environmentOf(name), task: applyTask };
  const { newest: last, told, untold } = await github.recordedRuns({ ...place, isEnd: endsRange(leftOut) });
  const { base: end, boundaries } = appliedBefore(told, leftOut);
  const specBefore = boundaries.length === 0 ? last?.sha : end?.sha;
  const records = { last, untold, wasTold: end !== undefined, specBefore };
  const branch = event.repository.defaultBranch;
  for (const [base, since] of [
    [end?.sha, 'applied last'],
    [boundaries.at(-1)?.sha, 'applied last, without all clusters'],
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
    const hasBase = base === end?.sha;
    const earlier = await partsOf(github, range, boundaries, head);
    for (const part of earlier) out.info(partWords(part));
    return {
      ...{ pullRequests, direct, commits: commits.length, files, hasBase, moved, recent },
      earlier,
      ...records,
    };
  }
  return {
    pullRequests: [],
    direct: [],
    commits: 0,
    files: undefined,
    hasBase: false,
    moved: end !== undefined,
    recent: undefined,
    earlier: boundaries.map(({ withouts }) => ({
      ...{ withouts, pullRequests: new Set<number>(), direct: new Set<string>() },
    })),
    ...records,
  };
}

/** Cuts a range where applies that left clusters out end it for the others. */
async function partsOf(
  github: GitHubReader,
  { pullRequests, direct }: Pick<CommitRange, 'pullRequests' | 'direct'>,
  boundaries: readonly Boundary[],
  head: string,
): Promise<readonly EarlierPart[]> {
  const later = await Promise.all(boundaries.map(({ sha }) => commitsAfter(github, sha, head)));
  const isIn = (commits: ReadonlySet<string>, { mergeCommitSha = '', head: own }: PullRequest) =>
    commits.has(mergeCommitSha) || commits.has(own.sha);
  return boundaries.map(({ withouts }, index) => {
    const [after = new Set<string>(), older] = [later[index], later[index + 1]];
    const isBetween = (isPart: (commits: ReadonlySet<string>) => boolean) =>
      !isPart(after) && (older === undefined || isPart(older));
    return {
      withouts,
      pullRequests: new Set(
        pullRequests
          .filter((pull) => isBetween((commits) => isIn(commits, pull)))
          .map(({ number }) => number),
      ),
      direct: new Set(direct.filter((sha) => isBetween((commits) => commits.has(sha)))),
    };
  });
}

/** None where GitHub does not know the commit any more: then nothing is known to have come after it. */
async function commitsAfter(github: GitHubReader, base: string, head: string): Promise<ReadonlySet<string>> {
  try {
    const { commits } = await github.commitsOfRange({ base, head });
    return new Set(commits.map(({ sha }) => sha));
  } catch (error) {
    if (isFailure(error, 'not-found')) return new Set();
    throw error;
  }
}

function partWords({ withouts, pullRequests, direct }: EarlierPart): string {
  const clusters = [...new Set(withouts.flat())].sort().join(', ');
  return `Of these, ${pullRequests.size} pull requests and ${direct.size} direct commits were applied without ${clusters}: they count for what that left to do.`;
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
