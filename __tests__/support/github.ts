import { afterEach, expect } from '@jest/globals';
import { type GitHubEmulator, type GitHubOptions, startGitHub } from '../../sandbox/github/start-github.ts';
import type { Permissions } from '../../sandbox/github/tokens.ts';
import { connectGitHub } from '../../src/github/connect.ts';
import type { GitHub } from '../../src/github/github.ts';
import type { Identity } from '../../src/github/http/identity.ts';
import { Secret } from '../../src/model/secret.ts';
import { type JsonAnswer, jsonAnswer } from './json-answer.ts';
import { neverCancelled } from './never-cancelled.ts';
import { bookOf } from './secret-book.ts';
import { type TestClock, testClock } from './test-clock.ts';

const running: GitHubEmulator[] = [];

/** A repository with one commit on `main`. Stopped after the test, which fails if a request or answer was wrong. */
export async function startRepository(options: GitHubOptions = {}): Promise<GitHubEmulator> {
  const emulator = await startGitHub(options);
  running.push(emulator);
  emulator.world.commit({ files: { 'README.md': 'Hello\n' }, message: 'First commit' });
  return emulator;
}

afterEach(async () => {
  const stopped = running.splice(0);
  await Promise.all(stopped.map((emulator) => emulator.stop()));
  expect(stopped.flatMap((emulator) => emulator.violations)).toEqual([]);
});

/** For tests that provoke violations on purpose. */
export function takeViolations(emulator: GitHubEmulator): readonly GitHubEmulator['violations'][number][] {
  running.splice(running.indexOf(emulator), 1);
  return emulator.violations;
}

export const everyPermission: Permissions = {
  actions: 'read',
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'write',
};

/** A request that asks whether the token may write: a body with nothing in it, so that nothing can come of it. */
export function isProbe({ method, body }: { readonly method: string; readonly body: unknown }): boolean {
  return method === 'POST' && JSON.stringify(body) === '{}';
}

/** For fault rules that are about a write itself. */
export function isNoProbe(request: { readonly method: string; readonly body: unknown }): boolean {
  return !isProbe(request);
}

export interface Connection {
  readonly github: GitHub;
  readonly clock: TestClock;
  readonly progress: string[];
}

export function connect(
  emulator: GitHubEmulator,
  options: {
    readonly token?: string;
    readonly identity?: Identity;
    readonly clock?: TestClock;
    readonly requestTimeoutMs?: number;
  } = {},
): Connection {
  const clock = options.clock ?? testClock();
  const progress: string[] = [];
  const github = connectGitHub({
    secrecy: bookOf(),
    cancelled: neverCancelled,
    token: Secret.of('GITHUB_TOKEN', options.token ?? emulator.jobToken(everyPermission)),
    apiUrl: emulator.url,
    repository: { owner: emulator.owner, repo: emulator.repo },
    clock,
    progress: (line) => progress.push(line),
    ...(options.identity && { identity: options.identity }),
    ...(options.requestTimeoutMs && { requestTimeoutMs: options.requestTimeoutMs }),
  });
  return { github, clock, progress };
}

export interface Answer extends JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
}

/** One plain request, past every client. */
export async function call(
  emulator: GitHubEmulator,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const url = path.startsWith('http') ? path : `${emulator.url}${path.replace('{repo}', 'repos/acme/kafka')}`;
  const response = await fetch(url, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), 'user-agent': 'tests' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    ...jsonAnswer(text === '' ? undefined : JSON.parse(text)),
  };
}
