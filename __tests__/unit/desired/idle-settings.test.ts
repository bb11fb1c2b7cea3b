import { describe, expect, test } from '@jest/globals';
import { withLiveSettings } from '../../../src/desired/derived/mirror-flows.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { known } from '../../../src/model/reading.ts';
import { liveMirrorMaker } from '../../support/build/live.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** Findings about keys without effect and topics that two flows take, each with its line. */
async function found(
  mirrormaker: string,
  live?: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const text = `version: 1
name: prod
project: acme
clusters:
  core: { service: kafka-core, aliases: { dest1: {}, dest2: {} } }
  lake: { service: kafka-lake }
  dc1:
    bootstrap_servers: [dc1.example:9093]
    security_protocol: SSL
    aliases: { src1: { endpoint: set1 }, src2: { endpoint: set2 } }
    mirror: { principal: User:mm2 }
    admin: {}
  dc2:
    bootstrap_servers: [dc2.example:9093]
    security_protocol: SSL
    mirror: { principal: User:mm2 }
    admin: {}
mirrormaker:
${mirrormaker}`;
  const loaded = await loadTexts({ 'kafka.yaml': text });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join('; '));
  const spec =
    live === undefined
      ? loaded.spec
      : withLiveSettings(loaded.spec, {
          mirrormakers: new Map([['mm2', liveMirrorMaker({ settings: known(live) })]]),
        });
  const codes = ['setting-without-effect', 'mirrored-topics-shared', 'records-copied-twice'];
  return desiredState(spec)
    .findings.filter(({ code }) => codes.includes(code))
    .map(({ severity, code, message, position }) => {
      const line = text.split('\n')[(position?.line ?? 0) - 1] ?? '';
      return `${severity} ${code} at ${line.slice((position?.column ?? 1) - 1).split(':')[0]}: ${message}`;
    });
}

const flow = (name: string, settings: string, service = 'settings: {}') =>
  `  mm2:\n    ${service}\n    flows:\n      ${name}: { ${settings} }\n`;

describe('a key of a flow that means nothing without another', () => {
  const interval = 'sync_group_offsets_interval_seconds: 30';
  const off = 'settings: { emit_checkpoints_enabled: false }';
  test.each<[string, string, readonly string[]]>([
    [
      'an interval of what is off',
      flow('src1 -> dest1', interval),
      [
        'warning setting-without-effect at sync_group_offsets_interval_seconds: src1 -> dest1: sync_group_offsets_interval_seconds: 30 has no effect, because sync_group_offsets_enabled is false',
      ],
    ],
    ['an interval of what is on', flow('src1 -> dest1', `${interval}, sync_group_offsets_enabled: true`), []],
    [
      'an interval that is to go back to its default',
      flow('src1 -> dest1', 'sync_group_offsets_interval_seconds: null'),
      [],
    ],
    [
      'groups without checkpoints',
      flow('src1 -> dest1', 'groups: [app, edge-*]', off),
      [
        'warning setting-without-effect at groups: src1 -> dest1: groups: [app, edge-*] has no effect, because emit_checkpoints_enabled of mm2 is false, so no offset of a group is translated',
      ],
    ],
    [
      'a lag of offsets without checkpoints',
      flow('src1 -> dest1', 'offset_lag_max: 0', off),
      [
        'warning setting-without-effect at offset_lag_max: src1 -> dest1: offset_lag_max: 0 has no effect, because emit_checkpoints_enabled of mm2 is false, so no offset of a group is translated',
      ],
    ],
    ['a lag of offsets with checkpoints', flow('src1 -> dest1', 'offset_lag_max: 0'), []],
    ['groups with checkpoints', flow('src1 -> dest1', 'groups: [app]'), []],
    [
      'topics that Aiven creates',
      flow('src1 -> dest1', 'create_topics: all'),
      [
        'warning setting-without-effect at create_topics: src1 -> dest1: create_topics: all has no effect, because dest1 is an Aiven service, where MirrorMaker 2 creates the mirrored topics itself',
      ],
    ],
    ['topics that this action creates', flow('dest1 -> dc2', 'create_topics: all'), []],
    [
      'rights between Aiven services',
      flow('dest1 -> lake', 'access: check, create_topics: none'),
      [
        'warning setting-without-effect at access: dest1 -> lake: access: check has no effect, because dest1 and lake are Aiven services, where MirrorMaker 2 has every right',
        'warning setting-without-effect at create_topics: dest1 -> lake: create_topics: none has no effect, because dest1 and lake are Aiven services, where MirrorMaker 2 creates its topics itself',
      ],
    ],
    [
      'configs that nobody copies',
      flow(
        'dest1 -> dc2',
        "create_topics: all, config_properties_exclude: ['retention\\.ms']",
        'settings: { sync_topic_configs_enabled: false }',
      ),
      [
        'warning setting-without-effect at config_properties_exclude: dest1 -> dc2: config_properties_exclude: [retention\\.ms] has no effect, because sync_topic_configs_enabled of mm2 is false, and with create_topics: all MirrorMaker 2 creates no topic either',
      ],
    ],
    [
      'configs that are copied as topics are created',
      flow(
        'dest1 -> dc2',
        "config_properties_exclude: ['retention\\.ms']",
        'settings: { sync_topic_configs_enabled: false }',
      ),
      [],
    ],
  ])('%s', async (_, mirrormaker, expected) => {
    expect(await found(mirrormaker)).toEqual(expected);
  });

  test('the live service may have on what the flow has not', async () => {
    const text = flow('src1 -> dest1', interval);
    expect(await found(text, { sync_group_offsets_enabled: true })).toEqual([]);
    expect(await found(text, {})).toHaveLength(1);
  });
});

