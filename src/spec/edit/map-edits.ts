import { compareText } from '../../model/text-order.ts';
import { lineStart } from '../syntax/signs.ts';
import type { TextRange } from '../syntax/source-text.ts';
import type { Plain } from '../text/plain.ts';
import { isList, isMap } from '../text/scalar-text.ts';
import type { Layout, MapEntry } from '../yaml/source-node.ts';
import { afterColon, hasGap, lastOffset, type MapPart, wholeEntry } from './file-part.ts';
import { columnOf, type FileStyle } from './file-style.ts';
import { changeFlow } from './flow-edits.ts';
import { entryLines, inlineLike, keyLike } from './new-text.ts';
import { hasNames } from './paths.ts';

export interface MapChange {
  readonly shape: string;
  readonly removed: ReadonlySet<string>;
  readonly added: readonly (readonly [key: string, value: Plain])[];
}

/** Takes keys out of a map of one file and puts others in, each beside its neighbours. */
export function changeMap(part: MapPart, { shape, removed, added }: MapChange): void {
  if (removed.size + added.length === 0) return;
  const entries = [...part.node.entries];
  const style = likeKeys(part);
  const kept = entries.filter(([key]) => !removed.has(key)).map(([key]) => key);
  const isSorted =
    hasNames(shape) && kept.length > 1 && kept.every((key, index) => isInOrder(kept[index - 1], key));
  const place = (key: string): number => {
    const before = isSorted ? kept.findLastIndex((one) => compareText(one, key) < 0) : kept.length - 1;
    const name = kept[before] ?? (mayBeFirst(part) ? undefined : kept.at(-1));
    return entries.findIndex(([one]) => one === name);
  };
  const all = isSorted ? added.toSorted(([a], [b]) => compareText(a, b)) : added;
  const byPlace = Map.groupBy(all, ([key]) => place(key));
  if (part.node.layout === 'flow') {
    changeFlow({
      edits: part.edits,
      collection: part.node,
      elements: entries.map(([, entry]) => wholeEntry(entry)),
      removed: new Set([...entries.keys()].filter((index) => removed.has(entries[index]?.[0] ?? ''))),
      added: new Map(
        [...byPlace].map(([index, some]) => [
          index,
          some.map(([key, value]) => `${keyLike(key, style)}: ${inlineLike(value, style)}`),
        ]),
      ),
      isPadded: style.padsMaps,
    });
    return;
  }
  for (const key of removed) {
    const entry = part.node.entries.get(key);
    if (entry !== undefined) part.edits.deleteLines(entry.start, lastOffset(wholeEntry(entry)));
  }
  if (kept.length + added.length === 0 && part.at !== undefined) {
    const offset = afterColon(part.at.entry);
    part.edits.replace(offset, offset, ' {}');
  }
  addEntries({ ...part, style }, shape, byPlace);
}

function addEntries(
  part: MapPart,
  shape: string,
  byPlace: ReadonlyMap<number, readonly (readonly [string, Plain])[]>,
): void {
  const { edits, node, style } = part;
  const entries = [...node.entries.values()];
  const [first] = entries;
  const column = first === undefined ? 0 : columnOf(first);
  const isSpaced =
    entries.length > 1 && entries.every((entry, index) => isFirstOrSpaced(entries[index - 1], entry));
  for (const [index, some] of byPlace) {
    const before = entries[index];
    const texts = some.map(([key, value]) =>
      entryLines(key, value, {
        ...{ shape, column, style },
        like: hasNames(shape) ? layoutBeside(entries, index, value) : undefined,
      }),
    );
    if (before !== undefined)
      edits.addLinesAfter(
        lastOffset(wholeEntry(before)),
        texts.flatMap((lines) => (isSpaced ? ['', ...lines] : lines)),
      );
    else if (first !== undefined)
      edits.addLinesBefore(
        first.start,
        texts.flatMap((lines) => (isSpaced ? [...lines, ''] : lines)),
      );
    else edits.addLinesAfter(node.source.text.length, texts.flat());
  }
}

function isFirstOrSpaced(before: MapEntry | undefined, entry: MapEntry): boolean {
  return before === undefined || hasGap(wholeEntry(before), entry);
}

/** Of the nearest neighbour that is such a collection; undefined: there is none. */
function layoutBeside(entries: readonly MapEntry[], index: number, value: Plain): Layout | undefined {
  const kind = isMap(value) ? 'map' : isList(value) ? 'list' : undefined;
  const near = [...entries.slice(0, index + 1).reverse(), ...entries.slice(index + 1)];
  for (const { value: node } of near) {
    if (node.kind === 'scalar' || node.kind !== kind) continue;
    if (node.kind === 'map' ? node.entries.size > 0 : node.items.length > 0) return node.layout;
  }
  return undefined;
}

/** Comments above the first key may speak of it, or of them all: nothing is put between them. */
function mayBeFirst({ node, at }: MapPart): boolean {
  const [first] = node.entries.values();
  if (first === undefined || at === undefined) return false;
  if (node.layout === 'flow') return true;
  const { text } = node.source;
  return !text.slice(afterColon(at.entry), lineStart(text, first.start)).includes('#');
}

function isInOrder(before: string | undefined, key: string): boolean {
  return before === undefined || compareText(before, key) < 0;
}

/** With keys in the quotes in which all keys of the map stand. */
function likeKeys({ node, style }: MapPart): FileStyle {
  const signs = new Set([...node.entries.values()].map(signOf));
  if (signs.size !== 1) return style;
  if (signs.has('"')) return { ...style, quotesKeys: 'double' };
  return signs.has("'") ? { ...style, quotesKeys: 'single' } : style;
}

function signOf({ source, start }: TextRange): string {
  return source.text.charAt(start);
}
