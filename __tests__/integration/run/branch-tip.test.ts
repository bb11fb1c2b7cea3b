import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';
import { pushEvent, type TriggeredRun } from '../../../sandbox/runner/events.ts';
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

/** Planned and merged; the run that the merge starts waits. */
async function merged(one: Team): Promise<{ readonly number: number; readonly event: TriggeredRun }> {
  const number = one.open({ t1: 1 });
  await one.plan(number);
  const before = one.main;
  one.merge(number);
  return { number, event: pushEvent(one.world.repository, { before, after: one.main }) };
}
