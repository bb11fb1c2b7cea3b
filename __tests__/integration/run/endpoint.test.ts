import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { mergeGroupEvent, workflowDispatchEvent } from '../../../sandbox/runner/events.ts';
import { planToken, type Ran, readToken, type StartOptions } from '../../support/run-world.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

describe('a new value of a secret that Aiven holds', () => {
  test('is a change like any other, and applied by its digest, since no pull request shows it', async () => {
    const one = await withEndpoint();
    const refused = await one.pushed(one.main, { env: rotated });
    expect(endOf(refused)).toBe('refused: plan-missing');
    const digest = refused.outputs['plan-digest'] ?? '';
    expect(refused.summary).toContain(digest);

    const inputs = { mode: 'apply', 'approve-digest': digest };
    expect(endOf(await byHand(one, { inputs, env: rotated }))).toBe('applied');
    expect(endOf(await one.pushed(one.main, { env: rotated }))).toBe('no-changes');
  });

  test('is not seen with a token that may not read it, which is said', async () => {
    const one = await withEndpoint();
    const ran = await byHand(one, { inputs: { 'aiven-token': planToken }, env: rotated });
    expect(endOf(ran)).toBe('no-changes');
    expect(ran.log).toContain('secret-not-comparable');
  });
});

describe('the permissions of the Aiven token', () => {
  test('that docs/operations.md names are enough to plan and to look for drift', async () => {
    const one = await withEndpoint();
    const inputs = { 'aiven-token': planToken };
    const number = one.open({ t1: 2 });
    expect(endOf(await one.plan(number, { inputs, env: initial }))).toBe('planned');
    expect(endOf(await one.drift({ inputs, env: initial }))).toBe('in-sync');
  });

  test('without service:data:write topics cannot even be listed, and the message names it', async () => {
    const one = await withEndpoint();
    const ran = await byHand(one, { inputs: { 'aiven-token': readToken }, env: initial });
    expect(endOf(ran)).toBe('failed: not-readable');
    expect(ran.log).toContain('service:data:write');
  });
});

test('an apply without a token is a matter of the input, not of the event', async () => {
  const one = await team();
  const ran = await one.pushed(one.main, { inputs: { 'aiven-token': '' } });
  expect([endOf(ran), ran.exitCode]).toEqual(['refused: input-invalid', 2]);
});

describe('a merge queue', () => {
  test('looks at a group that changes a certificate, and not at one that changes nothing of the spec', async () => {
    const one = await withEndpoint();
    const certificate = readFileSync('examples/certs/onprem-ca.pem', 'utf8');
    expect(endOf(await queued(one, { 'kafka/certs/partner-ca.pem': certificate }))).toBe(
      'refused: plan-missing',
    );
    expect(endOf(await queued(one, { 'kafka/README.md': 'About our clusters' }))).toBe('skipped');
  });
});

function queued(one: Team, files: Readonly<Record<string, string>>): Promise<Ran> {
  const { world } = one.world.github;
  const baseSha = one.main;
  world.branch('queue', { at: baseSha });
  const headSha = world.commit({ branch: 'queue', files });
  const event = mergeGroupEvent(one.world.repository, { number: 1, headSha, baseSha });
  return one.world.start(event, { env: initial });
}

const initial = { KAFKA_SECRET_PARTNER: 'the old password' };
const rotated = { KAFKA_SECRET_PARTNER: 'the new password' };

async function withEndpoint(): Promise<Team> {
  const one = await team();
  const before = one.main;
  one.world.github.world.commit({
    files: {
      'kafka/spec.yaml': `${specOf({ t1: 1 })}${partner}`,
      'kafka/certs/partner-ca.pem': readFileSync('examples/certs/partner-ca.pem', 'utf8'),
    },
  });
  const inputs = { 'direct-push': 'apply' };
  expect(endOf(await one.pushed(before, { env: initial, inputs }))).toBe('applied');
  return one;
}

function byHand(one: Team, options: StartOptions): Promise<Ran> {
  return one.world.start(workflowDispatchEvent(one.world.repository, { sha: one.main }), options);
}

const partner = `  partner:
    bootstrap_servers: [kafka.partner.example:9094]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/partner-ca.pem }
    mirror: { endpoint: partner-kafka, sasl_plain_username: mm2, sasl_plain_password: { secret: PARTNER } }
`;
