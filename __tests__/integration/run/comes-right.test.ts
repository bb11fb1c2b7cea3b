import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { connectGitHub } from '../../../src/github/connect.ts';
import { isNoProbe } from '../../support/github.ts';
import type { Ran, StartOptions } from '../../support/run-world.ts';
import { endOf, type Team, team } from '../../support/team.ts';

/*
 * GitHub fails at every single request of an apply, in several ways. The run after that may be one of the same commit, of a later
 * one, or a drift check: comment, deployments and issue tell the truth in the end.
 */

const always = Number.POSITIVE_INFINITY;
const unavailable: Fault = { kind: 'answer', response: error(503, 'Unavailable') };

/** What becomes of request `n` of the apply, and of those after it. */
const failures: Readonly<Record<string, (one: Team, after: number) => void>> = {
  'is gone from there on, as for a run that is killed': (one, after) =>
    one.world.github.faults.add({ after, times: always, fault: { kind: 'reset' } }),
  'takes one more and is gone': (one, after) => {
    one.world.github.faults.add({ after, fault: { kind: 'reset-after-effect' } });
    one.world.github.faults.add({ after, times: always, fault: { kind: 'reset' } });
  },
  'answers 503 once': (one, after) => one.world.github.faults.add({ after, fault: unavailable }),
  'answers 401 from there on': (one, after) =>
    one.world.github.faults.add({
      after,
      times: always,
      fault: { kind: 'answer', response: error(401, 'Bad credentials') },
    }),
  'does not answer writes': (one, after) =>
    one.world.github.faults.add({
      after,
      times: always,
      matches: (request) => request.method !== 'GET' && isNoProbe(request),
      fault: unavailable,
    }),
};

const options: StartOptions = {
  inputs: { 'drift-issue': 'true' },
  ports: { connectGitHub: (given) => connectGitHub({ ...given, requestTimeoutMs: 1_000 }) },
};

/** What runs after it, with GitHub as it should be. */
const next: Readonly<Record<string, (one: Team, before: string) => Promise<Ran>>> = {
  'the same commit again': (one, before) => one.pushed(before, options),
  'a later commit that leaves the spec alone': (one) => {
    const before = one.main;
    one.world.github.world.commit({ branch: 'main', files: { 'README.md': `${before}\n` } });
    return one.pushed(before, options);
  },
  'a later pull request': (one) => one.deliver({ t1: 1, t2: 2 }, options),
};

interface Prepared {
  readonly one: Team;
  readonly number: number;
  readonly before: string;
}

/** An issue about drift is open, and a pull request is merged that ends it. */
async function prepared(): Promise<Prepared> {
  const one = await team();
  await one.deliver({ t1: 3 }, options);
  await one.setRetention('t1', 9);
  await one.drift(options);
  const number = one.open({ t1: 1 });
  await one.plan(number, options);
  const before = one.main;
  one.merge(number);
  one.world.github.log.clear();
  return { one, number, before };
}

/** What is said about the state of the world after everything is applied. */
function said(one: Team, number: number) {
  const { world } = one.world.github;
  return {
    comment: one.title(number),
    deployments: world.deployments().filter(({ statuses }) => statuses.length === 0).length,
    issues: world.issues().filter(({ pull, state }) => pull === undefined && state === 'open').length,
  };
}

const right = { comment: '## Kafka plan for `prod`: applied', deployments: 0, issues: 0 };

const followers = Object.keys(next);
const names = Object.keys(failures);

/** `npm run test:long` has them all. */
const isAll = process.env['COMES_RIGHT'] === 'all';

/** An apply makes some twenty; each failure begins at another one. */
function requestsFor(failure: string): readonly number[] {
  const step = isAll ? 1 : 5;
  return Array.from(
    { length: Math.floor(20 / step) },
    (_, index) => step * index + (names.indexOf(failure) % step),
  );
}

describe.each(names)('GitHub %s', (failure) => {
  test.each(requestsFor(failure))('at request %i of the apply', async (after) => {
    const { one, number, before } = await prepared();
    failures[failure]?.(one, after);
    const first = await one.pushed(before, options);
    one.world.github.faults.clear();
    const wrote = Object.keys(await one.retentions()).length > 0 && (await one.retentions())['t1'] === 1;
    if (wrote) {
      // What was written is told where GitHub has no part.
      expect(endOf(first)).toMatch(/^(applied|no-changes)$/);
      expect(first.summary).toContain('Applied');
      expect(first.outputs).toMatchObject({ applied: '1', failed: '0' });
    } else expect(endOf(first)).toBe('refused: github-unavailable');
    expect(first.log).not.toMatch(/TypeError|undefined|internal-error/);

    const follower = followers[after % followers.length] ?? '';
    const second = await next[follower]?.(one, before);
    expect(second && endOf(second)).toMatch(/^(applied|no-changes)$/);
    expect({ follower, ...said(one, number) }).toEqual({ follower, ...right });
  });
});

