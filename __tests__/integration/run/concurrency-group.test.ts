import { expect, test } from '@jest/globals';
import type { Ran } from '../../support/run-world.ts';
import { specOf, team } from '../../support/team.ts';

const job = (lines: string) =>
  `on: push\njobs:\n  kafka:\n    runs-on: ubuntu-24.04\n${lines}    steps: []\n`;

async function applyWith(workflow: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const one = await team({ t1: 1 });
  const sha = one.main;
  const { fullName } = one.world.repository;
  return one.pushed(sha, {
    files: new Map([
      ['kafka/spec.yaml', specOf({ t1: 1 })],
      ['.github/workflows/kafka.yml', workflow],
    ]),
    env: {
      GITHUB_WORKFLOW_REF: `${fullName}/.github/workflows/kafka.yml@refs/heads/main`,
      GITHUB_WORKFLOW_SHA: sha,
      GITHUB_JOB: 'kafka',
      ...env,
    },
  });
}

const warning = 'warning: .github/workflows/kafka.yml has no concurrency group';
const doubt = 'Whether the workflow has a concurrency group cannot be told: ';

test.each<[string, string]>([
  [
    'of the workflow',
    `concurrency: { group: "kafka-\${{ github.ref }}", cancel-in-progress: false }\n${job('')}`,
  ],
  ['of the workflow, by its name alone', `concurrency: kafka\n${job('')}`],
  ['of the job', job('    concurrency: { group: kafka }\n')],
])('a concurrency group %s is enough', async (_, workflow) => {
  const { log } = await applyWith(workflow);
  expect(log).not.toContain('concurrency group');
});

test.each<[string, string]>([
  ['no word of it', job('')],
  ['one of another job', `${job('')}  other:\n    concurrency: kafka\n    steps: []\n`],
  ['one without a name', `concurrency: { group: "" }\n${job('')}`],
])('%s: the apply warns', async (_, workflow) => {
  expect((await applyWith(workflow)).log).toContain(warning);
});

test.each<[string, string, Readonly<Record<string, string>>, string]>([
  [
    'of another repository',
    job(''),
    { GITHUB_WORKFLOW_REF: 'acme/shared/.github/workflows/kafka.yml@main' },
    'not one of this repository',
  ],
  ['of another commit', job(''), { GITHUB_WORKFLOW_SHA: 'a'.repeat(40) }, 'of another commit'],
  [
    'that is not checked out',
    job(''),
    { GITHUB_WORKFLOW_REF: 'acme/kafka/.github/workflows/other.yml@main' },
    'is no file of the checkout',
  ],
  [
    'that calls another',
    'on: push\njobs:\n  kafka:\n    uses: ./.github/workflows/inner.yml\n',
    {},
    'the job is not one of',
  ],
  ['that is no YAML', 'on: [', {}, 'cannot be read as plain YAML'],
])('of a workflow %s it cannot be told, and is said so', async (_, workflow, env, because) => {
  const { log } = await applyWith(workflow, env);
  expect(log).not.toContain(warning);
  expect(log).toMatch(new RegExp(`${doubt}.*${because}`));
});
