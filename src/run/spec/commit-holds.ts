import type { GitHubReader } from '../../github/github.ts';
import type { Facts } from '../session.ts';
import { gitIdOf } from './at-hand.ts';
import { inRepository } from './spec-paths.ts';

/** Where the files come from that the spec was read from. */
export type SpecSource =
  /** Each is the file of that path in the commit, byte for byte. */
  | { readonly state: 'commit' }
  /** Some are no files of the commit: a step made them, or they are of another repository. */
  | { readonly state: 'made'; readonly files: readonly string[] }
  /** Some are files of the commit with other bytes. */
  | { readonly state: 'changed'; readonly files: readonly string[] };

/**
 * Whether the commit of the run holds the spec that was read. All that is asked about the commit (is it the tip, has a later one the
 * same spec, what did its pull requests show) says nothing about files that are not its own.
 */
export async function sourceOf(
  facts: Pick<Facts, 'event' | 'checkoutFolder'>,
  github: GitHubReader,
  files: ReadonlyMap<string, Uint8Array>,
  commit = facts.event.sha,
): Promise<SpecSource> {
  const paths = new Map([...files.keys()].map((path) => [path, inRepository(facts, path)]));
  const asked = [...paths.values()].filter((path) => path !== undefined);
  const ids = await github.fileIdsAt({ ref: commit, paths: asked });
  const made: string[] = [];
  const changed: string[] = [];
  for (const [path, bytes] of files) {
    const id = ids.get(paths.get(path) ?? '');
    if (id === undefined) made.push(path);
    else if (!idsOf(bytes, id.length).includes(id)) changed.push(path);
  }
  if (changed.length > 0) return { state: 'changed', files: changed };
  return made.length > 0 ? { state: 'made', files: made } : { state: 'commit' };
}

/** git's ids of a file with these bytes: as they are, and with the line ends that a checkout on Windows may have changed. */
function idsOf(bytes: Uint8Array, digits: number): readonly string[] {
  const unix = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return [bytes, unix].map((content) => gitIdOf(content, digits));
}
