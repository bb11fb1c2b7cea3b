import { describe, expect, test } from '@jest/globals';
import { endOf, team } from '../../support/team.ts';

const deletes = { inputs: { 'allow-delete': 'topics' } };

/** A pull request that removes `t1`, planned while `t1` was as it is, and changes `t2`. */
async function removal({ records }: { readonly records: number }) {
  const one = await team();
  await one.deliver({ t1: 1, t2: 1 });
  one.world.backend.addRecords('t1', records);
  const number = one.open({ t1: 'removed', t2: 2 });
  await one.plan(number, deletes);
  return { one, number };
}

describe('a topic that reviewers saw as empty', () => {
  test('is deleted while it is, and the comment said so', async () => {
    const { one, number } = await removal({ records: 0 });
    expect(one.comment(number)).toContain('it is empty now');
    expect(endOf(await one.mergeAndApply(number, deletes))).toBe('applied');
    expect(await one.retentions()).toEqual({ t2: 2 });
  });

  test('stops the run before its first write once it holds records', async () => {
    const { one, number } = await removal({ records: 0 });
    one.world.backend.addRecords('t1', 3);
    expect(endOf(await one.mergeAndApply(number, deletes))).toBe('refused: from-changed');
    expect(await one.retentions()).toEqual({ t1: 1, t2: 1 });
  });

  test('is not deleted when records come while the apply runs', async () => {
    const { one, number } = await removal({ records: 0 });
    const produces = (): boolean => {
      one.world.backend.addRecords('t1', 1);
      return false;
    };
    one.world.aiven.faults.add({
      route: 'topic.update',
      times: 1,
      matches: produces,
      fault: { kind: 'answer', response: { status: 500, body: {} } },
    });
    const ran = await one.mergeAndApply(number, deletes);
    expect(endOf(ran)).toBe('partially-applied: from-changed');
    expect(await one.retentions()).toEqual({ t1: 1, t2: 2 });
    expect(one.comment(number)).toContain('holds records now');
  });
});

test('a topic that reviewers saw with records is deleted with them', async () => {
  const { one, number } = await removal({ records: 5 });
  expect(one.comment(number)).toContain('all its records with it');
  one.world.backend.addRecords('t1', 5);
  expect(endOf(await one.mergeAndApply(number, deletes))).toBe('applied');
  expect(await one.retentions()).toEqual({ t2: 2 });
});
