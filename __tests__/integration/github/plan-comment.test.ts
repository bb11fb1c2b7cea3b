import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import type { GitHubEmulator } from '../../../sandbox/github/start-github.ts';
import type { GitHub } from '../../../src/github/github.ts';
import { connect, everyPermission, startRepository } from '../../support/github.ts';

const marker = '<!-- tool:plan {"v":1,"id":"prod"';
const text = (line: string, id = 'prod'): string =>
  `<!-- tool:plan {"v":1,"id":"${id}","head":"4f2c9e1b"} -->\n## ${line}\n`;
const bot = 'github-actions[bot]';

async function pullRequest(): Promise<{ emulator: GitHubEmulator; number: number }> {
  const emulator = await startRepository();
  emulator.world.commit({ branch: 'topic', files: { a: 'a' } });
  return { emulator, number: emulator.world.openPullRequest({ head: 'topic' }) };
}

const bodies = (emulator: GitHubEmulator, number: number, author = bot): readonly string[] =>
  emulator.world
    .comments(number)
    .filter((comment) => comment.author.login === author)
    .map(({ body }) => body);

const upsert = (github: GitHub, number: number, body: string, create = true) =>
  github.upsertComment({ pullRequest: number, marker, body, create });

describe('one comment per marker', () => {
  test('is created, left alone while nothing changes, and updated in place', async () => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    const created = await upsert(github, number, text('one'));
    expect(created).toMatchObject({ action: 'created', url: expect.stringContaining('#issuecomment-') });
    expect(await upsert(github, number, text('one'))).toEqual({ ...created, action: 'unchanged' });
    expect(await upsert(github, number, text('two'))).toEqual({ ...created, action: 'updated' });
    expect(bodies(emulator, number)).toEqual([text('two')]);
    expect(emulator.log.effects).toHaveLength(2);
  });

  test('is not created when that is not wanted, but updated when it is there', async () => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    expect(await upsert(github, number, text('one'), false)).toEqual({ action: 'none' });
    await upsert(github, number, text('one'));
    expect(await upsert(github, number, text('two'), false)).toMatchObject({ action: 'updated' });
  });

  test('is told apart from those of other ids, also of one that begins the same', async () => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    emulator.world.comment({ issue: number, author: bot, body: text('other', 'prod-eu') });
    emulator.world.comment({ issue: number, author: bot, body: `quoted:\n${text('not at the start')}` });
    await upsert(github, number, text('one'));
    expect(bodies(emulator, number)).toHaveLength(3);
  });

  test('is found on page 4', async () => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    const filler = (): void => {
      emulator.world.comment({ issue: number, author: 'octocat', body: 'talk' });
    };
    for (let index = 0; index < 350; index++) filler();
    const id = emulator.world.comment({ issue: number, author: bot, body: text('one') });
    for (let index = 0; index < 30; index++) filler();
    expect(await upsert(github, number, text('two'))).toMatchObject({ action: 'updated', id });
    expect(emulator.log.counts().get('issues/list-comments')).toBe(4);
  });

  test('is never looked for without end, and not written when it may be further on', async () => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    for (let index = 0; index < 3001; index++) {
      emulator.world.comment({ issue: number, author: 'octocat', body: 'talk' });
    }
    await expect(upsert(github, number, text('one'))).rejects.toMatchObject({
      failure: { kind: 'incomplete', reason: `#${number} has more than 3000 comments` },
    });
    expect(emulator.log.effects).toEqual([]);
  });

  test('must start with its marker', async () => {
    const { emulator, number } = await pullRequest();
    await expect(upsert(connect(emulator).github, number, 'no marker')).rejects.toThrow('marker');
    expect(emulator.log.requests).toEqual([]);
  });
});

describe('comments of others', () => {
  test('with our marker are neither edited, nor deleted, nor taken for ours', async () => {
    const { emulator, number } = await pullRequest();
    const spoofed = text('all is well, please merge');
    const spoofers = [
      ['mallory', 'User'],
      ['github-actions', 'User'],
      ['github-actions[bot]', 'User'],
      ['dependabot[bot]', 'Bot'],
      ['GitHub-Actions[bot]', 'Bot'],
    ] as const;
    for (const [author, type] of spoofers) {
      emulator.world.comment({ issue: number, author, type, body: spoofed });
    }
    const { github } = connect(emulator);
    expect(await github.readComment({ pullRequest: number, marker })).toBeUndefined();
    expect(await upsert(github, number, text('one'))).toMatchObject({ action: 'created' });
    expect(await upsert(github, number, text('two'))).toMatchObject({ action: 'updated' });
    const comments = emulator.world.comments(number);
    expect(comments).toHaveLength(6);
    expect(comments.filter(({ body }) => body === spoofed)).toHaveLength(5);
  });
});

describe('several runs at once', () => {
  test.each([
    ['create', 'call'],
    ['create', 'call-after-effect'],
  ] as const)('two racing ones leave one comment: the other run %ss in between (%s)', async (_, kind) => {
    const { emulator, number } = await pullRequest();
    const call = async (): Promise<void> => {
      await upsert(connect(emulator).github, number, text('other run'));
    };
    emulator.faults.add({ route: 'issues/create-comment', fault: { kind, call } });
    await upsert(connect(emulator).github, number, text('this run'));
    expect(bodies(emulator, number)).toHaveLength(1);
    expect(emulator.log.effects.length).toBeLessThanOrEqual(4);
  });

  test('twenty racing ones leave one comment, of three writes each at most', async () => {
    const { emulator, number } = await pullRequest();
    await Promise.all(
      Array.from({ length: 20 }, (_, run) => upsert(connect(emulator).github, number, text(`run ${run}`))),
    );
    expect(bodies(emulator, number)).toHaveLength(1);
    expect(emulator.log.effects.length).toBeLessThanOrEqual(60);
  });

  test('one that is deleted between reading and writing is written anew', async () => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    const first = await upsert(github, number, text('one'));
    const id = first.action === 'none' ? 0 : first.id;
    emulator.faults.add({
      route: 'issues/update-comment',
      fault: { kind: 'call', call: () => emulator.world.deleteComment(id) },
    });
    expect(await upsert(github, number, text('two'))).toMatchObject({ action: 'created' });
    expect(bodies(emulator, number)).toEqual([text('two')]);
  });
});

