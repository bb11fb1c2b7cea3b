import { describe, expect, test } from '@jest/globals';
import { defaultBranchSpec } from '../../../../src/cli/clone/default-branch.ts';
import { contentsOf, filesOf } from '../../../../src/cli/clone/git-objects.ts';
import { gitEnvironment, gitPrefix } from '../../../../src/cli/clone/git-safety.ts';
import type { GitAnswer } from '../../../../src/cli/ports.ts';

const [one, other] = ['1'.repeat(40), '2'.repeat(40)];
const answering = (text: string) => async (): Promise<GitAnswer> => ({ ok: true, bytes: Buffer.from(text) });
const failing = async (): Promise<GitAnswer> => ({ ok: false, because: 'there is no git to ask' });

describe('git is called so that it only answers', () => {
  test('without secrets, and without what points it elsewhere', () => {
    const env = gitEnvironment({
      PATH: '/usr/bin',
      HOME: '/home/me',
      AIVEN_TOKEN: 'secret',
      KAFKA_SECRET_A: 'secret',
      GIT_DIR: '/else/.git',
      GIT_CONFIG_COUNT: '1',
      GIT_SSH_COMMAND: 'steal',
      SSH_AUTH_SOCK: '/run/agent',
    });
    expect(Object.keys(env).sort()).toEqual([
      'GIT_NO_LAZY_FETCH',
      'GIT_NO_REPLACE_OBJECTS',
      'GIT_OPTIONAL_LOCKS',
      'GIT_TERMINAL_PROMPT',
      'HOME',
      'LC_ALL',
      'PATH',
    ]);
  });

  test('without programs of the clone, and without a way to another machine', () => {
    expect(gitPrefix.join(' ')).toBe(
      '--no-pager -c core.fsmonitor=false -c core.hooksPath=/dev/null -c protocol.allow=never',
    );
  });
});

describe('files of a commit', () => {
  test('regular ones, whatever their names', async () => {
    const rows = [
      `100644 blob ${one}\tkafka/prod.yaml`,
      `100755 blob ${one}\todd\n"name\t.yaml`,
      `120000 blob ${other}\tlink.yaml`,
      `160000 commit ${other}\tsubmodule`,
    ];
    expect(await filesOf(answering(`${rows.join('\0')}\0`), one)).toEqual({
      state: 'known',
      value: [
        { path: 'kafka/prod.yaml', object: one },
        { path: 'odd\n"name\t.yaml', object: one },
      ],
    });
  });

  test('their bytes, also empty ones and such with line ends', async () => {
    const files = [
      { path: 'a', object: one },
      { path: 'b', object: other },
      { path: 'c', object: one },
    ];
    const answer = `${one} blob 4\na\n\nb\n${other} blob 0\n\n${one} blob 4\na\n\nb\n`;
    const read = await contentsOf(answering(answer), files);
    const texts = read.state === 'known' ? [...read.value].map(([path, bytes]) => [path, String(bytes)]) : [];
    expect(texts).toEqual([
      ['a', 'a\n\nb'],
      ['b', ''],
      ['c', 'a\n\nb'],
    ]);
  });

  test.each([
    ['missing', `${one} missing\n`],
    ['of another kind', `${one} tree 3\nabc\n`],
    ['another object', `${other} blob 1\na\n`],
    ['cut', `${one} blob 10\nabc`],
    ['nothing', ''],
  ])('%s is unknown, not empty', async (_, answer) => {
    expect(await contentsOf(answering(answer), [{ path: 'a', object: one }])).toMatchObject({
      state: 'unknown',
    });
  });
});

test('where git cannot be asked, nothing is known of the default branch', async () => {
  const place = { isClone: true, patterns: ['kafka'] };
  expect(await defaultBranchSpec({ git: failing }, place)).toEqual({
    state: 'unknown',
    branch: 'the default branch',
    because: 'there is no git to ask',
  });
});

describe('the remote', () => {
  const place = { isClone: true, patterns: ['kafka'] };
  const remotes =
    (names: string) =>
    async (words: readonly string[]): Promise<GitAnswer> =>
      words[0] === 'remote'
        ? { ok: true, bytes: Buffer.from(names) }
        : { ok: false, because: `no ${words.at(-1)}` };

  test.each([
    ['', 'the clone has no remote'],
    ['mine\nupstream\n', 'the clone has several remotes and none is called origin'],
    ['upstream\n', 'which branch is the default of upstream'],
    ['mine\norigin\n', 'which branch is the default of origin'],
  ])('%j: %s', async (names, because) => {
    const found = await defaultBranchSpec({ git: remotes(names) }, place);
    expect(found).toMatchObject({ state: 'unknown', because: expect.stringContaining(because) });
  });
});
