import type { ResourcePattern } from '../model/acl-coverage.ts';
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
import {
  checkpointsTopic,
  connectGroup,
  heartbeatsTopic,
  type MirrorConnector,
  offsetSyncsTopic,
  remotePrefix,
  remoteTopic,
  transactionalIds,
} from './names.ts';
import type { TopicSelection } from './selection.ts';

/** Rules on the target of a flow. `Describe` is left out wherever another right brings it. */
export const targetRules = {
  T1: {
    id: 'T1',
    why: 'the Connect worker of the flow keeps its configuration, positions and state there',
    without:
      'The worker hangs, without mm2-offsets or mm2-status only after a restart; without Write on mm2-offsets everything is copied again after a restart, without Write on mm2-status the states of connectors are not kept.',
  },
  T2: {
    id: 'T2',
    why: 'with create_topics: none MirrorMaker 2 creates the storage topics of its Connect worker',
    without: 'The MirrorMaker 2 process exits, and all its flows with it.',
  },
  T4: {
    id: 'T4',
    why: 'the Connect worker of the flow joins this group',
    without: 'The MirrorMaker 2 process exits, and all its flows with it.',
  },
  T5: {
    id: 'T5',
    why: 'the flow writes the mirrored topics',
    without: 'The task that copies the data fails, with all partitions it owns.',
  },
  T6: {
    id: 'T6',
    why: 'MirrorMaker 2 creates the mirrored topics, unless create_topics: all',
    without: 'A new topic is not created, and the task that should copy it hangs.',
  },
  T7: {
    id: 'T7',
    why: 'MirrorMaker 2 adds partitions when the source topic grows, unless create_topics: all',
    without: 'The task that should copy the new partitions hangs.',
  },
  T8: {
    id: 'T8',
    why: 'with sync_topic_configs_enabled MirrorMaker 2 keeps the configuration of the mirrored topics in sync',
    without: 'A warning per topic, and its configuration is not synced.',
  },
  T9: {
    id: 'T9',
    why: 'with emit_checkpoints_enabled the flow writes checkpoints, and reads them back when it starts',
    without:
      'No checkpoints are written; without Read, offsets of groups that lag are not translated after a restart.',
  },
  T10: {
    id: 'T10',
    why: 'with offset_syncs_topic_location: target the flow keeps its offset syncs there',
    without: 'Records flow, but consumer group offsets are never translated.',
  },
  T11: {
    id: 'T11',
    why: 'with sync_group_offsets_enabled the flow commits the translated offsets of these consumer groups',
    without: 'The offsets of the group are not synced.',
  },
  T12: {
    id: 'T12',
    why: 'with sync_group_offsets_enabled the flow commits offsets for the topic, and Kafka wants Read on it for that',
    without: 'The offsets of the topic are refused and not synced.',
  },
  T13: {
    id: 'T13',
    why: 'with emit_heartbeats_enabled the flow emits heartbeats to its target',
    without: 'The heartbeat task fails.',
  },
  T14: {
    id: 'T14',
    why: 'the heartbeats of the source are mirrored, whatever the topic patterns say',
    without: 'The task that copies the data fails, with all partitions it owns.',
  },
  T15: {
    id: 'T15',
    why: 'MirrorMaker 2 copies the topic ACLs',
    without: 'A warning per ACL, and none is copied.',
  },
  T16: {
    id: 'T16',
    why: 'with exactly_once_delivery_enabled the worker and its tasks write in transactions',
    without: 'The Connect worker hangs or its tasks fail.',
  },
  T17: {
    id: 'T17',
    why: 'brokers before 2.8 want it of idempotent producers',
    without: 'The tasks fail, or consumer group offsets are never translated.',
  },
} as const satisfies Record<string, Rule>;

/** Rights of the connecting user on the target. */
export function targetAccess(
  flow: MirrorFlow,
  selection: TopicSelection,
  heartbeats: FlowHeartbeats,
): readonly AccessEntry[] {
  return [
    ...connectWorker(flow),
    ...mirroredTopics(flow, selection),
    ...checkpoints(flow),
    ...offsetSyncs(flow),
    ...groupOffsets(flow, selection),
    ...emittedHeartbeats(flow),
    ...mirroredHeartbeats(flow, heartbeats.mirrored),
    ...aclSync(flow),
    ...exactlyOnce(flow, heartbeats),
  ];
}

/** T1, T2, T4: `KafkaConfigBackingStore`, `KafkaOffsetBackingStore`, `KafkaStatusBackingStore`, `WorkerGroupMember`. */
function connectWorker(flow: MirrorFlow): readonly AccessEntry[] {
  const storage = workerStorage(flow.source);
  const entries = [
    ...allowTopics(targetRules.T1, storage, 'Read', 'Write'),
    ...allowGroups(targetRules.T4, [literal(connectGroup(flow.source))], 'Read'),
  ];
  if (flow.internalTopics === 'mirrormaker') {
    entries.push(...allowTopics(targetRules.T2, storage, 'Create'));
  }
  return entries;
}

/**
 * T5 to T8: `MirrorSourceTask`'s producer, `createNewTopics`, `createNewPartitions`, `syncTopicConfigs` of
 * `MirrorSourceConnector`. Topics that are created ahead are also grown ahead.
 */
function mirroredTopics(flow: MirrorFlow, selection: TopicSelection): readonly AccessEntry[] {
  const topics = remoteTopics(flow, selection);
  const entries = [...allowTopics(targetRules.T5, topics, 'Write')];
  if (flow.mirroredTopics === 'mirrormaker') {
    entries.push(
      ...allowTopics(targetRules.T6, topics, 'Create'),
      ...allowTopics(targetRules.T7, topics, 'Alter'),
    );
  }
  if (flow.syncTopicConfigs) entries.push(...allowTopics(targetRules.T8, topics, 'AlterConfigs'));
  return entries;
}

