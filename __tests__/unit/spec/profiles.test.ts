import { expect, test } from '@jest/globals';
import { loadTexts } from '../../support/spec-files.ts';

const spec = (profiles: readonly string[]) =>
  [
    'version: 1',
    'name: p',
    'project: x',
    'topic_profiles:',
    ...profiles,
    'clusters: { core: { service: k } }',
  ].join('\n');

test('a chain of ten thousand profiles is followed, and a circle of as many is named in a line', async () => {
  const chain = Array.from({ length: 10_000 }, (_, index) => `  p${index}: { extends: p${index + 1} }`);
  const open = await loadTexts({ 'a.yaml': spec([...chain, '  p10000: { partitions: 3 }']) });
  expect(open.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const circle = await loadTexts({ 'a.yaml': spec([...chain, '  p10000: { extends: p0 }']) });
  expect(circle.findings).toContainEqual(
    expect.objectContaining({
      code: 'profile-cycle',
      message: expect.stringMatching(
        /^profiles extend each other: p0 -> p1 -> .* -> … -> .* -> p10000 -> p0$/,
      ),
    }),
  );
});
