import { describe, expect, test } from '@jest/globals';
import type { GitHubEmulator } from '../../../sandbox/github/start-github.ts';
import type { PermissionName } from '../../../sandbox/github/tokens.ts';
import { call, everyPermission, startRepository, takeViolations } from '../../support/github.ts';
import { testClock } from '../../support/test-clock.ts';

describe('authentication', () => {
  test('no token, an unknown token and a revoked token are refused with 401', async () => {
    const emulator = await startRepository();
    const token = emulator.jobToken(everyPermission);
    expect(await call(emulator, undefined, 'GET', '/{repo}')).toMatchObject({
      status: 401,
      body: { message: 'Requires authentication' },
    });
    expect(await call(emulator, 'ghs_unknown', 'GET', '/{repo}')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    expect((await call(emulator, token, 'GET', '/{repo}')).status).toBe(200);
    emulator.revoke(token);
    expect((await call(emulator, token, 'GET', '/{repo}')).status).toBe(401);
  });

  test('both spellings of the authorization header are understood', async () => {
    const emulator = await startRepository();
    const token = emulator.jobToken(everyPermission);
    for (const authorization of [`Bearer ${token}`, `token ${token}`]) {
      const response = await fetch(`${emulator.url}/repos/acme/kafka`, { headers: { authorization } });
      expect(response.status).toBe(200);
    }
  });

  test('GET /user is for people: a job token and an app token are refused', async () => {
    const emulator = await startRepository();
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } };
    const ask = (token: string) => call(emulator, token, 'GET', '/user');
    expect(await ask(emulator.jobToken(everyPermission))).toMatchObject(refused);
    expect(await ask(emulator.appToken('release-bot', everyPermission))).toMatchObject(refused);
    expect(await ask(emulator.personalToken('ada'))).toMatchObject({
      status: 200,
      body: { login: 'ada', type: 'User' },
    });
  });

  test('what is not there, and every other repository, is 404', async () => {
    const emulator = await startRepository();
    const token = emulator.jobToken(everyPermission);
    const paths = [
      '/repos/acme/other',
      '/repos/else/kafka',
      '/nowhere',
      '/{repo}/issues/99',
      '/{repo}/pulls/1',
    ];
    for (const path of paths) {
      expect(await call(emulator, token, 'GET', path)).toMatchObject({
        status: 404,
        body: { message: 'Not Found', status: '404' },
      });
    }
    expect((await call(emulator, token, 'GET', '/repos/ACME/Kafka')).status).toBe(200);
  });
});

