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
export interface MergedLookUp {
  /** As far as GitHub tells it at once: without the pull requests of the newest commits where its index of them lags. */
  soon(name: string): Promise<LookedUp>;
  /** All of it. Waits for what GitHub tells late, with the time since the first question counted. */
  whole(name: string): Promise<LookedUp>;
}

export function mergedLookUp(
  session: Pick<Asking, 'event' | 'inputs' | 'out' | 'github'>,
  head: string,
): MergedLookUp {
  const { github, out } = session;
  if (github === undefined) {
    const noToken = async (): Promise<LookedUp> => ({ state: 'no-token' });
    return { soon: noToken, whole: noToken };
  }
  let found: Promise<Answered<Found>> | undefined;
  let all: Promise<Answered<MergedSince>> | undefined;
  const soon = (name: string) => {
    found ??= out.group('Look up what was merged', () =>
      askGitHub(() => findMerged(session, github, { name, head })),
    );
    return found;
  };
  return {
    soon: async (name) => {
      const answer = await soon(name);
      return answer.state === 'answered' ? { state: 'answered', value: answer.value.soon } : answer;
    },
    whole: async (name) => {
      const answer = await soon(name);
      if (answer.state === 'unanswered') return answer;
      const { soon: value, later } = answer.value;
      if (later === undefined) return { state: 'answered', value };
      all ??= out.group('Look up what was merged', () => askGitHub(later));
      return all;
    },
  };
}

export async function mergedSince(
  session: Pick<Speaking, 'event' | 'inputs' | 'out'>,
  github: GitHubReader,
  place: { readonly name: string; readonly head: string },
): Promise<MergedSince> {
  const { soon, later } = await findMerged(session, github, place);
  return later === undefined ? soon : later();
}

interface Found {
  readonly soon: MergedSince;
  /** With what GitHub tells late; undefined: it has told all. */
  readonly later: (() => Promise<MergedSince>) | undefined;
}

async function findMerged(
  { event, inputs, out }: Pick<Speaking, 'event' | 'inputs' | 'out'>,
  github: GitHubReader,
  { name, head }: { readonly name: string; readonly head: string },
): Promise<Found> {
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
    const commitsAfterBoundaries = await Promise.all(
      boundaries.map(({ sha }) => commitsAfter(github, sha, head)),
    );
    const sinceOf = (known: CommitRange): MergedSince => {
      const { pullRequests, direct, commits, files, status, recent } = known;
      const moved = status === 'behind' || status === 'diverged';
      const hasBase = base === end?.sha;
      const earlier = partsOf(known, boundaries, commitsAfterBoundaries);
      return {
        ...{ pullRequests, direct, commits: commits.length, files, hasBase, moved, recent },
        earlier,
        ...records,
      };
    };
    const told = (whole: CommitRange): MergedSince => {
      out.info(
        `${base.slice(0, 7)} (${since}) to ${head.slice(0, 7)}: merged pull requests: ${whole.pullRequests.length}, direct commits: ${whole.direct.length}`,
      );
      const value = sinceOf(whole);
      for (const part of value.earlier) out.info(partWords(part));
      return value;
    };
    if (range.unclear === undefined) return { soon: told(range), later: undefined };
    return {
      soon: sinceOf(range),
      later: async () => told(await github.pullRequestsToldLate(range, branch)),
    };
  }
  const soon: MergedSince = {
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
  return { soon, later: undefined };
}

/** Cuts a range where applies that left clusters out end it for the others. `later`: the commits after each of them. */
function partsOf(
  { pullRequests, direct }: Pick<CommitRange, 'pullRequests' | 'direct'>,
  boundaries: readonly Boundary[],
  later: readonly ReadonlySet<string>[],
): readonly EarlierPart[] {
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
