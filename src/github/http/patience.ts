/** Milliseconds for one exchange; GitHub itself gives up after ten seconds. */
const requestTimeoutMs = 30_000;
/** The same once GitHub has cost the run what it may cost. */
const shortTimeoutMs = 5_000;
/** All requests of a run together may lose this much time to answers that do not come or make no sense. */
const maxLostMs = 150_000;
/** All requests of a run together may wait this long because GitHub asks to. */
const maxWaitedMs = 300_000;
/** Once that time is used up and this many requests in a row got no answer, nothing more is sent. */
const maxSilent = 3;

/**
 * What a run spends on a GitHub that fails. Without a bound for the whole run, each of its requests would wait again, and a run
 * that has written everything would still be asking when its job is ended.
 */
export class Patience {
  readonly #timeoutMs: number;
  #lostMs = 0;
  #waitedMs = 0;
  #silent = 0;

  constructor(timeoutMs = requestTimeoutMs) {
    this.#timeoutMs = timeoutMs;
  }

  timeoutMs(): number {
    return this.#lostMs < maxLostMs ? this.#timeoutMs : Math.min(this.#timeoutMs, shortTimeoutMs);
  }

  /** False: GitHub has not answered for so long that nothing more is sent. */
  maySend(): boolean {
    return this.#lostMs < maxLostMs || this.#silent < maxSilent;
  }

  answered(): void {
    this.#silent = 0;
  }

  /** An attempt that came to nothing, waits after it included. */
  lost(milliseconds: number): void {
    this.#lostMs += milliseconds;
    this.#silent++;
  }

  mayRetry(): boolean {
    return this.#lostMs < maxLostMs;
  }

  /** False: GitHub asks for more than a run waits in all. */
  mayWait(milliseconds: number): boolean {
    if (this.#waitedMs + milliseconds > maxWaitedMs) return false;
    this.#waitedMs += milliseconds;
    return true;
  }
}
