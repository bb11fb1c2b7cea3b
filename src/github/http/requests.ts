import type { Clock } from '../../model/clock.ts';
import { GitHubError, type GitHubFailure, type Permission } from './github-error.ts';

interface Request {
  readonly method: string;
  /** A path template: no owner, no number, no query. */
  readonly url: string;
  readonly request: { readonly [option: string]: unknown };
}

const requestTimeout = 30_000;
/** Tries of one request, waits for rate limits included. */
const mostTries = 4;
/** All waits of one request together, in milliseconds. */
const longestWait = 120_000;

/**
 * Sends a request; waits and tries again where that is safe. Reads are repeated after a 5xx or a broken
 * connection. Writes are repeated only after a rate limit, where GitHub did nothing: after anything else the
 * caller looks first, see `writeOnce`.
 */
export async function sendPatiently<R extends Request, A>(
  send: (request: R) => A | Promise<A>,
  request: R,
  { clock, progress }: { readonly clock: Clock; readonly progress: (line: string) => void },
): Promise<A> {
  let waited = 0;
  for (let tries = 1; ; tries++) {
    const timed = { ...request.request, signal: AbortSignal.timeout(requestTimeout) };
    try {
      return await send({ ...request, request: timed });
    } catch (thrown) {
      const answer = readAnswer(thrown);
      const failure = failureOf(answer, permissionOf(request));
      const wait = waitBefore(failure, answer, tries, request.method === 'GET', clock);
      if (wait === undefined || tries >= mostTries || waited + wait > longestWait) {
        throw new GitHubError(`${request.method} ${request.url}`, failure);
      }
      progress(`${reasons[failure.kind] ?? 'GitHub failed'}; trying again in ${Math.ceil(wait / 1000)} s`);
      await clock.sleep(wait);
      waited += wait;
    }
  }
}

const reasons: Partial<Record<GitHubFailure['kind'], string>> = {
  'rate-limited': "GitHub's rate limit is reached",
  unavailable: 'GitHub is not available',
};

/** As `needing` put it beside the call. */
export function permissionOf({ request }: Pick<Request, 'request'>): Permission | undefined {
  return request['permission'] as Permission | undefined; // nothing else writes this option
}

/** Milliseconds; undefined: do not try again. */
function waitBefore(
  failure: GitHubFailure,
  answer: Answer,
  tries: number,
  isRead: boolean,
  clock: Clock,
): number | undefined {
  if (failure.kind === 'unavailable') return isRead ? 1000 * 2 ** (tries - 1) : undefined;
  if (failure.kind !== 'rate-limited') return undefined;
  const retryAfter = Number(answer.header('retry-after') || Number.NaN);
  if (retryAfter >= 0) return Math.max(1, retryAfter) * 1000;
  const reset = Number(answer.header('x-ratelimit-reset') || Number.NaN);
  if (answer.header('x-ratelimit-remaining') === '0' && reset > 0) {
    return Math.max(1000, reset * 1000 - clock.now().getTime());
  }
  return 60_000; // what GitHub asks for when it does not say
}

interface Answer {
  /** Undefined when none came. */
  readonly status: number | undefined;
  /** GitHub's own sentence; used to tell refusals apart, never shown. */
  readonly message: string;
  readonly errors: readonly unknown[];
  header(name: string): string | undefined;
}

function failureOf(answer: Answer, permission: Permission | undefined): GitHubFailure {
  const { status, message } = answer;
  if (status === undefined || status >= 500) {
    return { kind: 'unavailable', ...(status !== undefined && { status }) };
  }
  if (status === 401) return { kind: 'unauthenticated' };
  if (status === 410 && /disabled/i.test(message)) return { kind: 'switched-off' };
  if (status === 404 || status === 410) {
    return { kind: 'not-found', ...(permission !== undefined && { permission }) };
  }
  if (status === 400 || status === 409 || status === 422) {
    return { kind: 'invalid', status, codes: answer.errors.flatMap(code) };
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

/** A fine-grained token of a person is told that it lacks a permission, which nobody can give it for check runs. */
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
function readAnswer(thrown: unknown): Answer {
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
