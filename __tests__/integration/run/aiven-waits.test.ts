import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { endOf, team } from '../../support/team.ts';

const limited = (seconds: number): Fault => ({
  kind: 'answer',
  response: {
    status: 429,
    body: { message: `Rate limit 120 exceeded - try again in ${seconds}s`, errors: [] },
  },
});

interface Wait {
  readonly fault: Fault;
  readonly times: number;
  readonly end: string;
  /** Seconds that pass at least and at most. */
  readonly seconds: readonly [number, number];
  /** Part of the reason that the comment gives. */
  readonly says?: string;
}

const always = Number.POSITIVE_INFINITY;

const waits: Readonly<Record<string, Wait>> = {
  'names a wait of 28 s once': { fault: limited(28), times: 1, end: 'planned', seconds: [28, 40] },
  'names a wait of 5 minutes once': { fault: limited(300), times: 1, end: 'planned', seconds: [300, 312] },
  'names a wait of more than 5 minutes': {
    fault: limited(301),
    times: always,
    end: 'failed: not-readable',
    seconds: [0, 10],
    says: 'this run waits 5 minutes at once and 10 in all',
  },
  'names a wait of 2 minutes again and again': {
    fault: limited(120),
    times: always,
    end: 'failed: not-readable',
    seconds: [600, 615],
    says: 'this run waits 5 minutes at once and 10 in all',
  },
  'closes every connection': {
    fault: { kind: 'reset' },
    times: always,
    end: 'failed: not-readable',
    seconds: [0, 61],
  },
  'refuses the token': {
    fault: { kind: 'answer', response: { status: 401, body: { message: 'Invalid token', errors: [] } } },
    times: always,
    end: 'failed: not-readable',
    seconds: [0, 1],
    says: 'refused the token',
  },
};

describe('a plan while Aiven', () => {
  test.each(Object.entries(waits))(
    '%s',
    async (_, { fault, times, end, seconds: [atLeast, atMost], says }) => {
      const one = await team();
      const { aiven, clock } = one.world;
      const number = one.open({ t1: 1 });
      // What a run takes beside Aiven is the same each time.
      const begunCalm = clock.monotonic();
      expect(endOf(await one.plan(number))).toBe('planned');
      const calm = clock.monotonic() - begunCalm;

      aiven.faults.add({ times, fault });
      const begun = clock.monotonic();
      const ran = await one.plan(number);
      expect(endOf(ran)).toBe(end);
      const passed = (clock.monotonic() - begun - calm) / 1_000;
      expect(passed).toBeGreaterThanOrEqual(atLeast);
      expect(passed).toBeLessThanOrEqual(atMost);
      if (says !== undefined) expect(JSON.stringify([ran.outputs, ran.summary])).toContain(says);
    },
  );
});
