import { describe, expect, test } from '@jest/globals';
import { newReport } from '../../../src/spec/rules/report.ts';
import type { TextRange } from '../../../src/spec/syntax/source-text.ts';
import { guardText } from '../../../src/spec/yaml/guard.ts';
import { parseYaml } from '../../../src/spec/yaml/parse.ts';
import type { SourceNode } from '../../../src/spec/yaml/source-node.ts';

/** Everything that has a place in the text, as the characters from its beginning to its end. */
function written(text: string): readonly string[] {
  const report = newReport();
  const source = guardText('spec.yaml', Buffer.from(text), report);
  const root = source && parseYaml(source, report);
  if (root === undefined) throw new Error(JSON.stringify(report.findings));
  return entriesOf(root).concat(rangeOf(root));
}

function entriesOf(node: SourceNode): string[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item) => [rangeOf(item), ...entriesOf(item)]);
  return [...node.entries.values()].flatMap((entry) => [
    `${rangeOf(entry)} → ${rangeOf(entry.value)}`,
    ...entriesOf(entry.value),
  ]);
}

function rangeOf({ source, start, end }: TextRange): string {
  return source.text.slice(start, end);
}

describe('the range of each key and value is what is written there', () => {
  test.each([
    ['plain', 'a: 12 # why\n', ['a → 12', 'a: 12']],
    ['quoted', `"a": 'it''s' # why\n`, [`"a" → 'it''s'`, `"a": 'it''s'`]],
    [
      'in braces',
      '{ a: [ 1 , b ] , c : {} }\n',
      ['a → [ 1 , b ]', '1', 'b', 'c → {}', '{ a: [ 1 , b ] , c : {} }'],
    ],
    [
      'brackets over lines',
      'a: [\n  1, # one\n  2,\n ]\n',
      ['a → [\n  1, # one\n  2,\n ]', '1', '2', 'a: [\n  1, # one\n  2,\n ]'],
    ],
    [
      'a bracket that is closed below its key',
      'a: [ # one\n  1, # two\n  # three\n]\nb:\n  c: [{\n    d: 2\n}, {}\n  ]\n',
      [
        'a → [ # one\n  1, # two\n  # three\n]',
        '1',
        'b → c: [{\n    d: 2\n}, {}\n  ]',
        'c → [{\n    d: 2\n}, {}\n  ]',
        '{\n    d: 2\n}',
        'd → 2',
        '{}',
        'a: [ # one\n  1, # two\n  # three\n]\nb:\n  c: [{\n    d: 2\n}, {}\n  ]',
      ],
    ],
    [
      'tabs between values',
      'a:\n  b:\t{\tc: d\te,\t}\t# f\n',
      ['a → b:\t{\tc: d\te,\t}', 'b → {\tc: d\te,\t}', 'c → d\te', 'a:\n  b:\t{\tc: d\te,\t}'],
    ],
    [
      'a tab before a bracket that is closed below',
      'a: [1,\t# b\t\n\t]\nc: [\t\n]\n',
      ['a → [1,\t# b\t\n\t]', '1', 'c → [\t\n]', 'a: [1,\t# b\t\n\t]\nc: [\t\n]'],
    ],
    [
      'a list of maps',
      'a:\n  - b: 1\n    c: 2\n  - d\n',
      [
        'a → - b: 1\n    c: 2\n  - d',
        'b: 1\n    c: 2',
        'b → 1',
        'c → 2',
        'd',
        'a:\n  - b: 1\n    c: 2\n  - d',
      ],
    ],
    ['nothing', 'a:\nb: {c, d: }\n', ['a → ', 'b → {c, d: }', 'c → ', 'd → ', 'a:\nb: {c, d: }']],
    [
      'text over lines',
      'a: | # why\n  one\n  two\nb: 1\n',
      ['a → | # why\n  one\n  two\n', 'b → 1', 'a: | # why\n  one\n  two\nb: 1'],
    ],
    ['a plain value over lines', 'a: one\n  two # three\n', ['a → one\n  two', 'a: one\n  two']],
    [
      'a pair in a list',
      'a: [b: 1, {c: 2}]\n',
      ['a → [b: 1, {c: 2}]', 'b: 1', 'b → 1', '{c: 2}', 'c → 2', 'a: [b: 1, {c: 2}]'],
    ],
    ['an item that is empty', 'a:\n  -\n  - 1\n', ['a → -\n  - 1', '-', '1', 'a:\n  -\n  - 1']],
    ['behind a marker', '# one\n--- # two\na: 1\n...\n# three\n', ['a → 1', 'a: 1']],
    [
      'signs in comments',
      'a: # ? [ { ,\n  [ # ]\n    1, # ,\n  ] # :\n',
      ['a → [ # ]\n    1, # ,\n  ]', '1', 'a: # ? [ { ,\n  [ # ]\n    1, # ,\n  ]'],
    ],
    ['a carriage return', 'a: 1\r\nb: [2]\r\n', ['a → 1', 'b → [2]', '2', 'a: 1\r\nb: [2]']],
  ])('%s', (_, text, expected) => {
    expect(written(text)).toEqual(expected);
  });
});

test('the offsets are those of the text behind a byte order mark', () => {
  expect(written('\ufeffa: 1\n')).toEqual(['a → 1', 'a: 1']);
});
