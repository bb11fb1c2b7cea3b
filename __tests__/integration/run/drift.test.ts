import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/model/clock.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

const check = (one: Team, inputs: Readonly<Record<string, string>> = {}) =>
  one.drift({ inputs: { 'drift-issue': 'true', ...inputs } });

/** One topic, applied; what happens to it from then on is drift. */
async function delivered(topics: Readonly<Record<string, number>> = { t1: 1 }): Promise<Team> {
  const one = await team();
  await one.deliver(topics);
  return one;
}

function issues(one: Team): readonly string[] {
  return one.world.github.world.issues().flatMap(({ number, state, title, pull }) => {
    return pull === undefined ? [`#${number} ${state}: ${title}`] : [];
  });
}

function bodyOf(one: Team): string {
  return one.world.github.world.issues().find(({ pull }) => pull === undefined)?.body ?? '';
}

/** Something happens after the first read and before the second one, whose caches are over. */
function between(one: Team, happen: () => Promise<void>): { readonly ports: { readonly clock: Clock } } {
  const { clock } = one.world;
  let reads = 0;
  return {
    ports: {
      clock: {
        now: () => clock.now(),
        monotonic: () => clock.monotonic(),
        sleep: async (milliseconds) => {
          await clock.sleep(milliseconds);
          if (milliseconds !== 2_000 || reads++ > 0) return;
          await happen();
          await clock.sleep(60_000);
        },
        alarm: (milliseconds, ring) => clock.alarm(milliseconds, ring),
      },
    },
  };
}

