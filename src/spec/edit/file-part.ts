import { lineEnd, lineStart, nextSign } from '../syntax/signs.ts';
import type { TextRange } from '../syntax/source-text.ts';
import type { Layout, ListNode, MapEntry, MapNode, SourceNode } from '../yaml/source-node.ts';
import type { FileStyle } from './file-style.ts';
import type { TextEdits } from './text-edits.ts';

/** What one file says at a path of the spec. */
export interface FilePart<N extends SourceNode = SourceNode> {
  readonly edits: TextEdits;
  readonly style: FileStyle;
  readonly node: N;
  /** Its key, and how the map is written that has it; left out: it is the whole file. */
  readonly at?: { readonly entry: MapEntry; readonly layout: Layout };
}

export type MapPart = FilePart<MapNode>;
export type ListPart = FilePart<ListNode>;

/** The offset behind the colon of a key; behind the key where there is none. */
export function afterColon({ source, end }: TextRange): number {
  const sign = nextSign(source.text, end);
  return source.text.charAt(sign) === ':' ? sign + 1 : end;
}

/** The offset behind the last sign of a range: text over lines reaches over the empty lines behind it, which are nobody's. */
export function lastOffset({ source, start, end }: TextRange): number {
  return start + source.text.slice(start, end).trimEnd().length;
}

/** From the key to the end of the value. */
export function wholeEntry(entry: MapEntry): TextRange {
  const { source, start, value } = entry;
  return { source, start, end: Math.max(entry.end, value.end) };
}

/** Whether there is an empty line between two things. */
export function hasGap(one: TextRange, next: TextRange): boolean {
  const { text } = one.source;
  const from = lineEnd(text, lastOffset(one));
  return /\n[ \t]*\r?\n/.test(text.slice(from, lineStart(text, next.start)));
}
