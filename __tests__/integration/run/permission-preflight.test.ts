import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import type { Permissions } from '../../../sandbox/github/tokens.ts';
import { pullRequestEvent } from '../../../sandbox/runner/events.ts';
import { everyPermission, isProbe } from '../../support/github.ts';
import type { Ran } from '../../support/run-world.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

const withIssue = { 'drift-issue': 'true' };

/** What the run says to add, in order; empty when it says nothing of permissions. */
function linesOf({ log }: Ran): readonly string[] {
  const lines = log.split('\n');
  const start = lines.indexOf('permissions:');
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('  '));
  return start < 0 ? [] : lines.slice(start + 1, end).map((line) => line.trim().split('  # ')[0] ?? '');
}

function without(...names: readonly (keyof Permissions)[]): Permissions {
  return { ...everyPermission, ...Object.fromEntries(names.map((name) => [name, 'none'])) };
}

/** Nothing but questions: no write anywhere, no request to Aiven. */
async function silently(one: Team, start: () => Promise<Ran>): Promise<Ran> {
  const { github, aiven } = one.world;
  const before = [github.log.effects.length, aiven.log.requests.length];
  const ran = await start();
  expect([github.log.effects.length, aiven.log.requests.length]).toEqual(before);
  return ran;
}

/** A pull request that is planned and merged; the push that it makes is not yet applied. */
async function merged(): Promise<{ readonly one: Team; readonly before: string; readonly number: number }> {
  const one = await team();
  const number = one.open({ t1: 1 });
  await one.plan(number);
  const before = one.main;
  one.merge(number);
  return { one, before, number };
}

describe('everything that is missing stands in one message, before any work', () => {
  test('of a plan', async () => {
    const one = await team();
    const ran = await silently(one, () => one.plan(one.open({ t1: 1 }), { permissions: {} }));
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(linesOf(ran)).toEqual(['checks: write', 'contents: read', 'pull-requests: write']);
    expect(ran.log.split('\n').at(-1)).toBe(
      'error: failed: the GitHub token lacks 3 permissions: checks: write, contents: read, pull-requests: write, so nothing was read or changed. Add these lines to permissions: in the workflow: checks: write, contents: read, pull-requests: write',
    );
    expect(ran.summary).toContain('```yaml\npermissions:\n  checks: write  # to record');
  });

  test('of an apply', async () => {
    const { one, before } = await merged();
    const ran = await silently(one, () => one.pushed(before, { inputs: withIssue, permissions: {} }));
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(linesOf(ran)).toEqual([
      'checks: read',
      'contents: read',
      'deployments: write',
      'issues: write',
      'pull-requests: write',
    ]);
    expect(await one.retentions()).toEqual({});
  });

  test('of an apply that may only read', async () => {
    const { one, before } = await merged();
    const permissions = {
      checks: 'read',
      contents: 'read',
      deployments: 'read',
      issues: 'read',
      'pull-requests': 'read',
    } as const;
    const ran = await silently(one, () => one.pushed(before, { inputs: withIssue, permissions }));
    expect(linesOf(ran)).toEqual(['deployments: write', 'issues: write', 'pull-requests: write']);
    expect(endOf(await one.pushed(before, { inputs: withIssue }))).toBe('applied');
  });

  test('of a drift check', async () => {
    const one = await team({ t1: 1 });
    const inputs = { ...withIssue, 'drift-threshold': '2' };
    const ran = await silently(one, () => one.drift({ inputs, permissions: {} }));
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(linesOf(ran)).toEqual(['checks: write', 'issues: write']);
    expect(ran.log).toContain('. Or do without: drift-threshold: 1, drift-issue: false');
  });

  test('of a merge queue', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    const ran = await silently(one, () => one.queue([number], { t1: 1 }, { permissions: {} }));
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(linesOf(ran)).toEqual([
      'checks: read',
      'contents: read',
      'deployments: read',
      'pull-requests: read',
    ]);
  });

  test('on the pull request too, where the token may write there: no older plan stays', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    one.commit(specOf({ t1: 2 }), one.branchOf(number));
    const ran = await one.plan(number, { permissions: without('checks', 'contents') });
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: failed, no plan was made');
    expect(one.comment(number)).toMatch(
      /```yaml\npermissions:\n {2}checks: write {2}# .*\n {2}contents: read {2}# .*\n```/,
    );
    expect(one.comment(number)).not.toContain('topic `t1`');
  });
});