describe('an apply that may be about to do what differs', () => {
  /** Merged, and the run of the merge has not applied it. */
  async function merged(): Promise<Team> {
    const one = await delivered();
    one.merge(one.open({ t1: 1, t2: 1 }));
    return one;
  }

  test.each(['in_progress', 'queued', 'requested', 'pending'] as const)(
    'and is %s: the issue is left as it is, and the check says so',
    async (status) => {
      const one = await merged();
      const run = one.world.github.world.workflowRun({ status });
      const ran = await check(one, { 'fail-on-drift': 'true', 'drift-threshold': '2' });
      expect(endOf(ran)).toBe('incomplete');
      expect(ran.log).toMatch(
        /, and an apply is running \(Kafka #1\): the next check tells, and the issue is left as it is$/,
      );
      expect(issues(one)).toEqual([]);

      one.world.github.world.workflowRun({ id: run, status: 'completed', conclusion: 'failure' });
      expect(endOf(await check(one))).toBe('drift');
      expect(issues(one)).toHaveLength(1);
    },
  );

  test('and waits for approval: the issue names the run', async () => {
    const one = await merged();
    const run = one.world.github.world.workflowRun({ status: 'waiting' });
    expect(endOf(await check(one))).toBe('drift');
    expect(bodyOf(one)).toMatch(
      new RegExp(
        String.raw`^⏳ \*\*An apply waits for approval:\*\* \[Kafka #1\]\(\S+/actions/runs/${run}\)\.`,
        'm',
      ),
    );
  });

  test('but did not begin, as far as its workflow tells: the issue says what is not recorded', async () => {
    const one = await merged();
    const { world } = one.world.github;
    world.workflowRun({ status: 'completed', conclusion: 'success' });
    world.workflowRun({ status: 'in_progress', event: 'schedule' });
    world.workflowRun({ status: 'in_progress', event: 'pull_request' });
    world.workflowRun({ status: 'in_progress', path: '.github/workflows/ci.yml' });
    expect(endOf(await check(one))).toBe('drift');
    expect(bodyOf(one)).toMatch(/^⏳ \*\*No apply of `[0-9a-f]{7}` is recorded,\*\* and none of \[/m);
  });

  test('is not named once it is recorded', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await check(one);
    expect(bodyOf(one)).not.toContain('⏳');
  });

  test.each([
    [{ deployments: 'read' }, /^⏳ \*\*No apply of `[0-9a-f]{7}` is recorded yet\.\*\* Look at \[/m],
    [
      {},
      /^⏳ \*\*An apply may be running,\*\* which this job cannot tell without `actions: read`\. Look at \[/m,
    ],
    [
      { actions: 'read' },
      /^⏳ \*\*An apply may be running,\*\* which this job cannot tell without `deployments: read`\./m,
    ],
  ] as const)(
    'with %j alone: what cannot be told is said, and nothing is missing',
    async (permissions, words) => {
      const one = await merged();
      const ran = await one.drift({
        inputs: { 'drift-issue': 'true' },
        permissions: { contents: 'read', issues: 'write', ...permissions },
      });
      expect(endOf(ran)).toBe('drift');
      expect(bodyOf(one)).toMatch(words);
    },
  );

  test('and more runs than one answer holds, or an answer that makes no sense: nothing is concluded', async () => {
    const one = await merged();
    for (let index = 0; index < 101; index++)
      one.world.github.world.workflowRun({ status: 'in_progress', path: '.github/workflows/ci.yml' });
    await check(one);
    expect(bodyOf(one)).toMatch(/^⏳ \*\*No apply of `[0-9a-f]{7}` is recorded yet\.\*\*/m);
  });
});

describe('the one drift issue of a spec', () => {
  test('opens, counts, closes with a comment, and is reopened when drift returns', async () => {
    const one = await delivered();
    expect(endOf(await check(one))).toBe('in-sync');
    expect(issues(one)).toEqual([]);

    await one.setRetention('t1', 9);
    const opened = await check(one);
    expect(endOf(opened)).toBe('drift');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);
    expect(opened.outputs['drift-issue-url']).toMatch(/\/issues\/2$/);
    expect(bodyOf(one)).toContain('topic `t1`');

    expect(endOf(await check(one))).toBe('drift');
    expect(bodyOf(one)).toMatch(/seen in 2 checks in a row/);
    await check(one);
    expect(bodyOf(one)).toMatch(/seen in 3 checks in a row/);
    expect(one.world.github.world.comments(2)).toEqual([]);

    await one.setRetention('t1', 1);
    expect(endOf(await check(one))).toBe('in-sync');
    expect(issues(one)).toEqual(['#2 closed: Kafka drift: prod (1 difference)']);
    expect(one.world.github.world.comments(2)).toHaveLength(1);

    await one.setRetention('t1', 5);
    expect(endOf(await check(one))).toBe('drift');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);
    expect(bodyOf(one)).toContain('seen in 1 check ·');
  });

  test('fail-on-drift fails the run, and the issue is there all the same', async () => {
    const one = await delivered();
    expect(await check(one, { 'fail-on-drift': 'true' })).toMatchObject({ exitCode: 0 });
    await one.setRetention('t1', 9);
    expect(await check(one)).toMatchObject({ exitCode: 0 });
    const failed = await check(one, { 'fail-on-drift': 'true' });
    expect(endOf(failed)).toBe('drift: drift-detected');
    expect(failed.exitCode).toBe(1);
    expect(issues(one)).toHaveLength(1);
  });
});

describe('drift-threshold', () => {
  const threshold = { 'drift-threshold': '3' };

  test('opens the issue at the third check in a row, and it says how long it lasts', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    for (const seen of [1, 2]) {
      const ran = await check(one, threshold);
      expect(endOf(ran)).toBe('drift');
      expect(ran.log).toContain(`Seen in ${seen} of the 3 checks in a row`);
      expect(issues(one)).toEqual([]);
    }
    await check(one, threshold);
    expect(issues(one)).toHaveLength(1);
    expect(bodyOf(one)).toMatch(/seen in 3 checks in a row/);
    await check(one, threshold);
    expect(bodyOf(one)).toMatch(/seen in 4 checks in a row/);
  });

  test('counts anew after a check without drift, and after a push', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await check(one, threshold);
    await check(one, threshold);
    await one.setRetention('t1', 1);
    expect(endOf(await check(one, threshold))).toBe('in-sync');
    await one.setRetention('t1', 9);
    await check(one, threshold);
    await check(one, threshold);
    one.commit(specOf({ t1: 1, t2: 1 }));
    await check(one, threshold);
    await check(one, threshold);
    expect(issues(one)).toEqual([]);
    await check(one, threshold);
    expect(issues(one)).toHaveLength(1);
  });

  test('without the permission to count it says so before it reads anything, and opens nothing', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    const permissions = { contents: 'read', issues: 'write' } as const;
    const ran = await one.drift({ inputs: { 'drift-issue': 'true', ...threshold }, permissions });
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(ran.log).toContain('permissions: in the workflow: checks: write');
    expect(issues(one)).toEqual([]);
  });
});

