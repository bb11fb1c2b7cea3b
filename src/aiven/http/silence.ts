import type { Clock } from '../../model/clock.ts';

/** After so long without any answer, nothing more is asked for a while. Longer than one read may take, so that one that is slow is no silence. */
export const maxSilenceMs = 65_000;
/** When nobody has tried for so long, the API is asked again: it may be back. */
const triedAgainMs = 30_000;

/**
 * How long the API has answered nothing at all, whatever was asked. An error is an answer. What is still on its way does not
 * count: it has a time limit of its own.
 */
export class Silence {
  readonly #clock: Clock;
  /** Since when nothing was answered, once a request ended without an answer. */
  #since: number | undefined;
  #lastAnswered = Number.NEGATIVE_INFINITY;
  #lastTried = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds that a request which begins now may take; 0: it is not to be sent. */
  get left(): number {
    const now = this.#clock.monotonic();
    if (this.#since === undefined || now - this.#lastTried >= triedAgainMs) return maxSilenceMs;
    return Math.max(0, this.#since + maxSilenceMs - now);
  }

  /** For one request that is sent now: what to call when its answer begins, and when it ends without one. */
  begin(): { readonly answered: () => void; readonly unanswered: () => void } {
    const begun = this.#clock.monotonic();
    this.#lastTried = begun;
    return {
      answered: () => {
        this.#lastAnswered = this.#clock.monotonic();
        this.#since = undefined;
      },
      unanswered: () => {
        this.#lastTried = this.#clock.monotonic();
        this.#since ??= Math.max(begun, this.#lastAnswered);
      },
    };
  }
}
