import { type AivenError, isRetryableStatus } from './errors.ts';

const baseMs = 200;
const throttleBaseMs = 1_000;
const maxBackoffMs = 20_000;
/** Tries of one request; those that a named wait followed are not counted. */
export const maxAttempts = 5;

/** Exponential with full jitter. `attempt` counts from 1; `random` is in [0, 1). Milliseconds. */
export function backoff(attempt: number, throttled: boolean, random: number): number {
  return Math.round(random * Math.min(maxBackoffMs, (throttled ? throttleBaseMs : baseMs) * 2 ** attempt));
}

/**
 * How long the server asks to wait, in milliseconds. `Retry-After` is seconds or a date, and a date is measured against
 * the server's own `Date`. Aiven also says it in prose: "Rate limit 120 exceeded - try again in 28s". `undefined`: it
 * does not say, or says something that makes no sense.
 */
export function requestedWait(headers: Headers, message: string, now: Date): number | undefined {
  const header = headers.get('retry-after')?.trim() ?? '';
  const prose = /try again in (\d{1,9})\s*s\b/i.exec(message)?.[1];
  return fromHeader(header, headers.get('date'), now) ?? fromSeconds(prose);
}

function fromHeader(header: string, date: string | null, now: Date): number | undefined {
  if (/^\d+$/.test(header)) return fromSeconds(header);
  // Only HTTP's own date format: Date.parse takes "-5" and other things for dates.
  if (!/^[A-Z][a-z]{2}, .* GMT$/.test(header)) return undefined;
  const until = Date.parse(header);
  const from = date === null ? now.getTime() : Date.parse(date);
  const wait = until - (Number.isNaN(from) ? now.getTime() : from);
  return wait >= 0 ? wait : undefined;
}

function fromSeconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text) * 1_000;
}

/**
 * Keeps a run from multiplying its requests when Aiven is down: retries are paid from a small purse that only
 * successes fill.
 */
export class RetryBudget {
  #tokens = 100;

  /** False: there is nothing left, so do not retry. */
  pay(timedOut: boolean): boolean {
    const price = timedOut ? 10 : 5;
    if (this.#tokens < price) return false;
    this.#tokens -= price;
    return true;
  }

  earn(): void {
    this.#tokens = Math.min(100, this.#tokens + 1);
  }
}

export function mayRepeatRead(error: AivenError): boolean {
  if (error.kind === 'connection' || error.kind === 'timeout') return true;
  return error.kind === 'answer' && error.status !== undefined && isRetryableStatus(error.status);
}

export function mayRepeatWrite(error: AivenError): boolean {
  return error.status === 429;
}
