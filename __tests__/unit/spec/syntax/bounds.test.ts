import { expect, test } from '@jest/globals';
import { maxSigns } from '../../../../src/spec/syntax/bounds.ts';
import { loadTexts } from '../../../support/spec-files.ts';

const head = 'version: 1\nname: a\nproject: a\nclusters: { core: { service: core } }\n';

test('a spec that is made of too many parts is refused before it is parsed, at the file that is too much', async () => {
  const half = `removed: [${'a,'.repeat(maxSigns / 2)}`; // the list is not closed, which only who parses it sees
  const { findings } = await loadTexts({ 'a.yaml': head, 'b.yaml': half, 'c.yaml': half });
  expect(findings).toMatchObject([
    {
      code: 'yaml-too-complex',
      position: { file: 'c.yaml' },
      message: expect.stringContaining('more than 1000000'),
    },
  ]);
});

test.each([
  ['commas', 'x: [', 'a,'],
  ['pairs in braces', 'x: {', '"a":1,'],
  ['brackets', 'x: [', '[],'],
  ['keys', '', 'a: 1\n'],
  ['items', 'x:\n', ' - a\n'],
  ['colons', '', 'a:\n'],
])('%s count', async (_, before, part) => {
  const { findings } = await loadTexts({ 'a.yaml': before + part.repeat(maxSigns) });
  expect(findings.map(({ code }) => code)).toEqual(['yaml-too-complex']);
});
