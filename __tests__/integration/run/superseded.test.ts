import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pushEvent, type TriggeredRun } from '../../../sandbox/runner/events.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

describe('commits that come to the branch before an apply runs', () => {
  test('a later commit that leaves the spec alone, and may start no run, takes nothing from the apply', async () => {
    const one = await team();
    const apply = await merged(one, { t1: 1 });
    commitOther(one);
    const ran = await one.world.start(apply);
    expect(endOf(ran)).toBe('applied');
    expect(ran.log).toContain('is the tip of main now, with the same spec');
    expect(await one.retentions()).toEqual({ t1: 1 });
    expect(endOf(await one.deliver({ t1: 2 }))).toBe('applied');
  });

  test('a later commit with another spec does it all', async () => {
    const one = await team();
    const apply = await merged(one, { t1: 1 });
    const before = one.main;
    one.commit(specOf({ t1: 2 }));
    const ran = await one.world.start(apply);
    expect(endOf(ran)).toBe('superseded');
    expect(ran.summary).toContain('is no longer the tip of `main`');
    expect(await one.retentions()).toEqual({});
    expect(endOf(await one.pushed(before, { inputs: { 'direct-push': 'apply' } }))).toBe('applied');
  });

  test('so does one with another certificate', async () => {
    const one = await team();
    const files = (ca: string) => ({
      'kafka/spec.yaml': `${specOf({ t1: 1 })}${partner}`,
      'kafka/certs/partner-ca.pem': readFileSync(`examples/certs/${ca}-ca.pem`, 'utf8'),
    });
    const before = one.main;
    one.world.github.world.commit({ files: files('partner') });
    const apply = pushOf(one, before);
    one.world.github.world.commit({ files: files('onprem') });
    const ran = await one.world.start(apply, { inputs: { 'direct-push': 'apply' } });
    expect(endOf(ran)).toBe('superseded');
    expect(one.world.aiven.log.effects).toEqual([]);
  });

  test('a branch that was moved back by force has the last word', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const before = one.main;
    const apply = await merged(one, { t1: 2 });
    one.world.github.world.branch('main', { at: before });
    expect(endOf(await one.world.start(apply))).toBe('superseded');
    expect(await one.retentions()).toEqual({ t1: 1 });
  });

  test('an old run that is started again after a later apply is not taken for a branch that was moved', async () => {
    const one = await team();
    const apply = await merged(one, { t1: 1 });
    commitOther(one);
    expect(endOf(await one.byHand({ mode: 'apply' }))).toBe('applied');
    await one.setRetention('t1', 5);
    expect(endOf(await one.world.start(apply))).toBe('superseded');
  });
});

/** Planned and merged; the run that the merge starts waits. */
async function merged(one: Team, topics: Readonly<Record<string, number>>): Promise<TriggeredRun> {
  const number = one.open(topics);
  await one.plan(number);
  const before = one.main;
  one.merge(number);
  return pushOf(one, before);
}

function pushOf(one: Team, before: string): TriggeredRun {
  return pushEvent(one.world.repository, { before, after: one.main });
}

function commitOther(one: Team): void {
  one.world.github.world.commit({ files: { 'README.md': 'Nothing about Kafka' } });
}

const partner = `  partner:
    bootstrap_servers: [kafka.partner.example:9094]
    security_protocol: SSL
    ssl_ca_cert: { file: kafka/certs/partner-ca.pem }
    mirror: { endpoint: partner-kafka }
`;
