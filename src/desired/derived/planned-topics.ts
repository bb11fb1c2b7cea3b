import type { Desired } from '../../model/desired.ts';
import type { Live, LiveCluster } from '../../model/live.ts';
import type { LiveTopic, LiveTopicConfig, Topic, TopicId } from '../../model/topic.ts';

/** A topic as the spec would leave it. */
export interface PlannedTopic {
  /** As it is now; left out: it is not there, and the spec creates it. */
  readonly live?: LiveTopic;
  /** A value that a reset brings back and nobody told is `null`. */
  readonly config: ReadonlyMap<string, LiveTopicConfig>;
  /** Names of the configs that the spec changes. */
  readonly changed: ReadonlySet<string>;
  /** Left out: the brokers decide it when they create the topic. */
  readonly partitions?: number;
  /** Whether the spec adds some. */
  readonly grows: boolean;
}

/** `absent`: it is not there, and will not be. */
export type PlannedReading = PlannedTopic | 'absent' | { readonly unread: string };

export interface PlannedTopics {
  of(cluster: string, name: string): PlannedReading;
  /** The topics of a cluster that the spec creates, grows, or whose configs it changes. */
  changedOn(cluster: string): readonly TopicId[];
}

/** What the topics would be after the apply, as far as they were read. */
export function plannedTopics(desired: Pick<Desired, 'topics' | 'leavesOut'>, live: Live): PlannedTopics {
  const asked = Map.groupBy(
    desired.topics.filter((topic) => !desired.leavesOut(topic)),
    ({ id }) => id.cluster,
  );
  const byName = new Map(
    [...asked].map(([cluster, topics]) => [cluster, new Map(topics.map((topic) => [topic.id.name, topic]))]),
  );
  const of = (cluster: string, name: string): PlannedReading => {
    const read = live.clusters.get(cluster);
    const reading = read?.topics.get(name);
    const topic = byName.get(cluster)?.get(name);
    if (reading?.state === 'known' && reading.value !== undefined) return planned(topic, reading.value);
    if (reading?.state === 'unknown') return { unread: reading.message };
    if (reading === undefined && mayBeThere(read, name)) {
      return { unread: `the configs of ${name} on ${cluster} were not read` };
    }
    return topic === undefined ? 'absent' : planned(topic, undefined);
  };
  const changed = new Map<string, readonly TopicId[]>();
  const changedOn = (cluster: string): readonly TopicId[] => {
    const found =
      changed.get(cluster) ??
      (asked.get(cluster) ?? []).map(({ id }) => id).filter(({ name }) => isChanged(of(cluster, name)));
    changed.set(cluster, found);
    return found;
  };
  return { of, changedOn };
}

function mayBeThere(cluster: LiveCluster | undefined, name: string): boolean {
  return cluster?.topicNames.state !== 'known' || cluster.topicNames.value.includes(name);
}

function isChanged(topic: PlannedReading): boolean {
  return isTold(topic) && (topic.live === undefined || topic.changed.size > 0 || topic.grows);
}

/** Whether the configs of a topic are known. */
export function isTold(topic: PlannedReading): topic is PlannedTopic {
  return topic !== 'absent' && !('unread' in topic);
}

function planned(topic: Topic | undefined, live: LiveTopic | undefined): PlannedTopic {
  const now = live?.config ?? new Map<string, LiveTopicConfig>();
  const config = new Map(now);
  const changed = new Set<string>();
  for (const [name, value] of wanted(topic, now)) {
    const there = now.get(name);
    if (value === null ? there?.overridden !== true : there?.value === value) continue;
    const inherited = there?.inherited;
    config.set(name, {
      value: value ?? inherited ?? null,
      overridden: value !== null,
      ...(inherited === undefined ? {} : { inherited }),
    });
    changed.add(name);
  }
  const [before, after] = [live?.partitions ?? 0, topic?.partitions ?? 0];
  const partitions = Math.max(before, after);
  return {
    ...(live === undefined ? {} : { live }),
    config,
    changed,
    ...(partitions === 0 ? {} : { partitions }),
    grows: live !== undefined && after > before,
  };
}

function wanted(topic: Topic | undefined, now: LiveTopic['config']): Topic['config'] {
  if (topic?.unlistedConfig !== 'reset') return topic?.config ?? new Map();
  return new Map([...[...now.keys()].map((name) => [name, null] as const), ...topic.config]);
}
