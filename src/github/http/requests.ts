import type { z } from 'zod';
import type { Clock } from '../../model/clock.ts';
import { ForeignText } from '../../model/foreign-text.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { distrustOf } from '../../model/untrusted-certificate.ts';
import { Refused } from './bounded-fetch.ts';
import { GitHubError, type GitHubFailure, type Permission } from './github-error.ts';
import type { Patience } from './patience.ts';

/** What a request needs, and what its answer must look like. */
export interface Expected<T> {
  /** Undefined: every token may. */
  readonly permission?: Permission;
  readonly answer: z.ZodType<T>;
}

export interface Answer<T> {
  readonly status: number;
  readonly data: T;
  /** A list that goes on. */
  readonly hasNext: boolean;
}

/** Tries of one request, waits for rate limits included. */
const maxTries = 4;
/** Of these, without any answer in time. */
const maxTimeouts = 2;
/** All waits of one request together. */
const maxWaitMs = 120_000;

interface Exchange<T> {
  /** `GET /repos/{owner}/{repo}`: no owner, no number, no query. */
  readonly operation: string;
  readonly expected: Expected<T>;
  readonly send: () => Promise<RawAnswer>;
}

interface RawAnswer {
  readonly status: number;
  readonly headers: { readonly link?: string | undefined };
  readonly data: unknown;
}

/**
 * Sends a request; waits and tries again where that is safe. Reads are repeated after a 5xx, a broken connection and an
 * answer that makes no sense. Writes are repeated only after a rate limit, where GitHub did nothing: after anything else
 * the caller looks first, see `writeOnce`.
 */
export async function sendPatiently<T>(
  { operation, expected, send }: Exchange<T>,
  {
    clock,
    progress,
    trace,
    patience,
    secrecy,
  }: {
    readonly clock: Clock;
    readonly progress: (line: string) => void;
    readonly trace: (line: string) => void;
    readonly patience: Patience;
    readonly secrecy: Pick<Secrecy, 'tell'>;
  },
): Promise<Answer<T>> {
  const isRead = operation.startsWith('GET ');
  let waited = 0;
  let timeouts = 0;
  for (let tries = 1; ; tries++) {
    if (!patience.maySend()) throw new GitHubError(operation, { kind: 'given-up' });
    const start = clock.monotonic();
    const attempt = await exchange(send, expected, secrecy);
    const outcome = attempt.ok ? 'answered' : attempt.failure.kind;
    trace(`GitHub ${operation}: ${outcome} in ${Math.round(clock.monotonic() - start)} ms`);
    if (attempt.ok) {
      patience.answered();
      return attempt.answer;
    }
    const { failure, answer } = attempt;
    const isUnclear = failure.kind === 'unavailable' || failure.kind === 'malformed';
    if (isUnclear) patience.lost(clock.monotonic() - start);
    else patience.answered();
    if (attempt.timedOut) timeouts++;
    const wait = waitBefore(failure, answer, tries, isRead, clock);
    if (
      wait === 'no-retry' ||
      tries >= maxTries ||
      timeouts >= maxTimeouts ||
      waited + wait > maxWaitMs ||
      (isUnclear ? !patience.mayRetry() : !patience.mayWait(wait))
    ) {
      throw new GitHubError(operation, failure);
    }
    progress(`${reasons[failure.kind] ?? 'GitHub failed'}; trying again in ${Math.ceil(wait / 1000)} s`);
    await clock.sleep(wait);
    waited += wait;
  }
}

type Attempt<T> =
  | { readonly ok: true; readonly answer: Answer<T> }
  | {
      readonly ok: false;
      readonly failure: GitHubFailure;
      readonly answer: ErrorAnswer;
      readonly timedOut: boolean;
    };

async function exchange<T>(
  send: () => Promise<RawAnswer>,
  { permission, answer: shape }: Expected<T>,
  secrecy: Pick<Secrecy, 'tell'>,
): Promise<Attempt<T>> {
  try {
    const { status, headers, data } = await send();
    const parsed = shape.safeParse(data);
    if (parsed.success) {
      return {
        ok: true,
        answer: { status, data: parsed.data, hasNext: /rel="next"/.test(headers.link ?? '') },
      };
    }
    return { ok: false, failure: { kind: 'malformed' }, answer: readError(undefined), timedOut: false };
  } catch (thrown) {
    const answer = readError(thrown);
    const timedOut = causes(thrown).some((cause) => property(cause, 'name') === 'AbortError');
    return { ok: false, failure: failureOf(thrown, answer, permission, secrecy), answer, timedOut };
  }
}

const reasons: Partial<Record<GitHubFailure['kind'], string>> = {
  'rate-limited': "GitHub's rate limit is reached",
  unavailable: 'GitHub is not available',
  malformed: "GitHub's answer makes no sense",
};