describe('what the run does without is not asked for', () => {
  test('no comment and no label: the plan may not write on pull requests', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const permissions = { checks: 'write', contents: 'read' } as const;
    const ran = await one.plan(number, { inputs: { comment: 'never' }, permissions });
    expect(endOf(ran)).toBe('planned');
    const labelled = await one.plan(number, {
      inputs: { comment: 'never', 'plan-labels': 'true' },
      permissions,
    });
    expect(linesOf(labelled)).toEqual(['pull-requests: write']);
    expect(labelled.log).toContain('. Or do without: plan-labels: false');
  });

  test('no comment and no drift issue: the apply reads pull requests and writes its record', async () => {
    const { one, before } = await merged();
    const permissions = {
      checks: 'read',
      contents: 'read',
      deployments: 'write',
      'pull-requests': 'read',
    } as const;
    const ran = await one.pushed(before, { inputs: { comment: 'never' }, permissions });
    expect(endOf(ran)).toBe('applied');
    expect(ran.log).not.toContain('warning: ');
  });

  test('no pull request in the range: nobody is told of the apply', async () => {
    const one = await team();
    await one.deliver({ t0: 1 });
    const before = one.main;
    one.commit(specOf({ t0: 1, t1: 1 }));
    const permissions = { ...without('issues'), 'pull-requests': 'read' } as const;
    const ran = await one.pushed(before, { inputs: { 'direct-push': 'apply' }, permissions });
    expect(endOf(ran)).toBe('applied');
  });

  test('no drift issue: a drift check asks GitHub nothing', async () => {
    const one = await team({ t1: 1 });
    one.world.github.log.clear();
    expect(endOf(await one.drift({ permissions: {} }))).toBe('drift');
    expect(one.world.github.log.requests).toEqual([]);
  });

  test.each([
    ['a fork', { headRepository: 'mallory/kafka' }],
    ['Dependabot', { author: 'dependabot[bot]' }],
  ])('a pull request from %s, whose token only reads: nothing is asked or said of it', async (_, facts) => {
    const one = await team();
    const { world } = one.world.github;
    const headSha = world.commit({ branch: 'patch', files: { 'kafka/spec.yaml': specOf({ t1: 1 }) } });
    const number = world.openPullRequest({ head: 'patch' });
    one.world.github.log.clear();
    const event = pullRequestEvent(one.world.repository, {
      action: 'opened',
      number,
      headRef: 'patch',
      headSha,
      baseSha: one.main,
      mergeSha: world.mergeCommit(number),
      ...facts,
    });
    const ran = await one.world.start(event, { permissions: {} });
    expect(endOf(ran)).toBe('validated');
    expect(ran.log).not.toMatch(/permission/);
    expect(one.world.github.log.requests).toEqual([]);
  });
});

describe('what GitHub does not tell is left to the request that needs it', () => {
  test.each([
    ['a 502', error(502, 'Bad Gateway')],
    ['a locked conversation', error(403, 'Unable to create comment because issue is locked.')],
    ['issues that are switched off', error(410, 'Issues has been disabled in this repository.')],
    ['a refusal for another reason', error(403, 'Forbidden by an organization policy.')],
  ])('%s', async (_, response) => {
    const { one, before, number } = await merged();
    for (const route of ['issues/create-comment', 'issues/create', 'repos/create-deployment']) {
      one.world.github.faults.add({ route, fault: { kind: 'answer', response } });
    }
    const ran = await one.pushed(before, { inputs: withIssue });
    expect(endOf(ran)).toBe('applied');
    expect(ran.log).toContain('deployments: write: GitHub does not tell; the request that needs it will');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
  });

  test.each([
    ['pull-requests', 'issues/create-comment', 'planned', 'applied'],
    ['checks', 'checks/create', 'failed: missing-permission', 'applied'],
    ['deployments', 'repos/create-deployment', 'planned', 'applied'],
    ['issues', 'issues/create', 'planned', 'applied'],
  ] as const)('and that one names the line: %s', async (name, route, planned, applied) => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const permissions = { ...everyPermission, [name]: 'read' };
    const fault = { kind: 'answer', response: error(502, 'Bad Gateway') } as const;
    one.world.github.faults.add({ route, matches: isProbe, times: 99, fault });
    const plan = await one.plan(number, { permissions });
    expect(endOf(plan)).toBe(planned);
    if (planned !== 'planned') await one.plan(number);
    const apply = await one.mergeAndApply(number, { inputs: withIssue, permissions });
    expect(endOf(apply)).toBe(applied);
    await one.setRetention('t1', 9);
    const drift = await one.drift({ inputs: withIssue, permissions });
    const said = [plan, apply, drift].map(({ log }) => log).join('\n');
    expect(said).toMatch(
      new RegExp(
        `(?:warning|error): .*lacks the permission ${name}: write .*permissions: in the workflow: ${name}: write`,
      ),
    );
  });

  test('issues that are switched off are named, with the input that does without', async () => {
    const one = await team({ t1: 1 });
    const response = error(410, 'Issues are disabled for this repo');
    for (const route of ['issues/list-for-repo', 'issues/create']) {
      one.world.github.faults.add({ route, times: 9, fault: { kind: 'answer', response } });
    }
    const ran = await one.drift({ inputs: withIssue });
    expect(endOf(ran)).toBe('drift');
    expect(ran.log).toMatch(
      /^warning: Drift issue: It is switched off in this .* as drift-issue: false does/m,
    );
  });

  test('a 404 that may hide a missing permission names it, and does not ask to wait for GitHub', async () => {
    const { one, before } = await merged();
    const response = error(404, 'Not Found');
    for (const route of ['repos/list-deployments', 'checks/list-for-ref']) {
      one.world.github.faults.add({ route, times: 9, fault: { kind: 'answer', response } });
    }
    const ran = await one.pushed(before);
    expect(endOf(ran)).toBe('refused: github-unavailable');
    expect(ran.log).toContain('and that permissions: in the workflow has deployments: read');
    expect(ran.log).not.toContain('when GitHub answers again');
    expect(await one.retentions()).toEqual({});
  });

  test('a rate limit is waited for', async () => {
    const { one, before } = await merged();
    const response = error(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '3' });
    one.world.github.faults.add({ route: 'repos/create-deployment', fault: { kind: 'answer', response } });
    const ran = await one.pushed(before, { permissions: { ...everyPermission, deployments: 'read' } });
    expect(linesOf(ran)).toEqual(['deployments: write']);
  });

  test('a request that GitHub should have refused is reported, and the run goes on', async () => {
    const { one, before } = await merged();
    const response = { status: 201, body: {} };
    one.world.github.faults.add({ route: 'repos/create-deployment', fault: { kind: 'answer', response } });
    const ran = await one.pushed(before);
    expect(endOf(ran)).toBe('applied');
    expect(ran.log).toContain(
      'warning: GitHub accepted a request with nothing in it, which it should have refused (POST /repos/{owner}/{repo}/deployments: 201).',
    );
  });
});

