import { describe, expect, test } from '@jest/globals';
import { foldNames } from '../../../../src/report/changes/fold-names.ts';

describe('many names in few characters', () => {
  test.each([
    ['nothing in common', ['b', 'a'], ['a', 'b']],
    ['numbers in a row', ['t.0.x', 't.1.x', 't.2.x'], ['t.{0..2}.x']],
    ['numbers with holes', ['t0', 't1', 't3', 't7', 't8', 't9'], ['t{0,1,3,7..9}']],
    ['numbers that would not read back', ['t01', 't02', 't03'], ['t01', 't02', 't03']],
    ['two of a kind', ['t1', 't2'], ['t1', 't2']],
    ['endings', ['o.created', 'o.paid', 'o.shipped'], ['o.{created,paid,shipped}']],
    ['braces of their own', ['a{1', 'a{2', 'a{3'], ['a{1', 'a{2', 'a{3']],
    ['the same name twice', ['a', 'a'], ['a']],
  ])('%s', (_, names, folded) => expect(foldNames(names)).toEqual(folded));

  test('in lines that are never cut', () => {
    const odd = Array.from({ length: 4000 }, (_, index) => `orders.${index * 2}`);
    const tokens = foldNames(odd);
    expect(tokens.every((token) => token.length <= 320)).toBe(true);
    expect(tokens.flatMap((token) => /\{(.*)\}/.exec(token)?.[1]?.split(',') ?? [])).toHaveLength(4000);
  });
});
