/**
 * What a run says of itself: the texts of this program, and the names of the spec. A secret that stands in them cannot be told
 * from them, wherever it is met.
 */
export class OwnWords {
  readonly #texts: string[] = [];
  /** Which four characters in a row occur at all, so that few values have to be looked for in megabytes. */
  #seen = new Uint8Array(0);

  learn(text: string): void {
    this.#texts.push(text);
    if (this.#seen.length === 0) this.#seen = new Uint8Array(1 << 20);
    for (let at = 0; at + rowLength <= text.length; at++) this.#seen[hashAt(text, at)] = 1;
  }

  has(value: string): boolean {
    if (this.#texts.length === 0) return false;
    for (let at = 0; at + rowLength <= value.length; at++) {
      if (this.#seen[hashAt(value, at)] !== 1) return false;
    }
    return this.#texts.some((text) => text.includes(value));
  }
}

const rowLength = 4;
const { imul } = Math;

function hashAt(text: string, at: number): number {
  const first = imul(text.charCodeAt(at), 31) + text.charCodeAt(at + 1);
  const second = imul(text.charCodeAt(at + 2), 31) + text.charCodeAt(at + 3);
  return (imul(first, 16_381) + second) & 0xfffff;
}
