import type { EmulatorResponse } from '../../http/exchange.ts';
import { error, notFound } from '../answers.ts';
import type { Commit, FileEntry } from '../git-objects.ts';
import { ancestors } from '../history.ts';
import { closeIssue } from '../issues.ts';
import { bodyOf, type GitHubRequest, type GitHubRoute } from '../route.ts';
import { apiUrl, htmlUrl, nodeId, timestamp } from '../shapes/urls.ts';
import type { GitHubState } from '../state.ts';

/*
 * Git's objects and references, written through the API. Sources: docs.github.com, REST, "Git database"; the messages are those
 * that clients of it quote: "Reference already exists" and "Update is not a fast forward" (usk6666/yorishiro-proxy#82,
 * philschatz/octokit.js#21), "Reference does not exist" (github/rest-api-description#2746). Others are marked *assumed*.
 */

const needs = { permission: 'contents', level: 'write' } as const;

interface TreeBody {
  readonly base_tree?: string;
  readonly tree?: readonly {
    readonly path?: string;
    readonly mode?: string;
    readonly sha?: string | null;
    readonly content?: string;
  }[];
}

interface CommitBody {
  readonly message?: string;
  readonly tree?: string;
  readonly parents?: readonly string[];
  readonly author?: unknown;
  readonly committer?: unknown;
}

interface RefBody {
  readonly ref?: string;
  readonly sha?: string;
  readonly force?: boolean;
}

export function gitWriteRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    { operation: 'git/create-tree', needs, handle: (request) => createTree(state, request) },
    { operation: 'git/create-commit', needs, handle: (request) => createCommit(state, request) },
    { operation: 'git/create-ref', needs, handle: (request) => createRef(state, request) },
    { operation: 'git/update-ref', needs, spread: 'ref', handle: (request) => updateRef(state, request) },
    { operation: 'git/delete-ref', needs, spread: 'ref', handle: (request) => deleteRef(state, request) },
  ];
}

function createTree(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const { base_tree: base, tree = [] } = bodyOf<TreeBody>(request);
  const before = base === undefined ? new Map<string, FileEntry>() : state.objects.filesOf(base);
  if (before === undefined) return notFound(); // assumed
  const files = new Map(before);
  for (const { path = '', mode, sha, content } of tree) {
    if (path === '' || path.startsWith('/') || path.split('/').includes('..'))
      return error(422, 'tree.path contains a malformed path component');
    if (content !== undefined && sha !== undefined)
      return error(422, 'Must supply either tree.sha or tree.content'); // assumed: the docs say "use either"
    // Needs the permission `workflows`, which a job's token never has; the words are assumed.
    if (path.startsWith('.github/workflows/') && request.caller.app !== undefined)
      return error(403, 'Resource not accessible by integration');
    if (sha === null) {
      files.delete(path);
      continue;
    }
    if (mode !== '100644' && mode !== '100755')
      return error(422, `tree.mode ${String(mode)} is none that this emulator writes`);
    if (content === undefined) {
      if (sha === undefined || state.objects.blob(sha) === undefined)
        return error(422, 'tree.sha does not exist'); // assumed
      files.set(path, { mode, sha });
    } else files.set(path, { ...state.objects.writeFile(content), mode });
  }
  const sha = state.objects.writeTree(files);
  const entries = state.objects.tree(sha) ?? [];
  return {
    status: 201,
    body: {
      sha,
      url: apiUrl(state, `/git/trees/${sha}`),
      tree: entries.map((entry) => ({
        path: entry.name,
        mode: entry.mode,
        type: entry.type,
        sha: entry.sha,
        url: apiUrl(state, `/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`),
      })),
      truncated: false,
    },
  };
}

/** Without an author of its own the commit is the caller's, and GitHub is its committer, as of what its buttons make. */
function createCommit(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const { message = '', tree = '', parents = [], author, committer } = bodyOf<CommitBody>(request);
  if (author !== undefined || committer !== undefined)
    return error(422, 'This emulator makes commits of the caller only');
  const files = state.objects.filesOf(tree);
  if (files === undefined) return error(422, 'Tree SHA does not exist');
  if (parents.some((parent) => state.objects.commit(parent) === undefined))
    return error(422, 'Parent SHA does not exist or is not a commit object');
  const { login } = request.caller.user;
  const commit = state.objects.writeCommit({
    files,
    parents,
    message,
    author: login,
    committer: 'web-flow',
    date: state.now(),
  });
  return { status: 201, body: gitCommitShape(state, commit) };
}

