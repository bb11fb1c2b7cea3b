import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { GitHubEmulator } from '../../../sandbox/github/start-github.ts';
import { type Answer, call, everyPermission, startRepository } from '../../support/github.ts';
import { testClock } from '../../support/test-clock.ts';

async function reader(): Promise<{ emulator: GitHubEmulator; get: (path: string) => Promise<Answer> }> {
  const emulator = await startRepository({ clock: testClock() });
  const token = emulator.jobToken(everyPermission);
  return { emulator, get: (path) => call(emulator, token, 'GET', path) };
}

const numbers = (answer: Answer) => answer.listAt().map((pull) => pull.at('number'));

describe('contents', () => {
  test('blobs and trees have the ids that git gives them', async () => {
    const { emulator, get } = await reader();
    emulator.world.commit({ files: { 'b.txt': 'b\n', 'dir/c.txt': 'c\n', 'dir.txt': 'd\n' } });
    const tree = await get('/{repo}/git/trees/main');
    const directory = mkdtempSync(join(tmpdir(), 'tree-'));
    try {
      const git = (...args: string[]) =>
        execFileSync('git', args, { cwd: directory, encoding: 'utf8' }).trim();
      git('init', '-q');
      git('-c', 'core.autocrlf=false', 'config', 'core.autocrlf', 'false');
      writeFileSync(join(directory, 'README.md'), 'Hello\n');
      writeFileSync(join(directory, 'b.txt'), 'b\n');
      writeFileSync(join(directory, 'dir.txt'), 'd\n');
      execFileSync('mkdir', ['dir'], { cwd: directory });
      writeFileSync(join(directory, 'dir', 'c.txt'), 'c\n');
      git('add', '.');
      expect(tree.at('sha')).toBe(git('write-tree'));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('a tree is shown recursively on request, and cut when it is too long', async () => {
    const { emulator, get } = await reader();
    emulator.world.commit({ files: { 'kafka/a.yaml': 'a', 'kafka/deep/b.yaml': 'b', link: { link: 'a' } } });
    const paths = (answer: Answer) => answer.listAt('tree').map((entry) => entry.at('path'));
    expect(paths(await get('/{repo}/git/trees/main'))).toEqual(['README.md', 'kafka', 'link']);
    const whole = await get('/{repo}/git/trees/main?recursive=1');
    expect(paths(whole)).toEqual([
      'README.md',
      'kafka',
      'kafka/a.yaml',
      'kafka/deep',
      'kafka/deep/b.yaml',
      'link',
    ]);
    expect(whole.at('truncated')).toBe(false);
    emulator.world.setTreeLimit(2);
    expect((await get('/{repo}/git/trees/main?recursive=1')).body).toMatchObject({ truncated: true });
  });

  test('a file comes with its content up to 1 MiB, above it through its blob', async () => {
    const { emulator, get } = await reader();
    const large = 'x'.repeat(1024 * 1024 + 1);
    emulator.world.commit({ files: { 'dir/small.txt': 'é\n', large, link: { link: 'dir/small.txt' } } });
    const small = await get('/{repo}/contents/dir/small.txt?ref=main');
    expect(Buffer.from(small.textAt('content'), 'base64').toString()).toBe('é\n');
    expect((await get('/{repo}/contents/dir%2Fsmall.txt')).at('sha')).toBe(small.at('sha'));
    const cut = await get('/{repo}/contents/large');
    expect(cut.body).toMatchObject({ content: '', encoding: 'none', size: large.length });
    const blob = await get(`/{repo}/git/blobs/${cut.at('sha')}`);
    expect(Buffer.from(blob.textAt('content'), 'base64').toString()).toBe(large);
    expect((await get('/{repo}/contents/dir')).body).toMatchObject([{ type: 'file', name: 'small.txt' }]);
    expect((await get('/{repo}/contents/link')).body).toMatchObject({
      type: 'symlink',
      target: 'dir/small.txt',
    });
    expect((await get('/{repo}/contents/none')).status).toBe(404);
  });

  test('branches are found by name and by ref', async () => {
    const { emulator, get } = await reader();
    const sha = emulator.world.commit({ branch: 'feature/one', files: { a: 'a' } });
    expect((await get('/{repo}/git/ref/heads/feature/one')).at('object', 'sha')).toBe(sha);
    expect((await get('/{repo}/git/ref/heads%2Ffeature%2Fone')).at('object', 'sha')).toBe(sha);
    expect((await get('/{repo}/branches/feature%2Fone')).at('commit', 'sha')).toBe(sha);
    expect((await get('/{repo}/branches/none')).status).toBe(404);
    expect((await get('/{repo}/git/ref/heads/none')).status).toBe(404);
    expect((await get('/{repo}')).body).toMatchObject({ default_branch: 'main', private: true });
  });
});

describe('comparing commits', () => {
  test('lists what head has and base has not, oldest first, in pages', async () => {
    const { emulator, get } = await reader();
    const base = emulator.world.head();
    const commits = Array.from({ length: 5 }, (_, index) =>
      emulator.world.commit({ files: { [`file-${index}`]: 'x' } }),
    );
    const whole = await get(`/{repo}/compare/${base}...main`);
    expect(whole.body).toMatchObject({ status: 'ahead', ahead_by: 5, behind_by: 0, total_commits: 5 });
    const shas = (answer: Answer) => answer.listAt('commits').map((commit) => commit.at('sha'));
    expect(shas(whole)).toEqual(commits);
    const second = await get(`/{repo}/compare/${base}...main?per_page=2&page=2`);
    expect(shas(second)).toEqual(commits.slice(2, 4));
    expect(second.at('files')).toBeUndefined();
  });

  test('tells a branch that was moved by force', async () => {
    const { emulator, get } = await reader();
    const base = emulator.world.head();
    const lost = emulator.world.commit({ files: { a: 'a' } });
    emulator.world.branch('main', { at: base });
    emulator.world.commit({ files: { b: 'b' } });
    expect((await get(`/{repo}/compare/${lost}...main`)).body).toMatchObject({
      status: 'diverged',
      ahead_by: 1,
      behind_by: 1,
      merge_base_commit: { sha: base },
    });
    expect((await get(`/{repo}/compare/main...${base}`)).at('status')).toBe('behind');
    expect((await get('/{repo}/compare/main...main')).at('status')).toBe('identical');
    expect((await get(`/{repo}/compare/${'0'.repeat(40)}...main`)).status).toBe(404);
  });
});

describe('pull requests', () => {
  test.each([
    ['merge', 2],
    ['squash', 1],
    ['rebase', 1],
  ] as const)('merged by %s', async (method, parents) => {
    const { emulator, get } = await reader();
    const { world } = emulator;
    world.commit({ branch: 'topic', files: { 'a.yaml': 'a' } });
    const head = world.commit({ branch: 'topic', files: { 'b.yaml': 'b' } });
    const number = world.openPullRequest({ head: 'topic', labels: ['kafka'] });
    world.commit({ files: { 'other.yaml': 'o' } });
    const sha = world.merge(number, { method, by: 'ada' });
    expect(sha).not.toBe(head);
    expect(world.head()).toBe(sha);
    expect((await get(`/{repo}/commits/${sha}`)).at('parents')).toHaveLength(parents);
    const pull = await get(`/{repo}/pulls/${number}`);
    expect(pull.body).toMatchObject({
      state: 'closed',
      merged: true,
      merge_commit_sha: sha,
      merged_by: { login: 'ada' },
      head: { sha: head, ref: 'topic' },
      base: { ref: 'main' },
      labels: [{ name: 'kafka' }],
    });
    for (const path of ['a.yaml', 'b.yaml', 'other.yaml']) {
      expect((await get(`/{repo}/contents/${path}`)).status).toBe(200);
    }
    expect(numbers(await get(`/{repo}/commits/${sha}/pulls`))).toEqual([number]);
    expect(numbers(await get(`/{repo}/commits/${head}/pulls`))).toEqual([number]);
  });

  test('every commit of a rebase belongs to its pull request', async () => {
    const { emulator, get } = await reader();
    const { world } = emulator;
    const base = world.head();
    for (const name of ['a', 'b']) world.commit({ branch: 'topic', files: { [name]: name } });
    const number = world.openPullRequest({ head: 'topic' });
    world.merge(number, { method: 'rebase' });
    const compared = await get(`/{repo}/compare/${base}...main`);
    expect(compared.at('total_commits')).toBe(2);
    for (const commit of compared.listAt('commits')) {
      expect(numbers(await get(`/{repo}/commits/${commit.at('sha')}/pulls`))).toEqual([number]);
    }
  });

  test('a direct push has none, and the index can lag', async () => {
    const { emulator, get } = await reader();
    const { world } = emulator;
    const direct = world.commit({ files: { a: 'a' } });
    expect((await get(`/{repo}/commits/${direct}/pulls`)).body).toEqual([]);
    world.commit({ branch: 'topic', files: { b: 'b' } });
    const number = world.openPullRequest({ head: 'topic' });
    const merged = world.merge(number);
    world.setLag({ commitPulls: 1 });
    expect((await get(`/{repo}/commits/${merged}/pulls`)).body).toEqual([]);
    expect(numbers(await get(`/{repo}/commits/${merged}/pulls`))).toEqual([number]);
  });

  test('an open one has a test merge unless there is a conflict', async () => {
    const { emulator, get } = await reader();
    const { world } = emulator;
    const head = world.commit({ branch: 'topic', files: { a: 'from topic' } });
    const number = world.openPullRequest({ head: 'topic' });
    const before = await get(`/{repo}/pulls/${number}`);
    expect(before.body).toMatchObject({ mergeable: true, merged: false });
    const merge = await get(`/{repo}/commits/${before.at('merge_commit_sha')}`);
    expect(merge.listAt('parents').map((parent) => parent.at('sha'))).toEqual([world.head(), head]);
    world.commit({ files: { a: 'from main' } });
    expect((await get(`/{repo}/pulls/${number}`)).body).toMatchObject({
      mergeable: false,
      merge_commit_sha: null,
    });
  });

  test('one from a fork names the fork, and its commits can be read', async () => {
    const { emulator, get } = await reader();
    const head = emulator.world.commit({ branch: 'patch-1', fork: 'mallory', files: { a: 'a' } });
    const number = emulator.world.openPullRequest({ head: 'patch-1', fork: 'mallory', author: 'mallory' });
    expect((await get(`/{repo}/pulls/${number}`)).body).toMatchObject({
      user: { login: 'mallory' },
      head: { sha: head, label: 'mallory:patch-1', repo: { full_name: 'mallory/kafka', fork: true } },
      base: { repo: { full_name: 'acme/kafka' } },
    });
    expect((await get(`/{repo}/git/trees/${head}`)).status).toBe(200);
    expect((await get('/{repo}/branches/patch-1')).status).toBe(404);
    expect(numbers(await get('/{repo}/pulls?head=mallory:patch-1'))).toEqual([number]);
    emulator.world.closeIssue(number, { by: 'octocat' });
    expect(numbers(await get('/{repo}/pulls'))).toEqual([]);
    expect(numbers(await get('/{repo}/pulls?state=all'))).toEqual([number]);
  });
});

test('equal worlds at equal times have equal ids', async () => {
  const build = async () => {
    const { emulator, get } = await reader();
    const issue = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    const comment = emulator.world.comment({ issue, author: 'octocat', body: 'x' });
    return { sha: emulator.world.head(), comment, repository: (await get('/{repo}')).at('id') };
  };
  expect(await build()).toEqual(await build());
});
