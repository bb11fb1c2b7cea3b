import type { Unit } from '../../model/limits/topic-configs.ts';

/**
 * Human units. A number without a unit is in Kafka's own unit (milliseconds, bytes); with a unit it is a whole
 * number directly followed by it: `7d`, `64KiB`. Sizes are powers of 1024 only: `MB` means two things to two
 * readers, so it is refused. There are no fractions, so every value is exact: `90m`, not `1.5h`.
 */
export type Parsed = { readonly ok: true; readonly value: bigint } | { readonly ok: false };

const milliseconds: ReadonlyMap<string, bigint> = new Map([
  ['ms', 1n],
  ['s', 1_000n],
  ['m', 60_000n],
  ['h', 3_600_000n],
  ['d', 86_400_000n],
  ['w', 604_800_000n],
]);

const bytes: ReadonlyMap<string, bigint> = new Map([
  ['B', 1n],
  ['KiB', 1024n],
  ['MiB', 1024n ** 2n],
  ['GiB', 1024n ** 3n],
  ['TiB', 1024n ** 4n],
]);

/** What one of each unit is in Kafka's own: `d` is 86400000 milliseconds. */
export const unitFactors: { readonly [U in Unit]: ReadonlyMap<string, bigint> } = {
  duration: milliseconds,
  size: bytes,
  count: new Map(),
};

/** In milliseconds, bytes or pieces: `7d` is 604800000. */
export function parseQuantity(written: unknown, unit: Unit): Parsed {
  if (typeof written === 'bigint') return { ok: true, value: written };
  if (typeof written === 'number' && Number.isSafeInteger(written))
    return { ok: true, value: BigInt(written) };
  const match = typeof written === 'string' ? /^(-?[0-9]{1,20})([A-Za-z]{0,12})$/.exec(written) : null;
  const [, digits, suffix] = match ?? [];
  if (digits === undefined || suffix === undefined) return { ok: false };
  if (suffix === '') return { ok: true, value: BigInt(digits) };
  const factor = unitFactors[unit].get(suffix);
  return factor === undefined ? { ok: false } : { ok: true, value: BigInt(digits) * factor };
}

export const howToWrite: Readonly<Record<Unit, string>> = {
  duration: 'Write milliseconds as a whole number, or a whole number with ms, s, m, h, d or w: 7d.',
  size: 'Write bytes as a whole number, or a whole number with B, KiB, MiB, GiB or TiB: 64KiB.',
  count: 'Write a whole number without a unit.',
};

/** What follows a line that is to be written instead. */
export const unitWords: Readonly<Record<Unit, string>> = {
  duration: 'Units are ms, s, m, h, d and w, right behind a whole number.',
  size: 'Units are B, KiB, MiB, GiB and TiB (1024-based; MB means 1000 to some readers and 1024 to others), right behind a whole number.',
  count: 'It has no unit.',
};
