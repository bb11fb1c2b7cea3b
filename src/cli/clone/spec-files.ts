import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import type { CliPorts } from '../ports.ts';

/** Where the files of a spec are looked for. */
export interface SpecPlace {
  /** Top of the clone, absolute; without a clone the folder that the command was called in. */
  readonly workspace: string;
  readonly isClone: boolean;
  /** Relative to the workspace. */
  readonly patterns: readonly string[];
}

/** What the input `spec` of the action is where a workflow does not set it. */
const defaultPatterns = ['kafka/**/*.{yaml,yml}'];

/** `named`: files, folders and globs as they were written, seen from the folder of the command. */
export async function specPlace(
  { directory, isThere }: Pick<CliPorts, 'directory' | 'isThere'>,
  named: readonly string[],
): Promise<SpecPlace> {
  const top = await cloneOf(directory, isThere);
  const workspace = top ?? directory;
  const patterns = named.map((path) => relative(workspace, isAbsolute(path) ? path : join(directory, path)));
  return { workspace, isClone: top !== undefined, patterns: named.length === 0 ? defaultPatterns : patterns };
}

/** The nearest folder upwards that has a `.git`; undefined: there is none. */
async function cloneOf(directory: string, isThere: CliPorts['isThere']): Promise<string | undefined> {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (await isThere(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The same findings with paths that lead to the files from the folder of the command. */
export function seenFrom(
  directory: string,
  { workspace }: Pick<SpecPlace, 'workspace'>,
  findings: readonly Finding[],
): readonly Finding[] {
  return findings.map((finding) => {
    const { position } = finding;
    if (position === undefined || position.file === '') return finding;
    const file = relative(directory, join(workspace, position.file));
    return { ...finding, position: { ...position, file } };
  });
}
