import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/review/decide.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { deleteTopic } from '../../support/build/changes.ts';
import { planOf } from '../../support/build/plan.ts';

const plan = planOf({ changes: [deleteTopic('core', 'old')] });

/** A merged pull request that showed the deletion, or another one. */
function merged(number: number, labels: readonly string[], shows: 'it' | 'another' = 'it') {
  const shown = shows === 'it' ? plan : planOf({ changes: [deleteTopic('core', 'another')] });
  return {
    pullRequest: { number, labels, head: { sha: 'a'.repeat(40) }, fromFork: false },
    record: reviewRecord(shown, number),
  };
}

function decided(evidence: readonly ReturnType<typeof merged>[], requirePlan: boolean): string {
  const range = { branch: 'main', direct: [], moved: false, unfinished: 'every change' } as const;
  const decision = decide(
    plan,
    { state: 'found', range, evidence, earlier: [] },
    { requirePlan, approveDigest: '', directPush: 'refuse', allowDeleteLabel: 'Kafka:Delete' },
  );
  return decision.state === 'approved' ? 'approved' : decision.refusal.reason;
}

describe('a deletion needs the label, in any case and among others', () => {
  const all = [true, false];
  test.each(all)('on the pull request that showed it; a plan is required: %s', (requirePlan) => {
    expect(decided([merged(1, ['kafka:delete'])], requirePlan)).toBe('approved');
    expect(decided([merged(1, ['docs', 'KAFKA:DELETE', 'later'])], requirePlan)).toBe('approved');
  });

  test.each(all)('and has none with another label, or without any; a plan is required: %s', (requirePlan) => {
    expect(decided([merged(1, ['docs'])], requirePlan)).toBe('label-missing');
    expect(decided([merged(1, [])], requirePlan)).toBe('label-missing');
  });

  test('on one of those that showed it, where plans are required', () => {
    const it = merged(1, []);
    expect(decided([it, merged(2, ['kafka:delete'])], true)).toBe('approved');
    expect(decided([it, merged(2, ['kafka:delete'], 'another')], true)).toBe('label-missing');
  });

  test('on any merged pull request, where none has to show it', () => {
    expect(decided([merged(1, []), merged(2, ['kafka:delete'], 'another')], false)).toBe('approved');
    expect(decided([], false)).toBe('label-missing');
  });
});
