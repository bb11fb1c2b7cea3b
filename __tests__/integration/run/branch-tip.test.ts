import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';
import { pushEvent, type TriggeredRun, workflowDispatchEvent } from '../../../sandbox/runner/events.ts';
import type { Ran } from '../../support/run-world.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

const withoutIssue = { inputs: { 'drift-issue': 'false' } };

describe('a commit that is no longer the tip', () => {
  test.each([
    ['a page', { 'docs/README.md': 'Hello' }],
    ['a certificate of somebody else', { 'certs/other.pem': 'x' }],
  ])('is applied when later commits change %s only: a paths filter starts no other run', async (_, files) => {
    const one = await team();
    const { number, event } = await merged(one);
    one.world.github.world.commit({ branch: 'main', files });
    expect(endOf(await one.world.start(event, withoutIssue))).toBe('applied');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
    expect(endOf(await one.pushed(event.github.sha))).toBe('no-changes');
  });

  test.each([
    ['the spec', { 'kafka/more.yaml': 'clusters:\n  core:\n    topics: {}\n' }],
    ['a workflow, whose gates may be closed now', { '.github/workflows/kafka.yml': 'name: kafka' }],
  ])('is superseded when a later one changes %s', async (_, files) => {
    const one = await team();
    const { event } = await merged(one);
    one.world.github.world.commit({ branch: 'main', files });
    const end = await one.world.start(event, withoutIssue);
    expect(endOf(end)).toBe('superseded');
    expect(end.log).toContain('run the workflow by hand with mode: apply');
    expect(end.summary).toContain('is no longer the tip of `main`');
    expect(await one.retentions()).toEqual({});
  });

  test('is superseded when the branch was moved by force', async () => {
    const one = await team();
    const before = one.main;
    const { event } = await merged(one);
    one.world.github.world.branch('main', { at: before });
    expect(endOf(await one.world.start(event, withoutIssue))).toBe('superseded');
  });

  test('is superseded when GitHub cannot compare it with the tip any more', async () => {
    const one = await team();
    const { event } = await merged(one);
    one.world.github.world.commit({ branch: 'main', files: { 'README.md': 'Hello' } });
    const response = error(404, 'Not Found');
    const route = 'repos/compare-commits-with-basehead';
    one.world.github.faults.add({ route, fault: { kind: 'answer', response } });
    expect(endOf(await one.world.start(event, withoutIssue))).toBe('superseded');
  });

  test('is superseded when a later one changes a file that the spec names', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const { world } = one.world.github;
    const ca = createCertificateAuthority('tests').pem;
    const external = [
      '  onprem:',
      '    bootstrap_servers: [kafka.onprem.example:9093]',
      '    security_protocol: SASL_SSL',
      '    sasl_mechanism: SCRAM-SHA-512',
      '    ssl_ca_cert: { file: certs/ca.pem }',
      '    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: MIRROR } }',
    ];
    const spec = `${specOf({ t1: 1 })}${external.join('\n')}\n`;
    world.commit({ branch: one.branchOf(number), files: { 'kafka/spec.yaml': spec, 'certs/ca.pem': ca } });
    const options = { ...withoutIssue, env: { KAFKA_SECRET_MIRROR: 'secret-for-tests' } };
    await one.plan(number, options);
    const before = one.main;
    one.merge(number);
    const event = pushEvent(one.world.repository, { before, after: one.main });
    world.commit({ branch: 'main', files: { 'certs/ca.pem': createCertificateAuthority('others').pem } });
    const end = await one.world.start(event, options);
    expect(endOf(end)).toBe('superseded');
    expect(await one.retentions()).toEqual({});
  });
});

