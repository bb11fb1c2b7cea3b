import type { Unit } from '../../model/limits/topic-configs.ts';

/** A text that is no quantity of a spec, as one: `7 days` is `7d`, `10 GB` is `10GiB`. Undefined: it cannot be told what is meant. */
export function meantQuantity(written: string, unit: Unit): string | undefined {
  const text = written.trim().replace(/(?<=\d)[_,'](?=\d{3}(?!\d))/g, '');
  if (unit !== 'count' && /^(?:unlimited|infinite|infinity|inf|forever|never|none|no limit|∞)$/i.test(text))
    return '-1';
  const iso = unit === 'duration' ? /^P(\d+D)$|^PT(\d+[HMS])$/i.exec(text) : null;
  const match = /^(\d{1,15})(?:\.(\d{1,6}))?\s*([a-z]*)$/i.exec(iso?.[1] ?? iso?.[2] ?? text);
  const [, whole, fraction = '', suffix = ''] = match ?? [];
  if (whole === undefined) return undefined;
  if (suffix === '') return fraction === '' && text !== written ? whole : undefined;
  const length = unitsOf[unit].find(({ names }) => names.test(suffix))?.length;
  if (length === undefined) return undefined;
  const scale = 10n ** BigInt(fraction.length);
  const amount = BigInt(`${whole}${fraction}`) * length;
  return amount % scale === 0n ? shortest(amount / scale, unit) : undefined;
}

interface Named {
  readonly names: RegExp;
  readonly length: bigint;
}

const day = 86_400_000n;

/** A capital M may be a minute or a month, so it is neither. */
const unitsOf: Readonly<Record<Unit, readonly Named[]>> = {
  duration: [
    { names: /^(?:ms|msecs?|millis|milliseconds?)$/i, length: 1n },
    { names: /^(?:s|secs?|seconds?)$/i, length: 1_000n },
    { names: /^(?:m|[Mm]ins?|[Mm]inutes?)$/, length: 60_000n },
    { names: /^(?:h|hrs?|hours?)$/i, length: 3_600_000n },
    { names: /^(?:d|days?)$/i, length: day },
    { names: /^(?:w|weeks?)$/i, length: 7n * day },
    { names: /^(?:mo|months?)$/i, length: 30n * day },
    { names: /^(?:y|yr|years?)$/i, length: 365n * day },
  ],
  size: [
    { names: /^(?:b|bytes?)$/i, length: 1n },
    { names: /^ki?b?$/i, length: 1024n },
    { names: /^mi?b?$/i, length: 1024n ** 2n },
    { names: /^gi?b?$/i, length: 1024n ** 3n },
    { names: /^ti?b?$/i, length: 1024n ** 4n },
  ],
  count: [],
};

const written: Readonly<Record<Unit, readonly (readonly [string, bigint])[]>> = {
  duration: [
    ['d', day],
    ['h', 3_600_000n],
    ['m', 60_000n],
    ['s', 1_000n],
    ['ms', 1n],
  ],
  size: [
    ['TiB', 1024n ** 4n],
    ['GiB', 1024n ** 3n],
    ['MiB', 1024n ** 2n],
    ['KiB', 1024n],
    ['B', 1n],
  ],
  count: [],
};

/** With the largest unit that leaves no fraction. */
function shortest(amount: bigint, unit: Unit): string {
  const [suffix, length] = written[unit].find(([, each]) => amount % each === 0n) ?? ['', 1n];
  return `${amount / length}${suffix}`;
}

/** A number without a unit that is legal and surely meant in another unit than Kafka's. */
export interface UnlikelyNumber {
  /** `7 milliseconds` */
  readonly is: string;
  /** `7d` */
  readonly meant: string;
  /** `7ms`: how it is written where it is meant so. */
  readonly asIs: string;
}

/** Undefined: the number may be meant as it is. `value` is in milliseconds or bytes. */
export function unlikelyNumber(value: bigint, unit: Unit, key: string): UnlikelyNumber | undefined {
  if (value <= 0n || unit === 'count') return undefined;
  const suffix =
    unit === 'duration' ? inPlaceOfMilliseconds(value) : value < 1024n ? sizeUnit(key) : undefined;
  if (suffix === undefined) return undefined;
  const [name, own] = unit === 'duration' ? ['millisecond', 'ms'] : ['byte', 'B'];
  const meant =
    typeof suffix === 'string' ? `${value}${suffix}` : shortest(suffix.seconds * 1_000n, 'duration');
  return { is: `${value} ${name}${value === 1n ? '' : 's'}`, meant, asIs: `${value}${own}` };
}

/** Hours and days are below a thousand; seconds are whole hours, and of days no whole number of minutes when they are taken for milliseconds. */
function inPlaceOfMilliseconds(value: bigint): 'h' | 'd' | { readonly seconds: bigint } | undefined {
  if (value < 1_000n) return wholeHours.has(value) ? 'h' : 'd';
  if (value < 60_000n && value % 3_600n === 0n) return { seconds: value };
  const areDays = value % 86_400n === 0n && value % 60_000n !== 0n && value < day;
  return areDays ? { seconds: value } : undefined;
}

/** Numbers that people count in hours: 168 is a week. */
const wholeHours = new Set([12n, 24n, 36n, 48n, 72n, 96n, 168n, 336n, 720n]);

/** What a topic keeps is counted in GiB, what it takes at once in MiB. */
function sizeUnit(key: string): 'GiB' | 'MiB' {
  return key.includes('retention') ? 'GiB' : 'MiB';
}
