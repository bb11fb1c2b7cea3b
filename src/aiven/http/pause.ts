import type { Clock } from '../../model/clock.ts';
import type { Slots } from './slots.ts';

/** The longest wait that Aiven may name: after more than that, a later run is the better one. */
export const maxNamedWaitMs = 300_000;
/** All pauses of a run together. */
export const maxPausedMs = 600_000;

export interface PauseOptions {
  readonly clock: Clock;
  readonly progress: (line: string) => void;
  /** Halved whenever a pause begins. */
  readonly slots: Slots;
}

/**
 * Aiven's limit counts all requests of a token, so all of them pause together. The pause is taken where a request would
 * be sent, so that what waits in a queue behind it is not sent to be refused, too.
 */
export class Pause {
  readonly #clock: Clock;
  readonly #progress: (line: string) => void;
  readonly #slots: Slots;
  #until = Number.NEGATIVE_INFINITY;
  #announced = Number.NEGATIVE_INFINITY;
  #paused = 0;

  constructor({ clock, progress, slots }: PauseOptions) {
    this.#clock = clock;
    this.#progress = progress;
    this.#slots = slots;
  }

  /** False: it would be longer than a run waits, and nothing was changed. */
  extend(milliseconds: number): boolean {
    const now = this.#clock.monotonic();
    const until = now + milliseconds;
    const added = until - Math.max(now, this.#until);
    if (added <= 0) return true;
    if (milliseconds > maxNamedWaitMs || this.#paused + added > maxPausedMs) return false;
    // What was on its way is refused together: only the first refusal counts.
    if (now >= this.#until) this.#slots.halve();
    this.#paused += added;
    this.#until = until;
    return true;
  }

  /** Milliseconds of all pauses so far. */
  get pastMs(): number {
    return this.#paused - Math.max(0, this.#until - this.#clock.monotonic());
  }

  async end(): Promise<void> {
    for (;;) {
      const left = this.#until - this.#clock.monotonic();
      if (left <= 0) return;
      if (this.#announced !== this.#until) {
        this.#announced = this.#until;
        this.#progress(`Aiven asks to slow down: waiting ${seconds(left)}`);
      }
      await this.#clock.sleep(left);
    }
  }
}

/** `300 ms` or `28 s`, rounded up; for messages. */
export function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${Math.ceil(milliseconds / 1_000)} s`;
}
