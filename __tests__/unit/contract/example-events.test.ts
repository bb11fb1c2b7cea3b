import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { evaluate, interpolate } from '../../support/docs/expression.ts';
import { root } from '../../support/docs/pages.ts';

/** What the docs tell people to do works with every example: each event starts the mode that it should, and no check takes the place of an apply that waits. */
interface Job {
  readonly if?: string;
  readonly concurrency?: { readonly group: string };
  readonly strategy?: { readonly matrix: unknown };
  readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, string>> }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(root, 'examples/workflows');
const examples = readdirSync(folder).map(
  (file) => [file, parse(readFileSync(join(folder, file), 'utf8')) as Workflow] as const, // actionlint checked its shape
);

const digest = `sha256:${'0'.repeat(64)}`;
const byHand = (mode: string, more = {}) => ({
  github: { event_name: 'workflow_dispatch', ref: 'refs/heads/main', event: {} },
  inputs: { mode, 'approve-digest': '', ...more },
});
const on = (event_name: string, event = {}, ref = 'refs/heads/main') => ({
  github: { event_name, event, ref },
  inputs: {},
});
const events = {
  pull_request: on('pull_request', { pull_request: { number: 7 } }, 'refs/pull/7/merge'),
  merge_group: on('merge_group', {}, 'refs/heads/gh-readonly-queue/main/pr-7-0123'),
  push: on('push'),
  schedule: on('schedule'),
  'plan by hand': byHand('plan'),
  'drift by hand': byHand('drift'),
  'apply by hand': byHand('apply'),
  'apply by digest': byHand('apply', { 'approve-digest': digest }),
};
type EventName = keyof typeof events;

/** By the event, where the mode is `auto`. */
const byEvent: Partial<Record<EventName, string>> = {
  pull_request: 'plan',
  merge_group: 'plan',
  push: 'apply',
  schedule: 'drift',
};

interface Started {
  readonly mode: string;
  readonly digest: string;
  /** Of the workflow and of the job. */
  readonly groups: readonly string[];
}

function started(workflow: Workflow, name: EventName): readonly Started[] {
  const contexts = events[name];
  if (!Object.hasOwn(workflow.on, contexts.github.event_name)) return [];
  return Object.values(workflow.jobs)
    .filter((job) => job.if === undefined || evaluate(job.if, contexts) === true)
    .map((job) => {
      const inputs = job.steps.find(({ uses = '' }) => uses.startsWith('aiven-kafka-gitops/'))?.with ?? {};
      const within = { ...contexts, matrix: { stack: 'prod', stage: 'prod' } };
      const text = (value: string | undefined) => String(interpolate(value ?? '', within) ?? '');
      const mode = text(inputs['mode'] ?? 'auto');
      return {
        mode: mode === 'auto' ? (byEvent[name] ?? 'plan') : mode,
        digest: text(inputs['approve-digest']),
        groups: [workflow.concurrency, job.concurrency].flatMap((each) =>
          each === undefined ? [] : text(each.group),
        ),
      };
    });
}

const full = examples.filter(([file]) => file !== 'drift-only.yml' && file !== 'adopt.yml');

test('there are examples, and each can check drift on schedule and by hand', () => {
  expect(full.length).toBeGreaterThan(5);
  for (const [file, workflow] of examples.filter(([name]) => name !== 'adopt.yml'))
    for (const name of ['schedule', 'drift by hand'] as const)
      expect([file, name, started(workflow, name).map(({ mode }) => mode)]).toEqual([file, name, ['drift']]);
});

test('what writes files is a workflow of its own, by hand and on schedule', () => {
  const [adopting] = examples.filter(([file]) => file === 'adopt.yml').map(([, workflow]) => workflow);
  if (adopting === undefined) throw new Error('there is no adopt.yml');
  for (const name of ['schedule', 'drift by hand'] as const)
    expect(started(adopting, name).map(({ mode }) => mode)).toEqual(['adopt']);
});

describe.each(full)('%s', (_, workflow) => {
  test.each([
    ['pull_request', 'plan'],
    ['push', 'apply'],
    ['plan by hand', 'plan'],
    ['apply by hand', 'apply'],
    ['apply by digest', 'apply'],
  ] as const)('%s: %s', (name, mode) => {
    const runs = started(workflow, name);
    expect(runs.map((run) => run.mode)).toEqual([mode]);
    expect(runs[0]?.digest).toBe(name === 'apply by digest' ? digest : '');
  });

  test('applies wait for each other, whatever started them', () => {
    const groups = (['push', 'apply by hand', 'apply by digest'] as const).map(
      (name) => started(workflow, name)[0]?.groups,
    );
    expect(groups[0]).toHaveLength(1);
    expect(groups).toEqual([groups[0], groups[0], groups[0]]);
  });

  test('nothing else takes the place of an apply that waits', () => {
    const [apply] = started(workflow, 'push');
    for (const name of ['pull_request', 'merge_group', 'schedule', 'plan by hand', 'drift by hand'] as const)
      for (const { groups } of started(workflow, name))
        expect([name, groups]).toEqual([name, expect.not.arrayContaining([...(apply?.groups ?? [])])]);
  });
});
