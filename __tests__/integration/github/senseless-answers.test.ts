import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { GitHubEmulator } from '../../../sandbox/github/start-github.ts';
import type { Fault } from '../../../sandbox/http/faults.ts';
import type { GitHub } from '../../../src/github/github.ts';
import { GitHubError } from '../../../src/github/http/github-error.ts';
import { connect, startRepository } from '../../support/github.ts';

const marker = '<!-- t:a {"v":1,"id":"prod"';
const body = `${marker}} -->\nplanned`;
const place = { environment: 'kafka/prod', task: 'apply' };
const drift = { marker, labels: [{ name: 'drift', color: 'd93f0b' }] as const };
const check = { name: 'n', externalId: 'e', conclusion: 'success', title: 't', summary: 's' } as const;

interface World {
  readonly emulator: GitHubEmulator;
  readonly pull: number;
  readonly head: string;
  readonly base: string;
}

/** Everything that a run asks of GitHub. */
const calls: Readonly<Record<string, (github: GitHub, world: World) => Promise<unknown>>> = {
  defaultBranch: (github) => github.defaultBranch(),
  headOfBranch: (github) => github.headOfBranch('main'),
  readFilesAt: (github) => github.readFilesAt({ ref: 'main', matches: () => true }),
  readFileAt: (github) => github.readFileAt({ ref: 'main', path: 'README.md' }),
  pullRequest: (github, { pull }) => github.pullRequest(pull),
  pullRequestsOfRange: (github, { base }) =>
    github.pullRequestsOfRange({ base, head: 'main', branch: 'main' }),
  commitsOfRange: (github, { base }) => github.commitsOfRange({ base, head: 'main' }),
  recentlyMerged: (github) => github.recentlyMerged({ branch: 'main', maxCount: 10 }),
  isAncestor: (github, { base }) => github.isAncestor({ sha: base, head: 'main' }),
  readComment: (github, { pull }) => github.readComment({ pullRequest: pull, marker }),
  upsertComment: (github, { pull }) =>
    github.upsertComment({ pullRequest: pull, marker, body, create: true }),
  keepOneLabel: (github, { pull }) =>
    github.keepOneLabel({ pullRequest: pull, label: 'kafka:changes', among: [{ name: 'kafka:changes' }] }),
  findDriftIssue: (github) => github.findDriftIssue(drift),
  openOrUpdateDriftIssue: (github) =>
    github.openOrUpdateDriftIssue({ ...drift, lasting: [], render: () => ({ title: 't', body }) }),
  closeDriftIssue: (github) => github.closeDriftIssue({ ...drift, comment: 'gone' }),
  readCheckRuns: (github, { head }) => github.readCheckRuns({ ref: head, name: 'n' }),
  createCheckRun: (github, { head }) => github.createCheckRun({ ...check, headSha: head }),
  recordedRuns: (github) => github.recordedRuns(place),
  createDeployment: (github, { base }) =>
    github.createDeployment({ ...place, sha: base, payload: { succeeded: true }, description: 'd' }),
  setDeploymentState: async (github, { base }) => {
    const made = { ...place, sha: base, payload: {}, description: 'd' };
    const { id } = await github.createDeployment(made);
    return github.setDeploymentState({ id, state: 'success', description: 'd' });
  },
};

const html = '<html><body><h1>502</h1></body></html>';
const answer = (content: unknown, headers?: Readonly<Record<string, string>>): Fault => ({
  kind: 'answer-after-effect',
  response: { status: 200, body: content, ...(headers && { headers }) },
});
const json = { 'content-type': 'application/json' };

const senseless: Readonly<Record<string, Fault>> = {
  null: answer('null', json),
  'an empty object': answer({}),
  'an empty list': answer([]),
  'a list of null': answer([null]),
  'wrong types': answer({ id: 'x', number: null, object: 7, user: [], tree: {}, check_runs: 1 }),
  text: answer('"yes"', json),
  HTML: answer(html, { 'content-type': 'text/html' }),
  'HTML that says it is JSON': answer(html, json),
  'an answer that is cut': { kind: 'cut' },
};

const endless: Fault = { kind: 'huge', bytes: 40 * 1024 * 1024 };

