/**
 * What a run says of itself: the texts of this program, and the names of the spec. A secret that stands in them cannot be told
 * from them, wherever it is met.
 */
export class OwnWords {
  readonly #texts: string[] = [];
  /** Of a value that was not found: in how many of the texts. What is learnt later is short, and the first has megabytes. */
  readonly #absent = new Map<string, number>();
  #asked = 0;
  /** Which four characters in a row occur at all, so that few of many values have to be looked for in megabytes. */
  #seen: Uint8Array | undefined;

  learn(text: string): void {
    this.#texts.push(text);
    if (this.#seen !== undefined) note(this.#seen, text);
  }

  has(value: string): boolean {
    if (++this.#asked > maxPlainSearches) this.#seen ??= tableOf(this.#texts);
    if (this.#seen !== undefined && !mayHold(this.#seen, value)) return false;
    const isThere = this.#texts.some(
      (text, index) => index >= (this.#absent.get(value) ?? 0) && text.includes(value),
    );
    if (!isThere) this.#absent.set(value, this.#texts.length);
    return isThere;
  }
}

/** The table takes as long to make as some hundred searches, and most runs have a few secrets. */
const maxPlainSearches = 100;
const rowLength = 4;
const { imul } = Math;

function tableOf(texts: readonly string[]): Uint8Array {
  const seen = new Uint8Array(1 << 20);
  for (const text of texts) note(seen, text);
  return seen;
}

function note(seen: Uint8Array, text: string): void {
  for (let at = 0; at + rowLength <= text.length; at++) seen[hashAt(text, at)] = 1;
}

function mayHold(seen: Uint8Array, value: string): boolean {
  for (let at = 0; at + rowLength <= value.length; at++) {
    if (seen[hashAt(value, at)] !== 1) return false;
  }
  return true;
}

function hashAt(text: string, at: number): number {
  const first = imul(text.charCodeAt(at), 31) + text.charCodeAt(at + 1);
  const second = imul(text.charCodeAt(at + 2), 31) + text.charCodeAt(at + 3);
  return (imul(first, 16_381) + second) & 0xfffff;
}