/** GitHub takes the record, and not the text that belongs to it. */
const texts = [
  'issues/list-comments',
  'issues/update-comment',
  'issues/list-for-repo',
  'issues/update',
  'repos/create-deployment',
  'repos/create-deployment-status',
];
const faults: Readonly<Record<string, Fault>> = {
  'answers 503': unavailable,
  'answers 401': { kind: 'answer', response: error(401, 'Bad credentials') },
  'answers 403': { kind: 'answer', response: error(403, 'Resource not accessible by integration') },
  'answers 404': { kind: 'answer', response: error(404, 'Not Found') },
  'answers 422': { kind: 'answer', response: error(422, 'Validation Failed') },
  'answers null': { kind: 'answer', response: { status: 200, body: 'null' } },
  'does not answer': { kind: 'hang' },
  'says 503 after the effect': { kind: 'answer-after-effect', response: error(503, 'Unavailable') },
};

/** Each fault on two routes, each route with two or three faults. */
function textsFor(fault: string): readonly string[] {
  const first = Object.keys(faults).indexOf(fault);
  return isAll ? texts : texts.filter((_, index) => (index + first) % 3 === 0);
}

describe.each(Object.keys(faults))('one kind of request %s during the apply', (what) => {
  test.each(textsFor(what))('%s', async (route) => {
    const { one, number, before } = await prepared();
    const fault = faults[what];
    if (fault === undefined) throw new Error('no such fault');
    // Questions about the permissions come first, and on the same routes.
    const matches = ({ method, path, body }: { method: string; path: string; body: unknown }) =>
      isNoProbe({ method, body }) && !path.includes('per_page=1&') && !path.endsWith('per_page=1');
    one.world.github.faults.add({ route, times: always, matches, fault });
    expect(endOf(await one.pushed(before, options))).toBe('applied');
    one.world.github.faults.clear();
    const follower = followers[texts.indexOf(route) % followers.length] ?? '';
    const second = await next[follower]?.(one, before);
    expect(second && endOf(second)).toMatch(/^(applied|no-changes)$/);
    expect({ follower, ...said(one, number) }).toEqual({ follower, ...right });
  });
});

test('a comment that GitHub goes on refusing is given up, so that the record gets its state', async () => {
  const { one, number, before } = await prepared();
  const refused: Fault = { kind: 'answer', response: error(422, 'Validation Failed') };
  one.world.github.faults.add({ route: 'issues/update-comment', times: always, fault: refused });
  const states = () =>
    one.world.github.world
      .deployments()
      .at(-1)
      ?.statuses.map(({ state }) => state);
  expect(endOf(await one.pushed(before, options))).toBe('applied');
  expect(states()).toEqual([]);
  expect(endOf(await one.pushed(before, options))).toBe('no-changes');
  expect(states()).toEqual(['success']);
  expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 change');
});

test('a comment that says what was applied stays when only the state of the record was missing', async () => {
  const { one, number, before } = await prepared();
  const route = 'repos/create-deployment-status';
  one.world.github.faults.add({ route, times: always, fault: unavailable });
  await one.pushed(before, options);
  const told = one.comment(number);
  expect(told).toContain('What was done');
  one.world.github.faults.clear();
  await one.pushed(before, options);
  expect(one.comment(number)).toBe(told);
  expect(said(one, number)).toEqual(right);
});

test('a drift check that finds nothing says it, where its token may', async () => {
  const { one, number, before } = await prepared();
  one.world.github.faults.add({ route: 'issues/list-comments', times: always, fault: unavailable });
  one.world.github.faults.add({ route: 'issues/update', times: always, fault: unavailable });
  expect(endOf(await one.pushed(before, options))).toBe('applied');
  one.world.github.faults.clear();
  expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 change');

  const lacking = { contents: 'read', issues: 'write', deployments: 'read' } as const;
  const limited = await one.drift({ ...options, permissions: lacking });
  expect(endOf(limited)).toBe('in-sync');
  expect(limited.log).toContain('The next apply does: this job may not.');
  expect(limited.log).not.toMatch(/warning|error/);
  expect(said(one, number)).toEqual({
    ...right,
    comment: '## Kafka plan for `prod`: 1 change',
    deployments: 1,
  });

  expect(endOf(await one.drift(options))).toBe('in-sync');
  expect(said(one, number)).toEqual(right);
});

test('the comment of the first apply comes right with a later commit, whose range does not hold its pull request', async () => {
  const one = await team();
  const number = one.open({ t1: 1 });
  await one.plan(number, options);
  const before = one.main;
  one.merge(number);
  one.world.github.faults.add({ route: 'issues/list-comments', times: always, fault: unavailable });
  expect(endOf(await one.pushed(before, options))).toBe('applied');
  one.world.github.faults.clear();
  expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 create');
  expect(endOf(await one.pushed(one.main, options))).toBe('no-changes');
  expect(said(one, number)).toEqual(right);
});