describe('topics that two flows take', () => {
  const two = (one: string, other: string) =>
    `  mm2: { flows: { ${one} } }\n  mm3: { flows: { ${other} } }\n`;
  const identity = (topics: string) => `{ replication_policy: identity, topics: [${topics}] }`;
  const code = (lines: readonly string[]) => lines.map((line) => line.split(' ').slice(0, 2).join(' '));

  test('two aliases of one cluster, under one name', async () => {
    expect(
      await found(
        two(`src1 -> dest1: ${identity("'orders.*'")}`, `src2 -> dest2: ${identity("'orders\\.eu'")}`),
      ),
    ).toEqual([
      'warning mirrored-topics-shared at src2 -> dest2: src2 -> dest2: orders.eu on core is also written by src1 -> dest1 in mm2, so each of its records comes twice',
    ]);
  });

  test('two aliases of one cluster, under two names', async () => {
    expect(
      await found(two('src1 -> dest1: { topics: [orders] }', "src2 -> dest2: { topics: ['o.*'] }")),
    ).toEqual([
      'warning records-copied-twice at src2 -> dest2: src2 -> dest2: topics such as orders of dc1 are copied to core twice, as src2.orders and, by src1 -> dest1 in mm2, as src1.orders',
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    [
      'two clusters under one name',
      two(`src1 -> dest1: ${identity('orders')}`, `dc2 -> dest2: ${identity('orders')}`),
      ['warning mirrored-topics-shared'],
    ],
    [
      'two clusters under their aliases',
      two('src1 -> dest1: { topics: [orders] }', 'dc2 -> dest2: { topics: [orders] }'),
      [],
    ],
    ['other topics', two('src1 -> dest1: { topics: [orders] }', 'src2 -> dest2: { topics: [payments] }'), []],
    ['other targets', two('src1 -> dest1: { topics: [orders] }', 'src2 -> lake: { topics: [orders] }'), []],
    [
      'one of them is switched off',
      two('src1 -> dest1: { topics: [orders] }', 'src2 -> dest2: { topics: [orders], enabled: false }'),
      [],
    ],
    [
      'what one takes, the other excludes',
      two(
        'src1 -> dest1: { topics: [orders] }',
        "src2 -> dest2: { topics: ['.*'], topics_exclude: [orders] }",
      ),
      [],
    ],
  ])('%s', async (_, mirrormaker, expected) => {
    expect(code(await found(mirrormaker))).toEqual(expected);
  });
});
