/** Writes the protocol's primitive types. Shares no code with `src/kafka`, so that a test does not repeat its mistakes. */
export class Bytes {
  readonly #parts: Buffer[] = [];

  int8(value: number): this {
    return this.#add(1, (buffer) => buffer.writeInt8(value));
  }

  int16(value: number): this {
    return this.#add(2, (buffer) => buffer.writeInt16BE(value));
  }

  int32(value: number): this {
    return this.#add(4, (buffer) => buffer.writeInt32BE(value));
  }

  int64(value: number): this {
    return this.#add(8, (buffer) => buffer.writeBigInt64BE(BigInt(value)));
  }

  text(value: string | null): this {
    if (value === null) return this.int16(-1);
    const bytes = Buffer.from(value, 'utf8');
    this.int16(bytes.length).#parts.push(bytes);
    return this;
  }

  bytes(value: Buffer): this {
    this.int32(value.length).#parts.push(value);
    return this;
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }

  get buffer(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #add(size: number, write: (buffer: Buffer) => void): this {
    const buffer = Buffer.alloc(size);
    write(buffer);
    this.#parts.push(buffer);
    return this;
  }
}
