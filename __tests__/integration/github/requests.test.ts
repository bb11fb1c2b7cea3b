import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import { primaryLimit, secondaryLimit } from '../../../sandbox/github/limits.ts';
import type { Permissions } from '../../../sandbox/github/tokens.ts';
import type { GitHub } from '../../../src/github/github.ts';
import { GitHubError, type Permission } from '../../../src/github/http/github-error.ts';
import { missingPermission } from '../../../src/github/http/permissions.ts';
import { connect, everyPermission, startRepository } from '../../support/github.ts';
import { testClock } from '../../support/test-clock.ts';

const route = 'repos/get';

describe('reads', () => {
  test('are tried four times when GitHub is not available, with longer and longer waits', async () => {
    const emulator = await startRepository();
    emulator.faults.add({ route, times: 3, fault: { kind: 'answer', response: error(503, 'Unavailable') } });
    const { github, clock, progress } = connect(emulator);
    expect((await github.defaultBranch()).name).toBe('main');
    expect(clock.slept).toEqual([1000, 2000, 4000]);
    expect(progress[0]).toBe('GitHub is not available; trying again in 1 s');
  });

  test('are given up after that', async () => {
    const emulator = await startRepository();
    emulator.faults.add({ route, times: 4, fault: { kind: 'answer', response: error(502, 'Bad Gateway') } });
    await expect(connect(emulator).github.defaultBranch()).rejects.toMatchObject({
      name: 'GitHubError',
      operation: 'GET /repos/{owner}/{repo}',
      failure: { kind: 'unavailable', status: 502 },
    });
  });

  test('survive a lost connection', async () => {
    const emulator = await startRepository();
    emulator.faults.add({ route, fault: { kind: 'reset' } });
    expect((await connect(emulator).github.defaultBranch()).name).toBe('main');
  });

  test('wait as long as a secondary limit says, and a minute when it says nothing', async () => {
    const emulator = await startRepository();
    emulator.faults.add(
      { route, fault: { kind: 'answer', response: secondaryLimit(3) } },
      { route, fault: { kind: 'answer', response: secondaryLimit() } },
    );
    const { github, clock } = connect(emulator);
    await github.defaultBranch();
    expect(clock.slept).toEqual([3000, 60_000]);
  });

  test('wait for the primary limit when it ends soon', async () => {
    const emulator = await startRepository();
    const clock = testClock();
    const resets = new Date(clock.now().getTime() + 90_000);
    emulator.faults.add({ route, fault: { kind: 'answer', response: primaryLimit(resets) } });
    await connect(emulator, { clock }).github.defaultBranch();
    expect(clock.slept).toEqual([90_000]);
  });

  test('do not wait for it when it ends late', async () => {
    const emulator = await startRepository();
    const clock = testClock();
    const resets = new Date(clock.now().getTime() + 121_000);
    emulator.faults.add({ route, fault: { kind: 'answer', response: primaryLimit(resets) } });
    await expect(connect(emulator, { clock }).github.defaultBranch()).rejects.toMatchObject({
      failure: { kind: 'rate-limited' },
    });
    expect(clock.slept).toEqual([]);
  });

  test('come to an end also when our clock is ahead of the limit', async () => {
    const emulator = await startRepository();
    const clock = testClock();
    const resets = new Date(clock.now().getTime() - 3_600_000);
    emulator.faults.add({ route, times: 9, fault: { kind: 'answer', response: primaryLimit(resets) } });
    await expect(connect(emulator, { clock }).github.defaultBranch()).rejects.toMatchObject({
      failure: { kind: 'rate-limited' },
    });
    expect(clock.slept).toEqual([1000, 1000, 1000]);
  });

  test.each([401, 404, 410, 422])('are not repeated after %d', async (status) => {
    const emulator = await startRepository();
    emulator.faults.add({ route, fault: { kind: 'answer', response: error(status, 'No') } });
    const { github, clock } = connect(emulator);
    await expect(github.defaultBranch()).rejects.toBeInstanceOf(GitHubError);
    expect(clock.slept).toEqual([]);
  });
});

