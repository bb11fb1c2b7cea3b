import { expect, test } from '@jest/globals';
import type { ChangeResult, Outcome } from '../../../../src/plan/outcome.ts';
import { nextRunWords } from '../../../../src/report/texts/next-run.ts';
import { createTopic } from '../../../support/build/changes.ts';

const change = createTopic('core', 'orders');
const failed = (transient: boolean): ChangeResult => ({
  change,
  state: 'failed',
  failure: { state: 'failed', code: 'POLICY_VIOLATION', message: 'no', transient },
});
const notTried: ChangeResult = { change, state: 'not-tried', because: 'of another' };
const applied: ChangeResult = { change, state: 'applied', milliseconds: 1 };

test.each<[string, Outcome, RegExp]>([
  [
    'one refusal that lasts',
    { results: [applied, failed(false), notTried] },
    /^Fix the cause of each failure first/,
  ],
  ['a refusal and a time-out', { results: [failed(false), failed(true)] }, /^Re-run this job/],
  ['a time-out', { results: [failed(true), notTried] }, /^Re-run this job/],
  ['nothing that failed', { results: [applied, notTried] }, /^Re-run this job/],
  [
    'a stop by a newer commit',
    { results: [failed(false)], stopped: { why: 'cannot-tell', because: 'GitHub did not answer' } },
    /^Re-run this job/,
  ],
])('after %s', (_, outcome, words) => {
  expect(nextRunWords(outcome, 'this job')).toMatch(words);
});