function gitCommitShape(state: GitHubState, commit: Commit) {
  const person = (login: string) => ({
    name: login,
    email: `${login}@users.noreply.github.com`,
    date: timestamp(commit.date),
  });
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: apiUrl(state, `/git/commits/${commit.sha}`),
    html_url: htmlUrl(state, `/commit/${commit.sha}`),
    author: person(commit.author),
    committer: person(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: apiUrl(state, `/git/trees/${commit.tree}`) },
    parents: commit.parents.map((sha) => ({
      sha,
      url: apiUrl(state, `/git/commits/${sha}`),
      html_url: htmlUrl(state, `/commit/${sha}`),
    })),
    verification: { verified: true, reason: 'valid', signature: null, payload: null, verified_at: null },
  };
}

function createRef(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const { ref = '', sha = '' } = bodyOf<RefBody>(request);
  if (!/^refs\/heads\/[^\s~^:?*[\\]+$/.test(ref) || ref.includes('..') || ref.endsWith('/'))
    return error(422, 'Reference name is invalid'); // assumed for the form; the docs demand refs/ and two slashes
  const name = ref.slice('refs/heads/'.length);
  if (state.branches.has(name)) return error(422, 'Reference already exists');
  // git keeps a branch as a file: `a` and `a/b` cannot both be there.
  if (
    [...state.branches.keys()].some((other) => other.startsWith(`${name}/`) || name.startsWith(`${other}/`))
  )
    return error(422, 'Reference update failed'); // github/rest-api-description#4887
  if (state.objects.commit(sha) === undefined) return error(422, 'Object does not exist');
  state.branches.set(name, sha);
  request.effect(`branch ${name} created at ${sha.slice(0, 7)}`);
  return { status: 201, body: refShape(state, name, sha) };
}

function updateRef(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const { sha = '', force = false } = bodyOf<RefBody>(request);
  const name = branchOf(request);
  const before = state.branches.get(name ?? '');
  if (name === undefined || before === undefined) return error(422, 'Reference does not exist');
  if (state.objects.commit(sha) === undefined) return error(422, 'Object does not exist');
  if (!force && !ancestors(state.objects, sha).has(before)) return error(422, 'Update is not a fast forward');
  state.branches.set(name, sha);
  request.effect(`branch ${name} moved to ${sha.slice(0, 7)}${force ? ' by force' : ''}`);
  return { status: 200, body: refShape(state, name, sha) };
}

/** GitHub closes the pull requests of a branch that goes. */
function deleteRef(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const name = branchOf(request);
  const head = state.branches.get(name ?? '');
  if (name === undefined || head === undefined) return error(422, 'Reference does not exist');
  for (const issue of state.issues.values()) {
    const { pull } = issue;
    if (pull === undefined || issue.state !== 'open') continue;
    if (pull.head.owner !== state.owner || pull.head.ref !== name) continue;
    pull.fixed = { head, base: state.baseOf(issue.number) ?? '' };
    closeIssue(state, issue, request.caller.user, null);
  }
  state.branches.delete(name);
  request.effect(`branch ${name} deleted`);
  return { status: 204 };
}

/** Undefined: the path names no branch. */
function branchOf({ parameters }: GitHubRequest): string | undefined {
  const ref = parameters['ref'] ?? '';
  return ref.startsWith('heads/') ? ref.slice('heads/'.length) : undefined;
}

function refShape(state: GitHubState, name: string, sha: string) {
  return {
    ref: `refs/heads/${name}`,
    node_id: nodeId('Ref', `heads/${name}`),
    url: apiUrl(state, `/git/refs/heads/${encodeURI(name)}`),
    object: { type: 'commit', sha, url: apiUrl(state, `/git/commits/${sha}`) },
  };
}
