import { describe, expect, test } from '@jest/globals';
import { meantQuantity, unlikelyNumber } from '../../../../src/spec/meant/quantity.ts';

describe('a quantity that people write', () => {
  test.each([
    ['duration', '7 days', '7d'],
    ['duration', '7D', '7d'],
    ['duration', '1.5h', '90m'],
    ['duration', '1.5d', '36h'],
    ['duration', '2 weeks', '14d'],
    ['duration', '3mo', '90d'],
    ['duration', '1y', '365d'],
    ['duration', '30min', '30m'],
    ['duration', '500 millis', '500ms'],
    ['duration', 'P7D', '7d'],
    ['duration', 'PT24H', '1d'],
    ['duration', 'forever', '-1'],
    ['duration', '604_800_000', '604800000'],
    ['duration', '604,800,000', '604800000'],
    ['size', '1MB', '1MiB'],
    ['size', '10 GiB', '10GiB'],
    ['size', '512k', '512KiB'],
    ['size', '1.5GB', '1536MiB'],
    ['size', 'unlimited', '-1'],
  ] as const)('as a %s: %s is %s', (unit, written, meant) => {
    expect(meantQuantity(written, unit)).toBe(meant);
  });

  test.each([
    ['duration', '7M'],
    ['duration', '1.3ms'],
    ['duration', '1KiB'],
    ['duration', 'soon'],
    ['duration', ''],
    ['size', '7d'],
    ['count', '3d'],
  ] as const)('as a %s: of %j nothing is guessed', (unit, written) => {
    expect(meantQuantity(written, unit)).toBeUndefined();
  });
});

describe('a number without a unit that is surely not meant', () => {
  test.each([
    ['retention.ms', 'duration', 7n, '7d'],
    ['retention.ms', 'duration', 24n, '24h'],
    ['retention.ms', 'duration', 168n, '168h'],
    ['retention.ms', 'duration', 365n, '365d'],
    ['retention.ms', 'duration', 3_600n, '1h'],
    ['retention.ms', 'duration', 604_800n, '7d'],
    ['retention.ms', 'duration', 2_592_000n, '30d'],
    ['retention.bytes', 'size', 10n, '10GiB'],
    ['max.message.bytes', 'size', 2n, '2MiB'],
  ] as const)('%s as a %s: %p is rather %s', (key, unit, value, meant) => {
    expect(unlikelyNumber(value, unit, key)?.meant).toBe(meant);
  });

  test.each([
    ['retention.ms', 'duration', -1n],
    ['retention.ms', 'duration', 0n],
    ['retention.ms', 'duration', 1_000n],
    ['retention.ms', 'duration', 3_600_000n],
    ['retention.ms', 'duration', 43_200_000n],
    ['retention.ms', 'duration', 604_800_000n],
    ['retention.bytes', 'size', 1_073_741_824n],
    ['max.message.bytes', 'size', 0n],
    ['min.insync.replicas', 'count', 2n],
  ] as const)('%s as a %s: %p may be meant', (key, unit, value) => {
    expect(unlikelyNumber(value, unit, key)).toBeUndefined();
  });
});