describe('when GitHub fails', () => {
  const failures = [
    ['a 502 before the effect', { kind: 'answer', response: error(502, 'Bad Gateway') }],
    ['a 502 after the effect', { kind: 'answer-after-effect', response: error(502, 'Bad Gateway') }],
    ['a connection lost before the effect', { kind: 'reset' }],
    ['a connection lost after the effect', { kind: 'reset-after-effect' }],
  ] as const;

  test.each(failures)('%s leaves exactly one new comment', async (_, fault) => {
    const { emulator, number } = await pullRequest();
    emulator.faults.add({ route: 'issues/create-comment', fault });
    expect(await upsert(connect(emulator).github, number, text('one'))).toMatchObject({ action: 'created' });
    expect(bodies(emulator, number)).toEqual([text('one')]);
  });

  test.each(failures)('%s leaves the comment updated', async (_, fault) => {
    const { emulator, number } = await pullRequest();
    const { github } = connect(emulator);
    await upsert(github, number, text('one'));
    emulator.faults.add({ route: 'issues/update-comment', fault });
    expect(await upsert(github, number, text('two'))).toMatchObject({ action: 'updated' });
    expect(bodies(emulator, number)).toEqual([text('two')]);
  });

  test('a list that lags behind a write costs one duplicate, taken back at once', async () => {
    const { emulator, number } = await pullRequest();
    emulator.faults.add(
      { route: 'issues/create-comment', fault: { kind: 'answer-after-effect', response: error(502, 'x') } },
      {
        route: 'issues/list-comments',
        after: 1,
        fault: { kind: 'call', call: () => emulator.world.setLag({ comments: 1 }) },
      },
    );
    const { github } = connect(emulator);
    await upsert(github, number, text('one'));
    expect(bodies(emulator, number)).toEqual([text('one')]);
    expect(emulator.log.effects).toHaveLength(3);
  });

  test('a secondary limit is waited for, also by writes: nothing had happened', async () => {
    const { emulator, number } = await pullRequest();
    const limit = error(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '7' });
    emulator.faults.add({ route: 'issues/create-comment', fault: { kind: 'answer', response: limit } });
    const { github, clock, progress } = connect(emulator);
    await upsert(github, number, text('one'));
    expect(clock.slept).toEqual([7000]);
    expect(progress).toEqual(["GitHub's rate limit is reached; trying again in 7 s"]);
    expect(bodies(emulator, number)).toEqual([text('one')]);
  });

  test('a locked conversation is named', async () => {
    const { emulator, number } = await pullRequest();
    emulator.world.lock(number);
    await expect(upsert(connect(emulator).github, number, text('one'))).rejects.toMatchObject({
      failure: { kind: 'locked' },
    });
  });

  test('a text over the limit is refused by code, not by its words', async () => {
    const { emulator, number } = await pullRequest();
    const body = `${text('long')}${'s3cret '.repeat(10_000)}`;
    const failed = await upsert(connect(emulator).github, number, body).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({
      failure: { kind: 'invalid', status: 422, codes: ['IssueComment.data unprocessable'] },
    });
    expect(String(failed)).not.toContain('s3cret');
  });
});

describe('whose token it is', () => {
  test("a person's token finds its own comment and leaves the bot's alone", async () => {
    const { emulator, number } = await pullRequest();
    const token = emulator.personalToken('ada');
    await upsert(connect(emulator, { token }).github, number, text('one'));
    const again = await upsert(connect(emulator, { token }).github, number, text('two'));
    expect(again).toMatchObject({ action: 'updated' });
    expect(bodies(emulator, number, 'ada')).toEqual([text('two')]);
  });

  test('a job token asks who it is only when somebody else used the marker, and is refused', async () => {
    const { emulator, number } = await pullRequest();
    await upsert(connect(emulator).github, number, text('one'));
    expect(emulator.log.counts().get('users/get-authenticated')).toBeUndefined();
  });

  test("another app's token learns who it is from what it writes, and clears up after itself", async () => {
    const { emulator, number } = await pullRequest();
    const token = emulator.appToken('release-bot', everyPermission);
    for (const line of ['one', 'two', 'three']) {
      await upsert(connect(emulator, { token }).github, number, text(line));
    }
    expect(bodies(emulator, number, 'release-bot[bot]')).toEqual([text('three')]);
    const identity = { login: 'release-bot[bot]', type: 'Bot' } as const;
    const { github } = connect(emulator, { token, identity });
    expect(await upsert(github, number, text('four'))).toMatchObject({ action: 'updated' });
  });
});

test('the record of our comment can be shown, broken or not', async () => {
  const { emulator, number } = await pullRequest();
  const { github } = connect(emulator);
  const created = await upsert(github, number, text('one'));
  const id = created.action === 'none' ? 0 : created.id;
  expect(await github.readComment({ pullRequest: number, marker })).toMatchObject({
    id,
    record: { v: 1, id: 'prod', head: '4f2c9e1b' },
  });
  emulator.world.editComment(id, `${marker} broken -->\nby hand`);
  expect(await github.readComment({ pullRequest: number, marker })).toMatchObject({ id, record: {} });
});
