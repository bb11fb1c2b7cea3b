import { known, type Reading, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import type { TopicOffsets } from '../../model/topic-offsets.ts';
import type { WireTopic } from '../wire/topic.ts';
import type { TopicConfigs } from './shared-configs.ts';
import { storedOfTopic } from './stored-topic.ts';

/** What is read of a topic, but for its configs. */
type WithoutConfig = Omit<WireTopic, 'config'>;

/** A topic as Aiven answers it; one that is being deleted counts as absent. A total that one partition does not tell is left out. */
export function liveTopic(
  cluster: string,
  wire: WithoutConfig,
  { live: config, undocumented, own }: TopicConfigs,
): Reading<LiveTopic | undefined> {
  if (wire.state === 'DELETING') return known(undefined);
  if (undocumented !== undefined) {
    return unknown(
      'incomplete',
      `Aiven reports ${undocumented} of topic ${wire.topic_name} with a source that is not documented`,
    );
  }
  const size = sumOf(wire.partitions.map((partition) => partition.size));
  const remoteSize = sumOf(wire.partitions.map((partition) => partition.remote_size));
  const endOffset = sumOf(wire.partitions.map((partition) => partition.latest_offset));
  const startOffset = sumOf(wire.partitions.map((partition) => partition.earliest_offset));
  const offsets = offsetsOf(wire.partitions);
  const consumerGroups = groupsOf(wire.partitions);
  return known({
    id: { kind: 'topic', cluster, name: wire.topic_name },
    partitions: wire.partitions.length,
    replication: wire.replication,
    config,
    tags: new Map((wire.tags ?? []).map(({ key, value }) => [key, value])),
    stored: storedOfTopic(wire, own),
    ...(wire.topic_description ? { description: wire.topic_description } : {}),
    ...(wire.owner_user_group_id ? { owner_user_group_id: wire.owner_user_group_id } : {}),
    ...(size === undefined ? {} : { size }),
    ...(remoteSize === undefined ? {} : { remoteSize }),
    ...(endOffset === undefined ? {} : { endOffset }),
    ...(startOffset === undefined ? {} : { startOffset }),
    ...(offsets === undefined ? {} : { offsets }),
    ...(consumerGroups === undefined ? {} : { consumerGroups }),
  });
}

/** Undefined when one partition does not tell it. */
function sumOf(numbers: readonly (number | null | undefined)[]): number | undefined {
  let sum = 0;
  for (const number of numbers) {
    if (number == null) return undefined;
    sum += number;
  }
  return sum;
}

/** Undefined when one partition does not tell it. */
function offsetsOf(partitions: WireTopic['partitions']): TopicOffsets | undefined {
  const inOrder = partitions.toSorted((one, other) => (one.partition ?? 0) - (other.partition ?? 0));
  const start = inOrder.map(({ earliest_offset: offset }) => offset);
  const end = inOrder.map(({ latest_offset: offset }) => offset);
  return areTold(start) && areTold(end) ? { start, end } : undefined;
}

/** Undefined when one partition does not tell it. */
function groupsOf(partitions: WireTopic['partitions']): readonly string[] | undefined {
  const names = new Set<string>();
  for (const { consumer_groups: groups } of partitions) {
    if (groups == null) return undefined;
    for (const { group_name: name } of groups) names.add(name);
  }
  return [...names];
}

function areTold(numbers: readonly (number | null | undefined)[]): numbers is readonly number[] {
  return numbers.every((number) => number != null);
}
