import { describe, expect, test } from '@jest/globals';
import { day, endOf, type Team, team } from '../../support/team.ts';

const inputs = { 'allow-delete': 'topics' };

test('a protected topic takes two pull requests to be deleted: one ends its protection, the next deletes it', async () => {
  const one = await team();
  await one.deliver({ t1: 1, t2: 'protected' });

  const atOnce = one.open({ t1: 1, t2: 'removed' });
  await one.plan(atOnce, { inputs });
  expect(one.comment(atOnce)).toContain('`protected-and-removed`');
  expect(endOf(await one.mergeAndApply(atOnce, { inputs }))).toBe('refused: rule-violated');
  expect(await one.retentions()).toEqual({ t1: 1, t2: 1 });

  const unprotected = one.open({ t1: 1, t2: 1 });
  await one.plan(unprotected, { inputs });
  expect(endOf(await one.mergeAndApply(unprotected, { inputs }))).toBe('no-changes');

  const removed = one.open({ t1: 1, t2: 'removed' });
  await one.plan(removed, { inputs });
  expect(one.comment(removed)).not.toContain('`protected-and-removed`');
  expect(endOf(await one.mergeAndApply(removed, { inputs }))).toBe('applied');
  expect(await one.retentions()).toEqual({ t1: 1 });
});

test('the end of a protection is said on its pull request', async () => {
  const one = await team();
  await one.deliver({ t1: 'protected' });
  const number = one.open({ t1: 1 });
  await one.plan(number);
  expect(one.comment(number)).toContain('`protection-ends`');
});

/** A spec that protects `t2`, which is live, and of which no apply is recorded. */
async function neverApplied(): Promise<Team> {
  const one = await team({ t1: 1, t2: 'protected' });
  for (const name of ['t1', 't2'])
    await one.world.backend.createTopic({
      ...{ name, partitions: 1, replication: 2 },
      config: { 'retention.ms': String(day) },
    });
  return one;
}

describe('where no apply was recorded yet', () => {
  for (const requirePlan of ['true', 'false'])
    test(`one pull request neither ends a protection nor deletes the topic, with require-plan: ${requirePlan}`, async () => {
      const one = await neverApplied();
      const more = { ...inputs, 'require-plan': requirePlan };
      const atOnce = one.open({ t1: 1, t2: 'removed' });
      await one.plan(atOnce, { inputs: more });
      expect(endOf(await one.mergeAndApply(atOnce, { inputs: more }))).toBe('refused: rule-violated');
      expect(endOf(await one.byHand({ mode: 'apply', ...more }))).toBe('refused: rule-violated');
      expect(Object.keys(await one.retentions())).toEqual(['t1', 't2']);
    });

  test('an apply says what the push takes out of the spec', async () => {
    const one = await neverApplied();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    const { summary } = await one.mergeAndApply(number);
    expect(summary).toContain('No longer in the spec and left running (1)');
  });
});

describe('where the spec before cannot be read', () => {
  test('no topic is deleted, because it may be protected there', async () => {
    const one = await neverApplied();
    one.commit('version: 1\nname: [');
    const number = one.open({ t1: 1, t2: 'removed' });
    await one.plan(number, { inputs });
    expect(one.comment(number)).toContain('`spec-before-not-read`');
    expect(endOf(await one.mergeAndApply(number, { inputs: { ...inputs, 'require-plan': 'false' } }))).toBe(
      'refused: rule-violated',
    );
    expect(Object.keys(await one.retentions())).toEqual(['t1', 't2']);
  });

  test('other changes are applied, and the comment says what was not checked', async () => {
    const one = await neverApplied();
    one.commit('version: 1\nname: [');
    const number = one.open({ t1: 2 });
    await one.plan(number);
    expect(one.comment(number)).toContain('Not checked: whether this change takes the protection');
    expect(endOf(await one.mergeAndApply(number))).toBe('applied');
  });
});
