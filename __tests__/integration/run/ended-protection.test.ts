import { expect, test } from '@jest/globals';
import { endOf, team } from '../../support/team.ts';

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
