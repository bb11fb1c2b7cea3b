import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readActionMetadata } from '../../../sandbox/runner/action-metadata.ts';
import { repositoryObject, user } from '../../../sandbox/runner/event-objects.ts';
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  type TriggeredRun,
  workflowDispatchEvent,
} from '../../../sandbox/runner/events.ts';
import { run } from '../../../src/run/run.ts';
import { expectInPage } from '../../support/golden-file.ts';
import { testClock } from '../../support/test-clock.ts';

const page = fileURLToPath(new URL('../../../docs/events.md', import.meta.url));
const repository = { fullName: 'acme/kafka' };
const [head, base, merge] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string]; // three of them

const origins = ['this repository', 'a fork', 'a deleted fork'] as const;
type Origin = (typeof origins)[number];

/** `origin`: where the pull request that the event is about comes from; the event itself is always this repository's. */
interface Row {
  readonly event: string;
  readonly when: string;
  readonly run: (origin: Origin) => TriggeredRun;
  readonly actor?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

const facts = (origin: Origin) => ({
  number: 7,
  headRef: 'change',
  headSha: head,
  baseSha: base,
  mergeSha: merge,
  ...(origin === 'this repository' ? {} : { headRepository: 'mallory/kafka' }),
});

function pullRequest(
  origin: Origin,
  name = 'pull_request',
  action: 'opened' | 'closed' = 'opened',
  author = 'octocat',
): TriggeredRun {
  const triggered = pullRequestEvent(
    repository,
    { ...facts(origin), action, author, merged: action === 'closed' },
    name === 'pull_request_target' ? name : 'pull_request',
  );
  const payload = structuredClone(triggered.event.payload) as { pull_request: { head: { repo: unknown } } }; // as built above
  if (origin === 'a deleted fork') payload.pull_request.head.repo = null;
  return { ...triggered, event: { name, payload: { ...payload } } };
}

function plain(
  name: string,
  extra: Readonly<Record<string, unknown>> = {},
  ref = 'refs/heads/main',
): TriggeredRun {
  const payload = { repository: repositoryObject(repository), sender: user(repository, 'octocat'), ...extra };
  return { event: { name, payload }, github: { sha: base, ref } };
}

const push = (branch: string, ref = `refs/heads/${branch}`) => {
  const triggered = pushEvent(repository, { branch, before: base, after: head });
  return {
    event: { name: 'push', payload: { ...triggered.event.payload, ref } },
    github: { sha: head, ref },
  };
};

const rows: readonly Row[] = [
  {
    event: 'pull_request',
    when: 'opened, synchronize, reopened, labeled, …',
    run: (origin) => pullRequest(origin),
  },
  { event: 'pull_request', when: 'closed', run: (origin) => pullRequest(origin, 'pull_request', 'closed') },
  {
    event: 'pull_request',
    when: 'by Dependabot',
    run: (origin) => pullRequest(origin, 'pull_request', 'opened', 'dependabot[bot]'),
    actor: 'dependabot[bot]',
  },
  { event: 'pull_request_review', when: 'any', run: (origin) => pullRequest(origin, 'pull_request_review') },
  { event: 'pull_request_target', when: 'any', run: (origin) => pullRequest(origin, 'pull_request_target') },
  {
    event: 'merge_group',
    when: 'checks_requested',
    run: () => mergeGroupEvent(repository, { number: 7, headSha: head, baseSha: base }),
  },
  { event: 'push', when: 'to the default branch', run: () => push('main') },
  { event: 'push', when: 'to another branch', run: () => push('feature') },
  { event: 'push', when: 'of a tag', run: () => push('main', 'refs/tags/v1') },
  {
    event: 'push',
    when: 'that deletes a branch',
    run: () =>
      plain('push', { ref: 'refs/heads/feature', before: head, after: '0'.repeat(40), deleted: true }),
  },
  { event: 'push', when: 'by Dependabot', run: () => push('main'), actor: 'dependabot[bot]' },
  { event: 'schedule', when: 'on the default branch', run: () => scheduleEvent(repository, { sha: base }) },
  { event: 'schedule', when: 'on another branch', run: () => plain('schedule', {}, 'refs/heads/feature') },
  {
    event: 'workflow_dispatch',
    when: 'any branch',
    run: () => workflowDispatchEvent(repository, { sha: base, branch: 'feature' }),
  },
  {
    event: 'workflow_dispatch',
    when: '`mode: apply` on the default branch',
    run: () => workflowDispatchEvent(repository, { sha: base }),
    inputs: { mode: 'apply' },
  },
  {
    event: 'workflow_dispatch',
    when: '`mode: apply` on another branch',
    run: () => workflowDispatchEvent(repository, { sha: base, branch: 'feature' }),
    inputs: { mode: 'apply' },
  },
  {
    event: 'workflow_dispatch',
    when: '`mode: drift` on another branch',
    run: () => workflowDispatchEvent(repository, { sha: base, branch: 'feature' }),
    inputs: { mode: 'drift' },
  },
  {
    event: 'workflow_dispatch',
    when: '`mode: adopt` on the default branch',
    run: () => workflowDispatchEvent(repository, { sha: base }),
    inputs: { mode: 'adopt' },
  },
  {
    event: 'workflow_dispatch',
    when: '`mode: adopt` on another branch',
    run: () => workflowDispatchEvent(repository, { sha: base, branch: 'feature' }),
    inputs: { mode: 'adopt' },
  },
  {
    event: 'schedule',
    when: '`mode: adopt`',
    run: () => scheduleEvent(repository, { sha: base }),
    inputs: { mode: 'adopt' },
  },
  {
    event: 'push',
    when: '`mode: adopt`',
    run: () => push('main'),
    inputs: { mode: 'adopt' },
  },
  {
    event: 'workflow_dispatch',
    when: '`mode: import` on any branch',
    run: () => workflowDispatchEvent(repository, { sha: base, branch: 'feature' }),
    inputs: { mode: 'import', 'import-project': 'acme' },
  },
  {
    event: 'push',
    when: '`mode: import`',
    run: () => push('main'),
    inputs: { mode: 'import', 'import-project': 'acme' },
  },
  { event: 'repository_dispatch', when: 'any', run: () => plain('repository_dispatch', { action: 'go' }) },
  { event: 'release', when: 'any', run: () => plain('release', { action: 'published' }, 'refs/tags/v1') },
  { event: 'deployment', when: 'any', run: () => plain('deployment') },
  {
    event: 'issue_comment',
    when: 'any',
    run: () => plain('issue_comment', { action: 'created', issue: { number: 7 } }),
  },
  { event: 'workflow_run', when: 'any', run: () => plain('workflow_run', { action: 'completed' }) },
  {
    event: 'issues',
    when: 'and every event that is not named here',
    run: () => plain('issues', { action: 'opened' }),
  },
];

/** The ways out of the process; each leaves its name when it is used. */
const secretSpec = `version: 1
name: prod
project: acme
clusters:
  onprem:
    bootstrap_servers: [kafka.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    admin: { sasl_plain_username: gitops, sasl_plain_password: { secret: ONPREM } }
`;
const defaults = readActionMetadata(fileURLToPath(new URL('../../../action.yml', import.meta.url)));
let workspace = '';

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'event-table-'));
  await mkdir(join(workspace, 'kafka'));
  await writeFile(join(workspace, 'kafka', 'spec.yaml'), secretSpec);
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