describe('an apply that does a part of what the issue names', () => {
  test('leaves an issue that tells the rest, and counts no check; without an issue it opens none', async () => {
    const one = await delivered({ t1: 1, t2: 1, t3: 1 });
    for (const topic of ['t1', 't2', 't3']) await one.setRetention(topic, 9);
    await one.drift({ inputs: { 'drift-issue': 'false' } });
    const refused = { status: 400, body: { message: 'Not now', errors: [] } };
    const failing = (times: number) =>
      one.world.aiven.faults.add({
        route: 'topic.update',
        times,
        fault: { kind: 'answer', response: refused },
      });
    const applied = async () => {
      const { outputs } = await one.drift({ inputs: { 'drift-issue': 'false' } });
      const digest = outputs['plan-digest'] ?? '';
      return one.byHand({ mode: 'apply', 'approve-digest': digest, 'drift-issue': 'true' });
    };
    failing(2);
    expect(endOf(await applied())).toBe('partially-applied: apply-failed');
    expect(issues(one)).toEqual([]);

    await one.setRetention('t3', 5);
    expect(endOf(await check(one))).toBe('drift');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (3 differences)']);
    failing(1);
    expect(endOf(await applied())).toBe('partially-applied: apply-failed');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);
    expect(bodyOf(one)).toContain('seen in 1 check ·');
    expect(bodyOf(one)).toContain('Read again after an apply');

    expect(endOf(await applied())).toBe('applied');
    expect(issues(one)).toEqual(['#2 closed: Kafka drift: prod (1 difference)']);
  });
});

describe('what no apply can put back', () => {
  test('more partitions than the spec lists: drift, red with fail-on-drift, and an open issue stays open', async () => {
    const one = await delivered({ t1: 1, t2: 1 });
    await one.setRetention('t2', 9);
    await check(one);
    await one.setRetention('t2', 1);
    await one.world.backend.createPartitions('t1', 4);

    const failed = await check(one, { 'fail-on-drift': 'true' });
    expect(endOf(failed)).toBe('drift: drift-detected');
    expect(failed.outputs['summary']).not.toBe('');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);
    expect(bodyOf(one)).toContain('### What no apply undoes');
    expect(bodyOf(one)).toContain('`partitions-decrease`');
    expect(bodyOf(one)).not.toContain('approve-digest');

    // Nothing to write does not mean that all is well.
    await one.pushed(one.main);
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);

    one.commit(specOf({ t1: 1, t2: 1 }).replace('t1: { partitions: 1', 't1: { partitions: 4'));
    expect(endOf(await check(one))).toBe('in-sync');
    expect(issues(one)).toEqual(['#2 closed: Kafka drift: prod (1 difference)']);
  });

  test('only if two reads show it', async () => {
    const one = await delivered({ t1: 1 });
    const late = between(one, () => one.world.backend.createPartitions('t1', 4));
    await one.setRetention('t1', 9);
    const ran = await one.drift({ inputs: { 'drift-issue': 'true' }, ...late });
    expect(endOf(ran)).toBe('drift');
    expect(bodyOf(one)).not.toContain('partitions-decrease');
  });
});

