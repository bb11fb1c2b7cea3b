import { describe, expect, test } from '@jest/globals';
import { emptinessOf } from '../../../src/model/emptiness.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { decide } from '../../../src/review/decide.ts';
import type { ReviewPolicy } from '../../../src/review/policy.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { readRecord, writeRecord } from '../../../src/review/record-text.ts';
import { deleteTopic } from '../../support/build/changes.ts';
import { liveTopic, overridden } from '../../support/build/live.ts';
import { planOf } from '../../support/build/plan.ts';

type Told = Pick<Partial<LiveTopic>, 'size' | 'startOffset' | 'endOffset' | 'config'>;

const tiered = new Map([['remote.storage.enable', overridden('true')]]);

describe('whether a topic holds records', () => {
  test.each<[string, Told, string]>([
    ['nothing is told', {}, 'cannot tell'],
    ['nothing was ever written', { endOffset: 0 }, 'empty'],
    ['all that was written is gone', { startOffset: 9, endOffset: 9, size: 0 }, 'empty'],
    [
      'all that was written is gone, and something is on disk',
      { startOffset: 9, endOffset: 9, size: 1 },
      'holds records',
    ],
    ['some is there', { startOffset: 3, endOffset: 9 }, 'holds records'],
    ['where it begins is not told', { endOffset: 9 }, 'cannot tell'],
    ['only a size of nothing is told', { size: 0 }, 'cannot tell'],
    ['a size is told', { size: 12 }, 'holds records'],
    ['what is left may be remote', { startOffset: 9, endOffset: 9, config: tiered }, 'cannot tell'],
    ['nothing was ever written, and it may be remote', { endOffset: 0, config: tiered }, 'empty'],
  ])('%s', (_, told, state) => {
    expect(emptinessOf(liveTopic('core', 'old', told))).toBe(state);
  });
});

const empty: Told = { endOffset: 0 };
const full: Told = { startOffset: 0, endOffset: 5 };

function deletion(told: Told, service = 'kafka-core') {
  const change = deleteTopic('core', 'old');
  const core = { key: 'core', aliases: ['core'], type: 'aiven', addresses: [service] } as const;
  return planOf({
    changes: [{ ...change, live: liveTopic('core', 'old', told) } as typeof change],
    topology: { clusters: [{ ...core, contacted: true, leftOut: false }], flows: [] },
  });
}

function decided(shown: readonly Told[], now: Told, policy: Partial<ReviewPolicy> = {}) {
  return decidedBy(
    shown.map((told) => deletion(told)),
    now,
    policy,
  );
}

function decidedBy(
  shown: readonly ReturnType<typeof deletion>[],
  now: Told,
  policy: Partial<ReviewPolicy> = {},
) {
  const evidence = shown.map((plan, index) => ({
    pullRequest: { number: index + 1, labels: [], head: { sha: 'a'.repeat(40) }, fromFork: false },
    record: readRecord(writeRecord(reviewRecord(plan, index + 1))),
  }));
  return decide(
    deletion(now),
    {
      state: 'found',
      earlier: [],
      range: { branch: 'main', direct: ['b'.repeat(40)], moved: false, unfinished: 'every change' },
      evidence,
    },
    { requirePlan: true, approveDigest: '', directPush: 'apply', allowDeleteLabel: '', ...policy },
  );
}

describe('a topic to delete that was reviewed', () => {
  const asked = (shown: readonly Told[], now: Told, policy: Partial<ReviewPolicy> = {}) => {
    const decision = decided(shown, now, policy);
    return decision.state === 'approved'
      ? [...decision.reviewedAsEmpty].map((key) => JSON.parse(key) as unknown)
      : decision.refusal.reason;
  };
  const again = [['topic', 'core', 'old']];

  test.each<[string, Told[], Told, unknown]>([
    ['as empty is asked again by the apply', [empty], empty, again],
    ['as empty, with records now, is not deleted, whatever direct-push says', [empty], full, 'from-changed'],
    ['as empty, and it cannot be told now, is not deleted either', [empty], {}, 'from-changed'],
    ['by nobody, and let through as a direct push, is asked again', [], empty, again],
    ['with records may have them', [full], full, []],
    ['with records may have lost them', [full], empty, []],
    ['when nobody could tell stands as it was shown', [{}], full, []],
    ['as empty by one and with records by another stands as the second saw it', [empty, full], full, []],
  ])('%s', (_, shown, now, result) => {
    expect(asked(shown, now)).toEqual(result);
  });

  test.each<[string, Partial<ReviewPolicy>]>([
    ['by its digest', { approveDigest: deletion(empty).digest }],
    ['by nobody, as no plan is required', { requirePlan: false }],
  ])('%s: one that is empty now is asked again', (_, policy) => {
    for (const shown of [[], [full], [empty]]) {
      expect(asked(shown, empty, policy)).toEqual(again);
      expect(asked(shown, full, policy)).toEqual([]);
      expect(asked(shown, {}, policy)).toEqual([]);
    }
  });

  test.each<[string, Told, unknown]>([
    ['with records now, is not deleted', full, 'from-changed'],
    ['empty still, is asked again by the apply', empty, again],
  ])('as empty, while its key was shown with records of another cluster: %s', (_, now, result) => {
    const decision = decidedBy([deletion(full, 'kafka-edge'), deletion(empty)], now);
    expect(
      decision.state === 'approved'
        ? [...decision.reviewedAsEmpty].map((key) => JSON.parse(key) as unknown)
        : decision.refusal.reason,
    ).toEqual(result);
  });

  test('has the digest that it would have otherwise', () => {
    expect(deletion(empty).digest).toBe(deletion(full).digest);
  });
});
