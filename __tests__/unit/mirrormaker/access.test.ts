import { describe, expect, test } from '@jest/globals';
import { byRule, lines, mirrorCluster, mirrorFlow, needsOfOne } from '../../support/mirror-flows.ts';

/** Every topic created ahead, no option on: nothing may be created, described or altered. */
const plain = {
  source: [
    'S1 Read Topic edge.readings',
    'S3 Write Topic mm2-offset-syncs.core.internal',
    'S4 Read Topic mm2-offset-syncs.core.internal',
  ],
  target: [
    'T1 Read+Write Topic mm2-configs.onprem.internal',
    'T1 Read+Write Topic mm2-offsets.onprem.internal',
    'T1 Read+Write Topic mm2-status.onprem.internal',
    'T4 Read Group onprem-mm2',
    'T5 Write Topic onprem.edge.readings',
    'T9 Read+Write Topic onprem.checkpoints.internal',
  ],
};

test('the plain flow', () => {
  const needs = needsOfOne(mirrorFlow());
  expect(lines(needs.source)).toEqual(plain.source);
  expect(lines(needs.target)).toEqual(plain.target);
});

interface Difference {
  readonly adds?: readonly string[];
  readonly drops?: readonly string[];
}

describe('what an option changes against the plain flow, and nothing else', () => {
  test.each<[string, Parameters<typeof mirrorFlow>[0], Difference, Difference]>([
    [
      'mirrored topics created by MirrorMaker 2',
      { mirroredTopics: 'mirrormaker' },
      { adds: ['S2 DescribeConfigs Topic edge.readings'] },
      { adds: ['T6 Create Topic onprem.edge.readings', 'T7 Alter Topic onprem.edge.readings'] },
    ],
    [
      'all topics created by MirrorMaker 2',
      { mirroredTopics: 'mirrormaker', internalTopics: 'mirrormaker' },
      { adds: ['S2 DescribeConfigs Topic edge.readings', 'S5 Create Topic mm2-offset-syncs.core.internal'] },
      {
        drops: ['T9 Read+Write Topic onprem.checkpoints.internal'],
        adds: [
          'T2 Create Topic mm2-configs.onprem.internal',
          'T2 Create Topic mm2-offsets.onprem.internal',
          'T2 Create Topic mm2-status.onprem.internal',
          'T6 Create Topic onprem.edge.readings',
          'T7 Alter Topic onprem.edge.readings',
          'T9 Create+Read+Write Topic onprem.checkpoints.internal',
        ],
      },
    ],
    [
      'topic configs synced',
      { syncTopicConfigs: true },
      { adds: ['S2 DescribeConfigs Topic edge.readings'] },
      { adds: ['T8 AlterConfigs Topic onprem.edge.readings'] },
    ],
    [
      'offset syncs on the target: the source is only read',
      { settings: { offset_syncs_topic_location: 'target' } },
      {
        drops: [
          'S3 Write Topic mm2-offset-syncs.core.internal',
          'S4 Read Topic mm2-offset-syncs.core.internal',
        ],
      },
      { adds: ['T10 Read+Write Topic mm2-offset-syncs.onprem.internal'] },
    ],
    [
      'offset syncs on the target without checkpoints: written, never read',
      { emitCheckpoints: false, settings: { offset_syncs_topic_location: 'target' } },
      {
        drops: [
          'S3 Write Topic mm2-offset-syncs.core.internal',
          'S4 Read Topic mm2-offset-syncs.core.internal',
        ],
      },
      {
        drops: ['T9 Read+Write Topic onprem.checkpoints.internal'],
        adds: ['T10 Write Topic mm2-offset-syncs.onprem.internal'],
      },
    ],
    [
      'no checkpoints: no groups either',
      { emitCheckpoints: false, groups: ['edge-*'], settings: { sync_group_offsets_enabled: true } },
      { drops: ['S4 Read Topic mm2-offset-syncs.core.internal'] },
      { drops: ['T9 Read+Write Topic onprem.checkpoints.internal'] },
    ],
    [
      'consumer groups',
      { groups: ['edge-*', 'billing', 'a?c'] },
      { adds: ['S6 Describe Group billing', 'S6 Describe Group edge-*'] },
      {},
    ],
    [
      'consumer groups with their offsets synced',
      { groups: ['edge-*', 'billing'], settings: { sync_group_offsets_enabled: true } },
      { adds: ['S6 Describe Group billing', 'S6 Describe Group edge-*'] },
      { adds: ['T11 Read Group billing', 'T11 Read Group edge-*', 'T12 Read Topic onprem.edge.readings'] },
    ],
    ['offsets synced for no group', { settings: { sync_group_offsets_enabled: true } }, {}, {}],
    [
      'heartbeats',
      { settings: { emit_heartbeats_enabled: true } },
      {},
      { adds: ['T13 Write Topic heartbeats'] },
    ],
    [
      'backward heartbeats: a second worker on the source, and heartbeats that are mirrored',
      { settings: { emit_backward_heartbeats_enabled: true } },
      {
        adds: [
          'S9 Read Topic heartbeats',
          'S10 Read+Write Topic mm2-configs.core.internal',
          'S10 Read+Write Topic mm2-offsets.core.internal',
          'S10 Read+Write Topic mm2-status.core.internal',
          'S11 Read Group core-mm2',
          'S12 Write Topic heartbeats',
        ],
      },
      { adds: ['T14 Write Topic onprem.heartbeats'] },
    ],
    [
      'backward heartbeats with topic configs synced',
      { syncTopicConfigs: true, settings: { emit_backward_heartbeats_enabled: true } },
      {
        adds: [
          'S2 DescribeConfigs Topic edge.readings',
          'S9 DescribeConfigs+Read Topic heartbeats',
          'S10 Read+Write Topic mm2-configs.core.internal',
          'S10 Read+Write Topic mm2-offsets.core.internal',
          'S10 Read+Write Topic mm2-status.core.internal',
          'S11 Read Group core-mm2',
          'S12 Write Topic heartbeats',
        ],
      },
      {
        adds: [
          'T8 AlterConfigs Topic onprem.edge.readings',
          'T14 AlterConfigs+Write Topic onprem.heartbeats',
        ],
      },
    ],
    [
      'backward heartbeats, topics created by MirrorMaker 2',
      {
        mirroredTopics: 'mirrormaker',
        internalTopics: 'mirrormaker',
        emitCheckpoints: false,
        settings: { emit_backward_heartbeats_enabled: true, offset_syncs_topic_location: 'target' },
      },
      {
        drops: [
          'S3 Write Topic mm2-offset-syncs.core.internal',
          'S4 Read Topic mm2-offset-syncs.core.internal',
        ],
        adds: [
          'S2 DescribeConfigs Topic edge.readings',
          'S9 DescribeConfigs+Read Topic heartbeats',
          'S10 Read+Write Topic mm2-configs.core.internal',
          'S10 Read+Write Topic mm2-offsets.core.internal',
          'S10 Read+Write Topic mm2-status.core.internal',
          'S11 Read Group core-mm2',
          'S12 Write Topic heartbeats',
          'S13 Create Topic heartbeats',
          'S13 Create Topic mm2-configs.core.internal',
          'S13 Create Topic mm2-offsets.core.internal',
          'S13 Create Topic mm2-status.core.internal',
        ],
      },
      {
        drops: ['T9 Read+Write Topic onprem.checkpoints.internal'],
        adds: [
          'T2 Create Topic mm2-configs.onprem.internal',
          'T2 Create Topic mm2-offsets.onprem.internal',
          'T2 Create Topic mm2-status.onprem.internal',
          'T6 Create Topic onprem.edge.readings',
          'T7 Alter Topic onprem.edge.readings',
          'T10 Create+Write Topic mm2-offset-syncs.onprem.internal',
          'T14 Create+Write Topic onprem.heartbeats',
        ],
      },
    ],
    [
      'exactly once',
      { settings: { exactly_once_delivery_enabled: true } },
      {},
      {
        adds: [
          'T16 Write TransactionalId connect-cluster-onprem-mm2',
          'T16 Write TransactionalId onprem-mm2-MirrorCheckpointConnector-*',
          'T16 Write TransactionalId onprem-mm2-MirrorSourceConnector-*',
        ],
      },
    ],
    [
      'exactly once with backward heartbeats',
      { settings: { exactly_once_delivery_enabled: true, emit_backward_heartbeats_enabled: true } },
      {
        adds: [
          'S9 Read Topic heartbeats',
          'S10 Read+Write Topic mm2-configs.core.internal',
          'S10 Read+Write Topic mm2-offsets.core.internal',
          'S10 Read+Write Topic mm2-status.core.internal',
          'S11 Read Group core-mm2',
          'S12 Write Topic heartbeats',
          'S14 Write TransactionalId connect-cluster-core-mm2',
          'S14 Write TransactionalId core-mm2-MirrorHeartbeatConnector-*',
        ],
      },
      {
        adds: [
          'T14 Write Topic onprem.heartbeats',
          'T16 Write TransactionalId connect-cluster-onprem-mm2',
          'T16 Write TransactionalId onprem-mm2-MirrorCheckpointConnector-*',
          'T16 Write TransactionalId onprem-mm2-MirrorSourceConnector-*',
        ],
      },
    ],
    [
      'a prefix, never the bare prefix of the alias',
      { settings: { topics: ['edge\\.alerts\\..*'] } },
      { drops: ['S1 Read Topic edge.readings'], adds: ['S1 Read Topic edge.alerts.*'] },
      { drops: ['T5 Write Topic onprem.edge.readings'], adds: ['T5 Write Topic onprem.edge.alerts.*'] },
    ],
    [
      'the identity policy keeps names',
      { settings: { replication_policy: 'identity', topics: ['edge\\.readings', 'orders.*'] } },
      { adds: ['S1 Read Topic orders*'] },
      {
        drops: ['T5 Write Topic onprem.edge.readings'],
        adds: ['T5 Write Topic edge.readings', 'T5 Write Topic orders*'],
      },
    ],
    [
      'ACLs synced: the only right to give rights',
      { syncTopicAcls: true },
      { adds: ['S7 Describe Cluster kafka-cluster'] },
      { adds: ['T15 Alter Cluster kafka-cluster'] },
    ],
    [
      'old brokers, offset syncs on the source',
      { brokersBefore28: { source: true, target: true } },
      { adds: ['S8 IdempotentWrite Cluster kafka-cluster'] },
      {},
    ],
    [
      'old brokers, offset syncs on the target',
      {
        brokersBefore28: { source: true, target: true },
        settings: { offset_syncs_topic_location: 'target' },
      },
      {
        drops: [
          'S3 Write Topic mm2-offset-syncs.core.internal',
          'S4 Read Topic mm2-offset-syncs.core.internal',
        ],
      },
      {
        adds: [
          'T10 Read+Write Topic mm2-offset-syncs.onprem.internal',
          'T17 IdempotentWrite Cluster kafka-cluster',
        ],
      },
    ],
  ])('%s', (_, changes, source, target) => {
    const needs = needsOfOne(mirrorFlow(changes));
    expect(lines(needs.source)).toEqual(changed(plain.source, source));
    expect(lines(needs.target)).toEqual(changed(plain.target, target));
  });
});

