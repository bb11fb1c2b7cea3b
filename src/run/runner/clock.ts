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
  };
}

/** What it answers, or `undefined` when that takes longer. What is not waited for goes on, and is heard of no more. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  const deadline = sleep(milliseconds, undefined, { signal: late.signal }).catch(() => undefined);
  work.catch(() => {}); // told to whoever still waits
  try {
    return await Promise.race([work, deadline]);
  } finally {
    late.abort();
  }
}

/** Resolves so long after the cancel, and keeps no process alive. */
export function afterCancel(cancelled: AbortSignal, milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    onCancel(cancelled, () => {
      void sleep(milliseconds, undefined, { ref: false }).then(resolve);
    });
  });
}