/** Milliseconds until the next try. */
function waitBefore(
  failure: GitHubFailure,
  answer: ErrorAnswer,
  tries: number,
  isRead: boolean,
  clock: Clock,
): number | 'no-retry' {
  if (failure.kind === 'unavailable' || failure.kind === 'malformed')
    return isRead ? 1000 * 2 ** (tries - 1) : 'no-retry';
  if (failure.kind !== 'rate-limited') return 'no-retry';
  const retryAfter = Number(answer.header('retry-after') || Number.NaN);
  if (retryAfter >= 0) return Math.max(1, retryAfter) * 1000;
  const reset = Number(answer.header('x-ratelimit-reset') || Number.NaN);
  if (answer.header('x-ratelimit-remaining') === '0' && reset > 0) {
    return Math.max(1000, reset * 1000 - clock.now().getTime());
  }
  return 60_000; // what GitHub asks for when it does not say
}

interface ErrorAnswer {
  /** Undefined when none came. */
  readonly status: number | undefined;
  /** GitHub's own sentence; used to tell refusals apart, never shown. */
  readonly message: string;
  readonly errors: readonly unknown[];
  header(name: string): string | undefined;
}

const refusals = { redirected: 'redirected', 'too-large': 'malformed', 'holds-secret': 'withheld' } as const;

function failureOf(
  thrown: unknown,
  answer: ErrorAnswer,
  permission: Permission | undefined,
  secrecy: Pick<Secrecy, 'tell'>,
): GitHubFailure {
  const { status, message } = answer;
  const refused = causes(thrown).find((cause) => cause instanceof Refused);
  if (refused !== undefined) return { kind: refusals[refused.why] };
  if (status === undefined || status >= 500) {
    const distrust = causes(thrown)
      .map((cause) => distrustOf(String(property(cause, 'code') ?? '')))
      .find((each) => each !== undefined);
    return {
      kind: 'unavailable',
      ...(status !== undefined && { status }),
      ...(distrust !== undefined && { distrust }),
    };
  }
  if (status === 401) return { kind: 'unauthenticated' };
  if (status === 410 && /disabled/i.test(message)) return { kind: 'switched-off' };
  if (status === 404 || status === 410) {
    return { kind: 'not-found', ...(permission !== undefined && { permission }) };
  }
  if (status === 400 || status === 409 || status === 422) {
    return {
      kind: 'invalid',
      status,
      codes: answer.errors.flatMap(code).map((each) => secrecy.tell(ForeignText.of(each))),
    };
  }
  if (status === 403 || status === 429) {
    const isLimited =
      status === 429 ||
      answer.header('retry-after') !== undefined ||
      answer.header('x-ratelimit-remaining') === '0' ||
      /rate limit|abuse detection/i.test(message); // older GitHub Enterprise Servers say the latter
    if (isLimited) return { kind: 'rate-limited' };
    if (/\block(ed)?\b/i.test(message)) return { kind: 'locked' };
    if (isAppsOnly(message, permission)) return { kind: 'apps-only' };
    if (/^Resource not accessible by/i.test(message) && permission !== undefined) {
      return { kind: 'missing-permission', permission };
    }
  }
  return { kind: 'refused', status };
}

/** GitHub answers a person's fine-grained token that a permission is missing; for check runs nobody can give it one. */
function isAppsOnly(message: string, permission: Permission | undefined): boolean {
  if (/authenticate via a GitHub App/i.test(message)) return true;
  return permission === 'checks: write' && /not accessible by personal access token/i.test(message);
}

/** `Issue.title missing_field`; anything that is not a plain identifier is left out. */
function code(error: unknown): readonly string[] {
  const field = (name: string): string => {
    const value = property(error, name);
    return typeof value === 'string' && /^\w{1,40}$/.test(value) ? value : '';
  };
  const [resource, name, reason] = [field('resource'), field('field'), field('code')];
  return reason === '' ? [] : [`${[resource, name].filter((part) => part !== '').join('.')} ${reason}`];
}

/** Octokit says status 500 when no answer came; only an error with a `response` is an answer of GitHub. */
function readError(thrown: unknown): ErrorAnswer {
  const response = property(thrown, 'response');
  const status = property(response, 'status');
  const data = property(response, 'data');
  const message = property(data, 'message');
  const errors = property(data, 'errors');
  const headers = property(response, 'headers');
  return {
    status: typeof status === 'number' ? status : undefined,
    message: typeof message === 'string' ? message : '',
    errors: Array.isArray(errors) ? errors : [],
    header: (name) => {
      const value = property(headers, name);
      return value === undefined ? undefined : String(value);
    },
  };
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name]; // any object may be asked for any property
}

/** Octokit wraps what fetch threw. */
function causes(thrown: unknown): readonly unknown[] {
  const found: unknown[] = [];
  for (let cause = thrown; cause !== undefined && found.length < 5; cause = property(cause, 'cause')) {
    found.push(cause);
  }
  return found;
}
