import type { GitHubClient } from './http/client.ts';
import { GitHubError, isFailure } from './http/github-error.ts';
import * as shapes from './wire/shapes.ts';

/** `ahead` is the usual case; `diverged` and `behind` mean that the branch was moved by force. */
export type RangeStatus = 'ahead' | 'behind' | 'diverged' | 'identical';

/** The commits after `base` up to `head`, oldest first, and the paths that they change. */
export async function commitsOfRange(
  client: GitHubClient,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<{
  readonly status: RangeStatus;
  readonly commits: readonly { readonly sha: string; readonly subject: string }[];
  readonly files: readonly string[] | undefined;
}> {
  const { status, subjects, files } = await compare(client, base, head);
  return { status, commits: [...subjects].map(([sha, subject]) => ({ sha, subject })), files };
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

/** Pages of 100 commits. */
const maxPages = 10;

/** Files that GitHub's comparison shows at most. */
const maxFiles = 300;

interface Compared {
  readonly status: RangeStatus;
  /** By commit, for the commits of `head` that `base` does not have. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** First lines of the messages, by commit. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly files: readonly string[] | undefined;
  /** When `base` was committed. */
  readonly since: string | undefined;
}

const compareRoute = 'GET /repos/{owner}/{repo}/compare/{basehead}';

export async function compare(client: GitHubClient, base: string, head: string): Promise<Compared> {
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
