import type { Plain, PlainMap } from '../text/plain.ts';
import { isList, isMap } from '../text/scalar-text.ts';
import { saysSame } from './plain-tree.ts';

/** One value of the spec as it should read. */
export interface SpecEdit {
  /** Keys of maps from the root on: `['clusters', 'core', 'topics', 'orders', 'config', 'retention.ms']`. */
  readonly path: readonly string[];
  readonly to: EditTo;
}

type EditTo =
  /**
   * A key that is not there is written, with the maps around it. Of a map and a list only what differs is written. A quantity of a topic
   * config may be given in either spelling: it is written as its line says it now, `7d` or a number.
   */
  | { readonly kind: 'set'; readonly value: Plain }
  /** The key must be there. A section that is empty then, such as `config` or `topics`, goes, too; a topic without settings stays. */
  | { readonly kind: 'remove' }
  /** Entries behind those of a list, which is begun where there is none. */
  | { readonly kind: 'append'; readonly values: readonly Plain[] }
  /** Entries that the list must have, each as a whole. */
  | { readonly kind: 'take-out'; readonly items: readonly Plain[] };

export type Wanted =
  | { readonly ok: true; readonly root: PlainMap }
  /** `because`: a sentence without its full stop. */
  | { readonly ok: false; readonly path: readonly string[]; readonly because: string };

/** What the spec says after the edits, one after the other. Whatever no edit reaches is the same object as before. */
export function wantedAfter(root: PlainMap, edits: readonly SpecEdit[]): Wanted {
  const changing = new Changing(root);
  for (const { path, to } of edits) {
    const because = changing.apply(path, to);
    if (because !== undefined) return { ok: false, path, because };
  }
  return { ok: true, root: changing.root };
}

class Changing {
  root: PlainMap;
  /** Copies, which nobody else has. */
  readonly #own = new Set<PlainMap>();

  constructor(root: PlainMap) {
    this.root = root;
  }

  /** Undefined: it was done; else why not. */
  apply(path: readonly string[], to: EditTo): string | undefined {
    const name = path.at(-1);
    if (name === undefined) return 'an edit names a key';
    let map = this.#ownMap(this.root);
    this.root = map;
    for (const [index, key] of path.slice(0, -1).entries()) {
      const inner = map.get(key) ?? null;
      const where = path.slice(0, index + 1).join('.');
      if (inner !== null && !isMap(inner)) return `${where} is no map of keys and values`;
      if (inner === null && (to.kind === 'remove' || to.kind === 'take-out')) return notThere(path);
      const own = this.#ownMap(inner ?? new Map());
      map.set(key, own);
      map = own;
    }
    if (to.kind === 'remove') return map.delete(name) ? undefined : notThere(path);
    const value = changed(map.get(name), to, path);
    if (!value.ok) return value.because;
    map.set(name, value.value);
    return undefined;
  }

  #ownMap(map: PlainMap): Map<string, Plain> {
    // Only copies made here are in the set.
    if (this.#own.has(map)) return map as Map<string, Plain>;
    const copy = new Map(map);
    this.#own.add(copy);
    return copy;
  }
}

function notThere(path: readonly string[]): string {
  return `the spec does not say ${path.join('.')} at that place`;
}

type Changed =
  | { readonly ok: true; readonly value: Plain }
  | { readonly ok: false; readonly because: string };

function changed(
  before: Plain | undefined,
  to: Exclude<EditTo, { readonly kind: 'remove' }>,
  path: readonly string[],
): Changed {
  if (to.kind === 'set') return { ok: true, value: to.value };
  const list = before ?? null;
  if (list !== null && !isList(list)) return { ok: false, because: `${path.join('.')} is no list` };
  if (to.kind === 'append') return { ok: true, value: [...(list ?? []), ...to.values] };
  const left = [...(list ?? [])];
  for (const item of to.items) {
    const index = left.findIndex((one) => saysSame(one, item, [...path, '-']));
    if (index < 0) return { ok: false, because: `the list ${path.join('.')} has no such entry` };
    left.splice(index, 1);
  }
  return { ok: true, value: left };
}
