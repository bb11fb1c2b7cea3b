import { quantityLike } from '../text/human-units.ts';
import type { Plain, PlainMap } from '../text/plain.ts';
import { isList, isMap, quotedText, scalarText } from '../text/scalar-text.ts';
import { plainScalarValue } from '../yaml/scalar-value.ts';
import type { Layout, ScalarNode } from '../yaml/source-node.ts';
import type { FileStyle } from './file-style.ts';
import { childShape, hasNames, unitAt } from './paths.ts';

/** The longest line that values are put on together. */
const maxWidth = 100;
/** Where the neighbours put them on one line, too. */
const maxWidthLikeOthers = 160;

/** A value that stands on the line of its key, in brackets where it is a collection. */
export function inlineLike(value: Plain, style: FileStyle): string {
  if (isMap(value)) {
    if (value.size === 0) return '{}';
    const pairs = [...value].map(([key, inner]) => `${keyLike(key, style)}: ${inlineLike(inner, style)}`);
    return style.padsMaps ? `{ ${pairs.join(', ')} }` : `{${pairs.join(', ')}}`;
  }
  if (isList(value)) {
    if (value.length === 0) return '[]';
    const items = value.map((item) => inlineLike(item, style)).join(', ');
    return style.padsLists ? `[ ${items} ]` : `[${items}]`;
  }
  if (typeof value !== 'string') return scalarText(value);
  const text = scalarText(value);
  const isQuoted = text.startsWith("'") || text.startsWith('"');
  return style.quotesAll || isQuoted ? quotedText(value, style.quotes) : text;
}

export function keyLike(key: string, style: FileStyle): string {
  return style.quotesKeys === undefined ? inlineLike(key, style) : quotedText(key, style.quotesKeys);
}

/** A scalar in place of another one: with its quotes, and in its unit. */
export function scalarLike(
  before: ScalarNode,
  value: Exclude<Plain, readonly Plain[] | ReadonlyMap<string, Plain>>,
  path: readonly string[],
  style: FileStyle,
): string {
  const unit = unitAt(path);
  const quantity = unit === undefined ? undefined : quantityLike(before.value, value, unit);
  const after = quantity ?? value;
  const sign = before.source.text.charAt(before.start);
  const isQuoted = sign === '"' || sign === "'";
  if (isQuoted && (typeof after === 'string' || quantity !== undefined))
    return quotedText(String(after), sign === '"' ? 'double' : 'single');
  if (typeof after !== 'string') return scalarText(after);
  const wasPlain = before.isMissing === undefined && !isQuoted && !/[|>]/.test(sign);
  return wasPlain && isPlainText(after) ? after : inlineLike(after, style);
}

/** Words that mean nothing else to YAML, in brackets either. */
function isPlainText(text: string): boolean {
  return (
    /^[A-Za-z](?:[\w ./@*+()'-]*[\w.)])?$/.test(text) &&
    !/^(?:y|n|yes|no|on|off)$/i.test(text) &&
    plainScalarValue(text) === text
  );
}

/** Where lines are written that did not exist. */
export interface NewPlace {
  readonly shape: string;
  /** Of the key, or of the dash. */
  readonly column: number;
  readonly style: FileStyle;
  /** How the neighbours are written; left out: there are none. */
  readonly like?: Layout | undefined;
}

/** The lines of a key and its value in a map that is written by indentation. */
export function entryLines(key: string, value: Plain, place: NewPlace): readonly string[] {
  const { column, style } = place;
  const start = `${' '.repeat(column)}${keyLike(key, style)}:`;
  const shape = childShape(place.shape, key);
  const inline = `${start} ${inlineLike(value, style)}`;
  if (isInline(value, inline, { ...place, shape })) return [inline];
  return [start, ...insideLines(value, { shape, column, style })];
}

/** What stands below a key; `column` is that of the key. */
export function insideLines(value: Plain, { shape, column, style }: NewPlace): readonly string[] {
  if (isMap(value))
    return [...value].flatMap(([key, inner]) =>
      entryLines(key, inner, { shape, column: column + style.indent, style }),
    );
  if (isList(value))
    return value.flatMap((item) => itemLines(item, { shape, column: column + style.listIndent, style }));
  return [];
}

/** The lines of an item of a list that is written with dashes. */
export function itemLines(item: Plain, place: NewPlace): readonly string[] {
  const { column, style } = place;
  const shape = `${place.shape}/-`;
  const inline = `${' '.repeat(column)}- ${inlineLike(item, style)}`;
  if (!isMap(item) || isInline(item, inline, { ...place, shape })) return [inline];
  const inner = column + '- '.length;
  const lines = [...item].flatMap(([key, value]) => entryLines(key, value, { shape, column: inner, style }));
  return lines.map((line, index) => (index === 0 ? `${' '.repeat(column)}- ${line.slice(inner)}` : line));
}

/** Whether a value stands on the line of its key. */
export function isInline(value: Plain, line: string, { shape, style, like }: NewPlace): boolean {
  const parts: readonly Plain[] = isMap(value) ? [...value.values()] : isList(value) ? value : [];
  if (parts.length === 0) return true;
  const layout = like ?? style.layoutOf(shape);
  if (layout !== undefined) return layout === 'flow' && line.length <= maxWidthLikeOthers;
  return line.length <= maxWidth && (isMap(value) ? !isSection(value, shape) : !parts.some(isCollection));
}

/** What holds named things, or a list of lines: where nothing tells how it is written, it is by indentation. */
function isSection(value: PlainMap, shape: string): boolean {
  const isOfValues = shape.endsWith('/config') || shape.endsWith('/tags');
  return (
    (hasNames(shape) && !isOfValues) ||
    [...value].some(([key, inner]) => {
      if (isMap(inner)) return isSection(inner, childShape(shape, key));
      return isList(inner) && inner.some(isCollection);
    })
  );
}

function isCollection(value: Plain): boolean {
  return isMap(value) || isList(value);
}
