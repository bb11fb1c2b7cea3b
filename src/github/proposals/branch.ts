import type { GitHubClient } from '../http/client.ts';
import { GitHubError, isFailure } from '../http/github-error.ts';
import { writeOnce } from '../http/write-once.ts';
import * as shapes from '../wire/shapes.ts';

/** One commit of a proposal. */
export interface ProposedCommit {
  readonly message: string;
  /** The whole text of each file that it changes, by path in the repository. */
  readonly files: ReadonlyMap<string, string>;
}

/** A branch that only this action writes to, as far as GitHub tells. */
export type OwnBranch =
  | { readonly is: 'absent' }
  /** `commits`: how many it has that `base` lacks. `message`: of the last of them; undefined: there is none. */
  | {
      readonly is: 'own';
      readonly sha: string;
      readonly commits: number;
      readonly message: string | undefined;
    }
  /** A commit on it is somebody else's. `by`: undefined where GitHub knows no account. */
  | {
      readonly is: 'foreign';
      readonly commit: string;
      readonly by: string | undefined;
    };

export interface BranchAsked {
  readonly branch: string;
  /** What the branch's own commits come after. */
  readonly base: string;
  /** Whether a message is one of those that this action writes. */
  readonly isOwnMessage: (message: string) => boolean;
}

/** More commits than a proposal has are somebody else's. */
const maxCommits = 100;

/** Who made the commits of a branch that `base` does not have. */
export async function readOwnBranch(
  client: GitHubClient,
  { branch, base, isOwnMessage }: BranchAsked,
): Promise<OwnBranch> {
  const sha = await headOf(client, branch);
  if (sha === undefined) return { is: 'absent' };
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/compare/{basehead}',
    { basehead: `${base}...${sha}`, per_page: maxCommits, page: 1 },
    { permission: 'contents: read', answer: shapes.comparedAuthors },
  );
  const notOurs = () =>
    data.commits.find(
      ({ author, committer, commit }) =>
        // Who amends or moves a commit stays hidden behind its author, and is its committer.
        !isProgram(client, author) || !mayCommit(client, committer) || !isOwnMessage(commit.message),
    );
  let foreign = notOurs();
  if (foreign?.author?.type === 'User' || foreign?.committer?.type === 'User') {
    // Only of a person's token GitHub tells whose it is, and it may be the one that made the commits.
    await client.identity.ask();
    foreign = notOurs();
  }
  if (foreign !== undefined) {
    const by = isProgram(client, foreign.author) ? foreign.committer : foreign.author;
    return { is: 'foreign', commit: foreign.sha, by: by?.login };
  }
  if (data.total_commits > data.commits.length) return { is: 'foreign', commit: sha, by: undefined };
  return { is: 'own', sha, commits: data.commits.length, message: data.commits.at(-1)?.commit.message };
}

/**
 * Whether a program made it, or whose token this is. Which app a token belongs to is not told before it writes, so that one with the
 * words of this action is taken for its own; no person writes as an app.
 */
function isProgram({ identity }: GitHubClient, author: Author): boolean {
  return author?.type === 'Bot' || identity.isOwn(author);
}

/** GitHub itself is the committer of some commits that are made through its API. */
function mayCommit(client: GitHubClient, committer: Author): boolean {
  return committer?.login === 'web-flow' || isProgram(client, committer);
}

type Author = Parameters<GitHubClient['identity']['isOwn']>[0];

/** Undefined: there is no such branch. */
async function headOf(client: GitHubClient, branch: string): Promise<string | undefined> {
  try {
    const { data } = await client.call(
      'GET /repos/{owner}/{repo}/git/ref/{ref}',
      { ref: `heads/${branch}` },
      { permission: 'contents: read', answer: shapes.reference },
    );
    return data.object.sha;
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined;
    throw error;
  }
}

export interface BranchWrite {
  readonly branch: string;
  /** The commit that the first of them follows. */
  readonly base: string;
  /** git's ids of the files as they are read: what `base` has must be the same. */
  readonly before: ReadonlyMap<string, string>;
  /** In their order; at least one. */
  readonly commits: readonly ProposedCommit[];
  /** The head that is replaced; left out: the branch is new. */
  readonly over?: string;
}

/** The files of the base are not those that the proposal was made of. */
export interface OtherFiles {
  readonly is: 'other-files';
  readonly path: string;
}

/**
 * Puts the commits on the branch, in place of what it had. The objects are made first, so that a failure on the way leaves the
 * branch as it was. A branch that another one has moved meanwhile is left alone.
 */
