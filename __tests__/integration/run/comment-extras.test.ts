import { describe, expect, test } from '@jest/globals';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

const labels = (one: Team, number: number) => one.world.github.world.issue(number).labels;

describe('plan-labels', () => {
  const inputs = { 'plan-labels': 'true', 'allow-delete': 'topics' };

  test('keeps one label that says what the plan does, and leaves those of people alone', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 2 }, { labels: ['team-a'] });
    await one.plan(number, { inputs });
    expect(labels(one, number)).toEqual(['team-a', 'kafka:changes']);
    for (const [spec, label] of [
      [specOf({ t1: 'removed' }), 'kafka:deletes'],
      [specOf({ t1: 1 }), 'kafka:no-changes'],
      ['version: 1\nname: prod\n', 'kafka:no-plan'],
    ] as const) {
      one.commit(spec, one.branchOf(number));
      await one.plan(number, { inputs });
      expect(labels(one, number)).toEqual(['team-a', label]);
    }
  });

  test('adds none by default, and needs no permission beyond that of the comment', async () => {
    const one = await team();
    const number = one.open({ t1: 2 });
    await one.plan(number);
    expect(labels(one, number)).toEqual([]);
    const permissions = { contents: 'read', 'pull-requests': 'write', checks: 'write' } as const;
    const ran = await one.plan(number, { inputs, permissions });
    expect(endOf(ran)).toBe('planned');
    expect(ran.log).not.toContain('warning: ');
    expect(labels(one, number)).toEqual(['kafka:changes']);
  });
});

test('comment-note stands in the plan and in its outcome', async () => {
  const one = await team();
  const inputs = { 'comment-note': 'Read the [runbook](https://acme.example/kafka), @octocat.' };
  const number = one.open({ t1: 2 });
  await one.plan(number, { inputs });
  expect(one.comment(number)).toContain('[runbook](https://acme.example/kafka), @\u200boctocat.\n\n---\n');
  expect(endOf(await one.mergeAndApply(number, { inputs }))).toBe('applied');
  expect(one.title(number)).toContain('applied');
  expect(one.comment(number)).toContain('[runbook](https://acme.example/kafka)');
});

describe('a comment while a newer push is planned', () => {
  test('says so above the old plan, which folds, and is the new plan afterwards', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    one.commit(specOf({ t1: 1, t2: 2 }), one.branchOf(number));
    const seen: (string | undefined)[] = [];
    const call = () => {
      seen.push(one.comment(number));
    };
    one.world.aiven.faults.add({ route: 'topic.list', fault: { kind: 'call', call } });
    await one.plan(number);
    const [meanwhile = ''] = seen;
    expect(meanwhile.split('\n')[1]).toBe('## Kafka plan for `prod`: being made');
    expect(meanwhile).toContain(
      '<summary>The plan before this push</summary>\n\n## Kafka plan for `prod`: 1 create',
    );
    expect(one.title(number)).toBe('## Kafka plan for `prod`: 2 create');
    expect(one.comment(number)).not.toContain('The plan before this push');
  });

  test('is not written when the plan is the same', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    one.world.github.log.clear();
    await one.plan(number);
    expect(one.world.github.log.effects.filter(({ route }) => route.startsWith('issues/'))).toEqual([]);
  });
});

describe('a pull request without an Aiven token', () => {
  const inputs = { 'aiven-token': '' };

  test('of this repository is warned of, in the log and on a comment', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const ran = await one.plan(number, { inputs });
    expect(endOf(ran)).toBe('validated');
    expect(ran.log).toContain('warning: the input `aiven-token` is empty');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: failed, no plan was made');
    expect(one.comment(number)).toContain('Is the secret defined');
  });

  test('by Dependabot is validated in silence, as one from a fork', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const ran = await one.plan(number, { inputs, actor: 'dependabot[bot]' });
    expect(endOf(ran)).toBe('validated');
    expect(ran.log).not.toContain('warning: ');
    expect(one.comment(number)).toBeUndefined();
  });
});
