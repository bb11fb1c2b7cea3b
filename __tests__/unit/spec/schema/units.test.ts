import { describe, expect, test } from '@jest/globals';
import { parseQuantity } from '../../../../src/spec/schema/units.ts';

describe('human units', () => {
  test.each([
    ['duration', 604_800_000, 604_800_000n],
    ['duration', '500ms', 500n],
    ['duration', '30s', 30_000n],
    ['duration', '15m', 900_000n],
    ['duration', '12h', 43_200_000n],
    ['duration', '7d', 604_800_000n],
    ['duration', '2w', 1_209_600_000n],
    ['duration', -1, -1n],
    ['duration', '-1', -1n],
    ['duration', 9_223_372_036_854_775_807n, 9_223_372_036_854_775_807n],
    ['duration', '9223372036854775807', 9_223_372_036_854_775_807n],
    ['size', '0B', 0n],
    ['size', '64KiB', 65_536n],
    ['size', '2MiB', 2_097_152n],
    ['size', '1GiB', 1_073_741_824n],
    ['size', '1TiB', 1_099_511_627_776n],
    ['count', 3, 3n],
    ['count', '3', 3n],
  ] as const)('%s %p is %p', (unit, written, expected) => {
    expect(parseQuantity(written, unit)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['duration', '1.5h'],
    ['duration', '7 d'],
    ['duration', '7D'],
    ['duration', '7days'],
    ['duration', '1KiB'],
    ['duration', ''],
    ['duration', '1e3'],
    ['duration', '0x10'],
    ['duration', '1_000'],
    ['duration', '--1'],
    ['duration', 1.5],
    ['duration', Number.NaN],
    ['duration', 2 ** 53],
    ['duration', true],
    ['duration', null],
    ['size', '7d'],
    ['size', '1MB'],
    ['size', '1kb'],
    ['size', '1K'],
    ['count', '3d'],
    ['count', '3B'],
  ] as const)('%s %p is refused', (unit, written) => {
    expect(parseQuantity(written, unit)).toEqual({ ok: false });
  });
});