interface Cell {
  readonly mode: string;
  readonly summary: string;
  /** Inputs and variables with a secret that were read, and systems that were contacted. */
  readonly touched: readonly string[];
}

async function runCell(row: Row, origin: Origin, withSecrets: boolean): Promise<Cell> {
  const { event, github } = row.run(origin);
  const { inputs } = await defaults;
  const touched: string[] = [];
  const outputs: Record<string, string> = {};
  const lines: string[] = [];
  const variables: Record<string, string> = {
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_SHA: github.sha,
    GITHUB_REF: github.ref,
    GITHUB_ACTOR: row.actor ?? 'octocat',
    ...(withSecrets ? { KAFKA_SECRET_ONPREM: 'not to be read' } : {}),
  };
  const env = new Proxy(variables, {
    get: (target, name) => {
      if (String(name).startsWith('KAFKA_SECRET_')) touched.push(String(name));
      return Reflect.get(target, name) as unknown;
    },
  });
  const connect = (what: string) => (): never => {
    touched.push(what);
    throw new Error(`${what} is not reached in this test`);
  };
  await run({
    runner: {
      input: (name) => {
        if (name === 'aiven-token' || name === 'github-token') {
          touched.push(name);
          return withSecrets || name === 'github-token' ? 'not-to-be-read' : '';
        }
        return row.inputs?.[name] ?? inputs[name]?.default ?? '';
      },
      mask: () => {},
      info: (line) => lines.push(line),
      debug: () => {},
      startGroup: () => {},
      endGroup: () => {},
      annotate: ({ message }) => lines.push(message),
      output: (name, value) => {
        outputs[name] = value;
      },
      summary: async () => {},
    },
    env,
    clock: testClock(),
    workspace,
    readPayload: async () => event.payload,
    writeFile: async () => {},
    connectAiven: connect('Aiven'),
    connectKafka: connect('Kafka'),
    connectGitHub: connect('GitHub'),
    cancelled: new AbortController().signal,
    readOwnText: async () => '',
    nodeVersion: '24.14.0',
  });
  const ended =
    outputs['result'] === 'refused' ? 'refuse' : outputs['result'] === 'skipped' ? 'skip' : undefined;
  return { mode: outputs['mode'] ?? ended ?? 'none', summary: lines.join('\n'), touched };
}