describe('a commit that is overtaken while it is applied', () => {
  /** Creates t2 and deletes t1; a newer commit comes when t2 is there. */
  async function overtaken(newer: (one: Team) => void | Promise<void>) {
    const one = await team();
    await one.deliver({ t1: 1 });
    const options = { inputs: { 'drift-issue': 'false', 'allow-delete': 'topics' } };
    const number = one.open({ t1: 'removed', t2: 2 });
    await one.plan(number, options);
    const before = one.main;
    one.merge(number);
    const event = pushEvent(one.world.repository, { before, after: one.main });
    const call = () => newer(one);
    one.world.aiven.faults.add({ route: 'topic.create', fault: { kind: 'call-after-effect', call } });
    return { one, number, run: await one.world.start(event, options) };
  }

  test('deletes nothing that the newer one keeps, and leaves the comment to its run', async () => {
    const { one, number, run } = await overtaken((team) => {
      team.commit(specOf({ t1: 1, t2: 2 }));
    });
    expect(endOf(run)).toBe('partially-applied: apply-failed');
    expect(run.log).toContain('1 of 2 changes applied, then the run stopped');
    expect(run.log).toContain('run the workflow by hand with mode: apply');
    expect(Object.keys(await one.retentions()).sort()).toEqual(['t1', 't2']);
    expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 create, 1 delete');
  });

  test('goes on when the newer one leaves the spec alone', async () => {
    const { one, run } = await overtaken((team) => {
      team.world.github.world.commit({ branch: 'main', files: { 'README.md': 'Hello' } });
    });
    expect(endOf(run)).toBe('applied');
    expect(Object.keys(await one.retentions())).toEqual(['t2']);
  });

  test('deletes nothing when it cannot be told', async () => {
    const { one, run } = await overtaken((team) => {
      const response = error(503, 'Unavailable');
      team.world.github.faults.add({ route: 'git/get-ref', times: 99, fault: { kind: 'answer', response } });
    });
    expect(endOf(run)).toBe('partially-applied: apply-failed');
    expect(run.log).toContain('cannot be told whether');
    expect(Object.keys(await one.retentions()).sort()).toEqual(['t1', 't2']);
  });

  test('is asked again after a wait, before anything new', async () => {
    const { one, run } = await overtaken(async (team) => {
      team.commit(specOf({ t1: 1 }));
      await team.world.clock.sleep(11_000);
    });
    expect(endOf(run)).toBe('partially-applied: apply-failed');
    expect(Object.keys(await one.retentions()).sort()).toEqual(['t1', 't2']);
  });
});

