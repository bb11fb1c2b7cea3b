import { describe, expect, test } from '@jest/globals';
import { specOf, team } from '../../support/team.ts';

const uses = 'acme/kafka-action@v0';

interface Step {
  readonly job: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly uses?: string;
}

/** A workflow of one step a job. */
function workflow(steps: readonly Step[], on = '[pull_request, push]'): string {
  const jobs = steps.map(({ job, with: inputs = {}, uses: action = uses }) => {
    const lines = Object.entries(inputs).map(([name, value]) => `          ${name}: ${value}\n`);
    return `  ${job}:\n    steps:\n      - uses: ${action}\n        with:\n          aiven-token: x\n${lines.join('')}`;
  });
  return `on: ${on}\njobs:\n${jobs.join('')}`;
}

/** The comment of a pull request that adds a topic, planned by job `plan` of the workflow. */
async function commentUnder(text: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const one = await team();
  await one.deliver({ t1: 1 });
  const number = one.open({ t1: 1, t2: 1 });
  const { fullName } = one.world.repository;
  await one.plan(number, {
    files: new Map([
      ['kafka/spec.yaml', specOf({ t1: 1, t2: 1 })],
      ['.github/workflows/kafka.yml', text],
    ]),
    env: {
      GITHUB_WORKFLOW_REF: `${fullName}/.github/workflows/kafka.yml@refs/pull/${number}/merge`,
      GITHUB_WORKFLOW_SHA: one.world.github.world.mergeCommit(number),
      GITHUB_ACTION_REPOSITORY: 'acme/kafka-action',
      GITHUB_JOB: 'plan',
      ...env,
    },
  });
  return one.comment(number) ?? '';
}

describe('the verdict holds', () => {
  test.each<[string, readonly Step[]]>([
    ['one job plans and applies', [{ job: 'plan', with: { 'max-deletes': '1' } }]],
    [
      'two jobs have the same gates',
      [
        { job: 'plan', with: { mode: 'plan', 'max-deletes': '1' } },
        { job: 'apply', with: { mode: 'apply', 'max-deletes': '1' } },
      ],
    ],
    [
      'the same gates are written in another way',
      [
        { job: 'plan', with: { mode: 'plan', 'allow-delete': '"topics,acls"', 'max-changes': '100' } },
        { job: 'apply', with: { mode: 'apply', 'Allow-Delete': '"acls, topics"' } },
      ],
    ],
    [
      'only a job that never applies has others',
      [{ job: 'plan' }, { job: 'drift', with: { mode: 'drift', 'max-deletes': '1' } }],
    ],
    [
      'only a step of another action has others',
      [{ job: 'plan' }, { job: 'apply', uses: 'acme/other@v1', with: { 'max-deletes': '1' } }],
    ],
  ])('where %s', async (_, steps) => {
    const comment = await commentUnder(workflow(steps));
    expect(comment).toContain('✅ **Merging applies this.**\n');
  });
});

