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
  const swapped = flow.swapEnd();
  for (const index of removed) if (index < swapped) flow.remove(index);
  for (const [index, all] of added) if (index < swapped - 1) flow.add(index, all);
}

class FlowText {
  readonly #edits: TextEdits;
  readonly #text: string;
  readonly #elements: readonly TextRange[];
  readonly #removed: ReadonlySet<number>;
  readonly #lastKept: number;
  readonly #addedAtEnd: readonly string[];
  readonly #endsWithComma: boolean;
  readonly #start: number;

  constructor({ edits, collection, elements, removed, added }: FlowChange) {
    this.#edits = edits;
    this.#text = collection.source.text;
    this.#start = collection.start;
    this.#elements = elements;
    this.#removed = removed;
    this.#lastKept = elements.findLastIndex((_, index) => !removed.has(index));
    this.#addedAtEnd = added.get(this.#lastKept) ?? [];
    this.#endsWithComma = this.#commaAfter(elements.length - 1) !== undefined;
  }

  /**
   * Puts what comes at the end in the place of what goes there, where these share lines. Answers the index from which on elements
   * are done with; behind the last where it did nothing.
   */
  swapEnd(): number {
    const at = this.#lastKept + 1;
    const [first, last] = [this.#elements[at], this.#elements.at(-1)];
    if (first === undefined || last === undefined || this.#addedAtEnd.length === 0 || this.#isAlone(first))
      return this.#elements.length + 1;
    this.#edits.replace(first.start, last.end, this.#addedAtEnd.join(', '));
    return at;
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
      if (isFirstOfTail && this.#addedAtEnd.length === 0 && before !== undefined)
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
      this.#addFirst(texts);
      return;
    }
    if (!this.#isAlone(before)) {
      this.#edits.replace(before.end, before.end, texts.map((text) => `, ${text}`).join(''));
      return;
    }
    const comma = this.#commaAfter(index);
    const isLast = index >= this.#lastKept && !this.#endsWithComma;
    if (comma === undefined) this.#edits.replace(before.end, before.end, ',');
    const indent = this.#indentOf(before);
    const lines = texts.map((text, at) => `${indent}${text}${isLast && at === texts.length - 1 ? '' : ','}`);
    this.#edits.addLinesAfter(comma ?? before.end, lines);
  }

  #addFirst(texts: readonly string[]): void {
    const first = this.#elements.find((_, index) => !this.#removed.has(index));
    if (first === undefined) return;
    if (this.#isAlone(first)) {
      const indent = this.#indentOf(first);
      this.#edits.addLinesBefore(
        first.start,
        texts.map((text) => `${indent}${text},`),
      );
    } else this.#edits.replace(first.start, first.start, `${texts.join(', ')}, `);
  }

  #indentOf({ start }: TextRange): string {
    return this.#text.slice(lineStart(this.#text, start), start);
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
