import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled, onCancel } from '../../model/cancel.ts';
import type { Clock } from '../../model/clock.ts';

/** The machine's time. All that sleeps in this action sleeps here: a test refuses timers elsewhere. */
export function systemClock(cancelled: AbortSignal): Clock {
  return {
    now: () => new Date(),
    monotonic: () => performance.now(),
    sleep: async (milliseconds) => {
      try {
        await sleep(milliseconds, undefined, { signal: cancelled });
      } catch (error) {
        throw cancelled.aborted ? new Cancelled() : error;
      }
    },
    alarm: (milliseconds, ring) => {
      const timer = setTimeout(ring, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

/** Waits for `work` as long as this. Work that takes longer goes on, and its result is dropped. */
export async function within<T>(
  maxMs: number,
  work: Promise<T>,
): Promise<{ readonly state: 'done'; readonly value: T } | { readonly state: 'late' }> {
  const done = new AbortController();
  const late = { state: 'late' } as const;
  const deadline = sleep(maxMs, late, { signal: done.signal }).catch(() => late);
  work.catch(() => {}); // reported by the race below, or dropped after the deadline
  try {
    return await Promise.race([work.then((value) => ({ state: 'done', value }) as const), deadline]);
  } finally {
    done.abort();
  }
}

/** Resolves this long after the cancel. The timer does not keep the process alive. */
export function afterCancel(cancelled: AbortSignal, milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    onCancel(cancelled, () => {
      void sleep(milliseconds, undefined, { ref: false }).then(resolve);
    });
  });
}