test('a disabled flow has the same rights: enabling it is just a switch', () => {
  const needs = needsOfOne(mirrorFlow({ settings: { enabled: false } }));
  expect(lines(needs.source)).toEqual(plain.source);
  expect(lines(needs.target)).toEqual(plain.target);
});

test('nothing is derived on Aiven services, where MirrorMaker 2 has its rights', () => {
  const aiven = (alias: string) => mirrorCluster(alias, { rights: 'everything' });
  const outbound = needsOfOne(mirrorFlow(), aiven('onprem'));
  expect({ source: outbound.source, target: lines(outbound.target) }).toEqual({
    source: [],
    target: plain.target,
  });
  const inbound = needsOfOne(mirrorFlow(), aiven('core'));
  expect({ source: lines(inbound.source), target: inbound.target }).toEqual({
    source: plain.source,
    target: [],
  });
  const inside = needsOfOne(mirrorFlow(), aiven('onprem'), aiven('core'));
  expect([...inside.source, ...inside.target, ...inside.topics]).toEqual([]);
});

test('the identity policy renames what ends with heartbeats, so a known name needs a right of its own', () => {
  const flow = mirrorFlow({ settings: { replication_policy: 'identity', topics: ['app.*'] } });
  const needs = needsOfOne(flow, mirrorCluster('onprem', { topics: ['app-heartbeats', 'app-orders'] }));
  expect(lines(needs.target).filter((line) => line.startsWith('T5'))).toEqual([
    'T5 Write Topic app*',
    'T5 Write Topic onprem.app-heartbeats',
  ]);
});

function changed(lines: readonly string[], { adds = [], drops = [] }: Difference): readonly string[] {
  for (const drop of drops) if (!lines.includes(drop)) throw new Error(`the plain flow has no "${drop}"`);
  return [...lines.filter((line) => !drops.includes(line)), ...adds].sort(byRule);
}