/**
 * The topics on the target that the flow may write, from the names and prefixes that it takes on its source. A prefix is a prefix
 * there too, under both policies (`<S>.edge.` or `edge.`). The identity policy renames what ends with `heartbeats`, so such names
 * are added one by one as far as they are known.
 */
function remoteTopics(flow: MirrorFlow, selection: TopicSelection): readonly ResourcePattern[] {
  const { source, settings } = flow;
  const renamed = (name: string): string => remoteTopic(settings.replication_policy, source, name);
  const prefixes = selection.prefixes.map((prefix) =>
    remotePrefix(settings.replication_policy, source, prefix),
  );
  const oddlyNamed =
    settings.replication_policy === 'identity'
      ? selection.mirrored.filter((name) => name.endsWith(heartbeatsTopic))
      : [];
  const names = [...new Set([...selection.names, ...oddlyNamed])].sort();
  return [...names.map((name) => literal(renamed(name))), ...prefixes.map(prefixed)];
}

/** T9: `MirrorCheckpointTask`; `CheckpointStore` reads since 3.7.1 and 3.8 (KAFKA-15905). */
function checkpoints(flow: MirrorFlow): readonly AccessEntry[] {
  if (!flow.emitCheckpoints) return [];
  const topic = [literal(checkpointsTopic(flow.source))];
  const created = flow.internalTopics === 'mirrormaker' ? allowTopics(targetRules.T9, topic, 'Create') : [];
  return [...allowTopics(targetRules.T9, topic, 'Read', 'Write'), ...created];
}

/** T10: KIP-716 moves the offset syncs to the target, so that the source is only read. */
function offsetSyncs(flow: MirrorFlow): readonly AccessEntry[] {
  if (flow.settings.offset_syncs_topic_location === 'source') return [];
  const topic = [literal(offsetSyncsTopic(flow.source))];
  const entries = [...allowTopics(targetRules.T10, topic, 'Write')];
  if (flow.emitCheckpoints) entries.push(...allowTopics(targetRules.T10, topic, 'Read'));
  if (flow.internalTopics === 'mirrormaker') entries.push(...allowTopics(targetRules.T10, topic, 'Create'));
  return entries;
}

/** T11, T12: `MirrorCheckpointTask.syncGroupOffset`. OffsetCommit wants Group Read and, per topic, Topic Read. */
function groupOffsets(flow: MirrorFlow, selection: TopicSelection): readonly AccessEntry[] {
  const groups = groupGrants(translatedGroups(flow));
  // Offsets are synced by the checkpoint tasks, and those exist only with checkpoints and groups.
  if (!flow.settings.sync_group_offsets_enabled || !flow.emitCheckpoints || groups.length === 0) return [];
  return [
    ...allowGroups(targetRules.T11, groups, 'Read'),
    ...allowTopics(targetRules.T12, remoteTopics(flow, selection), 'Read'),
  ];
}

/** T13: `MirrorHeartbeatTask`. */
function emittedHeartbeats(flow: MirrorFlow): readonly AccessEntry[] {
  if (!flow.settings.emit_heartbeats_enabled) return [];
  const topic = [literal(heartbeatsTopic)];
  const created = flow.internalTopics === 'mirrormaker' ? allowTopics(targetRules.T13, topic, 'Create') : [];
  return [...allowTopics(targetRules.T13, topic, 'Write'), ...created];
}

/** T14: ordinary mirrored topics to `MirrorSourceConnector`, but of one partition that never grows. */
function mirroredHeartbeats(flow: MirrorFlow, heartbeats: readonly string[]): readonly AccessEntry[] {
  const topics = heartbeats.map((name) =>
    literal(remoteTopic(flow.settings.replication_policy, flow.source, name)),
  );
  const entries = [...allowTopics(targetRules.T14, topics, 'Write')];
  if (flow.internalTopics === 'mirrormaker') entries.push(...allowTopics(targetRules.T14, topics, 'Create'));
  if (flow.syncTopicConfigs) entries.push(...allowTopics(targetRules.T14, topics, 'AlterConfigs'));
  return entries;
}

/** T15: CreateAcls, that is the right to give rights. */
function aclSync(flow: MirrorFlow): readonly AccessEntry[] {
  return flow.syncTopicAcls ? allowCluster(targetRules.T15, 'Alter') : [];
}

/** T16, T17: KIP-618 in dedicated mode (KIP-710). Before KIP-679 idempotent producers need a right on the cluster. */
function exactlyOnce(flow: MirrorFlow, heartbeats: FlowHeartbeats): readonly AccessEntry[] {
  const { exactly_once_delivery_enabled: exactlyOnce, offset_syncs_topic_location: syncs } = flow.settings;
  // Connectors that have nothing to do have no tasks, and so no transactions.
  const connectors: readonly MirrorConnector[] = [
    'MirrorSourceConnector',
    ...(flow.emitCheckpoints ? (['MirrorCheckpointConnector'] as const) : []),
    ...(heartbeats.emitted ? (['MirrorHeartbeatConnector'] as const) : []),
  ];
  const entries = exactlyOnce
    ? [...allowTransactionalIds(targetRules.T16, transactionalIds(flow.source, connectors))]
    : [];
  if (flow.brokersBefore28.target && (exactlyOnce || syncs === 'target')) {
    entries.push(...allowCluster(targetRules.T17, 'IdempotentWrite'));
  }
  return entries;
}
