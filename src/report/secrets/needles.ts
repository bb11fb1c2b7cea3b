/** A part of a text that is a secret, or a piece of one. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

interface Needle {
  readonly name: string;
  /** What is looked for: a spelling, or a piece of `whole` that starts at `offset`. */
  readonly text: string;
  readonly whole: string;
  readonly offset: number;
}

const prefixLength = 4;
const maxWholeLength = 48;
const pieceLength = 24;
/** Lines that every PEM key or certificate has, so that they give nothing away. */
const armour = /-{3}|(?:BEGIN|END) [A-Z]|PRIVATE KEY|CERTIFICATE/;

/**
 * Spellings of secrets, to be found in a text. One that is longer than 48 characters is searched by its pieces of 24, so that
 * any 48 characters of it in a row are found, however the text was wrapped or cut. One pass: the first four characters of every
 * spelling are in a bit table, and only where they occur is anything compared.
 */
export class Needles {
  readonly #starts = new Uint8Array(1 << 16);
  readonly #byPrefix = new Map<string, Needle[]>();
  readonly #texts = new Set<string>();

  /** A spelling has four characters at least. */
  add(name: string, whole: string): void {
    if (whole.length <= maxWholeLength) {
      this.#add({ name, text: whole, whole, offset: 0 });
      return;
    }
    for (let offset = 0; offset + pieceLength <= whole.length; offset += pieceLength) {
      const text = whole.slice(offset, offset + pieceLength);
      if (!armour.test(text)) this.#add({ name, text, whole, offset });
    }
  }

  find(text: string): readonly Range[] {
    const ranges: Range[] = [];
    for (let at = 0; at + prefixLength <= text.length; at++) {
      if (this.#starts[hashAt(text, at)] !== 1) continue;
      for (const needle of this.#byPrefix.get(text.slice(at, at + prefixLength)) ?? []) {
        if (text.startsWith(needle.text, at)) ranges.push(extended(text, at, needle));
      }
    }
    return ranges;
  }

  #add(needle: Needle): void {
    if (this.#texts.has(needle.text)) return;
    this.#texts.add(needle.text);
    const prefix = needle.text.slice(0, prefixLength);
    this.#starts[hashAt(prefix, 0)] = 1;
    const same = this.#byPrefix.get(prefix);
    if (same === undefined) this.#byPrefix.set(prefix, [needle]);
    else same.push(needle);
  }
}

/** Extends a piece that was found to as much of the secret as stands around it. */
function extended(text: string, at: number, { name, text: found, whole, offset }: Needle): Range {
  let before = 0;
  while (before < offset && before < at && text[at - before - 1] === whole[offset - before - 1]) before++;
  let end = at + found.length;
  let position = offset + found.length;
  while (position < whole.length && end < text.length && text[end] === whole[position]) {
    end++;
    position++;
  }
  return { start: at - before, end, name };
}

const { imul } = Math;

function hashAt(text: string, at: number): number {
  const first = imul(text.charCodeAt(at), 31) + text.charCodeAt(at + 1);
  const second = imul(text.charCodeAt(at + 2), 31) + text.charCodeAt(at + 3);
  return (imul(first, 1009) + second) & 0xffff;
}

export function withHoles(text: string, ranges: readonly Range[]): string {
  let result = '';
  let end = 0;
  for (const range of merged(ranges)) {
    result += `${text.slice(end, range.start)}***`;
    end = range.end;
  }
  return result + text.slice(end);
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || range.start > last.end) result.push(range);
    else if (range.end > last.end) result[result.length - 1] = { ...last, end: range.end };
  }
  return result;
}
