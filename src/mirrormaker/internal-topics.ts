import type { InternalTopic, MirrorFlow, Rule } from './mirror-flow.ts';
import { checkpointsTopic, connectTopics, heartbeatsTopic, offsetSyncsTopic, remoteTopic } from './names.ts';

/** Defaults of `DistributedConfig`; the configs topic is refused by `KafkaConfigBackingStore` with any other count. */
const partitions = { configs: 1, offsets: 25, status: 5, single: 1 } as const;

export const internalTopicRules = {
  I1: {
    id: 'I1',
    why: 'the Connect worker of the flow keeps its configuration there',
    without: 'The MirrorMaker 2 process exits at start, and all its flows with it.',
  },
  I2: {
    id: 'I2',
    why: 'the flow keeps there how far it has copied each partition',
    without: 'The MirrorMaker 2 process exits at start, and all its flows with it.',
  },
  I3: {
    id: 'I3',
    why: 'the Connect worker of the flow keeps the state of its connectors there',
    without: 'The MirrorMaker 2 process exits at start, and all its flows with it.',
  },
  I4: {
    id: 'I4',
    why: 'offset_syncs_topic_location has the flow note there which source offset became which target offset',
    without: 'Records are copied slowly, and consumer group offsets are never translated.',
  },
  I5: {
    id: 'I5',
    why: 'with emit_checkpoints_enabled the flow writes the translated offsets of consumer groups there',
    without: 'The checkpoint task hangs, and consumer group offsets are never translated.',
  },
  I6: {
    id: 'I6',
    why: 'with emit_heartbeats_enabled the flow emits heartbeats to its target',
    without: 'The heartbeat task hangs.',
  },
  I7: {
    id: 'I7',
    why: 'with emit_backward_heartbeats_enabled a second Connect worker keeps its state on the source',
    without: 'The MirrorMaker 2 process exits at start, and all its flows with it.',
  },
  I8: {
    id: 'I8',
    why: 'with emit_backward_heartbeats_enabled the flow emits heartbeats to its source',
    without: 'The heartbeat task hangs.',
  },
  I9: {
    id: 'I9',
    why: 'heartbeats on the source are mirrored, whatever the topic patterns say',
    without: 'The task that copies data hangs on the heartbeats, with the other partitions it owns.',
  },
} as const satisfies Record<string, Rule>;

/**
 * MirrorMaker 2's own topics of one flow, on both clusters.
 *
 * `sourceHeartbeats` are the heartbeats topics the flow sees on its source (`heartbeats`, `eu.heartbeats`). They
 * are ordinary mirrored topics on the target, but nobody declares them, so they are listed here.
 */
export function internalTopics(
  flow: MirrorFlow,
  sourceHeartbeats: readonly string[],
): readonly InternalTopic[] {
  const { source, target, sourceCluster, targetCluster, settings } = flow;
  const rule = internalTopicRules;
  const on = (cluster: string, name: string, count: number, why: Rule): InternalTopic => ({
    cluster,
    name,
    partitions: count,
    ...(settings.replication_factor === undefined ? {} : { replication: settings.replication_factor }),
    rule: why,
  });
  const worker = connectTopics(source);
  const topics = [
    on(targetCluster, worker.configs, partitions.configs, rule.I1),
    on(targetCluster, worker.offsets, partitions.offsets, rule.I2),
    on(targetCluster, worker.status, partitions.status, rule.I3),
    settings.offset_syncs_topic_location === 'source'
      ? on(sourceCluster, offsetSyncsTopic(target), partitions.single, rule.I4)
      : on(targetCluster, offsetSyncsTopic(source), partitions.single, rule.I4),
  ];
  if (flow.emitCheckpoints)
    topics.push(on(targetCluster, checkpointsTopic(source), partitions.single, rule.I5));
  if (settings.emit_heartbeats_enabled)
    topics.push(on(targetCluster, heartbeatsTopic, partitions.single, rule.I6));
  if (settings.emit_backward_heartbeats_enabled) {
    const backward = connectTopics(target);
    topics.push(
      on(sourceCluster, backward.configs, partitions.configs, rule.I7),
      on(sourceCluster, backward.offsets, partitions.offsets, rule.I7),
      on(sourceCluster, backward.status, partitions.status, rule.I7),
      on(sourceCluster, heartbeatsTopic, partitions.single, rule.I8),
    );
  }
  for (const name of sourceHeartbeats)
    topics.push(
      on(targetCluster, remoteTopic(settings.replication_policy, source, name), partitions.single, rule.I9),
    );
  return topics;
}

/** What a topic of the same name must be, when somebody else declares it. */
export function internalTopicMustBe(rule: Rule): {
  readonly partitions: 'exactly' | 'at least';
  readonly compact: 'exactly' | 'should';
} {
  const storage = (
    [
      internalTopicRules.I1,
      internalTopicRules.I2,
      internalTopicRules.I3,
      internalTopicRules.I7,
    ] as readonly Rule[]
  ).includes(rule);
  return { partitions: storage ? 'exactly' : 'at least', compact: storage ? 'exactly' : 'should' };
}
