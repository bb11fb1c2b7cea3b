import { describe, expect, test } from '@jest/globals';
import type { GitHub } from '../../../src/github/github.ts';
import type { CommitRange } from '../../../src/github/pull-requests.ts';
import { connect, startRepository } from '../../support/github.ts';

async function repository() {
  const emulator = await startRepository();
  return { world: emulator.world, emulator, base: emulator.world.head(), ...connect(emulator) };
}

describe('a pull request', () => {
  test('is read by number, with its labels and both sides', async () => {
    const { world, base, github } = await repository();
    const head = world.commit({ branch: 'topic', files: { a: 'a' } });
    const number = world.openPullRequest({ head: 'topic', labels: ['kafka:allow-delete'], author: 'ada' });
    expect(await github.pullRequest(number)).toMatchObject({
      number,
      author: 'ada',
      state: 'open',
      labels: ['kafka:allow-delete'],
      head: { sha: head, ref: 'topic', fullName: 'acme/kafka' },
      base: { sha: base, ref: 'main' },
      fromFork: false,
      mergedAt: undefined,
      mergeCommitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  test('from a fork says so', async () => {
    const { world, github } = await repository();
    world.commit({ branch: 'main', fork: 'mallory', files: { a: 'a' } });
    const number = world.openPullRequest({ head: 'main', fork: 'mallory' });
    expect(await github.pullRequest(number)).toMatchObject({
      fromFork: true,
      head: { fullName: 'mallory/kafka' },
    });
  });

  test('that is not there is not found', async () => {
    const { github } = await repository();
    await expect(github.pullRequest(77)).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });
});

/** All of it, with what GitHub tells late. */
async function told(
  github: GitHub,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<CommitRange> {
  const range = await github.pullRequestsOfRange({ base, head, branch: 'main' });
  return github.pullRequestsToldLate(range, 'main');
}

describe('the pull requests of a range', () => {
  test.each(['merge', 'squash', 'rebase'] as const)('merged by %s are each there once', async (method) => {
    const { world, base, github } = await repository();
    const numbers = ['one', 'two'].map((name) => {
      for (const part of ['a', 'b']) world.commit({ branch: name, files: { [`${name}-${part}`]: part } });
      const number = world.openPullRequest({ head: name });
      world.merge(number, { method });
      return number;
    });
    const range = await github.pullRequestsOfRange({ base, head: world.head(), branch: 'main' });
    expect(range).toMatchObject({ status: 'ahead', direct: [] });
    expect(range.pullRequests.map(({ number }) => number)).toEqual(numbers);
    expect(range.commits[0]).toBe(world.head());
    expect(range.commits).toHaveLength(method === 'rebase' ? 4 : 2);
  });

  test('name commits that came without one, newest first', async () => {
    const { world, base, github } = await repository();
    const first = world.commit({ files: { a: 'a' } });
    world.commit({ branch: 'topic', files: { b: 'b' } });
    const number = world.openPullRequest({ head: 'topic' });
    world.merge(number, { method: 'squash' });
    const last = world.commit({ files: { c: 'c' } });
    const range = await told(github, { base, head: last });
    expect(range.direct).toEqual([last, first]);
    expect(range.pullRequests.map((pull) => pull.number)).toEqual([number]);
  });

  test('leave out one that was merged into another branch, and keep the one that carried it', async () => {
    const { world, base, github } = await repository();
    world.commit({ branch: 'feature', files: { f: 'f' } });
    world.branch('stacked', { at: world.head('feature') });
    world.commit({ branch: 'stacked', files: { s: 's' } });
    const stacked = world.openPullRequest({ head: 'stacked', base: 'feature' });
    world.merge(stacked);
    const carrier = world.openPullRequest({ head: 'feature' });
    world.merge(carrier);
    const range = await github.pullRequestsOfRange({ base, head: world.head(), branch: 'main' });
    expect(range.pullRequests.map(({ number }) => number)).toEqual([carrier]);
    expect(range.direct).toEqual([]);
  });

  test('are asked for again while the index lags behind', async () => {
    const { world, base, github, clock } = await repository();
    for (const part of ['a', 'b']) world.commit({ branch: 'topic', files: { [part]: part } });
    const number = world.openPullRequest({ head: 'topic' });
    world.merge(number, { method: 'rebase' });
    world.setLag({ commitPulls: 2 });
    const range = await told(github, { base, head: world.head() });
    expect(range.pullRequests.map((pull) => pull.number)).toEqual([number]);
    expect(range.direct).toEqual([]);
    expect(clock.slept).toEqual([2000, 5000]);
  });

  test.each([
    { meanwhileMs: 0, asked: 3, slept: [2000, 5000] },
    { meanwhileMs: 1_500, asked: 3, slept: [500, 5000] },
    { meanwhileMs: 4_000, asked: 3, slept: [3000] },
    { meanwhileMs: 60_000, asked: 2, slept: [] },
  ])(
    'are waited for with the time since the first question counted: $meanwhileMs ms',
    async ({ meanwhileMs, asked, slept }) => {
      const { world, emulator, base, github, clock } = await repository();
      const direct = world.commit({ files: { a: 'a' } });
      const soon = await github.pullRequestsOfRange({ base, head: direct, branch: 'main' });
      expect(soon).toMatchObject({ direct: [], pullRequests: [], unclear: { shas: [direct] } });
      await clock.sleep(meanwhileMs);
      const range = await github.pullRequestsToldLate(soon, 'main');
      expect(range).toMatchObject({ direct: [direct], unclear: undefined });
      expect(clock.slept.slice(1)).toEqual(slept);
      const route = 'repos/list-pull-requests-associated-with-commit';
      expect(emulator.log.counts().get(route)).toBe(asked);
    },
  );

  test('that rebased more commits than are asked for leave the rest untold: they are not direct', async () => {
    const { world, base, github } = await repository();
    for (let index = 0; index < 75; index++) world.commit({ branch: 'topic', files: { a: `${index}` } });
    const number = world.openPullRequest({ head: 'topic' });
    world.merge(number, { method: 'rebase' });
    const range = await told(github, { base, head: world.head() });
    expect(range.pullRequests.map((pull) => pull.number)).toEqual([number]);
    expect(range.direct).toEqual([]);
  });

  test('cost two requests when a merge made each commit, however many they hold', async () => {
    const { world, emulator, base, github } = await repository();
    for (const name of ['one', 'two', 'three']) {
      for (let index = 0; index < 10; index++) world.commit({ branch: name, files: { [name]: `${index}` } });
      world.merge(world.openPullRequest({ head: name }), { method: name === 'two' ? 'squash' : 'merge' });
    }
    const range = await github.pullRequestsOfRange({ base, head: world.head(), branch: 'main' });
    expect(range.pullRequests.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(range.files).toEqual(['one', 'three', 'two']);
    expect(emulator.log.requests).toHaveLength(2);
    expect(range.recent).toEqual(await github.recentlyMerged({ branch: 'main', maxCount: 100 }));
  });

  test('are read over several pages of commits', async () => {
    const { world, emulator, base, github } = await repository();
    for (let index = 0; index < 120; index++) world.commit({ branch: 'topic', files: { a: `${index}` } });
    const number = world.openPullRequest({ head: 'topic' });
    world.merge(number);
    const range = await github.pullRequestsOfRange({ base, head: world.head(), branch: 'main' });
    expect(range.pullRequests.map((pull) => pull.number)).toEqual([number]);
    expect(emulator.log.counts().get('repos/compare-commits-with-basehead')).toBe(2);
  });

  test('say when the branch was moved by force, and when there is nothing', async () => {
    const { world, base, github } = await repository();
    const lost = world.commit({ files: { a: 'a' } });
    world.branch('main', { at: base });
    const head = world.commit({ files: { b: 'b' } });
    expect(await told(github, { base: lost, head })).toMatchObject({
      status: 'diverged',
      direct: [head],
    });
    expect(await github.pullRequestsOfRange({ base: head, head, branch: 'main' })).toEqual({
      status: 'identical',
      commits: [],
      pullRequests: [],
      direct: [],
      files: [],
    });
    const nowhere = '0'.repeat(40);
    await expect(github.pullRequestsOfRange({ base: nowhere, head, branch: 'main' })).rejects.toMatchObject({
      failure: { kind: 'not-found' },
    });
  });
});

test('merged ones are listed newest first, and whether one is in a history is told by its commit', async () => {
  const { world, github } = await repository();
  const merged = ['one', 'two'].map((name) => {
    world.commit({ branch: name, files: { [name]: name } });
    return world.openPullRequest({ head: name });
  });
  const [first = '', second = ''] = merged.map((number) => world.merge(number));
  world.commit({ branch: 'open', files: { open: 'open' } });
  world.openPullRequest({ head: 'open' });
  const listed = await github.recentlyMerged({ branch: 'main', maxCount: 5 });
  expect(listed.map(({ mergeCommitSha }) => mergeCommitSha).sort()).toEqual([first, second].sort());
  expect(await github.isAncestor({ sha: first, head: second })).toBe(true);
  expect(await github.isAncestor({ sha: second, head: first })).toBe(false);
  expect(await github.isAncestor({ sha: '0'.repeat(40), head: second })).toBe(false);
});

test('the head of the default branch moves with it', async () => {
  const { world, github } = await repository();
  expect(await github.defaultBranch()).toEqual({ name: 'main', sha: world.head() });
  const sha = world.commit({ branch: 'feature/one', files: { a: 'a' } });
  expect(await github.headOfBranch('feature/one')).toBe(sha);
  await expect(github.headOfBranch('gone')).rejects.toMatchObject({ failure: { kind: 'not-found' } });
});
