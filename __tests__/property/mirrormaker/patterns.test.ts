import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTopicPattern } from '../../../src/mirrormaker/patterns.ts';

const piece = fc.constantFrom(
  'a',
  'b',
  '\\.',
  '.',
  '.*',
  '-',
  '(a|b)',
  '(?:a|b\\.)?',
  '[ab]',
  '[^a]',
  'a{2}',
  'b+',
  '|',
  '\\d',
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''));
const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', '1'), minLength: 1, maxLength: 6 });

test('matching is that of regular expressions on the whole name', () => {
  fc.assert(
    fc.property(pattern, name, (text, topic) => {
      const read = readTopicPattern(text);
      fc.pre(read.kind !== 'not-evaluable');
      expect(read.matches(topic)).toBe(new RegExp(`^(?:${text})$`).test(topic));
    }),
    { numRuns: 2000 },
  );
});

test('what is said in names and prefixes is true: all of it when exact, a part when open', () => {
  fc.assert(
    fc.property(pattern, name, (text, topic) => {
      const read = readTopicPattern(text);
      fc.pre(read.kind === 'exact' || read.kind === 'open');
      const matches = new RegExp(`^(?:${text})$`).test(topic);
      const { names, prefixes } = read.kind === 'exact' ? read : read.certain;
      const said = names.includes(topic) || prefixes.some((prefix) => topic.startsWith(prefix));
      if (read.kind === 'exact') expect(said).toBe(matches);
      else if (said) expect(matches).toBe(true);
      if (read.kind === 'open' && matches) expect(topic.startsWith(read.head)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) =>
      ['exact', 'everything', 'open', 'not-evaluable'].includes(readTopicPattern(text).kind),
    ),
  );
});
