import type { GitHubClient } from './http/client.ts';
import { GitHubError, isFailure } from './http/github-error.ts';
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
  /** `ahead` is the usual case; `diverged` and `behind` mean that the branch was moved by force. */
  readonly status: 'ahead' | 'behind' | 'diverged' | 'identical';
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
 * makes several) are asked for one by one, a few times: GitHub's index of them may lag behind a merge.
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
  let open: readonly string[] = mainline.filter((sha) => !isExplained(sha));
  const asked = new Set<string>();
  for (const wait of indexWaits) {
    if (open.length === 0) break;
    if (wait > 0) await client.clock.sleep(wait);
    for (const sha of open.slice(0, maxCommitsAsked)) asked.add(sha);
    open = await withoutPullRequest(client, open, branch, found);
  }
  const direct = open.filter((sha) => asked.has(sha));
  const pullRequests = [...found.values()].sort((a, b) => a.number - b.number);
  return { status, commits: mainline, pullRequests, direct, files, recent };
}

/** The commits after `base` up to `head`, oldest first, and the paths that they change; see `CommitRange`. */
export async function commitsOfRange(
  client: GitHubClient,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<{
  readonly status: CommitRange['status'];
  readonly commits: readonly { readonly sha: string; readonly subject: string }[];
  readonly files: readonly string[] | undefined;
}> {
  const { status, subjects, files } = await compare(client, base, head);
  return { status, commits: [...subjects].map(([sha, subject]) => ({ sha, subject })), files };
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

/** Whether `head` has `sha` in its history. False for a commit that GitHub does not know. */
export async function isAncestor(
  client: GitHubClient,
  { sha, head }: { readonly sha: string; readonly head: string },
): Promise<boolean> {
  try {
    const { data } = await client.call(
      compareRoute,
      { basehead: `${sha}...${head}`, per_page: 1, page: 1 },
      { permission: 'contents: read', answer: shapes.comparison },
    );
    return data.status === 'ahead' || data.status === 'identical';
  } catch (error) {
    if (isFailure(error, 'not-found')) return false;
    throw error;
  }
}

/** Milliseconds before each try. */
const indexWaits = [0, 2000, 5000];

/** Commits of a range that are asked for one by one at a time, the newest first; where the rest come from is not told. */
const maxCommitsAsked = 20;

/** Pages of 100, of commits and of closed pull requests. */
const maxPages = 10;
const maxListPages = 3;

async function withoutPullRequest(
  client: GitHubClient,
  shas: readonly string[],
  branch: string,
  found: Map<number, PullRequest>,
): Promise<readonly string[]> {
  const answers = await inParallel(shas.slice(0, maxCommitsAsked), (sha) =>
    pullRequestsOfCommit(client, sha),
  );
  return shas.filter((_, index) => {
    const merged = (answers[index] ?? []).filter(
      ({ mergedAt, base }) => mergedAt !== undefined && base.ref === branch,
    );
    for (const pull of merged) found.set(pull.number, pull);
    return merged.length === 0;
  });
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

/** Files that GitHub's comparison shows at most. */
const maxFiles = 300;

interface Compared {
  readonly status: CommitRange['status'];
  /** By commit, for the commits of `head` that `base` does not have. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** First lines of the messages, by commit. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly files: readonly string[] | undefined;
  /** When `base` was committed. */
  readonly since: string | undefined;
}

const compareRoute = 'GET /repos/{owner}/{repo}/compare/{basehead}';

async function compare(client: GitHubClient, base: string, head: string): Promise<Compared> {
  const parents = new Map<string, readonly string[]>();
  const subjects = new Map<string, string>();
  let files: readonly string[] | undefined;
  for (let page = 1; page <= maxPages; page++) {
    const { data } = await client.call(
      compareRoute,
      { basehead: `${base}...${head}`, per_page: 100, page },
      { permission: 'contents: read', answer: shapes.comparison },
    );
    if (page === 1 && data.files !== undefined && data.files.length < maxFiles)
      files = data.files.flatMap(({ filename, previous_filename: before }) =>
        before === undefined ? [filename] : [filename, before],
      );
    for (const commit of data.commits) {
      subjects.set(commit.sha, commit.commit.message.split('\n', 1)[0] ?? '');
      const itsParents = commit.parents.map(({ sha }) => sha);
      parents.set(commit.sha, itsParents);
    }
    const { status, total_commits: total, base_commit: before } = data;
    if (parents.size >= total)
      return { status, parents, subjects, files, since: before.commit.committer?.date };
    if (data.commits.length === 0) break;
  }
  throw new GitHubError(compareRoute, {
    kind: 'incomplete',
    reason: `only ${parents.size} commits of ${base}...${head} could be read`,
  });
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
