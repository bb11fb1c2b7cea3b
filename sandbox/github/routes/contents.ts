import type { EmulatorResponse } from '../../http/exchange.ts';
import { error, notFound } from '../answers.ts';
import type { TreeEntry } from '../git-objects.ts';
import type { GitHubRoute } from '../route.ts';
import { apiUrl, htmlUrl, nodeId } from '../shapes/urls.ts';
import type { GitHubState } from '../state.ts';

const needs = { permission: 'contents', level: 'read' } as const;

/** Above this size the contents API leaves the content out and says `encoding: none`. */
const maxInlineFileBytes = 1024 * 1024;

export function contentRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'git/get-tree',
      needs,
      spread: 'tree_sha',
      handle: ({ parameters, query }) => {
        const name = parameters['tree_sha'] ?? '';
        const sha = state.objects.commit(state.resolve(name) ?? '')?.tree ?? name;
        if (state.objects.tree(sha) === undefined) return notFound();
        // Any value asks for the whole tree, `0` and `false` included.
        const entries = [...walk(state, sha, '', query.has('recursive'))];
        return {
          status: 200,
          body: {
            sha,
            url: apiUrl(state, `/git/trees/${sha}`),
            tree: entries.slice(0, state.treeLimit),
            truncated: entries.length > state.treeLimit,
          },
        };
      },
    },
    {
      operation: 'git/get-blob',
      needs,
      handle: ({ parameters }) => {
        const sha = parameters['file_sha'] ?? '';
        const blob = state.objects.blob(sha);
        if (blob === undefined) return notFound();
        return {
          status: 200,
          body: {
            sha,
            node_id: nodeId('Blob', sha),
            url: apiUrl(state, `/git/blobs/${sha}`),
            size: blob.length,
            content: base64(blob),
            encoding: 'base64',
          },
        };
      },
    },
    {
      operation: 'repos/get-content',
      needs,
      spread: 'path',
      handle: ({ parameters, query }) => {
        const ref = query.get('ref') ?? state.defaultBranch;
        const commit = state.objects.commit(state.resolve(ref) ?? '');
        if (commit === undefined) return error(404, `No commit found for the ref ${ref}`);
        return contentAt(state, commit.tree, parameters['path'] ?? '', ref);
      },
    },
  ];
}

function contentAt(state: GitHubState, root: string, path: string, ref: string): EmulatorResponse {
  let entries = state.objects.tree(root) ?? [];
  let entry: TreeEntry | undefined;
  for (const name of path.split('/').filter((part) => part !== '')) {
    entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) return notFound();
    entries = entry.type === 'tree' ? (state.objects.tree(entry.sha) ?? []) : [];
  }
  if (entry === undefined || entry.type === 'tree') {
    const prefix = path === '' ? '' : `${path}/`;
    return {
      status: 200,
      body: entries.map((child) => contentShape(state, child, prefix + child.name, ref)),
    };
  }
  const blob = state.objects.blob(entry.sha) ?? Buffer.alloc(0);
  const shape = contentShape(state, entry, path, ref);
  if (entry.mode === '120000') return { status: 200, body: { ...shape, target: blob.toString() } };
  const isInline = blob.length <= maxInlineFileBytes;
  return {
    status: 200,
    body: { ...shape, content: isInline ? base64(blob) : '', encoding: isInline ? 'base64' : 'none' },
  };
}

function contentShape(state: GitHubState, entry: TreeEntry, path: string, ref: string) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = apiUrl(state, `/contents/${encoded}?ref=${encodeURIComponent(ref)}`);
  const isTree = entry.type === 'tree';
  const git = apiUrl(state, `/git/${isTree ? 'trees' : 'blobs'}/${entry.sha}`);
  const html = htmlUrl(state, `/${isTree ? 'tree' : 'blob'}/${encodeURIComponent(ref)}/${encoded}`);
  return {
    type: isTree ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file',
    name: entry.name,
    path,
    sha: entry.sha,
    size: state.objects.blob(entry.sha)?.length ?? 0,
    url,
    git_url: git,
    html_url: html,
    download_url: isTree ? null : `https://raw.githubusercontent.com/${state.owner}/${state.repo}/${encoded}`,
    _links: { self: url, git, html },
  };
}

function* walk(
  state: GitHubState,
  sha: string,
  prefix: string,
  recursive: boolean,
): Generator<Record<string, unknown>> {
  for (const entry of state.objects.tree(sha) ?? []) {
    const path = prefix + entry.name;
    const isTree = entry.type === 'tree';
    yield {
      path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      url: apiUrl(state, `/git/${isTree ? 'trees' : 'blobs'}/${entry.sha}`),
      ...(!isTree && { size: state.objects.blob(entry.sha)?.length ?? 0 }),
    };
    if (isTree && recursive) yield* walk(state, entry.sha, `${path}/`, recursive);
  }
}

/** GitHub breaks base64 into lines of 60 characters. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{60}/g, '$&\n');
}
