import { createHash } from 'node:crypto';

/** Choices that are the same for the same seed. */
export class Drawn {
  readonly #seed: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  below(limit: number): number {
    return (
      createHash('sha256')
        .update(`${this.#seed} ${++this.#count}`)
        .digest()
        .readUInt32BE() % limit
    );
  }

  oneOf<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  }
}
