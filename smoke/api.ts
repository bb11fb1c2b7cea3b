import { performance } from 'node:perf_hooks';
import { Unforeseen } from './unforeseen.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The first error's code; empty when it has none. */
  readonly code: string;
  /** Aiven's own words. They may hold names and values, so they are compared and never printed. */
  readonly message: string;
  readonly headers: Headers;
  readonly seconds: number;
}

/** Each throws `Unforeseen` where no answer comes. */
export interface Api {
  get(path: string, token?: string): Promise<Answer>;
  post(path: string, body: unknown, token?: string): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** As `get`, without waiting when Aiven asks to slow down. */
  getOnce(path: string): Promise<Answer>;
}

/** Topics can take a minute. */
const maxAnswerMs = 150_000;
const maxThrottled = 20;

/** Aiven's API, one request at a time and never twice, but for those that came too fast. */
export function connect(options: {
  readonly url: string;
  readonly token: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Called before each request; throws where none may be sent any more. */
  readonly beforeEach?: () => void;
}): Api {
  const send = async (method: string, path: string, token: string, body?: unknown): Promise<Answer> => {
    options.beforeEach?.();
    const begun = performance.now();
    const { status, headers, text } = await exchange(`${options.url}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(maxAnswerMs),
      headers: { authorization: `aivenv1 ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = parsed(text);
    const [error] = list(json, 'errors');
    return {
      status,
      body: json,
      code: textAt(error, 'error_code') ?? '',
      message: textAt(error, 'message') ?? textAt(json, 'message') ?? '',
      headers,
      seconds: (performance.now() - begun) / 1000,
    };
  };
  const patient = async (method: string, path: string, token: string, body?: unknown): Promise<Answer> => {
    for (let again = 0; ; again++) {
      const answer = await send(method, path, token, body);
      if (answer.status !== 429 || again === maxThrottled) return answer;
      const named = /try again in (\d+)\s*s/i.exec(answer.message)?.[1] ?? answer.headers.get('retry-after');
      await options.sleep(1_000 * Math.min(120, Number(named ?? 10) || 10));
    }
  };
  return {
    get: (path, token = options.token) => patient('GET', path, token),
    getOnce: (path) => send('GET', path, options.token),
    post: (path, body, token = options.token) => patient('POST', path, token, body),
    put: (path, body) => patient('PUT', path, options.token, body),
    delete: (path) => patient('DELETE', path, options.token),
  };
}

async function exchange(url: string, init: RequestInit) {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    // What it says may name an address.
    throw new Unforeseen('no answer came');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, which has nothing to say about Aiven
  }
}

/** What stands at a path of keys, in an answer of any form. Undefined: nothing does. */
export function at(body: unknown, ...keys: readonly string[]): unknown {
  let value = body;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}

export function list(body: unknown, ...keys: readonly string[]): readonly unknown[] {
  const value = at(body, ...keys);
  return Array.isArray(value) ? value : [];
}

export function textAt(body: unknown, ...keys: readonly string[]): string | undefined {
  const value = at(body, ...keys);
  return typeof value === 'string' ? value : undefined;
}
