import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batches } from '../../../src/kafka/batches.ts';

test('batches keep every item in order, and none is heavier than the limit unless it is one item', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 30 }), (items, limit) => {
      const parts = batches(items, limit, (item) => item);
      expect(parts.flat()).toEqual(items);
      for (const part of parts) {
        const weight = part.reduce((sum, item) => sum + item, 0);
        expect(part.length > 0 && (weight <= limit || part.length === 1)).toBe(true);
      }
    }),
  );
});