describe('a spec that lies elsewhere in the workspace than in the commit', () => {
  /** Where the files of a commit lie in the workspace. */
  const layouts: Readonly<Record<string, Layout>> = {
    'a checkout with path:': {
      spec: 'repo/kafka',
      files: (files) => [
        ['repo/.git/HEAD', 'ref: refs/heads/main\n'],
        ...files.map(([path, bytes]): [string, Bytes] => [`repo/${path}`, bytes]),
      ],
    },
    'a spec that a step renders': {
      spec: 'rendered',
      files: (files) =>
        files.flatMap(([path, bytes]): [string, Bytes][] =>
          path === 'kafka/spec.yaml'
            ? [
                ['rendered/prod.yaml', bytes],
                [path, bytes],
              ]
            : [[path, bytes]],
        ),
    },
  };

  test.each(Object.keys(layouts))('%s: an older spec is not written over a newer one', async (name) => {
    const one = await team({ t1: 7 });
    const run = inLayout(one, layouts[name]);
    expect(endOf(await run(byHandEvent(one), { 'require-plan': 'false' }))).toBe('applied');
    const before = one.main;
    one.commit(specOf({ t1: 1 }));
    const second = pushEvent(one.world.repository, { before, after: one.main });
    const between = one.main;
    one.commit(specOf({ t1: 7 }));
    const third = pushEvent(one.world.repository, { before: between, after: one.main });
    expect(endOf(await run(third))).toBe('no-changes');
    expect(endOf(await run(second, { 'require-plan': 'false' }))).toBe('superseded');
    expect(await one.retentions()).toEqual({ t1: 7 });
  });

  test.each(Object.keys(layouts))('%s: the waiting run first', async (name) => {
    const one = await team({ t1: 7 });
    const run = inLayout(one, layouts[name]);
    await run(byHandEvent(one), { 'require-plan': 'false' });
    const before = one.main;
    one.commit(specOf({ t1: 1 }));
    const second = pushEvent(one.world.repository, { before, after: one.main });
    one.commit(specOf({ t1: 7 }));
    expect(endOf(await run(second, { 'require-plan': 'false' }))).toBe('superseded');
    expect(await one.retentions()).toEqual({ t1: 7 });
  });

  test('with path: later commits that leave the spec alone do not stop it, and main has a spec', async () => {
    const one = await team({ t1: 7 });
    const run = inLayout(one, layouts['a checkout with path:']);
    const event = byHandEvent(one);
    one.world.github.world.commit({ branch: 'main', files: { 'README.md': 'Hello' } });
    expect(endOf(await run(event, { 'require-plan': 'false' }))).toBe('applied');
    const number = one.open({ t1: 1 });
    const planned = await run(one.planEvent(number));
    expect(endOf(planned)).toBe('planned');
    expect(planned.log).not.toContain('cannot be compared');
  });

  test('a merge group with something that nobody showed is refused', async () => {
    const one = await team({ t1: 7 });
    const { files, spec } = layoutOf(layouts['a checkout with path:']);
    const number = one.open({ t1: 1 });
    const queue = one.queue(
      [number],
      { t1: 2 },
      {
        inputs: { spec },
        files: new Map(files([['kafka/spec.yaml', specOf({ t1: 2 })]])),
      },
    );
    expect(endOf(await queue)).toBe('refused: plan-missing');
  });

  test('a file of the commit with other bytes is refused, and says why', async () => {
    const one = await team({ t1: 7 });
    const files = new Map([['kafka/spec.yaml', specOf({ t1: 1 })]]);
    const inputs = { 'drift-issue': 'false', 'require-plan': 'false', mode: 'apply' };
    const run = await one.world.start(byHandEvent(one), { files, inputs });
    expect(endOf(run)).toBe('failed: spec-invalid');
    expect(run.log).toContain('kafka/spec.yaml has other bytes than in commit');
    expect(run.summary).toContain('has other bytes than in commit');
    expect(await one.retentions()).toEqual({});
  });

  test('line ends that a checkout changed are no other bytes', async () => {
    const one = await team({ t1: 7 });
    const files = new Map([['kafka/spec.yaml', specOf({ t1: 7 }).replaceAll('\n', '\r\n')]]);
    const inputs = { 'drift-issue': 'false', 'require-plan': 'false', mode: 'apply' };
    expect(endOf(await one.world.start(byHandEvent(one), { files, inputs }))).toBe('applied');
  });
});

type Bytes = string | Uint8Array;

interface Layout {
  readonly spec: string;
  readonly files: (files: readonly [string, Bytes][]) => readonly [string, Bytes][];
}

function layoutOf(layout: Layout | undefined): Layout {
  if (layout === undefined) throw new Error('no such layout');
  return layout;
}

function byHandEvent(one: Team): TriggeredRun {
  return workflowDispatchEvent(one.world.repository, { sha: one.main });
}

function inLayout(one: Team, layout: Layout | undefined) {
  const { spec, files } = layoutOf(layout);
  return async (event: TriggeredRun, inputs: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    await one.world.clock.sleep(60_000);
    const checkout = one.world.github.world.checkout(event.github.sha);
    const mode = event.event.name === 'pull_request' ? 'plan' : 'apply';
    return one.world.start(event, {
      inputs: { 'drift-issue': 'false', spec, mode, ...inputs },
      files: new Map(files([...checkout])),
    });
  };
}

/** Planned and merged; the run that the merge starts waits. */
async function merged(one: Team): Promise<{ readonly number: number; readonly event: TriggeredRun }> {
  const number = one.open({ t1: 1 });
  await one.plan(number);
  const before = one.main;
  one.merge(number);
  return { number, event: pushEvent(one.world.repository, { before, after: one.main }) };
}
