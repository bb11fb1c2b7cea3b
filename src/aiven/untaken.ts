import { isTaken, takenWords, type ValueRange } from '../model/limits/mirrormaker-ranges.ts';

/**
 * What an object has today, that Aiven would refuse in a new one: its limits change, and some of its clients send other forms. `undefined`: it takes all.
 */
export function untaken(
  values: Readonly<Record<string, unknown>>,
  ranges: Readonly<Record<string, ValueRange>>,
  whereInSpec: string,
): string | undefined {
  const odd = Object.entries(values).flatMap(([key, value]) => {
    const range = Object.hasOwn(ranges, key) ? ranges[key] : undefined;
    return range === undefined || value == null || isTaken(range, value) ? [] : [{ key, value, range }];
  });
  if (odd.length === 0) return undefined;
  const each = odd.map(
    ({ key, value, range }) => `${key} is ${JSON.stringify(value)}, and Aiven takes ${takenWords(range)}`,
  );
  const keys = odd.map(({ key }) => key).join(' and ');
  return `${each.join('; ')}. A new one with that would be refused, so nothing was deleted. State ${keys} in ${whereInSpec} with a value that Aiven takes; null is its default.`;
}
