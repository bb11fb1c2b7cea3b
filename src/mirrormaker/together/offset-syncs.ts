import type { MirrorFlow } from '../mirror-flow.ts';
import { offsetSyncsTopic } from '../names.ts';
import { mayShareTopic } from './overlap.ts';

/** One offset-syncs topic with the flows that write to it. */
export interface OffsetSyncsTopic {
  /** Key of the cluster. */
  readonly cluster: string;
  readonly name: string;
  readonly flows: readonly MirrorFlow[];
}

/**
 * The offset-syncs topics of all flows. The name has one alias in it, that of the other cluster, so a flow that keeps it on
 * its target and the reverse flow that keeps it on its source write to one topic (`MirrorSourceConfig.offsetSyncsTopic`). So
 * do flows from two aliases of one cluster to one target.
 */
export function offsetSyncsTopics(flows: readonly MirrorFlow[]): readonly OffsetSyncsTopic[] {
  const topics = new Map<string, OffsetSyncsTopic>();
  for (const flow of flows) {
    const { cluster, name } = offsetSyncsOf(flow);
    const key = JSON.stringify([cluster, name]);
    const others = topics.get(key)?.flows ?? [];
    topics.set(key, { cluster, name, flows: [...others, flow] });
  }
  return [...topics.values()];
}

function offsetSyncsOf(flow: MirrorFlow): Omit<OffsetSyncsTopic, 'flows'> {
  return flow.settings.offset_syncs_topic_location === 'source'
    ? { cluster: flow.sourceCluster, name: offsetSyncsTopic(flow.target) }
    : { cluster: flow.targetCluster, name: offsetSyncsTopic(flow.source) };
}

/** Two flows that note the positions of partitions of the same name in one topic. */
export interface OffsetSyncsConflict extends Omit<OffsetSyncsTopic, 'flows'> {
  readonly flow: MirrorFlow;
  readonly earlier: MirrorFlow;
}

/**
 * An offset sync is keyed by topic and partition and does not say whose (`OffsetSync.KEY_SCHEMA`), so flows that may
 * mirror topics of the same name overwrite each other, and offsets of groups are translated with the other's numbers. Without
 * checkpoints nobody reads them.
 */
export function offsetSyncsConflicts(topics: readonly OffsetSyncsTopic[]): readonly OffsetSyncsConflict[] {
  return topics.flatMap(({ cluster, name, flows }) =>
    flows.flatMap((flow, index): OffsetSyncsConflict[] => {
      const earlier = flows
        .slice(0, index)
        .find((other) => (flow.emitCheckpoints || other.emitCheckpoints) && mayShareTopic(flow, other));
      return earlier === undefined ? [] : [{ cluster, name, flow, earlier }];
    }),
  );
}
