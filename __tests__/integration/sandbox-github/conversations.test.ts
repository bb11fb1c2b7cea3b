import { describe, expect, test } from '@jest/globals';
import type { GitHubEmulator } from '../../../sandbox/github/start-github.ts';
import { type Answer, call, everyPermission, startRepository } from '../../support/github.ts';
import { testClock } from '../../support/test-clock.ts';

interface Caller {
  readonly emulator: GitHubEmulator;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
}

async function job(): Promise<Caller> {
  const emulator = await startRepository({ clock: testClock() });
  const token = emulator.jobToken(everyPermission);
  return { emulator, send: (method, path, body) => call(emulator, token, method, path, body) };
}

describe('comments', () => {
  test('are written as github-actions[bot], and updated and deleted by id', async () => {
    const { emulator, send } = await job();
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    const created = await send('POST', `/{repo}/issues/${number}/comments`, { body: 'one' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        body: 'one',
        user: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
        created_at: '2026-05-04T10:00:00Z',
        html_url: `https://github.com/acme/kafka/issues/${number}#issuecomment-${created.at('id')}`,
      },
    });
    const path = `/{repo}/issues/comments/${created.at('id')}`;
    expect(await send('PATCH', path, { body: 'two' })).toMatchObject({ status: 200, body: { body: 'two' } });
    expect((await send('GET', path)).at('body')).toBe('two');
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
    expect(emulator.log.effects.map(({ route }) => route)).toEqual([
      'issues/create-comment',
      'issues/update-comment',
      'issues/delete-comment',
    ]);
  });

  test.each([
    ['65,536 characters are taken', 'x'.repeat(65_536), 201, undefined],
    ['65,537 are not', 'x'.repeat(65_537), 422, 'unprocessable'],
    ['an empty one is not', ' ', 422, 'missing_field'],
  ])('%s', async (_, body, status, code) => {
    const { emulator, send } = await job();
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    const answer = await send('POST', `/{repo}/issues/${number}/comments`, { body });
    expect(answer.status).toBe(status);
    expect(answer.at('errors', 0, 'code')).toBe(code);
  });

  test('cannot be written where the conversation is locked', async () => {
    const { emulator, send } = await job();
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    emulator.world.lock(number);
    const answer = await send('POST', `/{repo}/issues/${number}/comments`, { body: 'one' });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: 'Unable to create comment because issue is locked.' },
    });
  });

  test('come in pages of 30, at most 100, with the links of GitHub', async () => {
    const { emulator, send } = await job();
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    for (let index = 0; index < 205; index++) {
      emulator.world.comment({ issue: number, author: 'octocat', body: `comment ${index}` });
    }
    expect((await send('GET', `/{repo}/issues/${number}/comments`)).body).toHaveLength(30);
    const seen: string[] = [];
    let next: string | undefined = `/{repo}/issues/${number}/comments?per_page=500`;
    let pages = 0;
    while (next !== undefined) {
      const page: Answer = await send('GET', next);
      pages++;
      seen.push(...page.listAt().map((comment) => comment.textAt('body')));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Array.from({ length: 205 }, (_, index) => `comment ${index}`));
  });

  test('a list can lag behind by the newest comment', async () => {
    const { emulator, send } = await job();
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    emulator.world.comment({ issue: number, author: 'octocat', body: 'one' });
    emulator.world.setLag({ comments: 1 });
    expect((await send('GET', `/{repo}/issues/${number}/comments`)).body).toEqual([]);
    expect((await send('GET', `/{repo}/issues/${number}/comments`)).body).toHaveLength(1);
  });
});

describe('issues', () => {
  test('are listed by state, label and creator, pull requests among them', async () => {
    const { emulator, send } = await job();
    const { world } = emulator;
    world.commit({ branch: 'topic', files: { a: 'a' } });
    const pull = world.openPullRequest({ head: 'topic', labels: ['drift'] });
    const open = world.openIssue({ title: 'open', author: 'octocat', labels: ['drift', 'other'] });
    const closed = world.openIssue({ title: 'closed', author: 'mallory', labels: ['drift'] });
    world.closeIssue(closed, { by: 'octocat' });
    const numbers = async (query: string): Promise<readonly unknown[]> =>
      (await send('GET', `/{repo}/issues${query}`)).listAt().map((issue) => issue.at('number'));
    expect(await numbers('')).toEqual([open, pull]);
    expect(await numbers('?state=all&labels=drift')).toEqual([closed, open, pull]);
    expect(await numbers('?state=all&labels=DRIFT,other')).toEqual([open]);
    expect(await numbers('?state=closed')).toEqual([closed]);
    expect(await numbers('?state=all&creator=mallory')).toEqual([closed]);
    expect((await send('GET', `/{repo}/issues/${pull}`)).at('pull_request', 'url')).toContain(
      `/pulls/${pull}`,
    );
  });

  test('live with a reason for their state, and labels that come into being', async () => {
    const { send } = await job();
    const created = await send('POST', '/{repo}/issues', {
      title: 'Drift',
      body: 'b',
      labels: ['new-label'],
    });
    const path = `/{repo}/issues/${created.at('number')}`;
    expect(created.body).toMatchObject({ state: 'open', state_reason: null, labels: [{ color: 'ededed' }] });
    expect((await send('PATCH', path, { state: 'closed', state_reason: 'not_planned' })).body).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned',
      closed_by: { login: 'github-actions[bot]' },
    });
    expect((await send('PATCH', path, { state: 'open' })).body).toMatchObject({
      state: 'open',
      state_reason: 'reopened',
      closed_at: null,
    });
    expect((await send('PATCH', path, { body: 'x'.repeat(65_537) })).at('errors')).toMatchObject([
      { resource: 'Issue', field: 'body' },
    ]);
  });

  test('labels are added, removed and created once, ignoring case', async () => {
    const { emulator, send } = await job();
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    const label = { name: 'Drift', color: 'd73a4a', description: 'Live differs' };
    expect((await send('POST', '/{repo}/labels', label)).status).toBe(201);
    expect(await send('POST', '/{repo}/labels', { name: 'drift' })).toMatchObject({
      status: 422,
      body: { errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }] },
    });
    expect((await send('GET', '/{repo}/labels/drift')).body).toMatchObject({
      name: 'Drift',
      color: 'd73a4a',
    });
    expect((await send('GET', '/{repo}/labels/none')).status).toBe(404);
    expect((await send('POST', '/{repo}/labels', { name: 'x', color: '#fff' })).status).toBe(422);
    expect((await send('POST', '/{repo}/labels', { name: 'x'.repeat(51) })).status).toBe(422);
    await send('POST', `/{repo}/issues/${number}/labels`, { labels: ['drift', 'b'] });
    expect(emulator.world.issue(number).labels).toEqual(['drift', 'b']);
    expect((await send('DELETE', `/{repo}/issues/${number}/labels/DRIFT`)).status).toBe(200);
    expect(emulator.world.issue(number).labels).toEqual(['b']);
    expect((await send('DELETE', `/{repo}/issues/${number}/labels/drift`)).status).toBe(404);
  });
});

