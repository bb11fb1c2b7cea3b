import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/model/clock.ts';

/** Time passes only in `sleep`; sleeps that overlap pass it once. */
export class VirtualClock implements Clock {
  readonly slept: number[] = [];
  #milliseconds = 0;
  /** A little ahead, so that a certificate which the test makes has begun. */
  readonly #start = Date.now() + 3_600_000;

  now(): Date {
    return new Date(this.#start + this.#milliseconds);
  }

  monotonic(): number {
    return this.#milliseconds;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    const wake = this.#milliseconds + milliseconds;
    await setImmediate();
    this.#milliseconds = Math.max(this.#milliseconds, wake);
  }
}