describe('the verdict says how far it holds', () => {
  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    [
      'another job applies with other gates',
      workflow([
        { job: 'plan', with: { mode: 'plan' } },
        { job: 'apply', with: { mode: 'apply', 'allow-delete-label': 'ok', 'max-changes': '7' } },
      ]),
      {},
      'Job `apply` of `.github/workflows/kafka.yml` applies with another `allow-delete-label`, `max-changes`.',
    ],
    [
      'a gate is computed',
      workflow([{ job: 'plan', with: { 'max-changes': '${{ vars.MAX }}' } }]),
      {},
      'max-changes is computed',
    ],
    [
      'no push applies',
      workflow([{ job: 'plan' }], 'pull_request'),
      {},
      'does not surely apply when main is pushed to',
    ],
    [
      'the workflow is of another commit',
      workflow([{ job: 'plan' }]),
      { GITHUB_WORKFLOW_SHA: 'a'.repeat(40) },
      'of another commit',
    ],
    ['the job is another', workflow([{ job: 'plan' }]), { GITHUB_JOB: 'x' }, 'this job is not one of'],
    [
      'only tags are pushed to',
      workflow([{ job: 'plan' }], '{ pull_request: {}, push: { tags: [v1] } }'),
      {},
      'does not surely apply when main is pushed to',
    ],
    [
      'another branch is pushed to',
      workflow([{ job: 'plan' }], '{ pull_request: {}, push: { branches: [release] } }'),
      {},
      'does not surely apply when main is pushed to',
    ],
    [
      'other paths are pushed',
      workflow(
        [{ job: 'plan' }],
        '{ pull_request: { paths: [kafka/**] }, push: { branches: [main], paths: [docs/**] } }',
      ),
      {},
      'does not surely apply when main is pushed to',
    ],
    [
      'another spec is applied',
      workflow([{ job: 'plan' }, { job: 'apply', with: { mode: 'apply', spec: 'kafka/b.yaml' } }]),
      {},
      'applies with another `spec`',
    ],
    [
      'the job has a condition',
      workflow([{ job: 'plan' }]).replace(
        '    steps:',
        "    if: github.event_name == 'pull_request'\n    steps:",
      ),
      {},
      'depends on a condition',
    ],
  ])('where %s', async (_, text, env, because) => {
    const comment = await commentUnder(text, env);
    expect(comment).toContain('ℹ️ **Merging applies this.** This holds for the inputs of this job. ');
    expect(comment.replaceAll('`', '')).toContain(because.replaceAll('`', ''));
  });
});

describe('the verdict of gates', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'that are closed',
      {},
      [
        '> **The apply after the merge will be refused:** the plan deletes 1 topic',
        'Needs `topics` in `allow-delete`: ❌ not met',
      ],
    ],
    [
      'that are open',
      { 'allow-delete': 'topics' },
      ['> **Merging applies this', 'Needs `topics` in `allow-delete`: ✅ met'],
    ],
  ])('%s', async (_, inputs, said) => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 'removed' });
    await one.plan(number, { inputs });
    for (const words of said) expect(one.comment(number)).toContain(words);
  });
});

test('a pull request into another branch applies nothing yet', async () => {
  const one = await team();
  await one.deliver({ t1: 1 });
  one.world.github.world.branch('develop');
  const number = one.open({ t1: 1, t2: 1 }, { base: 'develop' });
  await one.plan(number);
  expect(one.comment(number)).toContain('**Merging applies nothing yet.** Only pushes to `main` are applied');
});

test('a deletion that needs a label applies with it', async () => {
  const one = await team();
  await one.deliver({ t1: 1 });
  const number = one.open({ t1: 'removed' });
  await one.plan(number, { inputs: { 'allow-delete': 'topics', 'allow-delete-label': 'may-delete' } });
  const comment = one.comment(number);
  expect(comment).toContain('**Merging applies this');
  expect(comment).toContain(
    'only if this pull request has the label `may-delete` then; otherwise it is refused.',
  );
});

test('the first plan of a spec writes a comment, also where nothing changes; a later one does not', async () => {
  const one = await team();
  await one.deliver({ t1: 1 });
  const spec = specOf({ t1: 1 }).replace('name: prod', 'name: second');
  const github = one.world.github.world;
  github.branch('second');
  github.commit({ branch: 'second', files: { 'kafka/second.yaml': spec } });
  const number = github.openPullRequest({ head: 'second' });
  const inputs = { spec: 'kafka/second.yaml' };
  await one.plan(number, { inputs: { ...inputs, comment: 'never' } });
  expect(one.comment(number)).toBeUndefined();
  await one.plan(number, { inputs });
  expect(one.comment(number)).toContain('✅ **Merging changes nothing.** 1 resource matches the spec');
  one.merge(number);
  github.branch('third');
  github.commit({ branch: 'third', files: { 'kafka/second.yaml': `${spec}# a word\n` } });
  const next = github.openPullRequest({ head: 'third' });
  await one.plan(next, { inputs });
  expect(one.comment(next)).toBeUndefined();
});