describe('permissions of a job token', () => {
  const pullRequest = (emulator: GitHubEmulator): void => {
    emulator.world.commit({ branch: 'topic', files: { 'a.yaml': 'a' } });
    emulator.world.openPullRequest({ head: 'topic' }); // #1
    emulator.world.openIssue({ title: 'An issue', author: 'octocat' }); // #2
    emulator.world.comment({ issue: 1, author: 'octocat', body: 'on the pull request' }); // first id
    emulator.world.comment({ issue: 2, author: 'octocat', body: 'on the issue' });
  };

  test.each<[PermissionName, 'read' | 'write', string, string, unknown]>([
    ['contents', 'read', 'GET', '/{repo}/git/trees/main?recursive=1', undefined],
    ['contents', 'read', 'GET', '/{repo}/contents/README.md', undefined],
    ['contents', 'read', 'GET', '/{repo}/commits/main', undefined],
    ['contents', 'read', 'GET', '/{repo}/compare/main...topic', undefined],
    ['contents', 'read', 'GET', '/{repo}/branches/main', undefined],
    ['contents', 'read', 'GET', '/{repo}/git/ref/heads/main', undefined],
    ['pull-requests', 'read', 'GET', '/{repo}/commits/main/pulls', undefined],
    ['pull-requests', 'read', 'GET', '/{repo}/pulls', undefined],
    ['pull-requests', 'read', 'GET', '/{repo}/pulls/1', undefined],
    ['pull-requests', 'read', 'GET', '/{repo}/issues/1/comments', undefined],
    ['pull-requests', 'write', 'POST', '/{repo}/issues/1/comments', { body: 'hello' }],
    ['pull-requests', 'write', 'POST', '/{repo}/issues/1/labels', { labels: ['kafka'] }],
    ['issues', 'read', 'GET', '/{repo}/issues', undefined],
    ['issues', 'read', 'GET', '/{repo}/issues/2/comments', undefined],
    ['issues', 'write', 'POST', '/{repo}/issues', { title: 'Drift' }],
    ['issues', 'write', 'PATCH', '/{repo}/issues/2', { state: 'closed' }],
    ['issues', 'write', 'POST', '/{repo}/issues/2/comments', { body: 'hello' }],
    ['issues', 'write', 'POST', '/{repo}/labels', { name: 'drift', color: 'd73a4a' }],
    ['checks', 'read', 'GET', '/{repo}/commits/main/check-runs', undefined],
    ['deployments', 'read', 'GET', '/{repo}/deployments', undefined],
    ['deployments', 'write', 'POST', '/{repo}/deployments', { ref: 'main' }],
  ])('%s: %s allows %s %s, and nothing else does', async (permission, level, method, path, body) => {
    const emulator = await startRepository();
    pullRequest(emulator);
    const others = Object.fromEntries(
      Object.keys(everyPermission).map((name) => [name, name === permission ? 'none' : 'write']),
    );
    const refused = await call(emulator, emulator.jobToken(others), method, path, body);
    expect(refused).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(refused.headers.get('x-accepted-github-permissions')).toBe(
      `${permission.replace('-', '_')}=${level}`,
    );
    expect(emulator.log.effects).toEqual([]);

    const allowed = await call(emulator, emulator.jobToken({ [permission]: level }), method, path, body);
    expect([200, 201]).toContain(allowed.status);
  });

  test('reading is not writing', async () => {
    const emulator = await startRepository();
    pullRequest(emulator);
    const token = emulator.jobToken({ 'pull-requests': 'read' });
    const answer = await call(emulator, token, 'POST', '/{repo}/issues/1/comments', { body: 'hello' });
    expect(answer.status).toBe(403);
  });

  test('a run for a fork reads only, whatever the workflow says', async () => {
    const emulator = await startRepository();
    pullRequest(emulator);
    const token = emulator.jobToken(everyPermission, { fork: true });
    expect((await call(emulator, token, 'GET', '/{repo}/issues/1/comments')).status).toBe(200);
    const answer = await call(emulator, token, 'POST', '/{repo}/issues/1/comments', { body: 'hello' });
    expect(answer.status).toBe(403);
    expect(emulator.log.effects).toEqual([]);
  });

  test('a public repository is open to every reader', async () => {
    const emulator = await startRepository({ visibility: 'public' });
    const token = emulator.jobToken({});
    expect((await call(emulator, token, 'GET', '/{repo}/contents/README.md')).status).toBe(200);
    expect((await call(emulator, token, 'POST', '/{repo}/issues', { title: 'x' })).status).toBe(403);
  });

  test('only apps write check runs, and only their own', async () => {
    const emulator = await startRepository();
    const head_sha = emulator.world.head();
    const job = emulator.jobToken(everyPermission);
    const run = { name: 'plan', head_sha };
    expect(
      (await call(emulator, emulator.personalToken('ada'), 'POST', '/{repo}/check-runs', run)).status,
    ).toBe(403);
    const created = await call(emulator, job, 'POST', '/{repo}/check-runs', run);
    expect(created.at('app', 'slug')).toBe('github-actions');
    const other = emulator.appToken('other-ci', { checks: 'write' });
    const path = `/{repo}/check-runs/${created.at('id')}`;
    expect((await call(emulator, other, 'PATCH', path, { name: 'mine' })).status).toBe(403);
    expect((await call(emulator, job, 'PATCH', path, { name: 'mine' })).status).toBe(200);
  });
});

