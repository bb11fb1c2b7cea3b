import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readActionMetadata } from '../../../sandbox/runner/action-metadata.ts';
import {
  mergeGroupEvent,
  pullRequestEvent,
  scheduleEvent,
  type TriggeredRun,
  workflowDispatchEvent,
} from '../../../sandbox/runner/events.ts';
import {
  type NeededPermission,
  neededByAdopt,
  neededByApply,
  neededByDrift,
  neededByMergeGroup,
  neededByPlan,
} from '../../../src/run/github/needed-permissions.ts';
import type { Facts } from '../../../src/run/session.ts';
import { readEvent } from '../../../src/run/start/event.ts';
import { readInputs } from '../../../src/run/start/inputs.ts';
import { expectInPage } from '../../support/golden-file.ts';

const page = fileURLToPath(new URL('../../../docs/events.md', import.meta.url));
const metadata = readActionMetadata(fileURLToPath(new URL('../../../action.yml', import.meta.url)));
const repository = { fullName: 'acme/kafka' };
const [head, base, merge] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string]; // three of them

interface Row {
  readonly title: string;
  readonly event: TriggeredRun;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly needed: (run: Facts) => readonly NeededPermission[];
}

const pullRequest = pullRequestEvent(repository, {
  action: 'opened',
  number: 7,
  headRef: 'change',
  headSha: head,
  baseSha: base,
  mergeSha: merge,
});
const queue = mergeGroupEvent(repository, { number: 7, headSha: head, baseSha: base });
const schedule = scheduleEvent(repository, { sha: head });
const byHand = workflowDispatchEvent(repository, { sha: head });
const branch: TriggeredRun = { ...byHand, github: { ...byHand.github, ref: 'refs/heads/change' } };
const apply = (run: Facts) => neededByApply(run, { tellsPullRequests: true });
const applyAlone = (run: Facts) => neededByApply(run, { tellsPullRequests: false });

const rows: readonly Row[] = [
  { title: 'plan of a pull request', event: pullRequest, needed: neededByPlan },
  {
    title: 'the same with `plan-labels: true`',
    event: pullRequest,
    inputs: { 'plan-labels': 'true' },
    needed: neededByPlan,
  },
  {
    title: 'the same with `comment: never`',
    event: pullRequest,
    inputs: { comment: 'never' },
    needed: neededByPlan,
  },
  { title: 'plan of a merge group', event: queue, needed: neededByMergeGroup },
  {
    title: 'the same with `require-plan: false`',
    event: queue,
    inputs: { 'require-plan': 'false' },
    needed: neededByMergeGroup,
  },
  { title: 'plan by hand on the default branch', event: byHand, needed: neededByPlan },
  { title: 'plan by hand on another branch', event: branch, needed: neededByPlan },
  { title: 'apply', event: byHand, needed: apply },
  { title: 'apply of what no pull request brought', event: byHand, needed: applyAlone },
  {
    title: 'apply with `comment: never` and `drift-issue: false`',
    event: byHand,
    inputs: { comment: 'never', 'drift-issue': 'false' },
    needed: apply,
  },
  { title: 'drift check', event: schedule, needed: neededByDrift },
  {
    title: 'the same with `drift-threshold: 2`',
    event: schedule,
    inputs: { 'drift-threshold': '2' },
    needed: neededByDrift,
  },
  {
    title: 'the same with `drift-issue: false`',
    event: schedule,
    inputs: { 'drift-threshold': '2', 'drift-issue': 'false' },
    needed: neededByDrift,
  },
  { title: '`mode: adopt`', event: byHand, needed: neededByAdopt },
];

async function neededIn({ event, inputs: given = {}, needed }: Row): Promise<readonly NeededPermission[]> {
  const { inputs: known } = await metadata;
  const inputs = readInputs({ input: (name) => given[name] ?? known[name]?.default ?? '' });
  const read = readEvent(
    {
      GITHUB_EVENT_NAME: event.event.name,
      GITHUB_REPOSITORY: repository.fullName,
      GITHUB_REF: event.github.ref,
      GITHUB_SHA: event.github.sha,
    },
    event.event.payload,
  );
  if (!read.ok || !inputs.ok) throw new Error('the row is not a run');
  return needed({ event: read.event, inputs: inputs.inputs, checkoutFolder: '' });
}

const names = ['actions', 'checks', 'contents', 'deployments', 'issues', 'pull-requests'];

function cell(needed: readonly NeededPermission[], name: string): string {
  const found = needed.filter(({ permission }) => permission.startsWith(`${name}: `));
  return found
    .map(({ permission, unless, without }) => {
      const level = permission.split(': ')[1];
      if (without !== undefined) return `(${level})`;
      return unless === undefined ? `${level}` : `${level}, or \`${unless.replace(' and ', '` and `')}\``;
    })
    .join('; ');
}

test('docs/events.md holds the table; UPDATE_GOLDEN=1 writes it', async () => {
  const lines = [
    `| Run | ${names.map((name) => `\`${name}\``).join(' | ')} |`,
    `| --- | ${names.map(() => '---').join(' | ')} |`,
  ];
  for (const row of rows) {
    const needed = await neededIn(row);
    lines.push(`| ${row.title} | ${names.map((name) => cell(needed, name)).join(' | ')} |`);
  }
  expectInPage(page, 'table of permissions', lines);
});

test('each permission is asked for once, and in the order in which a workflow lists them', async () => {
  for (const row of rows) {
    const asked = (await neededIn(row)).map(({ permission }) => permission.split(': ')[0] ?? '');
    expect(asked).toEqual([...new Set(asked)].sort());
  }
});
