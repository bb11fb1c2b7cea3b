import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/review/decide.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { readRecord, writeRecord } from '../../../src/review/record-text.ts';
import { joinRecords, unreviewed } from '../../../src/review/reviewed.ts';
import { createAcls, createTopic, field, updateTopic } from '../../support/build/changes.ts';
import { noTopology, planOf } from '../../support/build/plan.ts';

const on = ['flow onprem -> core emit_heartbeats_enabled=true'];
const off = ['flow onprem -> core emit_heartbeats_enabled=false'];
const changes = [
  createTopic('core', 'a'),
  updateTopic('core', 'b', [field('partitions', '1', '2'), field('config.retention.ms', '1', '2')]),
  ...createAcls(['Read', 'Describe']),
];
const resting = (values: readonly string[]) => changes.map((change) => ({ ...change, restsOn: values }));

function whyMissing(shown: readonly string[], now: readonly string[]) {
  const texts = writeRecord(reviewRecord(planOf({ changes: resting(shown) }), 3));
  const record = readRecord(texts);
  if (record === undefined) throw new Error('it reads what it wrote');
  const missing = unreviewed(
    planOf({ changes: resting(now) }),
    joinRecords([record], { isUnfinished: false, topology: noTopology }),
  );
  return [...new Set(missing.map(({ why }) => why))];
}

describe('a change that rests on live values', () => {
  test.each([
    ['the same', on, on, []],
    ['the same in another order', ['a', 'b'], ['b', 'a'], []],
    ['another value', on, off, ['from-changed']],
    ['a value where it rested on none', [], on, ['from-changed']],
    ['none where it rested on a value', on, [], ['from-changed']],
  ])('and now on %s', (_, shown, now, why) => {
    expect(whyMissing(shown, now)).toEqual(why);
  });

  test('has the digest that it would have without them', () => {
    expect(planOf({ changes: resting(on) }).digest).toBe(planOf({ changes }).digest);
  });

  test('is never let through as a direct push of low risk', () => {
    const decided = (values: readonly string[], directPush: 'apply-low-risk' | 'apply') =>
      decide(
        planOf({ changes: [{ ...createTopic('core', 'a'), restsOn: values }] }),
        {
          state: 'found',
          earlier: [],
          range: { branch: 'main', direct: ['a'.repeat(40)], moved: false, unfinished: 'every change' },
          evidence: [],
        },
        { requirePlan: true, approveDigest: '', directPush, allowDeleteLabel: '' },
      ).state;
    expect(decided([], 'apply-low-risk')).toBe('approved');
    expect(decided(on, 'apply-low-risk')).toBe('refused');
    expect(decided(on, 'apply')).toBe('approved');
  });

  test.each([
    ['the same', on, []],
    ['another value', off, ['from-changed']],
  ])('and could not be compared counts where it is missing, on %s', (_, now, why) => {
    const create = createTopic('dc2', 'edge', { partitions: '4' });
    if (create.desired === undefined) throw new Error('a creation has what it creates');
    const fields = [{ field: 'partitions', to: '4' }];
    const pending = [{ place: 'dc2', resource: create.desired, fields, restsOn: on }];
    const record = readRecord(writeRecord(reviewRecord(planOf({ pending }), 3)));
    if (record === undefined) throw new Error('it reads what it wrote');
    const plan = planOf({ changes: [{ ...create, restsOn: now }] });
    const missing = unreviewed(plan, joinRecords([record], { isUnfinished: false, topology: noTopology }));
    expect(missing.map((each) => each.why)).toEqual(why);
  });
});
