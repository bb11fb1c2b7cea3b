import type { Position } from '../../model/position.ts';

/** Characters of a file, from `start` up to `end`. */
export interface TextRange {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/**
 * The text of one file. It is exactly what the bytes say, but for a byte order mark at their beginning: what is cut at
 * offsets and put together again are the same bytes.
 */
export class SourceText {
  readonly file: string;
  readonly text: string;
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** Worked out when it is asked for: few of the nodes of a spec are ever named. */
  position(start: number, end = start): Position {
    this.#lineStarts ??= lineStarts(this.text);
    const line = lineOf(this.#lineStarts, start);
    const lineStart = this.#lineStarts[line - 1] ?? 0;
    const nextLine = this.#lineStarts[line] ?? this.text.length + 1;
    const column = start - lineStart + 1;
    return end > start && end < nextLine
      ? { file: this.file, line, column, endColumn: end - lineStart + 1 }
      : { file: this.file, line, column };
  }
}

export function positionOf({ source, start, end }: TextRange): Position {
  return source.position(start, end);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that begins at or before the offset, from 1. */
function lineOf(starts: readonly number[], offset: number): number {
  let first = 0;
  let last = starts.length - 1;
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    if ((starts[middle] ?? 0) <= offset) first = middle;
    else last = middle - 1;
  }
  return first + 1;
}
