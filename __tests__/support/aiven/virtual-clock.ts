import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/model/clock.ts';
import { realAlarm } from '../real-alarm.ts';

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
    this.passTo(wake);
  }

  /** By the machine's clock: a sleep of one may pass minutes while the request of another is on its way. */
  alarm(milliseconds: number, ring: () => void): () => void {
    return realAlarm(milliseconds, ring);
  }

  protected passTo(milliseconds: number): void {
    this.#milliseconds = Math.max(this.#milliseconds, milliseconds);
  }
}

/** So many turns of the event loop without a new sleeper: nothing in this process has anything left to do. */
const quietTurns = 50;

interface Sleeper {
  readonly wake: number;
  readonly call: () => void;
}

/**
 * Time passes only when everything in this process waits, and only up to whoever wakes first. So what takes long side by side
 * takes long once, and alarms ring when their time has come.
 */
export class OrderlyClock extends VirtualClock {
  readonly #sleepers = new Set<Sleeper>();
  readonly #alarms = new Set<Sleeper>();
  #isPassing = false;

  override async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#sleepers.add({ wake: this.monotonic() + milliseconds, call: resolve });
    if (!this.#isPassing) void this.#pass();
    await promise;
  }

  override alarm(milliseconds: number, ring: () => void): () => void {
    const alarm = { wake: this.monotonic() + milliseconds, call: ring };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  async #pass(): Promise<void> {
    this.#isPassing = true;
    while (this.#sleepers.size > 0) {
      await this.#quiet();
      const waiting = [...this.#sleepers, ...this.#alarms];
      const wake = Math.min(...waiting.map((one) => one.wake));
      this.passTo(wake);
      for (const one of waiting.filter((each) => each.wake <= wake)) {
        this.#sleepers.delete(one);
        this.#alarms.delete(one);
        one.call();
      }
    }
    this.#isPassing = false;
  }

  async #quiet(): Promise<void> {
    for (let turn = 0, seen = this.#sleepers.size; turn < quietTurns; turn++) {
      await setImmediate();
      if (this.#sleepers.size === seen) continue;
      seen = this.#sleepers.size;
      turn = 0;
    }
  }
}