describe('check runs', () => {
  test('carry their output, and are listed newest first, by name, latest or all', async () => {
    const { emulator, send } = await job();
    const head_sha = emulator.world.head();
    const output = { title: 't', summary: 's', text: 'x' };
    const create = (external_id: string) =>
      send('POST', '/{repo}/check-runs', {
        name: 'plan',
        head_sha,
        external_id,
        conclusion: 'success',
        output,
      });
    const first = await create('one');
    const second = await create('two');
    emulator.world.checkRun({ headSha: head_sha, name: 'build', conclusion: 'success' });
    expect(first.body).toMatchObject({ status: 'completed', external_id: 'one', output: { text: 'x' } });
    const list = async (query: string): Promise<readonly unknown[]> =>
      (await send('GET', `/{repo}/commits/${head_sha}/check-runs${query}`))
        .listAt('check_runs')
        .map((run) => run.at('external_id'));
    expect(await list('?check_name=plan')).toEqual(['two']);
    expect(await list('?check_name=plan&filter=all')).toEqual(['two', 'one']);
    expect(await list('')).toEqual(['', 'two']);
    const { body } = await send('PATCH', `/{repo}/check-runs/${second.at('id')}`, { conclusion: 'failure' });
    expect(body).toMatchObject({ conclusion: 'failure', output: { text: 'x' } });
  });

  test('texts over 65,535 characters are invalid', async () => {
    const { emulator, send } = await job();
    const output = { title: 't', summary: 's', text: 'x'.repeat(65_536) };
    const run = { name: 'plan', head_sha: emulator.world.head(), conclusion: 'success', output };
    expect((await send('POST', '/{repo}/check-runs', run)).status).toBe(422);
  });

  test('a commit that is not there is invalid', async () => {
    const { send } = await job();
    const run = { name: 'plan', head_sha: '0'.repeat(40) };
    expect((await send('POST', '/{repo}/check-runs', run)).status).toBe(422);
  });
});

describe('deployments', () => {
  const record = { ref: 'main', environment: 'kafka/prod', payload: { digest: 'd1' } };

  test('keep their payload; a success retires the earlier ones of the environment', async () => {
    const { send } = await job();
    const first = await send('POST', '/{repo}/deployments', record);
    const second = await send('POST', '/{repo}/deployments', record);
    expect(first).toMatchObject({ status: 201, body: { payload: { digest: 'd1' }, task: 'deploy' } });
    const statuses = (answer: Answer) => `/{repo}/deployments/${answer.at('id')}/statuses`;
    await send('POST', statuses(first), { state: 'success' });
    await send('POST', statuses(second), { state: 'success' });
    const states = async (answer: Answer): Promise<readonly unknown[]> =>
      (await send('GET', statuses(answer))).listAt().map((status) => status.at('state'));
    expect(await states(first)).toEqual(['inactive', 'success']);
    expect(await states(second)).toEqual(['success']);
    const listed = await send('GET', '/{repo}/deployments?environment=kafka%2Fprod');
    expect(listed.listAt().map((deployment) => deployment.at('id'))).toEqual([
      second.at('id'),
      first.at('id'),
    ]);
    expect((await send('GET', '/{repo}/deployments?environment=other')).body).toEqual([]);
  });

  test('are not made of a branch that is behind, unless auto_merge is off', async () => {
    const { emulator, send } = await job();
    emulator.world.branch('old');
    emulator.world.commit({ files: { a: 'a' } });
    expect((await send('POST', '/{repo}/deployments', { ref: 'old' })).status).toBe(202);
    expect(emulator.world.deployments()).toEqual([]);
    expect((await send('POST', '/{repo}/deployments', { ref: 'old', auto_merge: false })).status).toBe(201);
  });

  test('need every check to have passed, unless required_contexts says otherwise', async () => {
    const { emulator, send } = await job();
    emulator.world.checkRun({ headSha: emulator.world.head(), name: 'build', conclusion: 'failure' });
    expect((await send('POST', '/{repo}/deployments', { ref: 'main' })).status).toBe(409);
    expect((await send('POST', '/{repo}/deployments', { ref: 'main', required_contexts: [] })).status).toBe(
      201,
    );
  });
});
