import { describe, expect, test } from '@jest/globals';
import type { ProposedCommit } from '../../../src/github/proposals/branch.ts';
import { gitIdOf } from '../../../src/run/spec/at-hand.ts';
import { connect, everyPermission, startRepository } from '../../support/github.ts';

const branch = 'aiven-kafka/adopt-prod';
const marker = '<!-- adopt {"v":1,"id":"prod"';
const isOwnMessage = (message: string) => message.endsWith('Adopt: prod');
const text = 'topics: 3 # three\n';

async function repository(as: 'job' | 'app' = 'job') {
  const emulator = await startRepository();
  const { world } = emulator;
  const base = world.commit({ files: { 'kafka/a.yaml': text, 'other.txt': 'o' } });
  const permissions = { ...everyPermission, contents: 'write' } as const;
  const token = as === 'job' ? emulator.jobToken(permissions) : emulator.appToken('drifter', permissions);
  const { github, clock } = connect(emulator, { token });
  const before = new Map([['kafka/a.yaml', gitIdOf(Buffer.from(text), 40)]]);
  return { emulator, world, base, github, clock, before, own: { branch, base, isOwnMessage } };
}

const commits = (...texts: readonly string[]): readonly ProposedCommit[] =>
  texts.map((each) => ({
    message: `Keep ${each.trim()}\n\nAdopt: prod`,
    files: new Map([['kafka/a.yaml', each]]),
  }));

describe('a branch of this action', () => {
  test.each(['job', 'app'] as const)(
    'is made with a commit for each change, and replaced, with the token of a %s',
    async (as) => {
      const { world, github, base, before, own } = await repository(as);
      expect(await github.readOwnBranch(own)).toEqual({ is: 'absent' });
      const wrote = await github.writeBranch({ branch, base, before, commits: commits('a: 1\n', 'a: 2\n') });
      expect(wrote).toEqual({ is: 'written', sha: world.head(branch) });
      expect(world.messagesOf(branch)).toEqual(['Keep a: 1\n\nAdopt: prod', 'Keep a: 2\n\nAdopt: prod']);
      const found = await github.readOwnBranch(own);
      expect(found).toMatchObject({ is: 'own', message: 'Keep a: 2\n\nAdopt: prod' });
      const over = world.head(branch);
      await github.writeBranch({ branch, base, before, over, commits: commits('a: 3\n') });
      expect(world.messagesOf(branch)).toEqual(['Keep a: 3\n\nAdopt: prod']);
      const files = world.checkout(world.head(branch));
      expect([...files.keys()].sort()).toEqual(['README.md', 'kafka/a.yaml', 'other.txt']);
      await github.deleteBranch(branch);
      await github.deleteBranch(branch);
      expect(world.branchHead(branch)).toBeUndefined();
    },
  );

  test('is foreign with a commit of a person or of another program', async () => {
    const { world, github, base, before, own } = await repository();
    await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    const commit = world.commit({
      branch,
      files: { x: 'x' },
      author: 'ada',
      message: 'By hand\n\nAdopt: prod',
    });
    expect(await github.readOwnBranch(own)).toEqual({ is: 'foreign', commit, by: 'ada' });
    world.branch(branch);
    world.commit({ branch, files: { x: 'x' }, author: 'renovate[bot]' });
    expect(await github.readOwnBranch(own)).toMatchObject({ is: 'foreign', by: 'renovate[bot]' });
  });

  test('is foreign with a commit that somebody amended, which keeps its author', async () => {
    const { world, github, base, before, own } = await repository();
    await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    const author = 'github-actions[bot]';
    world.branch(branch);
    const message = commits('a: 1\n')[0]?.message ?? '';
    const files = { 'kafka/a.yaml': 'acls: everything\n' };
    const commit = world.commit({ branch, files, author, committer: 'ada', message });
    expect(await github.readOwnBranch(own)).toEqual({ is: 'foreign', commit, by: 'ada' });
    world.branch(branch);
    world.commit({ branch, files, author, committer: 'web-flow', message });
    expect(await github.readOwnBranch(own)).toMatchObject({ is: 'own', commits: 1 });
  });

  test('is not written over a commit that came while the answer of its writing was lost', async () => {
    const { emulator, world, github, base, before } = await repository();
    await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    const over = world.head(branch);
    let pushed = '';
    emulator.faults.add({
      route: 'git/update-ref',
      matches: () => {
        pushed = world.commit({ branch, files: { x: 'x' }, author: 'ada' });
        return true;
      },
      fault: { kind: 'reset' },
    });
    const wrote = await github.writeBranch({ branch, base, before, over, commits: commits('a: 2\n') });
    expect(wrote).toEqual({ is: 'moved' });
    expect(world.head(branch)).toBe(pushed);
  });

  test('is not written over a commit that came meanwhile, and not from files that are others', async () => {
    const { world, github, base, before } = await repository();
    await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    const over = world.head(branch);
    const pushed = world.commit({ branch, files: { x: 'x' }, author: 'ada' });
    const again = { branch, base, before, over, commits: commits('a: 2\n') };
    expect(await github.writeBranch(again)).toEqual({ is: 'moved' });
    expect(world.head(branch)).toBe(pushed);
    const later = world.commit({ files: { 'kafka/a.yaml': 'changed\n' } });
    expect(await github.writeBranch({ ...again, base: later, over: pushed })).toEqual({
      is: 'other-files',
      path: 'kafka/a.yaml',
    });
  });

  test('is there once although the answer to its making is lost', async () => {
    const { emulator, world, github, base, before } = await repository();
    emulator.faults.add({ route: 'git/create-ref', fault: { kind: 'reset-after-effect' } });
    const wrote = await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    expect(wrote).toEqual({ is: 'written', sha: world.head(branch) });
  });
});

