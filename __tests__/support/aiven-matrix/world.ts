import type { SwitchName } from '../../../sandbox/aiven/switches.ts';
import type { Kind } from '../../../src/model/resource.ts';
import type { LiveDraft } from '../untouched/drafts.ts';

/** What lives, made by somebody else and in their way, and a spec that wants some of it otherwise. */
export interface MatrixWorld {
  readonly kind: Kind;
  readonly name: string;
  readonly live: LiveDraft;
  /** As YAML, of which JSON is a part; version, name and project are added. */
  readonly spec: object;
  /** By the key of the snapshot: all that is another after the apply. */
  readonly wanted: Readonly<Record<string, Wanted>>;
  /** What Aiven makes impossible under some values of its switches: the change fails, says so, and leaves its object. */
  readonly impossible?: readonly Impossible[];
}

export type Wanted =
  | 'gone'
  /** Created: at least these. */
  | { readonly made: Fields }
  /** Changed: exactly these; `undefined` is not set, or goes back to the default that a topic shows. */
  | { readonly changed: Fields; readonly mayChange?: readonly string[] }
  | { readonly replaced: Fields };

type Fields = Readonly<Record<string, unknown>>;

export type Impossible = (
  | { readonly switch: SwitchName; readonly value: string }
  | { readonly role: 'operator' }
) & {
  readonly key: string;
  readonly says: RegExp;
};
