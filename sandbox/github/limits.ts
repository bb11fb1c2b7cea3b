import type { EmulatorResponse } from '../http/exchange.ts';
import { error } from './answers.ts';
import type { Caller } from './tokens.ts';

/** `off` switches a limit off. */
export interface LimitOptions {
  /** Writes a minute and token before the secondary limit strikes; GitHub documents 80. */
  readonly contentWritesPerMinute?: number | 'off';
  /** Requests an hour and token; GitHub documents 1,000 for a job token and 5,000 for a personal one. */
  readonly requestsPerHour?: number | 'off';
}

/** Characters in the body of an issue or a comment. */
export const maxBodyLength = 65_536;

const minute = 60_000;
const hour = 60 * minute;

export class Limits {
  readonly #options: LimitOptions;
  readonly #now: () => Date;
  readonly #requests = new Map<Caller, { count: number; resets: number }>();
  readonly #writes = new Map<Caller, number[]>();

  constructor(options: LimitOptions, now: () => Date) {
    this.#options = options;
    this.#now = now;
  }

  /** Counts a request. An answer means that it is refused. */
  count(caller: Caller, isWrite: boolean): EmulatorResponse | undefined {
    const window = this.#window(caller);
    const { contentWritesPerMinute = 80 } = this.#options;
    if (window.count >= this.#allowed(caller)) return primaryLimit(new Date(window.resets));
    window.count++;
    if (!isWrite || contentWritesPerMinute === 'off') return undefined;
    const now = this.#now().getTime();
    const recent = (this.#writes.get(caller) ?? []).filter((at) => at > now - minute);
    this.#writes.set(caller, recent);
    if (recent.length >= contentWritesPerMinute) return secondaryLimit(60);
    recent.push(now);
    return undefined;
  }

  headers(caller: Caller): Readonly<Record<string, string>> {
    const { limit, remaining, used, reset } = this.state(caller);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-resource': 'core',
    };
  }

  /** As `GET /rate_limit` shows it. */
  state(caller: Caller): { limit: number; remaining: number; used: number; reset: number } {
    const window = this.#window(caller);
    const allowed = this.#allowed(caller);
    const limit = Number.isFinite(allowed) ? allowed : 5000;
    return {
      limit,
      remaining: Math.max(0, limit - window.count),
      used: window.count,
      reset: Math.ceil(window.resets / 1000),
    };
  }

  #allowed(caller: Caller): number {
    const { requestsPerHour = caller.app === undefined ? 5000 : 1000 } = this.#options;
    return requestsPerHour === 'off' ? Number.POSITIVE_INFINITY : requestsPerHour;
  }

  #window(caller: Caller): { count: number; resets: number } {
    const now = this.#now().getTime();
    const current = this.#requests.get(caller);
    if (current !== undefined && current.resets > now) return current;
    const fresh = { count: 0, resets: now + hour };
    this.#requests.set(caller, fresh);
    return fresh;
  }
}

/** Also for fault rules. GitHub does not always say `retry-after`. */
export function secondaryLimit(retryAfterSeconds?: number): EmulatorResponse {
  return error(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

/** Also for fault rules. */
export function primaryLimit(resets: Date): EmulatorResponse {
  return error(403, 'API rate limit exceeded for installation.', {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(resets.getTime() / 1000)),
  });
}
