import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesNamePattern, ownsPrincipal } from '../../../src/model/name-pattern.ts';

const text = (letters: string) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 0, maxLength: 5 }).map((name) => `User:${name}`);

test('a pattern owns a principal only where it covers every user that the principal stands for', () => {
  fc.assert(
    fc.property(text('ab?*'), text('ab?*'), text('ab'), (pattern, principal, user) => {
      fc.pre(ownsPrincipal(pattern, principal) && matchesNamePattern(principal, user));
      expect(matchesNamePattern(pattern, user) || pattern === principal).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('of principals without wildcards it owns those that it matches', () => {
  fc.assert(
    fc.property(text('ab?*'), text('ab'), (pattern, principal) => {
      expect(ownsPrincipal(pattern, principal)).toBe(matchesNamePattern(pattern, principal));
    }),
  );
});

test.each([
  ['User:?', 'User:*', false],
  ['User:??', 'User:a*', false],
  ['User:svc-?', 'User:svc-*', false],
  ['User:?*', 'User:*', false],
  ['User:?', 'User:?', true],
  ['User:svc-*', 'User:svc-*', true],
  ['User:svc-*', 'User:svc-a?', true],
  ['User:svc-*', 'User:*', false],
  ['User:*', 'User:*', true],
] as const)('%s owns %s: %s', (pattern, principal, owns) => {
  expect(ownsPrincipal(pattern, principal)).toBe(owns);
});
