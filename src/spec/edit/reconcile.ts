import { externalConnectionKeys } from '../connection-keys.ts';
import type { Plain, PlainMap } from '../text/plain.ts';
import { isList, isMap } from '../text/scalar-text.ts';
import type { FilePart, ListPart, MapPart } from './file-part.ts';
import { listDifference } from './list-difference.ts';
import { changeList } from './list-edits.ts';
import { changeMap } from './map-edits.ts';
import { hasNames, isAbsentWhenEmpty, shapeOf } from './paths.ts';
import { saysSame } from './plain-tree.ts';
import { replaceValue } from './replace-value.ts';

/** Something that no edit of the text can bring about. */
export interface Refusal {
  readonly path: readonly string[];
  readonly because: string;
}

/** Writes into the parts what makes them say, together, what is wanted. Answers what could not be written. */
export function reconcile(roots: readonly MapPart[], before: PlainMap, wanted: PlainMap): readonly Refusal[] {
  const walk = new Walk();
  walk.map(roots, before, wanted, []);
  return walk.refusals;
}

/** Parts that say nothing any more; their keys are to go, too. */
type Emptied = ReadonlySet<FilePart>;

const none: Emptied = new Set();

class Walk {
  readonly refusals: Refusal[] = [];

  map(parts: readonly MapPart[], before: PlainMap, wanted: PlainMap, path: readonly string[]): Emptied {
    const shape = shapeOf(path);
    const removed = new Map(parts.map((part) => [part, new Set<string>()]));
    for (const [key, value] of before) {
      const inner = [...path, key];
      const after = wanted.get(key);
      if (after === value) continue;
      const there = parts.filter(({ node }) => node.entries.has(key));
      if (after === undefined) {
        for (const part of there) removed.get(part)?.add(key);
        continue;
      }
      if (saysSame(value, after, inner)) continue;
      const children = there.flatMap((part) => childOf(part, key) ?? []);
      const emptied = this.value(children, value, after, inner);
      for (const [index, part] of there.entries()) {
        const child = children[index];
        if (child !== undefined && emptied.has(child)) removed.get(part)?.add(key);
      }
    }
    const added = new Map<MapPart, (readonly [string, Plain])[]>();
    for (const [key, value] of wanted) {
      if (before.has(key)) continue;
      const part = partFor(parts, key, shape);
      if (part !== undefined) added.set(part, [...(added.get(part) ?? []), [key, value]]);
    }
    const emptied = new Set<FilePart>();
    for (const part of parts) {
      const gone = removed.get(part) ?? new Set();
      const isEmptied = gone.size > 0 && gone.size === part.node.entries.size && !added.has(part);
      if (isEmptied && (parts.length > 1 || isAbsentWhenEmpty(shape))) emptied.add(part);
      else changeMap(part, { shape, removed: gone, added: added.get(part) ?? [] });
    }
    return this.#oneStays(parts, emptied, shape);
  }

  value(parts: readonly FilePart[], before: Plain, wanted: Plain, path: readonly string[]): Emptied {
    const maps = parts.filter(isMapPart);
    if (isMap(before) && isMap(wanted) && maps.length === parts.length)
      return this.map(maps, before, wanted, path);
    const lists = parts.filter(isListPart);
    if (isList(before) && isList(wanted) && lists.length === parts.length)
      return this.list(lists, before, wanted, path);
    const [part, ...others] = parts;
    if (part === undefined || others.length > 0)
      this.refusals.push({ path, because: `${path.join('.')} stands in several files` });
    else replaceValue(part, wanted, path);
    return none;
  }

  list(
    parts: readonly ListPart[],
    before: readonly Plain[],
    wanted: readonly Plain[],
    path: readonly string[],
  ): Emptied {
    const shape = shapeOf(path);
    const inner = [...path, '-'];
    const { removed, added } = listDifference(before, wanted, (one, other) => saysSame(one, other, inner));
    const emptied = new Set<FilePart>();
    let start = 0;
    for (const [at, part] of parts.entries()) {
      const end = start + part.node.items.length;
      const own = (index: number) => (index >= start || (at === 0 && index === -1)) && index < end;
      const first = start;
      const gone = new Set([...removed].filter(own).map((index) => index - first));
      const come = new Map(
        [...added].filter(([index]) => own(index)).map(([index, all]) => [index - first, all]),
      );
      const isEmptied = gone.size > 0 && gone.size === part.node.items.length && come.size === 0;
      if (isEmptied && (parts.length > 1 || isAbsentWhenEmpty(shape))) emptied.add(part);
      else changeList(part, { shape, removed: gone, added: come });
      start = end;
    }
    return this.#oneStays(parts, emptied, shape);
  }

  /** Where being there says something, the last part stays, and is empty. */
  #oneStays(parts: readonly FilePart[], emptied: Set<FilePart>, shape: string): Emptied {
    const [first] = parts;
    if (emptied.size < parts.length || first === undefined || isAbsentWhenEmpty(shape)) return emptied;
    emptied.delete(first);
    if (isMapPart(first)) changeMap(first, { shape, removed: new Set(first.node.entries.keys()), added: [] });
    if (isListPart(first))
      changeList(first, { shape, removed: new Set(first.node.items.keys()), added: new Map() });
    return emptied;
  }
}

function isMapPart(part: FilePart): part is MapPart {
  return part.node.kind === 'map';
}

function isListPart(part: FilePart): part is ListPart {
  return part.node.kind === 'list';
}

/** Undefined: the part does not have the key. */
function childOf({ edits, style, node }: MapPart, key: string): FilePart | undefined {
  const entry = node.entries.get(key);
  return entry && { edits, style, node: entry.value, at: { entry, layout: node.layout } };
}

/** Keys that stand in one file, which the others of the kind must join. */
const kinOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['name', 'project']],
  ['clusters/*', ['service', ...externalConnectionKeys]],
]);

/**
 * The file into which a new key goes: where its kin stands, else the name that begins most like it, else the file that says
 * most. Undefined: no file has the map.
 */
function partFor(parts: readonly MapPart[], key: string, shape: string): MapPart | undefined {
  const kin = kinOf.get(shape);
  const home = kin && parts.find(({ node }) => kin.some((one) => node.entries.has(one)));
  if (home !== undefined) return home;
  const likeness = ({ node }: MapPart) =>
    hasNames(shape) ? Math.max(0, ...[...node.entries.keys()].map((one) => commonStart(one, key))) : 0;
  const ranked = parts.map((part) => ({ part, likeness: likeness(part), size: part.node.entries.size }));
  const [best] = ranked.sort((a, b) => b.likeness - a.likeness || b.size - a.size);
  return best?.part;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
