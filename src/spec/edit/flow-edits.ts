import { lineEnd, lineStart, nextSign } from '../syntax/signs.ts';
import type { TextRange } from '../syntax/source-text.ts';
import type { TextEdits } from './text-edits.ts';

/** What becomes of a collection in brackets. */
export interface FlowChange {
  readonly edits: TextEdits;
  /** With its brackets. */
  readonly collection: TextRange;
  /** From the first character of the key to the last of the value, in their order. */
  readonly elements: readonly TextRange[];
  readonly removed: ReadonlySet<number>;
  /** Texts of new elements behind the element of an index; -1: before the first. */
  readonly added: ReadonlyMap<number, readonly string[]>;
  /** `{ a }` instead of `{a}`. */
  readonly isPadded: boolean;
}

/** Takes elements out and puts others in; each comma goes with an element, and a line with the last that stood on it. */
export function changeFlow(change: FlowChange): void {
  const { edits, collection, elements, removed, added, isPadded } = change;
  const texts = [...added].sort(([a], [b]) => a - b).flatMap(([, all]) => all);
  if (removed.size === elements.length) {
    const [first, last] = [elements[0], elements.at(-1)];
    const all = texts.join(', ');
    if (texts.length > 0 && first && last) edits.replace(first.start, last.end, all);
    else edits.replace(collection.start + 1, collection.end - 1, isPadded && all !== '' ? ` ${all} ` : all);
    return;
  }
  const flow = new FlowText(change);
  for (const index of removed) flow.remove(index);
  for (const [index, all] of added) flow.add(index, all);
}

class FlowText {
  readonly #edits: TextEdits;
  readonly #text: string;
  readonly #elements: readonly TextRange[];
  readonly #lastKept: number;
  readonly #addsAtEnd: boolean;
  readonly #endsWithComma: boolean;
  readonly #start: number;

  constructor({ edits, collection, elements, removed, added }: FlowChange) {
    this.#edits = edits;
    this.#text = collection.source.text;
    this.#start = collection.start;
    this.#elements = elements;
    this.#lastKept = elements.findLastIndex((_, index) => !removed.has(index));
    this.#addsAtEnd = [...added.keys()].some((index) => index >= this.#lastKept);
    this.#endsWithComma = this.#commaAfter(elements.length - 1) !== undefined;
  }

  remove(index: number): void {
    const element = this.#elements[index];
    if (element === undefined) return;
    const { start, end } = element;
    const comma = this.#commaAfter(index);
    const before = this.#commaAfter(index - 1);
    const isTail = index > this.#lastKept && !this.#endsWithComma;
    if (this.#isAlone(element)) {
      this.#edits.deleteLines(start, comma ?? end);
      const isFirstOfTail = isTail && index === this.#lastKept + 1;
      if (isFirstOfTail && !this.#addsAtEnd && before !== undefined)
        this.#edits.replace(before, before + 1, '');
    } else if (!isTail && comma !== undefined) {
      const isNear = this.#isBlank(end, comma);
      const behind = this.#afterBlanks(comma + 1);
      this.#edits.replace(start, isNear ? behind : end, '');
      if (!isNear) this.#edits.replace(comma, behind, '');
    } else if (before !== undefined) {
      const isNear = this.#isBlank(before + 1, start);
      this.#edits.replace(before, isNear ? end : before + 1, '');
      if (!isNear) this.#edits.replace(start, end, '');
    }
  }

  add(index: number, texts: readonly string[]): void {
    const before = this.#elements[index];
    if (before === undefined) {
      const first = this.#elements[0];
      if (first) this.#edits.replace(first.start, first.start, `${texts.join(', ')}, `);
      return;
    }
    if (!this.#isAlone(before)) {
      this.#edits.replace(before.end, before.end, texts.map((text) => `, ${text}`).join(''));
      return;
    }
    const comma = this.#commaAfter(index);
    const isLast = index >= this.#lastKept && !this.#endsWithComma;
    if (comma === undefined) this.#edits.replace(before.end, before.end, ',');
    const start = lineStart(this.#text, before.start);
    const indent = this.#text.slice(start, before.start);
    const lines = texts.map((text, at) => `${indent}${text}${isLast && at === texts.length - 1 ? '' : ','}`);
    this.#edits.addLinesAfter(comma ?? before.end, lines);
  }

  /** On lines that hold nothing else of the collection. */
  #isAlone({ start, end }: TextRange): boolean {
    const from = lineStart(this.#text, start);
    if (from <= this.#start || !this.#isBlank(from, start)) return false;
    return /^[ \t]*,?[ \t]*(?:#.*)?\r?$/.test(this.#text.slice(end, lineEnd(this.#text, end)));
  }

  /** Undefined: none follows. */
  #commaAfter(index: number): number | undefined {
    const element = this.#elements[index];
    if (element === undefined) return undefined;
    const sign = nextSign(this.#text, element.end);
    return this.#text.charAt(sign) === ',' ? sign : undefined;
  }

  #isBlank(start: number, end: number): boolean {
    return /^\s*$/.test(this.#text.slice(start, end));
  }

  #afterBlanks(offset: number): number {
    let at = offset;
    while (/[ \t]/.test(this.#text.charAt(at))) at++;
    return at;
  }
}
