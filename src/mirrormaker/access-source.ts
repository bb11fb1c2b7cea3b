import {
  allowCluster,
  allowGroups,
  allowTopics,
  allowTransactionalIds,
  literal,
  prefixed,
  workerStorage,
} from './access-entry.ts';
import { translatedGroups } from './group-filter.ts';
import { groupGrants } from './groups.ts';
import type { AccessEntry, FlowHeartbeats, MirrorFlow, Rule } from './mirror-flow.ts';
import { connectGroup, heartbeatsTopic, offsetSyncsTopic, transactionalIds } from './names.ts';
import type { TopicSelection } from './selection.ts';

/** Rules on the source of a flow. `Describe` is left out wherever another right brings it. */
export const sourceRules = {
  S1: {
    id: 'S1',
    why: 'the flow reads the mirrored topics',
    without: 'The topic is invisible to MirrorMaker 2 and is silently not mirrored.',
  },
  S2: {
    id: 'S2',
    why: 'MirrorMaker 2 copies the configuration of the mirrored topics: as it creates them, unless create_topics: all, and with sync_topic_configs_enabled',
    without:
      'No new topic is created on the target and no configuration is synced, of any topic of the flow.',
  },
  S3: {
    id: 'S3',
    why: 'with offset_syncs_topic_location: source the flow notes there which source offset became which target offset',
    without: 'Records flow, but consumer group offsets are never translated.',
  },
  S4: {
    id: 'S4',
    why: 'with emit_checkpoints_enabled the checkpoint task reads the offset syncs',
    without: 'The checkpoint task hangs, and consumer group offsets are never translated.',
  },
  S5: {
    id: 'S5',
    why: 'with create_topics: none MirrorMaker 2 creates its offset syncs topic',
    without: 'The topic is silently not created, and consumer group offsets are never translated.',
  },
  S6: {
    id: 'S6',
    why: 'with emit_checkpoints_enabled the flow translates the offsets of these consumer groups, listed under groups',
    without: 'The group is silently ignored.',
  },
  S7: {
    id: 'S7',
    why: 'MirrorMaker 2 copies the topic ACLs',
    without: 'An error every ten minutes, and no ACL is copied.',
  },
  S8: {
    id: 'S8',
    why: 'brokers before 2.8 want it of the idempotent producer of the offset syncs',
    without: 'Records flow, but consumer group offsets are never translated.',
  },
  S9: {
    id: 'S9',
    why: 'a heartbeats topic that the user sees is mirrored, whatever the topic patterns say',
    without: 'Reading the heartbeats fails over and over, and no new topic is created on the target.',
  },
  S10: {
    id: 'S10',
    why: 'with emit_backward_heartbeats_enabled a second Connect worker keeps its state on the source',
    without:
      'The second worker hangs, without mm2-offsets or mm2-status only after a restart, and there are no heartbeats on the source; without Write on these two it fails to store its positions or states.',
  },
  S11: {
    id: 'S11',
    why: 'with emit_backward_heartbeats_enabled a second Connect worker joins this group on the source',
    without: 'The MirrorMaker 2 process exits, and all its flows with it.',
  },
  S12: {
    id: 'S12',
    why: 'with emit_backward_heartbeats_enabled the flow emits heartbeats to its source',
    without: 'The heartbeat task fails.',
  },
  S13: {
    id: 'S13',
    why: 'with create_topics: none MirrorMaker 2 creates the topics of its backward heartbeats',
    without: 'The MirrorMaker 2 process exits, and all its flows with it.',
  },
  S14: {
    id: 'S14',
    why: 'with exactly_once_delivery_enabled the worker of the backward heartbeats writes in transactions',
    without: 'The second Connect worker hangs or its heartbeat task fails.',
  },
} as const satisfies Record<string, Rule>;

/** Rights of the connecting user on the source. */
export function sourceAccess(
  flow: MirrorFlow,
  selection: TopicSelection,
  heartbeats: FlowHeartbeats,
): readonly AccessEntry[] {
  return [
    ...mirroredTopics(flow, selection),
    ...offsetSyncs(flow),
    ...consumerGroups(flow),
    ...aclSync(flow),
    ...visibleHeartbeats(flow, heartbeats),
    ...backwardHeartbeats(flow),
  ];
}

/**
 * S1: `MirrorSourceTask` fetches with an assigned consumer, so no group is needed; Read brings the Describe that
 * `MirrorSourceConnector.findSourceTopicPartitions` lists topics with.
 */
