import { lineEnd } from '../syntax/signs.ts';
import type { Plain } from '../text/plain.ts';
import { isList, isMap } from '../text/scalar-text.ts';
import type { ScalarNode } from '../yaml/source-node.ts';
import { afterColon, type FilePart, lastOffset } from './file-part.ts';
import { columnOf } from './file-style.ts';
import { inlineLike, insideLines, isInline, scalarLike } from './new-text.ts';
import { shapeOf } from './paths.ts';

/** Puts another value behind a key, and keeps the comment on its line. */
export function replaceValue(part: FilePart, value: Plain, path: readonly string[]): void {
  const { edits, node, style, at } = part;
  if (at === undefined) return; // the root is a map, and maps are changed key by key
  const { entry, layout } = at;
  const { text } = node.source;
  const colon = afterColon(entry);
  const inline =
    node.kind === 'scalar' && !isMap(value) && !isList(value)
      ? scalarLike(node, value, path, style)
      : inlineLike(value, style);
  const isMissing = node.kind === 'scalar' && node.isMissing !== undefined;
  if (isMissing) {
    edits.replace(colon, colon, text.charAt(colon - 1) === ':' ? ` ${inline}` : `: ${inline}`);
    return;
  }
  if (node.kind === 'scalar' && isTextOverLines(node)) {
    const comment = /[ \t]#.*/.exec(
      text.slice(node.start, lineEnd(text, node.start)).replace(/\r$/, ''),
    )?.[0];
    edits.replace(node.start, lastOffset(node), `${inline}${comment ?? ''}`);
    return;
  }
  const shape = shapeOf(path);
  const column = columnOf(entry);
  const line = `${' '.repeat(column)}${text.slice(entry.start, colon)} ${inline}`;
  const isBlock = layout === 'block' && !isInline(value, line, { shape, column, style });
  if (node.kind !== 'scalar' && node.layout === 'block') {
    edits.deleteLines(node.start, lastOffset(node));
    if (!isBlock) edits.replace(colon, colon, ` ${inline}`);
  } else edits.replace(isBlock ? colon : node.start, node.end, isBlock ? '' : inline);
  if (isBlock) edits.addLinesAfter(lastOffset(node), insideLines(value, { shape, column, style }));
}

function isTextOverLines({ source, start, end }: ScalarNode): boolean {
  return end > start && /[|>]/.test(source.text.charAt(start));
}
