import type { GitHubClient } from './http/client.ts';
import { GitHubError, isFailure } from './http/github-error.ts';
import { inParallel } from './http/parallel.ts';
import * as shapes from './wire/shapes.ts';

export interface RepositoryFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface FilesAt {
  /** The commit that was read. */
  readonly commit: string;
  /** By path. */
  readonly files: readonly RepositoryFile[];
  /** Symbolic links and submodules that match: there, but not read. */
  readonly notFiles: readonly string[];
}

export interface FilesAsked {
  /** A branch or a commit id. */
  readonly ref: string;
  readonly matches: (path: string) => boolean;
  /** The bytes that git knows by this id, where they are at hand; undefined: they have to be asked for. */
  readonly atHand?: (id: string) => Uint8Array | undefined;
}

/** The files of a commit whose path matches. */
export async function readFilesAt(client: GitHubClient, options: FilesAsked): Promise<FilesAt> {
  const { data: commit } = await client.call(
    'GET /repos/{owner}/{repo}/commits/{ref}',
    { ref: options.ref, per_page: 1 },
    { permission: 'contents: read', answer: shapes.commit },
  );
  const entries = (await readTree(client, commit.commit.tree.sha)).filter(
    ({ type, path }) => type !== 'tree' && options.matches(path),
  );
  const regular = entries.filter(({ mode }) => mode.startsWith('100'));
  const files = await inParallel(regular, async ({ path, sha }) => ({
    path,
    bytes: options.atHand?.(sha) ?? (await readBlob(client, sha)),
  }));
  return {
    commit: commit.sha,
    files: [...files].sort(byPath),
    notFiles: entries.filter(({ mode }) => !mode.startsWith('100')).map(({ path }) => path),
  };
}

/** The commit that a branch had before this one; undefined: it is the first of all. */
export async function firstParentOf(client: GitHubClient, sha: string): Promise<string | undefined> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/commits/{ref}',
    { ref: sha, per_page: 1 },
    { permission: 'contents: read', answer: shapes.commitWithParents },
  );
  return data.parents[0]?.sha;
}

/** Files that are asked for one by one; more of them are found in the tree, which takes two requests. */
const maxFilesAsked = 2;

/** git's ids of those of the paths that are files at `ref`. */
export async function fileIdsAt(
  client: GitHubClient,
  { ref, paths }: { readonly ref: string; readonly paths: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (paths.length > maxFilesAsked) {
    const { data: commit } = await client.call(
      'GET /repos/{owner}/{repo}/commits/{ref}',
      { ref, per_page: 1 },
      { permission: 'contents: read', answer: shapes.commit },
    );
    const entries = await readTree(client, commit.commit.tree.sha);
    const wanted = new Set(paths);
    const files = entries.filter(({ path, mode }) => wanted.has(path) && mode.startsWith('100'));
    return new Map(files.map(({ path, sha }) => [path, sha]));
  }
  const ids = new Map<string, string>();
  for (const path of paths) {
    const content = await contentAt(client, { ref, path });
    if (content !== undefined) ids.set(path, content.sha);
  }
  return ids;
}

/** One file; undefined when the commit has no such file (a directory, link or submodule is none). */
export async function readFileAt(
  client: GitHubClient,
  options: { readonly ref: string; readonly path: string },
): Promise<Uint8Array | undefined> {
  const content = await contentAt(client, options);
  if (content === undefined) return undefined;
  if (content.encoding === 'base64') return Buffer.from(content.content, 'base64');
  return readBlob(client, content.sha); // above 1 MiB the contents API leaves the content out
}

async function contentAt(client: GitHubClient, options: { readonly ref: string; readonly path: string }) {
  try {
    const { data } = await client.call('GET /repos/{owner}/{repo}/contents/{path}', options, {
      permission: 'contents: read',
      answer: shapes.content,
    });
    return Array.isArray(data) || data.type !== 'file' ? undefined : data;
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined;
    throw error;
  }
}

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

/** Trees read one by one when GitHub cuts the recursive answer (100,000 entries or 7 MB). */
const maxTrees = 2000;

async function readTree(client: GitHubClient, sha: string): Promise<readonly Entry[]> {
  const whole = await readTreeOnce(client, sha, { recursive: 'true' });
  if (!whole.truncated) return whole.entries;
  const entries: Entry[] = [];
  let open: readonly { readonly prefix: string; readonly sha: string }[] = [{ prefix: '', sha }];
  let read = 0;
  while (open.length > 0) {
    read += open.length;
    if (read > maxTrees) throw cut(`more than ${maxTrees} directories`);
    const level = await inParallel(open, async (directory) => {
      const tree = await readTreeOnce(client, directory.sha, {});
      if (tree.truncated) throw cut(`too many entries in ${directory.prefix || '/'}`);
      return tree.entries.map((entry) => ({ ...entry, path: directory.prefix + entry.path }));
    });
    entries.push(...level.flat());
    open = level
      .flat()
      .filter(({ type }) => type === 'tree')
      .map((entry) => ({ prefix: `${entry.path}/`, sha: entry.sha }));
  }
  return entries;
}

async function readTreeOnce(
  client: GitHubClient,
  sha: string,
  options: { readonly recursive?: 'true' },
): Promise<{ readonly entries: readonly Entry[]; readonly truncated: boolean }> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    { tree_sha: sha, ...options },
    { permission: 'contents: read', answer: shapes.tree },
  );
  return { entries: data.tree, truncated: data.truncated };
}

async function readBlob(client: GitHubClient, sha: string): Promise<Uint8Array> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    { file_sha: sha },
    { permission: 'contents: read', answer: shapes.blob },
  );
  return Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
}

function cut(reason: string): GitHubError {
  return new GitHubError('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { kind: 'incomplete', reason });
}

function byPath(a: RepositoryFile, b: RepositoryFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
