import { createHash } from 'node:crypto';

/** So many of them, the same for the same seed. */
export function drawn<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const order = (item: T) =>
    createHash('sha256')
      .update(`${seed} ${JSON.stringify(item)}`)
      .digest('hex');
  return [...all].sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, count);
}
