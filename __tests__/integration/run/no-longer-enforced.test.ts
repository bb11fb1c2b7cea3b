import { expect, test } from '@jest/globals';
import { endOf, specOf, team } from '../../support/team.ts';

test('a pull request that only takes ownership away is told so, and its apply is recorded', async () => {
  const one = await team();
  await one.deliver({ t1: 1 });
  const disowned = specOf({ t1: 1 }).replace("    manage: { topics: { scope: ['t*'] } }\n", '');
  const number = one.propose(disowned);
  await one.plan(number);
  expect(one.comment(number)).toContain('`no-longer-enforced`');
  expect(one.comment(number)).toContain('topics named');
  expect(endOf(await one.mergeAndApply(number))).toBe('no-changes');

  // The next change is compared with this one, so it has nothing more to tell.
  const next = one.propose(disowned.replace('retention.ms: 1d', 'retention.ms: 2d'));
  await one.plan(next);
  expect(one.comment(next)).not.toContain('`no-longer-enforced`');
  expect(endOf(await one.mergeAndApply(next))).toBe('applied');
});
