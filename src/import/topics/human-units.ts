import type { Unit } from '../../model/limits/topic-configs.ts';

const units: { readonly [U in Unit]: readonly (readonly [name: string, factor: bigint])[] } = {
  duration: [
    ['d', 86_400_000n],
    ['h', 3_600_000n],
    ['m', 60_000n],
    ['s', 1_000n],
  ],
  size: [
    ['TiB', 1024n ** 4n],
    ['GiB', 1024n ** 3n],
    ['MiB', 1024n ** 2n],
    ['KiB', 1024n],
  ],
  count: [],
};

/** `7d` for 604800000: the largest unit that holds the number exactly. Else, and below one, the number itself. */
export function humanQuantity(value: bigint, unit: Unit): string | bigint {
  if (value <= 0n) return value;
  const found = units[unit].find(([, factor]) => value % factor === 0n);
  return found === undefined ? value : `${value / found[1]}${found[0]}`;
}
