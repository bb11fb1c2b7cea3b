import type { ExistingSpec } from '../../import/complete-spec.ts';
import type { Loaded } from './load.ts';

/** A spec of the checkout for who writes its files: with every byte of them, a byte order mark too. */
export function existingSpec(loaded: Extract<Loaded, { readonly ok: true }>): ExistingSpec {
  const textOf = (bytes: Uint8Array | undefined) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes ?? new Uint8Array());
  return {
    loaded,
    files: new Map(loaded.spec.files.map((path) => [path, textOf(loaded.files.get(path))])),
    readReference: async (path) => {
      const content = loaded.files.get(path);
      return content === undefined ? { ok: false, problem: 'was not read' } : { ok: true, content };
    },
  };
}
