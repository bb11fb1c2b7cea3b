import type { Desired } from '../model/desired.ts';
import type { ClusterReadRequest } from '../model/live.ts';
import { owningTopicPattern, prunesTopics } from './changes/ownership.ts';

/** What the plan needs to know of each cluster; one request per cluster, in the order of the spec. */
export function readRequests(desired: Desired): readonly ClusterReadRequest[] {
  return desired.clusters.map(({ key, type }) => {
    const pruned = prunesTopics(desired, key);
    return {
      cluster: key,
      topics: topicNames(desired, key),
      ...(pruned
        ? { alsoTopics: (name: string) => owningTopicPattern(desired, key, name) !== undefined }
        : {}),
      kafkaAcls: ownsAcls(desired, key) || hasKafkaAcls(desired, key),
      aivenAcls: type === 'aiven' && (ownsAcls(desired, key) || hasAivenAcls(desired, key)),
    };
  });
}

function topicNames(desired: Desired, cluster: string): readonly string[] {
  const names = new Set<string>();
  for (const topic of [...desired.topics, ...desired.checked.topics]) {
    if (topic.id.cluster === cluster) names.add(topic.id.name);
  }
  for (const { id } of desired.tombstones) {
    if (id.kind === 'topic' && id.cluster === cluster) names.add(id.name);
  }
  return [...names].sort();
}

function ownsAcls(desired: Desired, cluster: string): boolean {
  return (desired.ownership.get(cluster)?.principals.length ?? 0) > 0;
}

function hasKafkaAcls(desired: Desired, cluster: string): boolean {
  return [...desired.kafkaAcls, ...desired.checked.kafkaAcls].some(({ id }) => id.cluster === cluster);
}

function hasAivenAcls(desired: Desired, cluster: string): boolean {
  return desired.aivenAcls.some(({ id }) => id.cluster === cluster);
}
