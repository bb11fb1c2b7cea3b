import { compare, type RangeStatus } from './compared.ts';
import type { GitHubClient } from './http/client.ts';
import { inParallel } from './http/parallel.ts';
import * as shapes from './wire/shapes.ts';

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly draft: boolean;
  readonly locked: boolean;
  readonly author: string | undefined;
  readonly labels: readonly string[];
  /** `fullName` is undefined when the fork is gone. */
  readonly head: { readonly sha: string; readonly ref: string; readonly fullName: string | undefined };
  readonly base: { readonly sha: string; readonly ref: string };
  /** True when the head branch is not in this repository. */
  readonly fromFork: boolean;
  /** ISO 8601; undefined: not merged. */
  readonly mergedAt: string | undefined;
  /** The commit that the merge made; before the merge GitHub's test merge, undefined while there is a conflict. */
  readonly mergeCommitSha: string | undefined;
}

/** What a range of commits on a branch was made of. */
export interface CommitRange {
  readonly status: RangeStatus;
  /** Newest first, as git's first-parent log shows them: what was pushed to or merged into the branch. */
  readonly commits: readonly string[];
  /** Merged into the branch, each once, by number. */
  readonly pullRequests: readonly PullRequest[];
  /** Commits that are known to have come without a merged pull request, newest first; see `maxCommitsAsked`. */
  readonly direct: readonly string[];
  /** Paths that differ between the two ends, old names of renamed files included; undefined when GitHub cuts the list. */
  readonly files: readonly string[] | undefined;
  /** What `recentlyMerged` would answer, of at most 100; undefined: it was not read on the way. */
  readonly recent: readonly PullRequest[] | undefined;
  /** GitHub is still to be asked about these, see `pullRequestsToldLate`; undefined: about none. */
  readonly unclear: UnclearCommits | undefined;
}

/** For which GitHub has named no merged pull request so far: its index of them may lag behind a merge. */
export interface UnclearCommits {
  /** Newest first. */
  readonly shas: readonly string[];
  /** Those that it was asked about. */
  readonly asked: ReadonlySet<string>;
  /** By the clock's `monotonic`. */
  readonly firstAskedMs: number;
}

export async function pullRequest(client: GitHubClient, number: number): Promise<PullRequest> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    { pull_number: number },
    { permission: 'pull-requests: read', answer: shapes.pullRequest },
  );
  return pullRequestOf(client, data);
}

/** For a commit on the default branch the merged pull request that brought it; else those that hold it. */
async function pullRequestsOfCommit(client: GitHubClient, sha: string): Promise<readonly PullRequest[]> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    { commit_sha: sha, per_page: 100 },
    { permission: 'pull-requests: read', answer: shapes.pullRequests },
  );
  return data.map((pull) => pullRequestOf(client, pull));
}

/**
 * The pull requests merged into `branch` by the commits after `base` up to `head`. They are found in the list of
 * closed ones, by the commit that the merge made or by their own head. Commits that this leaves over (a rebase
 * makes several) are asked for one by one.
 */
export async function pullRequestsOfRange(
  client: GitHubClient,
  options: { readonly base: string; readonly head: string; readonly branch: string },
): Promise<CommitRange> {
  const { branch } = options;
  const { status, parents, files, since } = await compare(client, options.base, options.head);
  const mainline = firstParents(options.head, parents);
  const found = new Map<number, PullRequest>();
  const explained = new Set<string>();
  let recent: readonly PullRequest[] | undefined;
  const isExplained = (sha: string): boolean =>
    explained.has(sha) || (parents.get(sha) ?? []).slice(1).some((parent) => explained.has(parent));
  for (let page = 1; page <= maxListPages && !mainline.every(isExplained); page++) {
    const { pulls, isLast } = await closedPullRequests(client, { branch, page, since });
    recent ??= mergedOnes(pulls);
    for (const pull of pulls) {
      const commits = [pull.mergeCommitSha, pull.head.sha].filter((sha) => sha !== undefined);
      if (pull.mergedAt === undefined || !commits.some((sha) => parents.has(sha))) continue;
      found.set(pull.number, pull);
      for (const sha of commits) explained.add(sha);
    }
    if (isLast) break;
  }
  const range = { status, commits: mainline, files, recent };
  const shas = mainline.filter((sha) => !isExplained(sha));
  if (shas.length === 0) return { ...range, pullRequests: byNumber(found), direct: [], unclear: undefined };
  const unclear = { shas, asked: new Set<string>(), firstAskedMs: client.clock.monotonic() };
  const left = await withoutPullRequest(client, unclear, branch, found);
  return {
    ...range,
    pullRequests: byNumber(found),
    direct: [],
    unclear: left.shas.length === 0 ? undefined : left,
  };
}

/**
 * The same range when GitHub has had its time to name the pull requests of what is unclear in it. That time began with the first question: who
 * had something else to do meanwhile waits for the rest of it only.
 */
