import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';

/** Choices of a generated case, each of which a failure is shrunk to the simplest of: the first, the smallest, no. */
export class Draw {
  readonly #value: GeneratorValue;

  constructor(value: GeneratorValue) {
    this.#value = value;
  }

  int(min: number, max: number): number {
    return this.#value(fc.integer, { min, max });
  }

  /** Once in so many times. */
  oneIn(times: number): boolean {
    return this.int(1, times) === times;
  }

  of<T>(...values: readonly [T, ...T[]]): T {
    return this.among(values);
  }

  among<T>(values: readonly [T, ...T[]]): T {
    return values[this.int(0, values.length - 1)] ?? values[0];
  }

  /** Each with the same chance, and at least one of them. */
  some<T>(values: readonly [T, ...T[]]): readonly T[] {
    const found = values.filter(() => this.oneIn(2));
    return found.length === 0 ? [values[0]] : found;
  }
}