describe('the pull request from it', () => {
  const key = { branch, base: 'main', marker };
  const said = { title: 'Keep what is live', body: `${marker},"digest":"d"} -->\nWhy` };

  test('is opened, found by its branch, updated, closed with a reason', async () => {
    const { world, github, base, before } = await repository();
    await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    expect(await github.proposals(key)).toEqual([]);
    const opened = await github.openProposal({ ...key, ...said });
    expect(opened).toMatchObject({ is: 'opened', proposal: { isOwn: true, fields: { digest: 'd' } } });
    const [found] = await github.proposals(key);
    expect(found).toMatchObject({ state: 'open', isOwn: true, title: said.title });
    const number = found?.number ?? 0;
    await github.updateProposal({ number, title: 'Keep more' });
    await github.closeProposal({ number, comment: 'Gone.' });
    expect(world.issue(number)).toMatchObject({ title: 'Keep more', state: 'closed' });
    expect(world.comments(number).map(({ body }) => body)).toEqual(['Gone.']);
  });

  test('by a person is theirs, and a repository may forbid one by a job', async () => {
    const { world, github, base, before } = await repository();
    await github.writeBranch({ branch, base, before, commits: commits('a: 1\n') });
    world.letActionsOpenPullRequests(false);
    expect(await github.openProposal({ ...key, ...said })).toEqual({ is: 'forbidden' });
    world.openPullRequest({ head: branch, author: 'ada' });
    expect(await github.proposals(key)).toMatchObject([{ state: 'open', isOwn: false }]);
  });
});

test('whether the token may write contents is asked with a request that can do nothing', async () => {
  const emulator = await startRepository();
  for (const [contents, state] of [
    ['read', 'missing'],
    ['write', 'granted'],
  ] as const) {
    const token = emulator.jobToken({ ...everyPermission, contents });
    const { github } = connect(emulator, { token });
    const asked = { permissions: ['contents: write'] as const, ref: emulator.world.head() };
    expect(await github.askPermissions(asked)).toEqual([{ permission: 'contents: write', state }]);
  }
});
