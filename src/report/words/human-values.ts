const unlimited = 2n ** 63n - 1n;

/**
 * What a person reads in brackets after the raw value of a Kafka config or an Aiven setting: `7 d` for
 * `retention.ms` `604800000`. Undefined when the raw value says it already.
 */
export function humanValue(field: string, value: string): string | undefined {
  if (!/^-?\d{1,19}$/.test(value)) return undefined;
  const number = BigInt(value);
  const unit = /(?:^|[._])(ms|seconds|bytes)$/.exec(field)?.[1];
  if (unit === undefined) return undefined;
  if (number === unlimited || (number === -1n && /retention[._]/.test(field))) return 'no limit';
  if (unit === 'bytes') return number >= 1024n ? humanSize(number) : undefined;
  const milliseconds = unit === 'ms' ? number : number * 1000n;
  return milliseconds >= (unit === 'ms' ? 1000n : 60_000n) ? humanDuration(milliseconds) : undefined;
}

const durations = [
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['min', 60_000n],
  ['s', 1000n],
  ['ms', 1n],
] as const;

/** The two largest units: `7 d`, `1 h 30 min`; `about` when there is more. */
export function humanDuration(milliseconds: bigint): string {
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [unit, length] of durations) {
    if (parts.length === 2) break;
    if (rest >= length) parts.push(`${rest / length} ${unit}`);
    else if (parts.length === 1) break;
    rest %= length;
  }
  return `${rest > 0n ? 'about ' : ''}${parts.join(' ') || '0 ms'}`;
}

/** Binary units: `2 MiB`, `about 1.5 GiB`. */
export function humanSize(bytes: bigint): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  let power = 0;
  while (power < units.length - 1 && bytes >= 1024n ** BigInt(power + 1)) power++;
  const unit = 1024n ** BigInt(power);
  if (bytes % unit === 0n) return `${bytes / unit} ${units[power]}`;
  const tenths = (bytes * 10n + unit / 2n) / unit;
  const decimal = tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`;
  return `${tenths * unit === bytes * 10n ? '' : 'about '}${decimal} ${units[power]}`;
}