/** Words of JavaScript and of the answers: nobody can do anything with them. */
const foreign = /undefined|null|TypeError|not iterable|Cannot read|is not a function|<html|\[object/i;

async function world(): Promise<World> {
  const emulator = await startRepository();
  const base = emulator.world.head();
  const head = emulator.world.commit({ branch: 'topic', files: { a: 'a' } });
  const pull = emulator.world.openPullRequest({ head: 'topic' });
  return { emulator, pull, head, base };
}

/** The answers are wrong on purpose; the requests must fit GitHub's description all the same. */
async function everyAnswer(name: string, fault: Fault): Promise<unknown> {
  const made = await world();
  const before = await settle(calls[name]?.(connect(made.emulator).github, made));
  if (before instanceof Error) throw before;
  made.emulator.faults.add({ times: Number.POSITIVE_INFINITY, fault });
  return settle(calls[name]?.(connect(made.emulator).github, made));
}

function settle(work: Promise<unknown> | undefined): Promise<unknown> {
  return (work ?? Promise.reject(new Error('no such call'))).catch((error: unknown) => error);
}

describe.each(Object.keys(senseless))('every answer is %s', (what) => {
  test.each(Object.keys(calls))('%s says so in words, or needs no more', async (name) => {
    const fault = senseless[what];
    if (fault === undefined) throw new Error('no such answer');
    const end = await everyAnswer(name, fault);
    if (!(end instanceof Error)) {
      // An empty list is an answer that GitHub gives, and a deletion answers nothing.
      expect(what).toBe('an empty list');
      return;
    }
    expect(end).toBeInstanceOf(GitHubError);
    expect(end.message).not.toMatch(foreign);
    expect(end.message).toMatch(/makes no sense|not available|does not find|is incomplete/);
  });
});

test.each(['headOfBranch', 'readComment', 'createDeployment'])(
  '%s does not take an answer without an end',
  async (name) => {
    const end = await everyAnswer(name, endless);
    expect(end).toBeInstanceOf(GitHubError);
    expect(end).toMatchObject({ failure: { kind: 'malformed' } });
  },
);

test.each(Object.keys(senseless))('a read survives %s once', async (what) => {
  const { emulator, base } = await world();
  const fault = senseless[what];
  if (fault === undefined) throw new Error('no such answer');
  emulator.faults.add({ fault });
  expect(await connect(emulator).github.headOfBranch('main')).toBe(base);
});

describe('one write, whatever is answered', () => {
  test.each(Object.keys(senseless))('a comment stands there once after %s', async (what) => {
    const { emulator, pull } = await world();
    const fault = senseless[what];
    if (fault === undefined) throw new Error('no such answer');
    emulator.faults.add({ route: 'issues/create-comment', fault });
    const { github } = connect(emulator);
    const written = await github.upsertComment({ pullRequest: pull, marker, body, create: true });
    expect(written.action).toBe('created');
    expect(emulator.world.comments(pull).map((each) => each.body)).toEqual([body]);
    expect(emulator.log.effects.filter(({ what: done }) => /delete/.test(done))).toEqual([]);
  });

  test.each(Object.keys(senseless))('a record stands there once after %s', async (what) => {
    const { emulator, base, head } = await world();
    const fault = senseless[what];
    if (fault === undefined) throw new Error('no such answer');
    emulator.faults.add(
      { route: 'repos/create-deployment', fault },
      { route: 'repos/create-deployment-status', fault },
      { route: 'checks/create', fault },
    );
    const { github } = connect(emulator);
    const payload = { succeeded: true };
    const { id } = await github.createDeployment({ ...place, sha: base, payload, description: 'd' });
    await github.setDeploymentState({ id, state: 'success', description: 'd' });
    await github.createCheckRun({ ...check, headSha: head });
    const made = emulator.world.deployments().map(({ statuses }) => statuses.map(({ state }) => state));
    expect(made).toEqual([['success']]);
    expect(await github.readCheckRuns({ ref: head, name: 'n' })).toHaveLength(1);
  });
});

describe('an answer that does not come', () => {
  test('is given up after two tries, and a run that lost minutes stops asking', async () => {
    const { emulator } = await world();
    emulator.faults.add({ times: Number.POSITIVE_INFINITY, fault: { kind: 'hang' } });
    const { github, progress, clock } = connect(emulator, { requestTimeoutMs: 40 });
    await expect(github.headOfBranch('main')).rejects.toMatchObject({ failure: { kind: 'unavailable' } });
    expect(progress).toEqual(['GitHub is not available; trying again in 1 s']);
    expect(clock.slept).toEqual([1000]);
    expect(emulator.log.requests).toHaveLength(2);
  });

  test('ends the asking for the whole run once it has cost minutes', async () => {
    const { emulator } = await world();
    emulator.faults.add({ times: Number.POSITIVE_INFINITY, fault: { kind: 'hang' } });
    const { github, clock } = connect(emulator, { requestTimeoutMs: 40 });
    const failures: unknown[] = [];
    for (let asked = 0; asked < 12; asked++) {
      const failed = github.headOfBranch('main').catch((error: unknown) => error);
      clock.advance(31_000); // while it hangs
      failures.push(await failed);
    }
    expect(failures.at(-1)).toMatchObject({ failure: { kind: 'given-up' } });
    const sent = emulator.log.requests.length;
    await expect(github.pullRequest(1)).rejects.toMatchObject({ failure: { kind: 'given-up' } });
    expect(emulator.log.requests).toHaveLength(sent);
  });
});

describe('another address', () => {
  test.each([301, 302, 307, 308])('a %d gets neither the body nor the token of a write', async (status) => {
    const { emulator, pull } = await world();
    const taken: string[] = [];
    const elsewhere = createServer((request, response) => {
      taken.push(`${request.method} ${request.headers.authorization ?? ''}`);
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo; // a TCP server's address is never a string
    for (const target of [`http://127.0.0.1:${port}/x`, `${emulator.url}/repos/acme/other`]) {
      const response = { status, headers: { location: target }, body: {} };
      emulator.faults.add({ route: 'issues/create-comment', fault: { kind: 'answer', response } });
      const { github } = connect(emulator);
      await expect(
        github.upsertComment({ pullRequest: pull, marker, body, create: true }),
      ).rejects.toMatchObject({ failure: { kind: 'redirected' } });
    }
    const response = { status, headers: { location: `http://127.0.0.1:${port}/x` }, body: {} };
    emulator.faults.add({ route: 'git/get-ref', fault: { kind: 'answer', response } });
    await expect(connect(emulator).github.headOfBranch('main')).rejects.toMatchObject({
      failure: { kind: 'redirected' },
    });
    elsewhere.close();
    expect(taken).toEqual([]);
  });

  test('what is read is followed on the same host, as after a repository was renamed', async () => {
    const { emulator, base } = await world();
    const location = `${emulator.url}/repos/${emulator.owner}/${emulator.repo}/git/ref/heads%2Fmain`;
    const response = { status: 301, headers: { location }, body: {} };
    emulator.faults.add({ route: 'git/get-ref', fault: { kind: 'answer', response } });
    expect(await connect(emulator).github.headOfBranch('main')).toBe(base);
  });
});
