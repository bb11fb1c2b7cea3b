import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { Permissions } from '../../../sandbox/github/tokens.ts';
import {
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  type TriggeredRun,
} from '../../../sandbox/runner/events.ts';
import { readAction } from '../../../scripts/generate.ts';
import { interpolate } from '../../support/docs/expression.ts';
import { blocksOf, readPage } from '../../support/docs/pages.ts';
import { type Ran, type RunWorld, startRunWorld } from '../../support/run-world.ts';
import { newCertificate } from '../../support/spec-files.ts';
import { endOf } from '../../support/team.ts';

/** Somebody new does what the README says, with what stands there and nothing else. */
const [workflow = '', first = '', second = '', env = ''] = blocksOf('README.md')
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => text);
const [, step] = parse(workflow).jobs.kafka.steps;

const byDefault = readAction(readPage('action.yml')).inputs['spec']?.default ?? '';

let world: RunWorld;
beforeAll(async () => {
  world = await startRunWorld();
  world.github.world.commit({ files: { 'README.md': '# Our Kafka\n' } });
});
afterAll(() => world.stop());

function propose(head: string, files: Readonly<Record<string, string>>): number {
  world.github.world.branch(head);
  world.github.world.commit({ branch: head, files });
  return world.github.world.openPullRequest({ head });
}

/** With the permissions, inputs and secrets of the workflow as it stands in the commit. */
function start(triggered: TriggeredRun): Promise<Ran> {
  const text = String(world.github.world.checkout(triggered.github.sha).get('.github/workflows/kafka.yml'));
  const { permissions, steps } = parse(text).jobs.kafka as {
    readonly permissions: Permissions;
    readonly steps: readonly {
      readonly with: Readonly<Record<string, string | number>>;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  }; // actionlint checked it
  const { 'aiven-token': token, ...inputs } = texts(steps[1]?.with ?? {});
  expect(token).toBe('secret AIVEN_TOKEN');
  const env = texts(steps[1]?.env ?? {});
  return world.start(triggered, { permissions, inputs: { spec: byDefault, ...inputs }, env });
}

/** Where no input is given; the value of a secret is `secret` and its name. */
function texts(given: Readonly<Record<string, string | number>>): Readonly<Record<string, string>> {
  const entries = Object.entries(given).map(
    ([name, value]) => [name, interpolate(String(value), {})] as const,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value ?? '')]));
}

function plan(number: number): Promise<Ran> {
  const { world: github } = world.github;
  const pull = github.issue(number).pull;
  return start(
    pullRequestEvent(world.repository, {
      action: 'opened',
      number,
      headRef: pull?.head.ref ?? '',
      headSha: github.head(pull?.head.ref ?? ''),
      baseSha: github.head(),
      mergeSha: github.mergeCommit(number),
    }),
  );
}

async function merge(number: number): Promise<Ran> {
  const before = world.github.world.head();
  world.github.world.merge(number, { method: 'merge' });
  await world.clock.sleep(60_000);
  return start(pushEvent(world.repository, { before, after: world.github.world.head() }));
}

function comment(number: number): string {
  return world.github.world.comments(number)[0]?.body ?? 'there is no comment';
}

describe('the first step', () => {
  let number: number;

  test('the pull request gets a comment with a topic and five ACL entries', async () => {
    number = propose('kafka', { '.github/workflows/kafka.yml': workflow, 'kafka/prod.yaml': first });
    expect(endOf(await plan(number))).toBe('planned');
    expect(comment(number)).toContain('## Kafka plan for `prod`: 6 create');
    expect(comment(number)).toContain('**Merging applies this.**');
  });

  test('the merge applies them, and the comment says so', async () => {
    expect(endOf(await merge(number))).toBe('applied');
    expect(comment(number)).toMatch(/^## .*applied/m);
  });

  test('the next morning nothing differs', async () => {
    expect(endOf(await start(scheduleEvent(world.repository, { sha: world.github.world.head() })))).toBe(
      'in-sync',
    );
  });
});

test('the second step does not contact the new cluster, and says so first', async () => {
  const withSecrets = parse(workflow);
  Object.assign(withSecrets.jobs.kafka.steps[1], parse(env), { with: step.with });
  const number = propose('onprem', {
    '.github/workflows/kafka.yml': stringify(withSecrets),
    'kafka/onprem.yaml': second,
    'kafka/certs/onprem-ca.pem': newCertificate('/CN=onprem').certificate,
  });
  expect(endOf(await plan(number))).toBe('planned');
  expect(comment(number)).toContain('**Connection changed: `onprem` not contacted.**');
});
