import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type PartTried, withPart } from '../../../faults/parts.ts';

const page = readFileSync(new URL('../../../docs/reliability.md', import.meta.url), 'utf8');

const tried = (what: string, part: string, good: number): PartTried => ({
  ...{ what, part, seed: 3, cells: 90 },
  results: Array.from({ length: 4 }, (_, index) => ({
    problems: index < good ? [] : ['a comment is missing'],
    seconds: 10 * index,
    megabytes: 100 + index,
  })),
});

const rowsOf = (text: string) =>
  text.split('\n').filter((line) => /^\| x\w*,? ?\w* \| \d+\/\d+ \|/.test(line));

test('a part is put into its table of docs/reliability.md, in order', () => {
  const parts = [tried('x', '10/16', 4), tried('x', '2/16', 4), tried('x, stops', '1/1', 4)];
  expect(rowsOf(parts.reduce(withPart, page))).toEqual([
    '| x | 2/16 | 3 | 90 | 4 | 4 | 30 s | 103 MB |',
    '| x | 10/16 | 3 | 90 | 4 | 4 | 30 s | 103 MB |',
    '| x, stops | 1/1 | 3 | 90 | 4 | 4 | 30 s | 103 MB |',
  ]);
});

test('a part that is tried again takes the place of what was there, and nothing else of the page changes', () => {
  const once = withPart(page, tried('x', '2/16', 3));
  const again = withPart(once, tried('x', '2/16', 4));
  expect(rowsOf(again)).toEqual(['| x | 2/16 | 3 | 90 | 4 | 4 | 30 s | 103 MB |']);
  const without = (text: string) => text.split('\n').filter((line) => !rowsOf(text).includes(line));
  expect(without(again)).toEqual(page.split('\n'));
});

test('a page without the table is an error', () => {
  expect(() => withPart('# Another page', tried('x', '2/16', 4))).toThrow('the page lacks');
});
