import { features, type Refused } from './features.ts';
import { isBlankOrEnd, lineEnd } from './signs.ts';

/** What a text says up to a place that a reader could not get past. */
export interface Before {
  /** The first of what a spec does not use. */
  readonly refused: { readonly refused: Refused; readonly start: number } | undefined;
  /** Where a quote opens that is not closed before the place. */
  readonly openQuote: number | undefined;
  /** The last value in quotes. */
  readonly quoted: { readonly start: number; readonly end: number } | undefined;
  /** The first colon outside of brackets that no key stands before. */
  readonly emptyKey: number | undefined;
  /** The brackets that are open there, outermost first. */
  readonly brackets: readonly Bracket[];
  /** The signs between a key and its value, outside of brackets, on the line of the place and before it. */
  readonly colonsOnLine: number;
}

export interface Bracket {
  readonly start: number;
  /** Those signs since the last comma. */
  colons: number;
}

/** Walks the text from its beginning, which is done for a file that cannot be read only. */
export function lookBefore(text: string, offset: number): Before {
  const scan = new Scan(text, offset);
  while (!scan.isOver()) scan.step();
  scan.stand();
  return scan;
}

/** One step is a sign, a comment, a value in quotes, or what of a plain one holds no sign. */
export class Scan implements Before {
  at = 0;
  refused: Before['refused'];
  openQuote: number | undefined;
  quoted: Before['quoted'];
  emptyKey: number | undefined;
  colonsOnLine = 0;
  readonly brackets: Bracket[] = [];
  /** Up to the place. */
  readonly #text: string;
  /** With what follows it, to tell whether the last sign is one. */
  readonly #whole: string;
  /** Whether a value may begin here; if not, a quote or a bracket is a character of a plain value. */
  #mayBegin = true;
  /** Where the key or the dash stands whose value is next: text over several lines is indented deeper. */
  #column = 0;
  /** The line of the last question, and where the next one begins: a line may have a megabyte. */
  #line = { start: 0, next: 0 };
  #hasContent = false;

  constructor(text: string, end: number) {
    this.#text = text.slice(0, end);
    this.#whole = text;
  }

  isOver(): boolean {
    return this.at >= this.#text.length || this.openQuote !== undefined;
  }

  step(): void {
    const sign = this.#text.charAt(this.at);
    if (sign === '\n') this.#newLine();
    else if (sign === ' ' || sign === '\t' || sign === '\r') this.at++;
    else if (sign === '#' && this.#isBehindBlank()) this.at = lineEnd(this.#text, this.at);
    else if (this.#isColon(sign)) this.#colon();
    else if (this.#isBracketSign(sign)) this.#bracket(sign);
    else if (this.#mayBegin) this.#begin(sign);
    else this.#goOn();
  }

  /** At the place itself, which may be what is not used. */
  stand(): void {
    if (this.#mayBegin && this.openQuote === undefined) this.#refuse(this.#whole.charAt(this.at));
  }

  #isBehindBlank(): boolean {
    return this.at === 0 || isBlankOrEnd(this.#text, this.at - 1);
  }

  /** To the next character that may end a plain value. */
  #goOn(): void {
    const plain = /.[^\s#:,[\]{}]*/sy;
    plain.lastIndex = this.at;
    this.at = plain.test(this.#text) ? plain.lastIndex : this.at + 1;
  }

  #newLine(): void {
    this.at++;
    if (this.#isMarker('---') && this.#hasContent)
      this.refused ??= { refused: features.documents, start: this.at };
    this.colonsOnLine = 0;
    this.#mayBegin = true;
  }

  #isMarker(marker: string): boolean {
    return this.#text.startsWith(marker, this.at) && isBlankOrEnd(this.#whole, this.at + marker.length);
  }

  #isColon(sign: string): boolean {
    if (sign !== ':') return false;
    const isEnd = isBlankOrEnd(this.#whole, this.at + 1);
    return isEnd || (this.brackets.length > 0 && /["'\]}]/.test(this.#text.charAt(this.at - 1)));
  }

  #colon(): void {
    const open = this.brackets.at(-1);
    if (open !== undefined) open.colons++;
    else if (this.#mayBegin && this.colonsOnLine === 0) this.emptyKey ??= this.at;
    if (open === undefined) this.colonsOnLine++;
    this.#mayBegin = true;
    this.at++;
  }

  #isBracketSign(sign: string): boolean {
    return this.brackets.length > 0 ? /[[\]{},]/.test(sign) : this.#mayBegin && /[[{]/.test(sign);
  }

  #bracket(sign: string): void {
    const open = this.brackets.at(-1);
    if (sign === '[' || sign === '{') this.brackets.push({ start: this.at, colons: 0 });
    else if (sign !== ',') this.brackets.pop();
    else if (open !== undefined) open.colons = 0;
    this.#mayBegin = sign !== ']' && sign !== '}';
    this.at++;
  }

  #begin(sign: string): void {
    this.#hasContent = true;
    if (sign === '"' || sign === "'") {
      this.#quote();
    } else if (sign === '-' && isBlankOrEnd(this.#whole, this.at + 1)) {
      this.#markColumn();
      this.at++;
    } else if ((sign === '|' || sign === '>') && this.brackets.length === 0) {
      this.#textOverLines();
    } else {
      this.#refuse(sign);
      this.#markColumn();
      this.#mayBegin = false;
      this.at++;
    }
  }

  #markColumn(): void {
    this.#column = this.at - this.#lineStart();
  }

  /** Where the line begins that is being read. */
  #lineStart(): number {
    while (this.#line.next <= this.at) {
      const start = this.#line.next;
      const end = this.#text.indexOf('\n', start);
      this.#line = { start, next: end < 0 ? Number.POSITIVE_INFINITY : end + 1 };
    }
    return this.#line.start;
  }

  #quote(): void {
    this.#markColumn();
    const end = closingQuote(this.#text, this.at);
    if (end === undefined) this.openQuote = this.at;
    else this.quoted = { start: this.at, end: end + 1 };
    this.at = (end ?? this.at) + 1;
    this.#mayBegin = false;
  }

  #textOverLines(): void {
    const ofText = new RegExp(`\\n(?:[ \\t\\r]*(?=\\n|$)| {${this.#column + 1}}.*)`, 'y');
    this.at = lineEnd(this.#text, this.at);
    for (ofText.lastIndex = this.at; ofText.test(this.#text); ofText.lastIndex = this.at)
      this.at = ofText.lastIndex;
  }

  #refuse(sign: string): void {
    const refused = refusedSigns.get(sign);
    if (refused === undefined || this.refused !== undefined) return;
    if (refused === features.explicitKeys && !isBlankOrEnd(this.#whole, this.at + 1)) return;
    if (refused === features.directives && this.at > this.#lineStart()) return;
    this.refused = { refused, start: this.at };
  }
}

const refusedSigns: ReadonlyMap<string, Refused> = new Map([
  ['&', features.anchors],
  ['*', features.aliases],
  ['!', features.tags],
  ['?', features.explicitKeys],
  ['%', features.directives],
]);

/** Where a quote is closed that opens at `start`. */
function closingQuote(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote === '"') at++;
    else if (character === quote && (quote === '"' || text.charAt(at + 1) !== quote)) return at;
    else if (character === quote) at++;
  }
  return undefined;
}