const cells = rows.flatMap((row) =>
  origins.flatMap((origin) => [true, false].map((withSecrets) => ({ row, origin, withSecrets }))),
);

/** Cells that may use the secrets of the repository: the event is about what its own people wrote. */
function isTrusted({ row, origin }: { readonly row: Row; readonly origin: Origin }): boolean {
  const aboutPull = row.event.startsWith('pull_request');
  return (!aboutPull || origin === 'this repository') && row.actor !== 'dependabot[bot]';
}

describe('no secret is looked at where none may be used', () => {
  test.each(cells.filter((cell) => !isTrusted(cell)))(
    '$row.event $row.when, $origin, with secrets: $withSecrets',
    async ({ row, origin, withSecrets }) => {
      const { mode, touched } = await runCell(row, origin, withSecrets);
      expect(touched).toEqual([]);
      expect(['validate', 'skip', 'refuse']).toContain(mode);
    },
  );

  test.each(cells.filter((cell) => isTrusted(cell)))(
    '$row.event $row.when, $origin, with secrets: $withSecrets: only for a mode that needs it',
    async ({ row, origin, withSecrets }) => {
      const { mode, touched } = await runCell(row, origin, withSecrets);
      if (['skip', 'refuse'].includes(mode) && withSecrets) expect(touched).toEqual([]);
      if (['plan', 'apply', 'drift', 'adopt', 'import'].includes(mode))
        expect(touched).toContain('aiven-token');
      // A pull request whose plan lacks the Aiven token is told so.
      const told = row.event.startsWith('pull_request') && !withSecrets ? ['GitHub'] : [];
      if (mode === 'validate') expect(touched.filter((what) => !what.endsWith('-token'))).toEqual(told);
    },
  );
});

test('a fork never gets an error about a token', async () => {
  for (const origin of ['a fork', 'a deleted fork'] as const) {
    for (const withSecrets of [true, false]) {
      const { mode, summary } = await runCell(
        { event: 'pull_request', when: '', run: (from) => pullRequest(from) },
        origin,
        withSecrets,
      );
      expect(mode).toBe('validate');
      expect(summary).toContain('validated: the spec is valid');
      expect(summary).not.toMatch(/aiven-token|github-token/);
    }
  }
});

test('every refusal says why and what to use instead', async () => {
  for (const row of rows) {
    const { mode, summary } = await runCell(row, 'this repository', true);
    if (mode === 'refuse')
      expect(summary).toMatch(
        /(not supported: .+\. (Use|To)|would (apply|report as drift|read a whole project|take into|open pull requests) .+\. (Run|GitHub))/s,
      );
  }
});

test('docs/events.md holds the table; UPDATE_GOLDEN=1 writes it', async () => {
  const lines = [
    '| Event | | This repository | without aiven-token | Fork | Deleted fork |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  for (const row of rows) {
    const modes: string[] = [];
    for (const [origin, withSecrets] of [
      ['this repository', true],
      ['this repository', false],
      ['a fork', true],
      ['a deleted fork', true],
    ] as const) {
      const { mode } = await runCell(row, origin, withSecrets);
      modes.push(row.event.startsWith('pull_request') || origin === 'this repository' ? `\`${mode}\`` : '');
      const other = await runCell(row, origin, !withSecrets);
      if (origin !== 'this repository' && row.event.startsWith('pull_request')) expect(other.mode).toBe(mode);
    }
    lines.push(`| \`${row.event}\` | ${row.when} | ${modes.join(' | ')} |`);
  }
  expectInPage(page, 'table of events', lines);
});
