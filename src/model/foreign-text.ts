import { inspect } from 'node:util';

const unread = '[words of another system]';

let readRaw: (text: ForeignText) => string;

/**
 * Words of another system: an error of Aiven, of a broker or of GitHub, the status of an integration. They may repeat a secret, so
 * like a `Secret` they have no string form. What may be shown of them is for `Secrecy.tell` to say.
 */
export class ForeignText {
  static {
    readRaw = (text) => text.#raw;
  }

  readonly #raw: string;

  private constructor(raw: string) {
    this.#raw = raw;
  }

  static of(raw: string): ForeignText {
    return new ForeignText(raw);
  }

  get isEmpty(): boolean {
    return this.#raw === '';
  }

  /** Whether it is exactly this word, as a state is. */
  is(word: string): boolean {
    return this.#raw === word;
  }

  toString(): string {
    return unread;
  }

  toJSON(): string {
    return unread;
  }

  [inspect.custom](): string {
    return unread;
  }
}

/** Only where texts are searched for secrets. */
export function rawForeignText(text: ForeignText): string {
  return readRaw(text);
}
