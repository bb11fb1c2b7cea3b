import { describe, expect, test } from '@jest/globals';
import { seenFrom, specPlace } from '../../../../src/cli/clone/spec-files.ts';

const inClone = { isThere: async (path: string) => path === '/home/me/repo/.git' };
const outside = { isThere: async () => false };

describe('paths are read as the folder of the command sees them', () => {
  test.each([
    ['/home/me/repo', [], ['kafka/**/*.{yaml,yml}']],
    ['/home/me/repo/kafka', [], ['kafka/**/*.{yaml,yml}']],
    ['/home/me/repo', ['kafka'], ['kafka']],
    ['/home/me/repo/kafka', ['prod.yaml'], ['kafka/prod.yaml']],
    ['/home/me/repo/kafka', ['../lab/*.yaml', './a.yaml'], ['lab/*.yaml', 'kafka/a.yaml']],
    ['/home/me/repo/kafka', ['..'], ['']],
    ['/home/me/repo/kafka', ['/home/me/repo/x.yaml'], ['x.yaml']],
    ['/home/me/repo', ['../else.yaml'], ['../else.yaml']],
  ])('%s: %p', async (directory, named, patterns) => {
    expect(await specPlace({ directory, ...inClone }, named)).toEqual({
      workspace: '/home/me/repo',
      isClone: true,
      patterns,
    });
  });

  test('without a clone the folder itself is the workspace', async () => {
    expect(await specPlace({ directory: '/home/me/elsewhere', ...outside }, ['a.yaml'])).toEqual({
      workspace: '/home/me/elsewhere',
      isClone: false,
      patterns: ['a.yaml'],
    });
  });
});

test('findings lead to the file from the folder of the command', () => {
  const finding = { code: 'x', severity: 'error', message: 'm' } as const;
  const at = (file: string) => ({ ...finding, position: { file, line: 1, column: 2 } });
  const place = { workspace: '/r' };
  const files = seenFrom('/r/kafka', place, [at('kafka/a.yaml'), at('lab/b.yaml'), at(''), finding]).map(
    ({ position }) => position?.file,
  );
  expect(files).toEqual(['a.yaml', '../lab/b.yaml', '', undefined]);
});