describe('what is no drift', () => {
  test('a difference that only the first read shows', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    const settles = between(one, () => one.setRetention('t1', 1));
    const ran = await one.drift({ inputs: { 'drift-issue': 'true' }, ...settles });
    expect(endOf(ran)).toBe('in-sync');
    expect(issues(one)).toEqual([]);
  });

  test('one that only the second read shows: the issue of the other one does not name it', async () => {
    const one = await delivered({ t1: 1, t2: 1 });
    await one.setRetention('t1', 9);
    const more = between(one, () => one.setRetention('t2', 9));
    const ran = await one.drift({ inputs: { 'drift-issue': 'true' }, ...more });
    expect(endOf(ran)).toBe('drift');
    expect(ran.log).toContain('1 of the differences were not there a moment ago');
    expect(bodyOf(one)).toContain('topic `t1`');
    expect(bodyOf(one)).not.toContain('topic `t2`');
  });

  test('two reads that agree on nothing: an open issue stays as it is', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await check(one);
    const before = bodyOf(one);
    const moving = between(one, () => one.setRetention('t1', 5));
    const ran = await one.drift({ inputs: { 'drift-issue': 'true' }, ...moving });
    expect(endOf(ran)).toBe('in-sync');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);
    expect(bodyOf(one)).toBe(before);
  });

  test('topics that Kafka and MirrorMaker 2 make for themselves, where everything else is pruned', async () => {
    const one = await team();
    const spec = specOf({ t1: 1 }).replace(
      "scope: ['t*']",
      "scope: ['t*', 'h*', 'on*', 'm*', '__*'], prune: scope",
    );
    const before = one.main;
    one.commit(spec);
    await one.pushed(before, { inputs: { 'direct-push': 'apply' } });
    const internal = [
      'heartbeats',
      'onprem.heartbeats',
      'onprem.checkpoints.internal',
      'mm2-offset-syncs.onprem.internal',
      'mm2-configs.onprem.internal',
      'mm2-offsets.onprem.internal',
      'mm2-status.onprem.internal',
      '__consumer_offsets',
    ];
    for (const name of internal) await addTopic(one, name);
    expect(endOf(await check(one))).toBe('in-sync');
    await addTopic(one, 'made-by-hand');
    expect(endOf(await check(one))).toBe('drift');
    expect(bodyOf(one)).toContain('topic `made-by-hand`');
    for (const name of internal) expect(bodyOf(one)).not.toContain(`-\` topic \`${name}\``);
  });

  test('a maintenance of Aiven: nodes come and go, and settings that the spec does not list change', async () => {
    const one = await delivered();
    const { world } = one.world.aiven;
    world.setServiceState('acme-prod', 'kafka-core', 'REBALANCING');
    world.setNodes('acme-prod', 'kafka-core', ['running', 'syncing_data', 'setting_up_vm']);
    await one.world.backend.alterTopicConfig('t1', { 'segment.bytes': '209715200', 'flush.ms': '1' });
    expect(endOf(await check(one))).toBe('in-sync');
    expect(issues(one)).toEqual([]);
  });

  test('a service that cannot be read: unknown is not gone, and the issue is left as it is', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await check(one);
    const before = bodyOf(one);
    one.world.aiven.world.setServiceState('acme-prod', 'kafka-core', 'POWEROFF');
    expect(endOf(await check(one))).toBe('failed: not-readable');
    expect(issues(one)).toEqual(['#2 open: Kafka drift: prod (1 difference)']);
    expect(bodyOf(one)).toBe(before);
  });
});

async function addTopic(one: Team, name: string): Promise<void> {
  await one.world.backend.createTopic({ name, partitions: 1, replication: 2, config: {} });
}