describe('a body with nothing in it, where something is required', () => {
  const routes: readonly [PermissionName, string, string][] = [
    ['checks', '/{repo}/check-runs', '"name", "head_sha" weren\'t supplied.'],
    ['deployments', '/{repo}/deployments', '"ref" wasn\'t supplied.'],
    ['issues', '/{repo}/issues', '"title" wasn\'t supplied.'],
    ['pull-requests', '/{repo}/issues/1/comments', '"body" wasn\'t supplied.'],
  ];

  test.each(routes)(
    '%s: write decides between 403 and 422, and nothing is written',
    async (name, path, why) => {
      const emulator = await startRepository();
      emulator.world.commit({ branch: 'topic', files: { 'a.yaml': 'a' } });
      emulator.world.openPullRequest({ head: 'topic' });
      const reader = emulator.jobToken({ ...everyPermission, [name]: 'read' });
      expect(await call(emulator, reader, 'POST', path, {})).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
      expect(await call(emulator, emulator.jobToken({ [name]: 'write' }), 'POST', path, {})).toMatchObject({
        status: 422,
        body: { message: `Invalid request.\n\n${why}`, status: '422' },
      });
      expect(emulator.log.effects).toEqual([]);
    },
  );
});

describe('limits', () => {
  test('the 81st write of a minute meets the secondary limit; a minute later writes go on', async () => {
    const clock = testClock();
    const emulator = await startRepository({ clock });
    const number = emulator.world.openIssue({ title: 'x', author: 'octocat' });
    const token = emulator.jobToken(everyPermission);
    const write = () => call(emulator, token, 'POST', `/{repo}/issues/${number}/comments`, { body: 'x' });
    for (let index = 0; index < 80; index++) expect((await write()).status).toBe(201);
    const refused = await write();
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.at('message')).toContain('secondary rate limit');
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await call(emulator, token, 'GET', '/{repo}')).status).toBe(200);
    clock.advance(61_000);
    expect((await write()).status).toBe(201);
  });

  test('the primary limit counts requests and says when it ends; asking for it is free', async () => {
    const clock = testClock();
    const emulator = await startRepository({ clock, limits: { requestsPerHour: 2 } });
    const token = emulator.jobToken(everyPermission);
    const first = await call(emulator, token, 'GET', '/{repo}');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    await call(emulator, token, 'GET', '/{repo}');
    const refused = await call(emulator, token, 'GET', '/{repo}');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('x-ratelimit-reset'))).toBe(Date.parse('2026-05-04T11:00:00Z') / 1000);
    const limit = await call(emulator, token, 'GET', '/rate_limit');
    expect(limit).toMatchObject({ status: 200, body: { rate: { remaining: 0 } } });
    clock.advance(3_600_000);
    expect((await call(emulator, token, 'GET', '/{repo}')).status).toBe(200);
  });
});

describe("the check against GitHub's OpenAPI description", () => {
  test.each<[string, string, string, unknown, RegExp]>([
    [
      'an unknown body property',
      'POST',
      '/{repo}/issues',
      { title: 'x', colour: 'red' },
      /colour is unknown/,
    ],
    ['a missing property', 'POST', '/{repo}/issues', { body: 'x' }, /must have required property 'title'/],
    ['a wrong type', 'POST', '/{repo}/issues', { title: 'x', labels: 'drift' }, /labels must be array/],
    ['a missing body', 'POST', '/{repo}/issues', undefined, /body is required/],
    ['a wrong value', 'PATCH', '/{repo}/issues/1', { state: 'done' }, /must be equal to one of/],
    ['an unknown query parameter', 'GET', '/{repo}/issues?label=x', undefined, /parameter label is unknown/],
    ['a wrong query value', 'GET', '/{repo}/issues?state=gone', undefined, /parameter state/],
    ['a query that is no number', 'GET', '/{repo}/issues?page=two', undefined, /parameter page/],
  ])('%s is answered with 500 and recorded', async (_, method, path, body, problem) => {
    const emulator = await startRepository();
    emulator.world.openIssue({ title: 'x', author: 'octocat' });
    const answer = await call(emulator, emulator.jobToken(everyPermission), method, path, body);
    expect(answer.status).toBe(500);
    expect(answer.at('message')).toMatch(problem);
    expect(takeViolations(emulator)).toMatchObject([
      { side: 'request', problems: [expect.stringMatching(problem)] },
    ]);
    expect(emulator.log.effects).toEqual([]);
    await emulator.stop();
  });
});
