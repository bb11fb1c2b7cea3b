import { ForeignText } from '../../model/foreign-text.ts';
import type { Secrecy } from '../../model/secrecy.ts';

/** The bytes are not what the protocol says they should be. */
export class MalformedAnswer extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'MalformedAnswer';
  }
}

/** What was read last, of things that are mostly alike. */
export interface ReadBefore<T> {
  last?: { readonly bytes: Buffer; readonly value: T };
}

/** Reads the protocol's primitive types and trusts no length: every one is checked against the bytes that are left. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #secrecy: Pick<Secrecy, 'tell'>;
  #at = 0;

  constructor(bytes: Buffer, secrecy: Pick<Secrecy, 'tell'>) {
    this.#bytes = bytes;
    this.#secrecy = secrecy;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  /** Exact up to 2^53, which no offset of a topic reaches. */
  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#advance(8)));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  string(): string {
    const text = this.nullableString();
    if (text === null) throw new MalformedAnswer('a text that must be there is null');
    return text;
  }

  nullableString(): string | null {
    const length = this.int16();
    if (length === -1) return null;
    const start = this.#advance(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** What the broker says for people, as far as it may be repeated. */
  words(): string | null {
    const text = this.nullableString();
    return text === null ? null : this.#secrecy.tell(ForeignText.of(text));
  }

  skipBytes(): void {
    const length = this.int32();
    if (length !== -1) this.#advance(length);
  }

  /** A null array reads as an empty one. */
  array<T>(item: () => T): T[] {
    const length = this.int32();
    if (length === -1) return [];
    if (length < 0 || length > this.#left)
      throw new MalformedAnswer(`an array of ${length} items in ${this.#left} bytes`);
    const items: T[] = [];
    while (items.length < length) items.push(item());
    return items;
  }

  /**
   * Reads like `read`, but for bytes that `alike` has read before: then the value is the same object. What is read here must depend on the bytes
   * alone, and not on what follows them.
   */
  alike<T>(alike: ReadBefore<T>, read: () => T): T {
    const start = this.#at;
    const known = alike.last;
    if (known !== undefined && this.#startsWith(known.bytes)) {
      this.#advance(known.bytes.length);
      return known.value;
    }
    const value = read();
    alike.last = { bytes: this.#bytes.subarray(start, this.#at), value };
    return value;
  }

  #startsWith(bytes: Buffer): boolean {
    if (bytes.length > this.#left) return false;
    return bytes.equals(this.#bytes.subarray(this.#at, this.#at + bytes.length));
  }

  end(): void {
    if (this.#left > 0) throw new MalformedAnswer(`${this.#left} bytes too many`);
  }

  get #left(): number {
    return this.#bytes.length - this.#at;
  }

  #advance(length: number): number {
    if (length < 0 || length > this.#left)
      throw new MalformedAnswer(`${length} bytes wanted, ${this.#left} left`);
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