export async function writeBranch(
  client: GitHubClient,
  { branch, base, before, commits, over }: BranchWrite,
): Promise<{ readonly is: 'written'; readonly sha: string } | OtherFiles | { readonly is: 'moved' }> {
  const tree = await treeOf(client, base);
  const modes = new Map<string, string>();
  for (const [path, id] of before) {
    const entry = tree.entries.get(path);
    if (entry === undefined || entry.sha !== id || !entry.mode.startsWith('100'))
      return { is: 'other-files', path };
    modes.set(path, entry.mode);
  }
  let parent = base;
  let treeSha = tree.sha;
  for (const { message, files } of commits) {
    treeSha = await createTree(client, treeSha, files, modes);
    parent = await createCommit(client, { message, tree: treeSha, parents: [parent] });
  }
  if ((await headOf(client, branch)) !== over) return { is: 'moved' };
  return putBranch(client, { branch, sha: parent, over });
}

interface Tree {
  readonly sha: string;
  readonly entries: ReadonlyMap<string, { readonly mode: string; readonly sha: string }>;
}

async function treeOf(client: GitHubClient, commit: string): Promise<Tree> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/commits/{ref}',
    { ref: commit, per_page: 1 },
    { permission: 'contents: read', answer: shapes.commit },
  );
  const { sha } = data.commit.tree;
  const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
  const { data: all } = await client.call(
    route,
    { tree_sha: sha, recursive: 'true' },
    { permission: 'contents: read', answer: shapes.tree },
  );
  if (all.truncated) {
    const reason = 'the repository has more files than GitHub lists at once';
    throw new GitHubError(route, { kind: 'incomplete', reason });
  }
  return { sha, entries: new Map(all.tree.map(({ path, mode, sha: id }) => [path, { mode, sha: id }])) };
}

/** Doing it twice makes the same tree, so a lost answer is simply asked for again. */
async function createTree(
  client: GitHubClient,
  base: string,
  files: ReadonlyMap<string, string>,
  modes: ReadonlyMap<string, string>,
): Promise<string> {
  const entries = [...files].map(([path, content]) => {
    const mode = modes.get(path);
    if (mode === undefined) throw new Error(`${path} is none of the files that were compared`);
    return { path, mode, type: 'blob', content };
  });
  const write = async () => {
    const { data } = await client.call(
      'POST /repos/{owner}/{repo}/git/trees',
      { base_tree: base, tree: entries },
      { permission: 'contents: write', answer: shapes.object },
    );
    return data.sha;
  };
  return writeOnce({ clock: client.clock, write, lookUp: async () => undefined });
}

/** One that is made twice is on no branch, and does no harm. */
async function createCommit(
  client: GitHubClient,
  commit: { readonly message: string; readonly tree: string; readonly parents: readonly string[] },
): Promise<string> {
  const write = async () => {
    const { data } = await client.call(
      'POST /repos/{owner}/{repo}/git/commits',
      { ...commit },
      { permission: 'contents: write', answer: shapes.object },
    );
    return data.sha;
  };
  return writeOnce({ clock: client.clock, write, lookUp: async () => undefined });
}

/** A lost answer is looked up: the same is sent again only while the branch is where it was. */
async function putBranch(
  client: GitHubClient,
  { branch, sha, over }: { readonly branch: string; readonly sha: string; readonly over: string | undefined },
): Promise<{ readonly is: 'written'; readonly sha: string } | { readonly is: 'moved' }> {
  const expected = { permission: 'contents: write', answer: shapes.reference } as const;
  const write = async () => {
    if (over === undefined) {
      const route = 'POST /repos/{owner}/{repo}/git/refs';
      await client.call(route, { ref: `refs/heads/${branch}`, sha }, expected);
    } else {
      const route = 'PATCH /repos/{owner}/{repo}/git/refs/{ref}';
      await client.call(route, { ref: `heads/${branch}`, sha, force: true }, expected);
    }
    return { is: 'written', sha } as const;
  };
  const lookUp = async () => {
    const head = await headOf(client, branch);
    if (head === sha) return { is: 'written', sha } as const;
    return head === over ? undefined : ({ is: 'moved' } as const);
  };
  return writeOnce({ clock: client.clock, write, lookUp });
}

/** Gone is what was wanted. */
export async function deleteBranch(client: GitHubClient, branch: string): Promise<void> {
  try {
    await client.call(
      'DELETE /repos/{owner}/{repo}/git/refs/{ref}',
      { ref: `heads/${branch}` },
      { permission: 'contents: write', answer: shapes.nothing },
    );
  } catch (error) {
    const isGone = isFailure(error, 'invalid') || isFailure(error, 'not-found');
    if (!isGone || (await headOf(client, branch)) !== undefined) throw error;
  }
}
