import type { Range } from './needles.ts';
import type { OwnWords } from './own-words.ts';

/** So many characters of a secret in a row are too many. */
const cutLength = 8;
/** Pieces of longer spellings, such as keys, are found by their own length. */
const maxSpelling = 256;

/**
 * Secrets that are cut, as loggers and error messages do it: any eight characters in a row, unless they are such that the run says
 * itself. For short texts, the words of other systems.
 */
export class Cuts {
  readonly #own: OwnWords;
  readonly #pieces = new Map<string, string>();
  readonly #asked = new Map<string, boolean>();

  constructor(own: OwnWords) {
    this.#own = own;
  }

  add(name: string, spelling: string): void {
    if (spelling.length > maxSpelling) return;
    for (let at = 0; at + cutLength <= spelling.length; at++) {
      const piece = spelling.slice(at, at + cutLength);
      if (!this.#pieces.has(piece)) this.#pieces.set(piece, name);
    }
  }

  find(text: string): readonly Range[] {
    const ranges: Range[] = [];
    if (this.#pieces.size === 0) return ranges;
    for (let at = 0; at + cutLength <= text.length; at++) {
      const piece = text.slice(at, at + cutLength);
      const name = this.#pieces.get(piece);
      if (name !== undefined && !this.#isOwn(piece)) ranges.push({ start: at, end: at + cutLength, name });
    }
    return ranges;
  }

  /** Asked only of pieces that a text holds: to search megabytes for every piece of every secret takes seconds. */
  #isOwn(piece: string): boolean {
    const asked = this.#asked.get(piece);
    if (asked !== undefined) return asked;
    const isOwn = this.#own.has(piece);
    this.#asked.set(piece, isOwn);
    return isOwn;
  }
}
