import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineDiff } from '../../../../src/report/adopt/line-diff.ts';

describe('a diff of two texts', () => {
  test('shows what changed between two lines of what did not', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\n';
    expect(lineDiff(before, before)).toEqual([]);
    expect(lineDiff(before, before.replace('d', 'D'))).toEqual([
      '@@ -2 +2 @@',
      ' b',
      ' c',
      '-d',
      '+D',
      ' e',
      ' f',
    ]);
    expect(lineDiff(before, before.replace('a\n', ''))).toEqual(['@@ -1 +1 @@', '-a', ' b', ' c']);
    expect(lineDiff(before, `${before}h\n`)).toEqual(['@@ -6 +6 @@', ' f', ' g', '+h']);
  });

  test('gives each text back: without the lines of the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        // Lines that differ from all others on both sides, so that all are near a change.
        const shown = lineDiff(before.join('\n'), after.join('\n')).filter((line) => !line.startsWith('@@'));
        const side = (sign: string) =>
          shown.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
        const rest = (all: readonly string[], gone: readonly string[]) =>
          gone.reduce<readonly string[]>((left, line) => left.toSpliced(left.indexOf(line), 1), all);
        expect(rest(before, side('-')).length).toBe(before.length - side('-').length);
        expect(rest(before, side('-')).toSorted()).toEqual(rest(after, side('+')).toSorted());
      }),
      { numRuns: 300 },
    );
  });
});