describe('missing permissions', () => {
  const head = 'x';
  const body = '<!-- t:a {"id":1} -->\n';
  const drift = { marker: body.slice(0, 10), labels: [{ name: 'drift' }] as const };
  const cases: readonly [Permission, (github: GitHub, sha: string) => Promise<unknown>][] = [
    ['contents: read', (github) => github.headOfBranch('main')],
    ['contents: read', (github) => github.readFilesAt({ ref: 'main', matches: () => true })],
    ['contents: read', (github) => github.readFileAt({ ref: 'main', path: 'README.md' })],
    ['contents: read', (github, sha) => github.pullRequestsOfRange({ base: sha, head: sha, branch: 'main' })],
    ['pull-requests: read', (github) => github.pullRequest(1)],
    ['pull-requests: read', (github) => github.recentlyMerged({ branch: 'main', maxCount: 1 })],
    ['pull-requests: read', (github) => github.readComment({ pullRequest: 1, marker: 'm' })],
    [
      'pull-requests: write',
      (github) => github.upsertComment({ pullRequest: 1, marker: body, body, create: true }),
    ],
    ['issues: read', (github) => github.findDriftIssue(drift)],
    [
      'issues: write',
      (github) =>
        github.openOrUpdateDriftIssue({ ...drift, lasting: [], render: () => ({ title: 't', body }) }),
    ],
    ['checks: read', (github, sha) => github.readCheckRuns({ ref: sha, name: 'n' })],
    [
      'checks: write',
      (github, headSha) =>
        github.createCheckRun({
          name: 'n',
          headSha,
          externalId: 'e',
          conclusion: 'success',
          title: 't',
          summary: 's',
        }),
    ],
    ['deployments: read', (github) => github.recordedRuns({ environment: head, task: 't' })],
    [
      'deployments: write',
      (github, sha) =>
        github.createDeployment({ sha, environment: 'e', task: 't', payload: {}, description: '' }),
    ],
  ];

  test.each(cases)('%s is named (case %#)', async (permission, act) => {
    const emulator = await startRepository();
    emulator.world.commit({ branch: 'topic', files: { a: 'a' } });
    emulator.world.openPullRequest({ head: 'topic' });
    const [name = '', level] = permission.split(': ');
    const lacking: Permissions = { ...everyPermission, [name]: level === 'write' ? 'read' : 'none' };
    const { github } = connect(emulator, { token: emulator.jobToken(lacking) });
    const failed = await act(github, emulator.world.head()).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ failure: { kind: 'missing-permission', permission } });
    expect(missingPermission(failed)).toEqual({
      missing: permission,
      line: expect.stringMatching(new RegExp(`^${permission} {2}# to `)),
    });
    expect(emulator.log.effects).toEqual([]);
  });

  test('the permissions of a plan, an apply and a drift check are enough for what each does', async () => {
    const emulator = await startRepository();
    const base = emulator.world.head();
    const headSha = emulator.world.commit({ branch: 'topic', files: { a: 'a' } });
    const number = emulator.world.openPullRequest({ head: 'topic' });
    const as = (permissions: Permissions): GitHub =>
      connect(emulator, { token: emulator.jobToken(permissions) }).github;

    const plan = as({ contents: 'read', 'pull-requests': 'write', checks: 'write' });
    await plan.readFilesAt({ ref: base, matches: () => true });
    await plan.upsertComment({ pullRequest: number, marker: body, body, create: true });
    const run = { name: 'n', headSha, externalId: 'e', title: 't', summary: 's' };
    await plan.createCheckRun({ ...run, conclusion: 'success' });

    emulator.world.merge(number);
    const apply = as({ contents: 'read', 'pull-requests': 'write', checks: 'read', deployments: 'write' });
    const place = { environment: 'kafka/prod', task: 'apply' };
    expect(await apply.recordedRuns(place)).toEqual({ told: [], untold: [] });
    const { sha } = await apply.defaultBranch();
    const range = await apply.pullRequestsOfRange({ base, head: sha, branch: 'main' });
    expect(range.pullRequests.map((pull) => pull.number)).toEqual([number]);
    expect(await apply.readCheckRuns({ ref: headSha, name: 'n' })).toHaveLength(1);
    const { id } = await apply.createDeployment({ ...place, sha, payload: {}, description: 'd' });
    await apply.setDeploymentState({ id, state: 'success', description: 'd' });
    await apply.upsertComment({ pullRequest: number, marker: body, body: `${body}applied`, create: false });

    const check = as({ contents: 'read', issues: 'write' });
    await check.openOrUpdateDriftIssue({ ...drift, lasting: [], render: () => ({ title: 't', body }) });
    expect(await check.closeDriftIssue(drift)).toMatchObject({ action: 'closed' });
  });

  test.each([
    ['Resource not accessible by integration', {}, 'missing-permission'],
    ['Resource not accessible by integration', { 'retry-after': '1' }, 'rate-limited'],
    ['You have exceeded a secondary rate limit.', {}, 'rate-limited'],
    ['You have triggered an abuse detection mechanism.', {}, 'rate-limited'],
    ['Unable to create comment because issue is locked.', {}, 'locked'],
    ['Resource protected by organization SAML enforcement.', {}, 'refused'],
    ['Repository was archived so is read-only.', {}, 'refused'],
  ])('a 403 that says %j with %j is %s', async (message, headers, kind) => {
    const emulator = await startRepository();
    const response = error(403, message, headers);
    emulator.faults.add({ route: 'git/get-ref', times: 9, fault: { kind: 'answer', response } });
    const { github } = connect(emulator);
    await expect(github.headOfBranch('main')).rejects.toMatchObject({ failure: { kind } });
  });

  test('another error is not about a permission', () => {
    expect(missingPermission(new Error('x'))).toBeUndefined();
    expect(missingPermission(new GitHubError('GET /', { kind: 'not-found' }))).toBeUndefined();
  });
});

describe('what an error tells', () => {
  test('an expired token is named, and nothing shows the token, the body or a header', async () => {
    const emulator = await startRepository();
    const token = emulator.jobToken(everyPermission);
    const { github, progress } = connect(emulator, { token });
    emulator.revoke(token);
    const body = '<!-- t:a {"id":1} -->\nconfidential';
    const failed = await github
      .upsertComment({ pullRequest: 1, marker: '<!-- t:a', body, create: true })
      .catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ failure: { kind: 'unauthenticated' } });
    for (const shown of [
      inspect(failed, { depth: 9, showHidden: true }),
      inspect(github, { depth: 9 }),
      ...progress,
    ]) {
      expect(shown).not.toContain(token);
      expect(shown).not.toContain('confidential');
      expect(shown).not.toContain('authorization');
    }
  });

  test('a read-only token of a fork is refused before anything is written', async () => {
    const emulator = await startRepository();
    emulator.world.commit({ branch: 'patch', fork: 'mallory', files: { a: 'a' } });
    const number = emulator.world.openPullRequest({ head: 'patch', fork: 'mallory' });
    const { github } = connect(emulator, { token: emulator.jobToken(everyPermission, { fork: true }) });
    const body = '<!-- t:a {"id":1} -->\n';
    await expect(
      github.upsertComment({ pullRequest: number, marker: '<!-- t:a', body, create: true }),
    ).rejects.toMatchObject({ failure: { kind: 'missing-permission', permission: 'pull-requests: write' } });
  });
});
