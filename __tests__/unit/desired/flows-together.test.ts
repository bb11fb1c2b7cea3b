import { describe, expect, test } from '@jest/globals';
import { withLiveSettings } from '../../../src/desired/derived/mirror-flows.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import type { LiveMirrorMaker } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { liveMirrorMaker } from '../../support/build/live.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** The whole way from the text of a spec; `settings`: what the live service mm2 has set, if anybody looked. */
async function derive(mirrormaker: string, settings?: LiveMirrorMaker['settings']) {
  const text = `version: 1
name: prod
project: acme
clusters:
  core: { service: kafka-core }
${external('onprem')}${external('edge')}mirrormaker:
${mirrormaker}`;
  const loaded = await loadTexts({ 'kafka.yaml': text });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join('; '));
  const spec =
    settings === undefined
      ? loaded.spec
      : withLiveSettings(loaded.spec, {
          mirrormakers: new Map([['mm2', liveMirrorMaker({ settings })]]),
        });
  return { ...desiredState(spec), lines: text.split('\n') };
}

/** What flows do to each other, with the place of the flow. */
async function found(
  mirrormaker: string,
  settings?: LiveMirrorMaker['settings'],
): Promise<readonly string[]> {
  const { findings, lines } = await derive(mirrormaker, settings);
  return findings.map(
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

describe('settings of the live service', () => {
  const flow =
    '  mm2:\n    flows:\n      onprem -> core: { topics: [orders], sync_group_offsets_enabled: true, groups: [app*] }\n';

  test('that the spec does not repeat: nothing of what it promises can happen, and each is told', async () => {
    const settings = known({
      emit_checkpoints_enabled: false,
      sync_topic_configs_enabled: false,
      groups: 'foo',
      groups_exclude: 'app.*',
      refresh_topics_enabled: false,
      refresh_groups_enabled: false,
    });
    expect(await found(flow, settings)).toEqual([
      'warning checkpoints-off at onprem -> core',
      'notice configs-not-synced at onprem -> core',
      'warning refresh-off at onprem -> core',
      'warning refresh-off at onprem -> core',
      'warning group-never-translated at onprem -> core',
    ]);
  });

  test('decide which rights are derived', async () => {
    const rights = async (settings?: Readonly<Record<string, unknown>>) => {
      const { desired } = await derive(flow, settings && known(settings));
      return desired.kafkaAcls.map(({ id }) => `${id.operation} ${id.resourceType} ${id.resourceName}`);
    };
    expect(await rights()).toContain('Describe Group app');
    expect(await rights({})).toContain('Describe Group app');
    expect(await rights({ emit_checkpoints_enabled: false })).toEqual([
      'DescribeConfigs Topic orders',
      'Read Topic orders',
      'Write Topic mm2-offset-syncs.core.internal',
    ]);
    expect(await rights({ groups: 'foo' })).not.toContain('Describe Group app');
  });

  test('that could not be read are unknown, and rights stay as by default', async () => {
    const unread = unknown('unreachable', 'no answer');
    expect(await found(flow, unread)).toEqual(['warning settings-unknown at onprem -> core']);
    const { desired } = await derive(flow, unread);
    expect(desired.kafkaAcls.map(({ id }) => id.resourceName)).toContain('app');
  });
});

test('a chain of flows with an open pattern: the second flow gets rights on what the first one writes', async () => {
  const { desired } = await derive(
    '  mm2:\n    flows:\n      edge -> onprem: { topics: [orders\\..*] }\n      onprem -> core: { topics: [invoices\\..*, .*\\.eu] }\n',
  );
  const rights = desired.kafkaAcls
    .map(({ id }) => id)
    .filter(({ cluster, resourceName }) => cluster === 'onprem' && resourceName === 'edge.orders.')
    .map(({ operation }) => operation);
  expect(rights).toEqual(['Alter', 'AlterConfigs', 'Create', 'Read', 'Write']);
});

test('groups of two flows, of Connect, and of an Aiven source', async () => {
  const flows = [
    'onprem -> core: { topics: [orders], sync_group_offsets_enabled: true, groups: [hub, connect-*] }',
    'onprem -> edge: { topics: [orders], sync_group_offsets_enabled: true, groups: [g-*] }',
    'core -> edge: { topics: [stock], sync_group_offsets_enabled: true, groups: [only-this] }',
  ];
  expect(await found(`  mm2:\n    flows:\n${flows.map((flow) => `      ${flow}\n`).join('')}`)).toEqual([
    'warning groups-of-another-flow at onprem -> core',
    'warning group-never-translated at onprem -> core',
    'notice groups-not-limited at core -> edge',
  ]);
});

test('two aliases of one cluster, each with its set of topics, in two services: nothing is shared that does harm', async () => {
  const text = (topics: readonly string[]) => `version: 1
name: prod
project: acme
clusters:
  dest: { service: dest-kafka }
  src:
    aliases: { src1: { endpoint: source-set1 }, src2: { endpoint: source-set2 } }
    bootstrap_servers: [kafka-1.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: MIRROR } }
    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADMIN } }
mirrormaker:
  mm2-a: { flows: { src1 -> dest: { topics: [${topics[0]}], replication_policy: identity } } }
  mm2-b: { flows: { src2 -> dest: { topics: [${topics[1]}], replication_policy: identity } } }
`;
  const codes = async (...topics: readonly string[]) => {
    const loaded = await loadTexts({ 'kafka.yaml': text(topics) });
    if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join('; '));
    return desiredState(loaded.spec).findings.map(({ code }) => code);
  };
  expect(await codes('orders', 'payments')).toEqual([]);
  expect(await codes('orders', 'orders')).toEqual(['mirrored-topics-shared', 'offset-syncs-shared']);
});
