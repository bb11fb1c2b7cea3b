import { lineEnd, lineStart } from '../syntax/signs.ts';
import type { SourceText } from '../syntax/source-text.ts';

/** What becomes of characters of a file; `isLines`: whole lines, before the one that begins at `start`. */
interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly isLines?: true;
}

export interface Rendered {
  readonly text: string;
  /** Numbers of lines of the new text that were changed or added, or that follow what was deleted; sorted, from 1. */
  readonly lines: readonly number[];
}

/** Changes of one file, collected in any order. Every character that none of them names stays. */
export class TextEdits {
  readonly #text: string;
  readonly #edits: TextEdit[] = [];

  constructor({ text }: SourceText) {
    this.#text = text;
  }

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  replace(start: number, end: number, text: string): void {
    if (start < end || text !== '') this.#edits.push({ start, end, text });
  }

  /** The lines in which two offsets lie, and those between them. */
  deleteLines(first: number, last: number): void {
    this.#edits.push({ start: lineStart(this.#text, first), end: this.#nextLine(last), text: '' });
  }

  /** Behind the line of an offset; lines that were added there before stay before these. */
  addLinesAfter(offset: number, lines: readonly string[]): void {
    this.#addLines(this.#nextLine(offset), lines);
  }

  addLinesBefore(offset: number, lines: readonly string[]): void {
    this.#addLines(lineStart(this.#text, offset), lines);
  }

  #addLines(start: number, lines: readonly string[]): void {
    const text = lines.join(this.lineBreakAt(start));
    this.#edits.push({ start, end: start, text, isLines: true });
  }

  /** As the line before the offset ends, else as the file does. */
  lineBreakAt(offset: number): string {
    const before = lineEnd(this.#text, Math.max(offset - 1, 0));
    const end = before < this.#text.length ? before : lineEnd(this.#text, 0);
    return this.#text.charAt(end - 1) === '\r' ? '\r\n' : '\n';
  }

  #nextLine(offset: number): number {
    return Math.min(lineEnd(this.#text, offset) + 1, this.#text.length);
  }

  /** Undefined: two of the edits are about the same characters. */
  render(): Rendered | undefined {
    const parts: string[] = [];
    const lines = new Set<number>();
    let [at, line, last] = [0, 1, ''];
    const write = (text: string): void => {
      if (text === '') return;
      parts.push(text);
      line += text.split('\n').length - 1;
      last = text.charAt(text.length - 1);
    };
    for (const edit of this.#edits.toSorted(inOrder)) {
      if (edit.start < at) return undefined;
      write(this.#text.slice(at, edit.start));
      at = edit.end;
      if (edit.isLines === true && last !== '\n') write(this.#breakBefore(edit));
      const text = edit.isLines === true ? `${edit.text}${this.#breakBehind(edit)}` : edit.text;
      const first = line;
      write(text);
      for (let one = first; one < line; one++) lines.add(one);
      if (!text.endsWith('\n')) lines.add(Math.max(line, 1));
    }
    write(this.#text.slice(at));
    const total = last === '\n' ? line - 1 : line;
    const sorted = [...lines].map((one) => Math.min(one, Math.max(total, 1))).sort((a, b) => a - b);
    return { text: parts.join(''), lines: [...new Set(sorted)] };
  }

  /** A file that ends without a line break goes on ending so. */
  #breakBehind({ start }: TextEdit): string {
    return this.#isOpenEnd(start) ? '' : this.lineBreakAt(start);
  }

  #breakBefore({ start }: TextEdit): string {
    return this.#isOpenEnd(start) ? this.lineBreakAt(start) : '';
  }

  #isOpenEnd(offset: number): boolean {
    return offset === this.#text.length && offset > 0 && !this.#text.endsWith('\n');
  }
}

/** What is added at a place comes before what is deleted from there on; else what came first stays first, as sorting is stable. */
function inOrder(a: TextEdit, b: TextEdit): number {
  return a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start);
}
