import { createHash } from 'node:crypto';
import { findSpecFiles } from '../../spec/yaml/workspace.ts';
import type { Speaking } from '../session.ts';

/** git's id of a file with these bytes, in a repository whose ids have so many digits. */
export function gitIdOf(bytes: Uint8Array, digits: number): string {
  const algorithm = digits === 64 ? 'sha256' : 'sha1';
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/**
 * The spec files of the checkout by git's ids, so that another commit's are asked for only where they differ. Undefined: none
 * has this id.
 */
export async function filesAtHand({
  workspace,
  inputs,
}: Pick<Speaking, 'workspace' | 'inputs'>): Promise<(id: string) => Uint8Array | undefined> {
  const found = await findSpecFiles({ workspace, patterns: inputs.spec });
  const files = found.ok ? [...found.files.values()] : [];
  const byDigits = new Map<number, ReadonlyMap<string, Uint8Array>>();
  return (id) => {
    const byId = byDigits.get(id.length) ?? new Map(files.map((bytes) => [gitIdOf(bytes, id.length), bytes]));
    byDigits.set(id.length, byId);
    return byId.get(id);
  };
}
