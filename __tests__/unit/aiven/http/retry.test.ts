import { describe, expect, test } from '@jest/globals';
import { backoff, RetryBudget, requestedWait } from '../../../../src/aiven/http/retry.ts';

const now = new Date('2026-01-01T00:00:00Z');
const prose =
  'The user has sent too many requests in a given amount of time: Rate limit 120 exceeded - try again in 28s';

describe('how long Aiven asks to wait', () => {
  test.each([
    ['seconds', '7', '', 7_000],
    ['a date', 'Thu, 01 Jan 2026 00:00:09 GMT', '', 9_000],
    ['zero', '0', '', 0],
    ['a day', '86400', '', 86_400_000],
    ['nothing', '', '', undefined],
    ['nothing but prose', '', prose, 28_000],
    ['a negative number, so the prose counts', '-5', prose, 28_000],
    ['garbage', 'soon', '', undefined],
    ['garbage that Date.parse would take', '1.5', '', undefined],
    ['a date in the past', 'Wed, 31 Dec 2025 23:59:59 GMT', '', undefined],
    ['a number beyond reason', '9'.repeat(400), '', Number.POSITIVE_INFINITY],
    ['the header, where both are there', '3', prose, 3_000],
  ])('%s', (_, header, message, wait) => {
    const headers = new Headers(header === '' ? {} : { 'retry-after': header });
    expect(requestedWait(headers, message, now)).toBe(wait);
  });

  test("a date is measured against the server's own clock", () => {
    const headers = new Headers({
      'retry-after': 'Thu, 01 Jan 2026 05:00:10 GMT',
      date: 'Thu, 01 Jan 2026 05:00:00 GMT',
    });
    expect(requestedWait(headers, '', now)).toBe(10_000);
  });
});

describe('backoff', () => {
  test.each([
    [1, false, 400],
    [2, false, 800],
    [4, false, 3_200],
    [20, false, 20_000],
    [1, true, 2_000],
    [5, true, 20_000],
  ])('attempt %d, throttled %s: at most %d ms, jittered down to nothing', (attempt, throttled, maxMs) => {
    expect(backoff(attempt, throttled, 0)).toBe(0);
    expect(backoff(attempt, throttled, 0.5)).toBe(maxMs / 2);
    expect(backoff(attempt, throttled, 0.999_999_9)).toBeLessThanOrEqual(maxMs);
  });
});

describe('the retry budget', () => {
  test('pays for twenty retries, or ten after time-outs, then stops', () => {
    const budget = new RetryBudget();
    const paid = Array.from({ length: 25 }, () => budget.pay(false)).filter(Boolean);
    expect(paid).toHaveLength(20);
    const other = new RetryBudget();
    expect(Array.from({ length: 25 }, () => other.pay(true)).filter(Boolean)).toHaveLength(10);
  });

  test('five successes earn one retry', () => {
    const budget = new RetryBudget();
    while (budget.pay(false));
    for (let i = 0; i < 4; i++) budget.earn();
    expect(budget.pay(false)).toBe(false);
    budget.earn();
    expect(budget.pay(false)).toBe(true);
  });
});
