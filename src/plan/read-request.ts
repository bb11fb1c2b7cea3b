import type { Desired, DesiredCluster, DesiredResources } from '../model/desired.ts';
import { byListedKind, type ClusterReadRequest } from '../model/live.ts';
import { owningTopicPattern, prunesTopics } from '../model/owning-pattern.ts';
import { type ClusterKind, placeOf, placeTypeOf, pluralOf } from '../model/resource.ts';
import { definitionOf } from './kinds.ts';

/** What the plan needs to know of each cluster; one request per cluster, in the order of the spec. */
export function readRequests(desired: Desired): readonly ClusterReadRequest[] {
  return desired.clusters.map((cluster) => {
    const { key } = cluster;
    const pruned = prunesTopics(desired, key);
    return {
      cluster: key,
      topics: topicNames(desired, key),
      ...(cluster.type === 'external' ? { countedTopics: tombstoneNames(desired, key) } : {}),
      ...(pruned
        ? { alsoTopics: (name: string) => owningTopicPattern(desired, key, name) !== undefined }
        : {}),
      ...byListedKind((kind) => isRead(kind, desired, cluster)),
    };
  });
}

function topicNames(desired: Desired, cluster: string): readonly string[] {
  const names = new Set<string>();
  for (const topic of [...desired.topics, ...desired.checked.topics]) {
    if (topic.id.cluster === cluster) names.add(topic.id.name);
  }
  for (const name of tombstoneNames(desired, cluster)) names.add(name);
  return [...names].sort();
}

function tombstoneNames({ tombstones }: Desired, cluster: string): readonly string[] {
  return tombstones
    .flatMap(({ id }) => (id.kind === 'topic' && id.cluster === cluster ? [id.name] : []))
    .sort();
}

/** Where the spec, or a flow, says something about resources of the kind, and the cluster can have them. */
function isRead(kind: ClusterKind, desired: Desired, { key, type }: DesiredCluster): boolean {
  const place = placeTypeOf(kind);
  if (place !== 'cluster' && place !== `${type}-cluster`) return false;
  const checked: Partial<DesiredResources> = desired.checked;
  const plural = pluralOf(kind);
  const asked = [...desired[plural], ...(checked[plural] ?? [])].map(({ id }) => placeOf(id));
  return definitionOf(kind).ownsUnlisted(desired, key) || asked.includes(key);
}
