import { expect, test } from '@jest/globals';
import { planEnding } from '../../../../src/cli/commands/plan-ending.ts';
import type { Plan } from '../../../../src/plan/plan.ts';

type Ended = Parameters<typeof planEnding>[0];

const inStep: Ended = { changes: [], findings: [], unread: [], pending: [], leftOut: [] };
const finding = (severity: 'error' | 'warning') => ({ code: 'x', severity, message: 'm' });
const unread = (code: 'not-contacted' | 'unreachable') =>
  [{ place: 'onprem', kind: 'topic', reason: { state: 'unknown', code, message: 'm' } }] as const;
// How many there are is all that counts.
const change = [{}] as unknown as Plan['changes'];
const pending = [{}] as unknown as Plan['pending'];

test.each<[string, Partial<Ended>, string, string]>([
  ['in step', {}, 'done', 'done'],
  ['changes', { changes: change }, 'done', 'changes'],
  ['a warning', { findings: [finding('warning')] }, 'done', 'done'],
  ['an error', { findings: [finding('error')], changes: change }, 'failed', 'failed'],
  ['a read that failed', { unread: unread('unreachable'), changes: change }, 'failed', 'failed'],
  ['a cluster that was not contacted', { unread: unread('not-contacted') }, 'done', 'failed'],
  [
    'the same, and changes elsewhere',
    { unread: unread('not-contacted'), changes: change },
    'done',
    'changes',
  ],
  ['something not compared', { pending }, 'done', 'failed'],
  ['a cluster left out', { leftOut: ['onprem'] }, 'done', 'failed'],
])('%s: %j ends as %s, with --fail-on-changes as %s', (_, plan, plain, failing) => {
  expect(planEnding({ ...inStep, ...plan }, { failOnChanges: false })).toBe(plain);
  expect(planEnding({ ...inStep, ...plan }, { failOnChanges: true })).toBe(failing);
});
