import { describe, expect, test } from '@jest/globals';
import type { BroughtAbout, Change } from '../../../src/model/change.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { readRecord, writeRecord } from '../../../src/review/record-text.ts';
import { joinRecords, unreviewed } from '../../../src/review/reviewed.ts';
import { createTopic } from '../../support/build/changes.ts';
import { planOf } from '../../support/build/plan.ts';

const cut: BroughtAbout = { on: 'core', topic: 'orders', what: 'retention.ms 7 to 1', isEmpty: false };
const emptied = { ...cut, isEmpty: true };
const untold: BroughtAbout = { on: 'core', topic: 'orders', what: 'unknown', isEmpty: false };
const unseen: BroughtAbout = { on: 'core', what: 'unknown', isEmpty: false };

/** A topic of `west` whose creation comes to all this over flows. */
function creating(name: string, bringsAbout: readonly BroughtAbout[]): Change {
  return { ...createTopic('west', name), bringsAbout };
}

/** Two clusters of the spec; `core` by its addresses. */
function planWith(changes: readonly Change[], core = 'core:9092') {
  const cluster = { aliases: [], type: 'external', contacted: true, leftOut: false } as const;
  const clusters = [
    { ...cluster, key: 'west', addresses: ['west:9092'] },
    { ...cluster, key: 'core', addresses: [core] },
  ];
  return planOf({ changes, topology: { clusters, flows: [] } });
}

type PlanOf = ReturnType<typeof planWith>;

function why(shown: PlanOf, now: PlanOf): readonly string[] {
  const record = readRecord(writeRecord(reviewRecord(shown, 1)));
  const records = record === undefined ? [] : [record];
  const reviewed = joinRecords(records, { isUnfinished: false, topology: now.topology });
  return [...new Set(unreviewed(now, reviewed).map((each) => each.why))];
}

describe('what a change comes to over flows', () => {
  test.each<[string, readonly BroughtAbout[], readonly BroughtAbout[], boolean]>([
    ['the same', [cut], [cut], true],
    ['less', [cut, { ...cut, topic: 'audit' }], [cut], true],
    ['nothing any more', [cut], [], true],
    ['something, where nothing was shown', [], [cut], false],
    ['the same of another topic', [cut], [{ ...cut, topic: 'audit' }], false],
    ['the same on another cluster', [cut], [{ ...cut, on: 'dr' }], false],
    ['a topic that was empty and holds records now', [emptied], [cut], false],
    ['a topic that held records and is empty now', [cut], [emptied], true],
    ['a topic of which nobody could tell, told now', [untold], [cut], true],
    ['another topic than the one of which nobody could tell', [untold], [{ ...cut, topic: 'audit' }], false],
    ['a topic where nobody could look which there are', [unseen], [cut], true],
    ['a topic that cannot be told any more', [cut], [untold], false],
    ['topics that cannot be looked at any more', [cut, untold], [unseen], false],
  ])('%s: shown %#', (_, shown, now, isReviewed) => {
    const plan = (brought: readonly BroughtAbout[]) => planWith([creating('a', brought)]);
    expect(why(plan(shown), plan(now))).toEqual(isReviewed ? [] : ['from-changed']);
  });

  test('counts for the plan as a whole: what is left of it may come to it by another change', () => {
    const shown = planWith([creating('a', [cut]), creating('b', [])]);
    expect(why(shown, planWith([creating('b', [cut])]))).toEqual([]);
  });

  test('does not count where the key of the cluster means other brokers now', () => {
    const changes = [creating('a', [cut])];
    expect(why(planWith(changes), planWith(changes, 'elsewhere:9092'))).toEqual(['from-changed']);
  });
});
