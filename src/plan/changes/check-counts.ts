import type { Finding } from '../../model/finding.ts';
import { aivenRecommends } from '../../model/limits/aiven.ts';
import type { LiveCluster } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import type { Topic } from '../../model/topic.ts';
import { isKnown } from './plan-draft.ts';

/**
 * Topics and partitions of an Aiven service after the plan, where it adds some. Replicas are known of the topics that
 * were read in full and count once for the others, so the real number is this or more.
 */
export function countFindings(options: {
  readonly cluster: LiveCluster;
  readonly topics: readonly Topic[];
  readonly position: Position;
}): readonly Finding[] {
  const { cluster, topics, position } = options;
  if (!isKnown(cluster.topicNames)) return [];
  const there = new Set(cluster.topicNames.value);
  const after = new Map<string, { readonly partitions: number; readonly replicas: number }>();
  for (const name of there) {
    const reading = cluster.topics.get(name);
    const live = isKnown(reading) ? reading.value : undefined;
    const partitions = live?.partitions ?? cluster.partitionCounts.get(name) ?? 1;
    after.set(name, { partitions, replicas: partitions * (live?.replication ?? 1) });
  }
  let adds = 0;
  for (const { id, partitions = 1, replication } of topics) {
    const before = after.get(id.name);
    if (before !== undefined && partitions <= before.partitions) continue;
    adds += 1;
    const each = replication ?? (before === undefined ? 1 : before.replicas / before.partitions);
    after.set(id.name, { partitions, replicas: partitions * each });
  }
  if (adds === 0) return [];
  const sum = (what: 'partitions' | 'replicas') =>
    [...after.values()].reduce((total, topic) => total + topic[what], 0);
  const brokers = isKnown(cluster.brokers) ? cluster.brokers.value : undefined;
  const counts = [
    { count: after.size, max: aivenRecommends.topics, what: 'topics' },
    { count: sum('partitions'), max: aivenRecommends.partitions, what: 'partitions' },
    ...(brokers === undefined
      ? []
      : [
          {
            count: Math.ceil(sum('replicas') / brokers),
            max: aivenRecommends.partitionsPerBroker,
            what: 'partitions on each broker, replicas included',
          },
        ]),
  ];
  return counts
    .filter(({ count, max }) => count > max)
    .map(({ count, max, what }) => ({
      code: 'too-many-topics',
      severity: 'warning',
      message: `after this plan ${cluster.cluster} has ${count} ${what}; Aiven recommends at most ${max}`,
      hint: 'Use fewer partitions, remove topics that nobody uses, or a larger plan of the service.',
      position,
    }));
}
