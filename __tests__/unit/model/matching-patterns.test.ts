import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findMatching, findOwning } from '../../../src/model/matching-patterns.ts';
import { matchesNamePattern, ownsPrincipal } from '../../../src/model/name-pattern.ts';

const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 4 });
const patterns = fc.array(fc.record({ pattern: glob }), { maxLength: 60 });

test('finds the same pattern in a list as trying one after the other, however long it is', () => {
  fc.assert(
    fc.property(patterns, glob, (list, name) => {
      expect(findMatching(list, name)).toBe(list.find(({ pattern }) => matchesNamePattern(pattern, name)));
      expect(findOwning(list, name)).toBe(list.find(({ pattern }) => ownsPrincipal(pattern, name)));
    }),
    { numRuns: 2_000 },
  );
});
