import { type GitHubClient, needing } from './client.ts';
import { GitHubError } from './github-error.ts';
import { inParallel } from './parallel.ts';

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
  /** Commits that came without a merged pull request, newest first. */
  readonly direct: readonly string[];
}

export async function pullRequest(client: GitHubClient, number: number): Promise<PullRequest> {
  const { octokit, repository } = client;
  const { data } = await octokit.rest.pulls.get({
    ...repository,
    pull_number: number,
    request: needing('pull-requests: read'),
  });
  return pullRequestOf(client, data);
}

/** For a commit on the default branch the merged pull request that brought it; else those that hold it. */
export async function pullRequestsOfCommit(
  client: GitHubClient,
  sha: string,
): Promise<readonly PullRequest[]> {
  const { octokit, repository } = client;
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
    ...repository,
    commit_sha: sha,
    per_page: 100,
    request: needing('pull-requests: read'),
  });
  return data.map((pull) => pullRequestOf(client, pull));
}

/**
 * The pull requests merged into `branch` by the commits after `base` up to `head`. GitHub's index of them may
 * lag behind a merge, so a commit without one is asked for again a few times before it counts as pushed directly.
 */
export async function pullRequestsOfRange(
  client: GitHubClient,
  options: { readonly base: string; readonly head: string; readonly branch: string },
): Promise<CommitRange> {
  const { status, parents } = await compare(client, options.base, options.head);
  const found = new Map<number, PullRequest>();
  const ask = async (shas: readonly string[]): Promise<readonly string[]> => {
    const answers = await inParallel(shas, (sha) => pullRequestsOfCommit(client, sha));
    return shas.filter((_, index) => {
      const merged = (answers[index] ?? []).filter(
        ({ mergedAt, base }) => mergedAt !== undefined && base.ref === options.branch,
      );
      for (const pull of merged) found.set(pull.number, pull);
      return merged.length === 0;
    });
  };
  const mainline = firstParents(options.head, parents);
  const inside = [...parents.keys()].filter((sha) => !mainline.includes(sha));
  let direct = await ask(mainline);
  for (const wait of indexWaits) {
    if (direct.length === 0) break;
    await client.clock.sleep(wait);
    direct = await ask(direct);
  }
  await ask(inside);
  const pullRequests = [...found.values()].sort((a, b) => a.number - b.number);
  return { status, commits: mainline, pullRequests, direct };
}

/** Milliseconds between the tries. */
const indexWaits = [2000, 5000];

/** Pages of 100. */
const mostPages = 10;

/** Parents by commit, for the commits of `head` that `base` does not have. */
async function compare(
  { octokit, repository }: GitHubClient,
  base: string,
  head: string,
): Promise<{
  readonly status: CommitRange['status'];
  readonly parents: ReadonlyMap<string, readonly string[]>;
}> {
  const parents = new Map<string, readonly string[]>();
  for (let page = 1; page <= mostPages; page++) {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      ...repository,
      basehead: `${base}...${head}`,
      per_page: 100,
      page,
      request: needing('contents: read'),
    });
    for (const commit of data.commits) {
      parents.set(
        commit.sha,
        commit.parents.map(({ sha }) => sha),
      );
    }
    if (parents.size >= data.total_commits) return { status: data.status, parents };
    if (data.commits.length === 0) break;
  }
  throw new GitHubError('GET /repos/{owner}/{repo}/compare/{basehead}', {
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

/** What lists and single pull requests have in common. */
interface PullShape {
  readonly number: number;
  readonly title: string;
  readonly html_url: string;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly locked: boolean;
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo: { readonly full_name: string } | null;
  };
  readonly base: { readonly sha: string; readonly ref: string };
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
}

function pullRequestOf({ repository }: GitHubClient, pull: PullShape): PullRequest {
  const fullName = pull.head.repo?.full_name;
  const ours = `${repository.owner}/${repository.repo}`.toLowerCase();
  return {
    number: pull.number,
    title: pull.title,
    url: pull.html_url,
    state: pull.state === 'open' ? 'open' : 'closed',
    draft: pull.draft ?? false,
    locked: pull.locked,
    author: pull.user?.login,
    labels: pull.labels.map(({ name }) => name),
    head: { sha: pull.head.sha, ref: pull.head.ref, fullName },
    base: { sha: pull.base.sha, ref: pull.base.ref },
    fromFork: fullName?.toLowerCase() !== ours,
    mergedAt: pull.merged_at ?? undefined,
    mergeCommitSha: pull.merge_commit_sha ?? undefined,
  };
}
