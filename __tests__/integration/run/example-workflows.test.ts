import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Permissions } from '../../../sandbox/github/tokens.ts';
import type { Ran } from '../../support/run-world.ts';
import { endOf, type Team, team } from '../../support/team.ts';

const examples = fileURLToPath(new URL('../../../examples/workflows', import.meta.url));

/** What starts a job of an example, in the order of a repository's life. */
type Trigger = 'pull request' | 'queue' | 'push' | 'schedule';

const jobs: readonly {
  readonly file: string;
  readonly job: string;
  readonly triggers: readonly Trigger[];
}[] = [
  { file: 'minimal.yml', job: 'kafka', triggers: ['pull request', 'push', 'schedule'] },
  { file: 'environments.yml', job: 'plan', triggers: ['pull request'] },
  { file: 'environments.yml', job: 'apply', triggers: ['push'] },
  { file: 'environments.yml', job: 'drift', triggers: ['schedule'] },
  { file: 'merge-queue.yml', job: 'kafka', triggers: ['pull request', 'queue', 'push'] },
  { file: 'matrix.yml', job: 'kafka', triggers: ['pull request', 'push', 'schedule'] },
  { file: 'drift-only.yml', job: 'drift', triggers: ['schedule'] },
];

/** Jobs that need what others need together, and are tried with them. */
const alike: Readonly<Record<string, readonly (readonly [file: string, job: string])[]>> = {
  'monorepo.yml kafka': [['matrix.yml', 'kafka']],
  'self-hosted.yml apply': [['environments.yml', 'apply']],
  'self-hosted.yml look': [
    ['environments.yml', 'plan'],
    ['environments.yml', 'drift'],
  ],
};

test('every job of an example is tried, or needs what those need that are', () => {
  const named = [
    'adopt.yml adopt', // below
    ...jobs.map(({ file, job }) => `${file} ${job}`),
    ...Object.keys(alike),
  ];
  const there = readdirSync(examples).flatMap((file) =>
    Object.keys(parse(readFileSync(join(examples, file), 'utf8')).jobs).map((job) => `${file} ${job}`),
  );
  expect(named.toSorted()).toEqual(there.toSorted());
  for (const [name, tried] of Object.entries(alike)) {
    const [file = '', job = ''] = name.split(' ');
    expect(permissionsOf(file, job)).toEqual(
      Object.assign({}, ...tried.map(([from, of]) => permissionsOf(from, of))),
    );
  }
});

test('adopt.yml opens its pull request with exactly the permissions it declares', async () => {
  const one = await team();
  await one.deliver({ t1: 1 });
  await one.setRetention('t1', 5);
  const run = await one.byHand({ mode: 'adopt' }, { permissions: permissionsOf('adopt.yml', 'adopt') });
  expect(endOf(run)).toBe('proposed');
  expect(run.log).not.toMatch(/lacks|Add th/);
});

function permissionsOf(file: string, job: string): Permissions {
  const workflow = parse(readFileSync(join(examples, file), 'utf8')) as {
    readonly jobs: Readonly<Record<string, { readonly permissions: Permissions }>>;
  }; // checked by actionlint
  const permissions = workflow.jobs[job]?.permissions;
  if (permissions === undefined) throw new Error(`${file} has no job ${job}`);
  return permissions;
}

/** By docs/events.md. */
const needing: Readonly<Record<Trigger, readonly string[]>> = {
  'pull request': ['checks', 'contents', 'pull-requests'],
  queue: ['checks', 'contents', 'deployments', 'pull-requests'],
  push: ['checks', 'contents', 'deployments', 'issues', 'pull-requests'],
  schedule: ['issues'],
};

const expected: Readonly<Record<Trigger, string>> = {
  'pull request': 'planned',
  queue: 'planned',
  push: 'applied',
  schedule: 'drift',
};

interface Tried extends Ran {
  readonly trigger: Trigger;
  /** That reached Aiven. */
  readonly aivenRequests: number;
}

/** What the other jobs of the repository do runs with every permission; the triggers under test with those given. */
async function live(triggers: readonly Trigger[], permissions: Permissions): Promise<readonly Tried[]> {
  const one = await team();
  const number = one.open({ t1: 1 });
  const runs: Tried[] = [];
  const { requests } = one.world.aiven.log;
  const tried = async (
    trigger: Trigger,
    start: (options: Parameters<Team['plan']>[1]) => Promise<Ran>,
  ): Promise<void> => {
    const under = triggers.includes(trigger);
    if (!under && trigger === 'queue') return;
    const before = requests.length;
    const run = await start({ inputs: { 'drift-issue': 'true' }, ...(under ? { permissions } : {}) });
    if (under) runs.push({ ...run, trigger, aivenRequests: requests.length - before });
  };
  await tried('pull request', (options) => one.plan(number, options));
  await tried('queue', (options) => one.queue([number], { t1: 1 }, options));
  await tried('push', (options) => one.mergeAndApply(number, options));
  if (triggers.includes('schedule')) {
    if ('t1' in (await one.retentions())) await one.setRetention('t1', 5);
    await tried('schedule', (options) => one.drift(options));
  }
  return runs;
}

describe.each(jobs)('$file, job $job', ({ file, job, triggers }) => {
  const permissions = permissionsOf(file, job);
  // On the default branch the checkout is the spec: there actions/checkout alone needs the repository's contents.
  const readsCheckoutOnly = triggers.every((trigger) => trigger === 'schedule');

  test('does its work with exactly the permissions it declares', async () => {
    for (const run of await live(triggers, permissions)) {
      expect([run.trigger, endOf(run)]).toEqual([run.trigger, expected[run.trigger]]);
      expect(run.log).not.toMatch(/lacks|Add th/);
    }
  });

  test.each(Object.entries(permissions).filter(([name]) => !(name === 'contents' && readsCheckoutOnly)))(
    'says before any work which line to add without %s: %s',
    async (name, level) => {
      const { [name as keyof Permissions]: _, ...others } = permissions; // a key of the object it was read from
      const refused: Trigger[] = [];
      for (const run of await live(triggers, others)) {
        const { trigger, log, aivenRequests } = run;
        expect(log).not.toMatch(/^\s+at .*:\d+:\d+/m);
        expect(log).not.toMatch(/^warning: .*(?:lacks|Add th)/m);
        if (endOf(run) !== 'failed: missing-permission') continue;
        refused.push(trigger);
        expect(aivenRequests).toBe(0);
        const line = new RegExp(
          `^error: failed: .*permissions: in the workflow: ${name}: (?:read|${level})(?:\\.|$)`,
        );
        expect(log.split('\n').filter((each) => line.test(each))).toHaveLength(1);
      }
      expect(refused).toEqual(triggers.filter((trigger) => needing[trigger].includes(name)));
    },
  );
});