test('a run with every permission asks once for each write, and what a request has shown is not asked again', async () => {
  const { one, before } = await merged();
  one.world.github.log.clear();
  await one.pushed(before, { inputs: withIssue });
  const { requests } = one.world.github.log;
  expect(requests.filter(isProbe).map(({ route }) => route)).toEqual([
    'repos/create-deployment',
    'issues/create',
    'issues/create-comment',
  ]);
  const reads = requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
  expect(reads.filter((path) => path.includes('/pulls?'))).toHaveLength(1);
});

describe("a token that is not the job's", () => {
  const asPerson = (one: Team) => ({ 'github-token': one.world.github.personalToken('ada') });
  const asApp = (one: Team) => ({ 'github-token': one.world.github.appToken('plan-bot', everyPermission) });

  test("a person's token writes no check runs: the plan says so before any work", async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const { requests } = one.world.aiven.log;
    const ran = await one.plan(number, { inputs: asPerson(one) });
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(requests).toEqual([]);
    expect(linesOf(ran)).toEqual([]);
    expect(ran.log).toContain("error: failed: github-token is a person's token");
    expect(one.comment(number)).toContain('Leave github-token out of the workflow');
  });

  test.each(['You must authenticate via a GitHub App.', 'Resource not accessible by personal access token'])(
    'as the plan does when only the record is refused: %s',
    async (message) => {
      const one = await team();
      const response = error(403, message);
      const fault = { kind: 'answer', response } as const;
      one.world.github.faults.add({
        route: 'checks/create',
        matches: (request) => !isProbe(request),
        times: 9,
        fault,
      });
      const ran = await one.plan(one.open({ t1: 1 }));
      expect(endOf(ran)).toBe('failed: missing-permission');
      expect(ran.log).toContain('Leave github-token out of the workflow');
      expect(ran.log).not.toContain('permissions: in the workflow');
    },
  );

  test('a record under the name of another app counts for no apply: the plan fails, not the merge', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const ran = await one.plan(number, { inputs: asApp(one) });
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(ran.log).toContain('github-token is that of plan-bot, and later runs count only');
    const free = await one.plan(number, { inputs: { ...asApp(one), 'require-plan': 'false' } });
    expect(endOf(free)).toBe('planned');
  });

  test.each([
    ['another app', asApp, 'plan-bot[bot]'],
    ['a person', asPerson, 'ada'],
  ])('an apply that is recorded as by %s is a warning', async (_, tokenOf, owner) => {
    const { one, before } = await merged();
    const inputs = { ...tokenOf(one), 'require-plan': 'false' };
    const ran = await one.pushed(before, { inputs });
    expect(endOf(ran)).toBe('applied');
    expect(ran.log).toContain(`warning: Record the apply: github-token is that of ${owner}, and`);
  });

  test('a count of drift that no later check reads is a warning', async () => {
    const one = await team({ t1: 1 });
    const inputs = { ...withIssue, ...asApp(one), 'drift-threshold': '2' };
    const ran = await one.drift({ inputs });
    expect(endOf(ran)).toBe('drift');
    expect(ran.log).toContain('warning: Count of the drift checks: github-token is that of plan-bot, and');
  });
});