function mirroredTopics(flow: MirrorFlow, selection: TopicSelection): readonly AccessEntry[] {
  const topics = [...selection.names.map(literal), ...selection.prefixes.map(prefixed)];
  const entries = [...allowTopics(sourceRules.S1, topics, 'Read')];
  if (readsTopicConfigs(flow)) entries.push(...allowTopics(sourceRules.S2, topics, 'DescribeConfigs'));
  return entries;
}

/**
 * S2: `MirrorSourceConnector.describeTopicConfigs` asks for all topics in one `.all().get()`, at creation (since
 * 2.8) and at every config sync, so one topic without the right fails them all.
 */
function readsTopicConfigs(flow: MirrorFlow): boolean {
  return flow.mirroredTopics === 'mirrormaker' || flow.syncTopicConfigs;
}

/** S3 to S5, S8: `OffsetSyncWriter`, `OffsetSyncStore`, `createOffsetSyncsTopic`; on the target instead with KIP-716. */
function offsetSyncs(flow: MirrorFlow): readonly AccessEntry[] {
  if (flow.settings.offset_syncs_topic_location === 'target') return [];
  const topic = [literal(offsetSyncsTopic(flow.target))];
  const entries = [...allowTopics(sourceRules.S3, topic, 'Write')];
  if (flow.emitCheckpoints) entries.push(...allowTopics(sourceRules.S4, topic, 'Read'));
  if (flow.internalTopics === 'mirrormaker') entries.push(...allowTopics(sourceRules.S5, topic, 'Create'));
  // KIP-679: since 2.8 Write on any topic is enough for InitProducerId.
  if (flow.brokersBefore28.source) entries.push(...allowCluster(sourceRules.S8, 'IdempotentWrite'));
  return entries;
}

/**
 * S6: ListGroups returns only the groups with Describe. Describe on the cluster would list all groups and make
 * `MirrorCheckpointConnector.findConsumerGroups` fail as a whole on the first one it may not describe.
 */
function consumerGroups(flow: MirrorFlow): readonly AccessEntry[] {
  return flow.emitCheckpoints
    ? allowGroups(sourceRules.S6, groupGrants(translatedGroups(flow)), 'Describe')
    : [];
}

/** S7: `MirrorSourceConnector.syncTopicAcls` uses DescribeAcls. */
function aclSync(flow: MirrorFlow): readonly AccessEntry[] {
  return flow.syncTopicAcls ? allowCluster(sourceRules.S7, 'Describe') : [];
}

/**
 * S9: `MirrorSourceConnector.shouldReplicateTopic` lets heartbeats topics past the filter. Their configuration is read
 * when they are created on the target, and at every config sync.
 */
function visibleHeartbeats(flow: MirrorFlow, heartbeats: FlowHeartbeats): readonly AccessEntry[] {
  const configs = flow.syncTopicConfigs || !heartbeats.createdAhead;
  const operations = configs ? (['Read', 'DescribeConfigs'] as const) : (['Read'] as const);
  return allowTopics(sourceRules.S9, heartbeats.mirrored.map(literal), ...operations);
}

/**
 * S10 to S14: `MirrorHeartbeatConnector` emits into the target of its own worker only, so heartbeats on the source
 * take a worker `T -> S` that lives on the source (`MirrorMakerConfig.clusterPairs`).
 */
function backwardHeartbeats(flow: MirrorFlow): readonly AccessEntry[] {
  if (!flow.settings.emit_backward_heartbeats_enabled) return [];
  const storage = workerStorage(flow.target);
  const heartbeats = literal(heartbeatsTopic);
  const entries = [
    ...allowTopics(sourceRules.S10, storage, 'Read', 'Write'),
    ...allowGroups(sourceRules.S11, [literal(connectGroup(flow.target))], 'Read'),
    ...allowTopics(sourceRules.S12, [heartbeats], 'Write'),
  ];
  if (flow.internalTopics === 'mirrormaker') {
    entries.push(...allowTopics(sourceRules.S13, [...storage, heartbeats], 'Create'));
  }
  if (flow.settings.exactly_once_delivery_enabled) {
    const ids = transactionalIds(flow.target, ['MirrorHeartbeatConnector']);
    entries.push(...allowTransactionalIds(sourceRules.S14, ids));
  }
  return entries;
}