export async function pullRequestsToldLate(
  client: GitHubClient,
  range: CommitRange,
  branch: string,
): Promise<CommitRange> {
  const { clock } = client;
  let { unclear } = range;
  const found = new Map(range.pullRequests.map((pull) => [pull.number, pull]));
  for (const [index, afterMs] of indexWaitsMs.entries()) {
    if (unclear === undefined || unclear.shas.length === 0) break;
    const past = clock.monotonic() - unclear.firstAskedMs;
    if (past >= (indexWaitsMs[index + 1] ?? Number.POSITIVE_INFINITY)) continue;
    if (past < afterMs) await clock.sleep(afterMs - past);
    unclear = await withoutPullRequest(client, unclear, branch, found);
  }
  const direct = unclear === undefined ? [] : unclear.shas.filter((sha) => unclear?.asked.has(sha));
  return { ...range, pullRequests: byNumber(found), direct, unclear: undefined };
}

function byNumber(found: ReadonlyMap<number, PullRequest>): readonly PullRequest[] {
  return [...found.values()].sort((a, b) => a.number - b.number);
}

/** Merged into `branch`, newest first: at most `maxCount` of those that were touched last. */
export async function recentlyMerged(
  client: GitHubClient,
  { branch, maxCount }: { readonly branch: string; readonly maxCount: number },
): Promise<readonly PullRequest[]> {
  const { pulls } = await closedPullRequests(client, { branch, page: 1, since: undefined });
  return mergedOnes(pulls).slice(0, maxCount);
}

/** Newest first. */
function mergedOnes(pulls: readonly PullRequest[]): readonly PullRequest[] {
  return pulls
    .filter(({ mergedAt }) => mergedAt !== undefined)
    .sort((a, b) => Date.parse(b.mergedAt ?? '') - Date.parse(a.mergedAt ?? ''));
}

/** After the first question, when the others are asked. */
const indexWaitsMs = [2_000, 7_000];

/** Commits of a range that are asked for one by one at a time, the newest first; where the rest come from is not told. */
const maxCommitsAsked = 20;

/** Pages of 100. */
const maxListPages = 3;

async function withoutPullRequest(
  client: GitHubClient,
  { shas, asked, firstAskedMs }: UnclearCommits,
  branch: string,
  found: Map<number, PullRequest>,
): Promise<UnclearCommits> {
  const some = shas.slice(0, maxCommitsAsked);
  const answers = await inParallel(some, (sha) => pullRequestsOfCommit(client, sha));
  const left = shas.filter((_, index) => {
    const merged = (answers[index] ?? []).filter(
      ({ mergedAt, base }) => mergedAt !== undefined && base.ref === branch,
    );
    for (const pull of merged) found.set(pull.number, pull);
    return merged.length === 0;
  });
  return { shas: left, asked: new Set([...asked, ...some]), firstAskedMs };
}

/** One page of the closed ones, last touched first. Nothing on later pages was touched after `since`. */
async function closedPullRequests(
  client: GitHubClient,
  options: { readonly branch: string; readonly page: number; readonly since: string | undefined },
): Promise<{ readonly pulls: readonly PullRequest[]; readonly isLast: boolean }> {
  const { branch, page, since } = options;
  const { data, hasNext } = await client.call(
    'GET /repos/{owner}/{repo}/pulls',
    { state: 'closed', base: branch, sort: 'updated', direction: 'desc', per_page: 100, page },
    { permission: 'pull-requests: read', answer: shapes.pullRequests },
  );
  const oldest = data.at(-1)?.updated_at;
  const isOlder = since !== undefined && oldest !== undefined && Date.parse(oldest) < Date.parse(since);
  return {
    pulls: data.map((pull) => pullRequestOf(client, pull)),
    isLast: isOlder || !hasNext,
  };
}

function firstParents(head: string, parents: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const line: string[] = [];
  for (let sha: string | undefined = head; sha !== undefined && parents.has(sha); ) {
    line.push(sha);
    sha = parents.get(sha)?.[0];
  }
  return line;
}

function pullRequestOf({ repository }: GitHubClient, pull: shapes.WirePullRequest): PullRequest {
  const fullName = pull.head.repo?.full_name;
  const ours = `${repository.owner}/${repository.repo}`.toLowerCase();
  return {
    number: pull.number,
    title: pull.title,
    url: pull.html_url,
    state: pull.state,
    draft: pull.draft ?? false,
    locked: pull.locked,
    author: pull.user?.login,
    labels: pull.labels.map(({ name }) => name),
    head: { sha: pull.head.sha, ref: pull.head.ref, fullName },
    base: { sha: pull.base.sha, ref: pull.base.ref },
    fromFork: fullName?.toLowerCase() !== ours,
    mergedAt: pull.merged_at,
    mergeCommitSha: pull.merge_commit_sha,
  };
}
