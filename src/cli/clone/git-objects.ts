import type { CliPorts } from '../ports.ts';

/** A file of a commit. */
export interface CommitFile {
  readonly path: string;
  /** Of its content. */
  readonly object: string;
}

export type Asked<T> =
  | { readonly state: 'known'; readonly value: T }
  /** In words, as the end of a sentence. */
  | { readonly state: 'unknown'; readonly because: string };

/** The regular files of a commit: no links, and nothing of submodules. */
export async function filesOf(git: CliPorts['git'], commit: string): Promise<Asked<readonly CommitFile[]>> {
  const listed = await git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (!listed.ok) return { state: 'unknown', because: listed.because };
  const rows = new TextDecoder().decode(listed.bytes).split('\0');
  return {
    state: 'known',
    value: rows.flatMap((row) => {
      const [, mode = '', object = '', path = ''] = /^(\d+) blob ([0-9a-f]{40,64})\t(.*)$/s.exec(row) ?? [];
      return mode.startsWith('100') ? [{ path, object }] : [];
    }),
  };
}

/** The bytes of these files, by path. */
export async function contentsOf(
  git: CliPorts['git'],
  files: readonly CommitFile[],
): Promise<Asked<ReadonlyMap<string, Uint8Array>>> {
  if (files.length === 0) return { state: 'known', value: new Map() };
  const input = files.map(({ object }) => `${object}\n`).join('');
  const answer = await git(['cat-file', '--batch'], input);
  if (!answer.ok) return { state: 'unknown', because: answer.because };
  const { bytes } = answer;
  const contents = new Map<string, Uint8Array>();
  let at = 0;
  for (const { path, object } of files) {
    const end = bytes.indexOf(lineEnd, at);
    const [, size] = new RegExp(`^${object} blob (\\d+)$`).exec(text(bytes, at, end)) ?? [];
    if (size === undefined) return { state: 'unknown', because: `git does not give ${path}` };
    const start = end + 1;
    at = start + Number(size) + 1;
    if (at > bytes.length) return { state: 'unknown', because: `git gives a part of ${path} only` };
    contents.set(path, bytes.subarray(start, at - 1));
  }
  return { state: 'known', value: contents };
}

const lineEnd = 10;

function text(bytes: Uint8Array, start: number, end: number): string {
  return end === -1 ? '' : new TextDecoder().decode(bytes.subarray(start, end));
}
