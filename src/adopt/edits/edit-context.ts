import type { Live } from '../../model/live.ts';
import type { SpecEdit } from '../../spec/edit/edit-spec.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import { isMap } from '../../spec/text/scalar-text.ts';

/** What edits are made of: what the spec says now, and what was read. */
export interface EditContext {
  /** As written, after the edits that came before. */
  readonly said: PlainMap;
  readonly spec: Spec;
  readonly live: Live;
}

export type Edits =
  | { readonly ok: true; readonly edits: readonly SpecEdit[] }
  /** `why`: a clause without a full stop. */
  | { readonly ok: false; readonly why: string };

export function edit(...edits: readonly SpecEdit[]): Edits {
  return { ok: true, edits };
}

export function cannot(why: string): Edits {
  return { ok: false, why };
}

/** Undefined: nothing is written there. */
export function saidAt(said: PlainMap, path: readonly string[]): Plain | undefined {
  let value: Plain | undefined = said;
  for (const key of path) value = value !== undefined && isMap(value) ? value.get(key) : undefined;
  return value;
}

export function set(path: readonly string[], value: Plain): Edits {
  return edit({ path, to: { kind: 'set', value } });
}

/** What is live has no value: the line goes, if it is there. */
export function unset({ said }: EditContext, path: readonly string[], elsewhere: string): Edits {
  return saidAt(said, path) === undefined ? cannot(elsewhere) : edit({ path, to: { kind: 'remove' } });
}
