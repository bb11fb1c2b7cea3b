import { expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** The whole way from the text of a spec: what flows do to each other, with the place of the flow. */
async function found(mirrormaker: string): Promise<readonly string[]> {
  const text = `version: 1
name: prod
project: acme
clusters:
  core: { service: kafka-core }
${external('onprem')}${external('edge')}mirrormaker:
${mirrormaker}`;
  const loaded = await loadTexts({ 'kafka.yaml': text });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join('; '));
  const lines = text.split('\n');
  return desiredState(loaded.spec).findings.map(
    ({ severity, code, position }) =>
      `${severity} ${code} at ${lines[(position?.line ?? 0) - 1]?.trim().replace(/: .*/, '')}`,
  );
}

function external(alias: string): string {
  return `  ${alias}:
    bootstrap_servers: [${alias}.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: MIRROR } }
    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADMIN } }
`;
}

test('one offset-syncs topic of a flow and its reverse, in one service or two', async () => {
  const flow = 'onprem -> core: { topics: [orders], offset_syncs_topic_location: target }';
  const reverse = 'core -> onprem: { topics: [orders] }';
  const refused = ['error offset-syncs-shared at core -> onprem'];
  expect(await found(`  mm2:\n    flows:\n      ${flow}\n      ${reverse}\n`)).toEqual([
    'error offset-syncs-shared at onprem -> core',
  ]);
  expect(await found(`  mm2:\n    flows:\n      ${flow}\n  mm3:\n    flows:\n      ${reverse}\n`)).toEqual(
    refused,
  );
});

test('the reverse flow of backward heartbeats in another service, between external clusters too', async () => {
  for (const target of ['core', 'edge']) {
    const flow = `onprem -> ${target}: { topics: [orders], emit_backward_heartbeats_enabled: true }`;
    const reverse = `${target} -> onprem: { topics: [invoices, returns] }`;
    expect(await found(`  mm2:\n    flows:\n      ${flow}\n  mm3:\n    flows:\n      ${reverse}\n`)).toEqual([
      `error flow-in-two-services at ${target} -> onprem`,
    ]);
    expect(await found(`  mm2:\n    flows:\n      ${flow}\n      ${reverse}\n`)).toEqual([]);
  }
});
