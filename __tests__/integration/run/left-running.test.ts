import { describe, expect, test } from '@jest/globals';
import { endOf, team } from '../../support/team.ts';

const heading = 'No longer in the spec and left running (1)';

describe('a topic whose line is deleted', () => {
  test('is named on the pull request, also where no changes mean no comment, and after the merge', async () => {
    const one = await team();
    await one.deliver({ t1: 1, t2: 1 });
    const number = one.open({ t1: 1 });
    const planned = await one.plan(number, { inputs: { comment: 'on-changes' } });
    expect(endOf(planned)).toBe('no-changes');
    expect(one.comment(number)).toContain(heading);
    expect(one.comment(number)).toContain('topic `t2` on `core`: stays as it is');
    // Once is enough: what has a section of its own is not left alone as well.
    expect(one.comment(number)).not.toContain('not listed');
    expect(planned.summary).toContain(heading);

    const applied = await one.mergeAndApply(number);
    expect(endOf(applied)).toBe('no-changes');
    expect(applied.summary).toContain(heading);
    expect(await one.retentions()).toEqual({ t1: 1, t2: 1 });
  });

  test('is named beside what changes, and in the outcome', async () => {
    const one = await team();
    await one.deliver({ t1: 1, t2: 1 });
    const number = one.open({ t1: 5 });
    await one.plan(number);
    expect(one.comment(number)).toContain(heading);
    expect(endOf(await one.mergeAndApply(number))).toBe('applied');
    expect(one.comment(number)).toContain(heading);
  });

  test('is not named when it is removed, nor again by the next pull request', async () => {
    const one = await team();
    await one.deliver({ t1: 1, t2: 1 });
    const removing = one.open({ t1: 1, t2: 'removed' });
    await one.plan(removing);
    expect(one.comment(removing)).not.toContain('left running');
    await one.deliver({ t1: 1 });
    const next = one.open({ t1: 3 });
    await one.plan(next);
    expect(one.comment(next)).not.toContain('left running');
  });
});

describe('the drift check', () => {
  const inputs = { 'drift-issue': 'true' };
  const issues = (one: Awaited<ReturnType<typeof team>>) =>
    one.world.github.world.issues().filter(({ pull }) => pull === undefined);

  test('names what an earlier change left in the issue that other drift opens, and opens none for it', async () => {
    const one = await team();
    await one.deliver({ t1: 1, t2: 1 });
    await one.deliver({ t1: 1 });
    expect(endOf(await one.drift({ inputs }))).toBe('in-sync');
    expect(issues(one)).toEqual([]);

    await one.setRetention('t1', 9);
    expect(endOf(await one.drift({ inputs }))).toBe('drift');
    expect(issues(one)[0]?.body).toContain('### Not in the spec and left running\n\n- topic `t2` (`core`)');
  });

  test('says how many more were left than the record has room for, in this and in later runs', async () => {
    const one = await team();
    const many = Object.fromEntries(Array.from({ length: 505 }, (_, index) => [`a${index}`, 1]));
    const options = { inputs: { 'max-changes': '1000' } };
    const first = one.open({ t1: 1, ...many });
    await one.plan(first, options);
    expect(endOf(await one.mergeAndApply(first, options))).toBe('applied');
    const second = one.open({ t1: 1 });
    await one.plan(second);
    const cut = await one.mergeAndApply(second);
    expect(cut.log).toContain('5 of 505 names of what is no longer in the spec and runs on are not kept');
    await one.deliver({ t1: 2 });
    await one.setRetention('t1', 9);
    expect(endOf(await one.drift({ inputs }))).toBe('drift');
    expect(issues(one)[0]?.body).toContain(
      '- 5 more that earlier changes left: the record of an apply had no room for their names',
    );
  });

  test('goes without it where the job may not read deployments', async () => {
    const one = await team();
    await one.deliver({ t1: 1, t2: 1 });
    await one.deliver({ t1: 1 });
    await one.setRetention('t1', 9);
    const permissions = { contents: 'read', issues: 'write' } as const;
    const ran = await one.drift({ inputs, permissions });
    expect(endOf(ran)).toBe('drift');
    expect(ran.log).toContain(
      'What earlier changes left running is not told: the job has no `deployments: read`',
    );
    expect(issues(one)[0]?.body).not.toContain('left running');
  });
});
