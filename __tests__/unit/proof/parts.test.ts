import { describe, expect, test } from '@jest/globals';
import { seededToken } from '../../../proof/lane.ts';
import { inPart, parsePart } from '../../../proof/part.ts';

describe('--part', () => {
  test('takes a number of a number', () => {
    expect(parsePart('3/12')).toEqual({ number: 3, of: 12 });
    expect(parsePart('1/1')).toEqual({ number: 1, of: 1 });
  });

  test.each(['', '3', '0/12', '13/12', '3/0', '-1/2', '1/2/3', 'a/b', ' 1/2'])('refuses "%s"', (text) => {
    expect(parsePart(text)).toBeUndefined();
  });

  test.each([1, 2, 7, 12])('has each run in exactly one of %i parts, and parts of about one size', (of) => {
    const runs = Array.from({ length: 30 }, (_, index) => `run ${index}`);
    const parts = Array.from({ length: of }, (_, index) => inPart(runs, { number: index + 1, of }));
    expect(parts.flat().toSorted()).toEqual(runs.toSorted());
    const sizes = parts.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

describe('--seed', () => {
  test('gives the same names to the same run, and others to other runs and seeds', () => {
    const token = seededToken('one', 'plain', 'S1 Read Topic orders on onprem');
    expect(token).toMatch(/^-x[0-9a-f]{6}$/);
    expect(seededToken('one', 'plain', 'S1 Read Topic orders on onprem')).toBe(token);
    const others = [
      seededToken('two', 'plain', 'S1 Read Topic orders on onprem'),
      seededToken('one', 'source', 'S1 Read Topic orders on onprem'),
      seededToken('one', 'plain', null),
    ];
    expect(new Set([token, ...others]).size).toBe(4);
  });
});
