import { unknownFeatures } from './cluster-features.ts';
import type { ClusterPlace } from './kind.ts';
import { byListedKind, type ClusterReadRequest, type Listings, type LiveCluster } from './live.ts';
import { type Unknown, unknown } from './reading.ts';
import { type KindAt, kinds, placeTypeOf, pluralOf } from './resource.ts';

/** The spec says nothing about resources of the kind on this cluster, so nobody looks. */
export const notAsked = unknown('not-managed', 'the spec manages none of them here');
export const groupsNotAsked = unknown('not-managed', 'the consumer groups were not asked for');
export const noServiceUsers = unknown('not-managed', 'an external cluster has no service users');

/** What external clusters do not have. */
export const notOnExternal = without('aiven-cluster', 'an external cluster has none of them');
/** What services of Aiven do not have. */
export const notOnAiven = without('external-cluster', 'a service of Aiven has none of them');

/** A cluster of which nothing was read. */
export function unreadCluster(request: ClusterReadRequest, reason: Unknown): LiveCluster {
  return {
    cluster: request.cluster,
    clusterId: reason,
    brokers: reason,
    features: unknownFeatures(reason),
    topicNames: reason,
    partitionCounts: new Map(),
    topics: unreadTopics(request, reason),
    ...byListedKind((kind) => (request[pluralOf(kind)] ? reason : notAsked)),
    consumerGroups: request.consumerGroups ? reason : groupsNotAsked,
    serviceUsers: reason,
  };
}

/** Every topic that was asked for, as unknown for this reason. */
export function unreadTopics({ topics }: ClusterReadRequest, reason: Unknown): LiveCluster['topics'] {
  return new Map(topics.map((name) => [name, reason]));
}

function without<P extends ClusterPlace>(place: P, message: string): Listings<KindAt<P>> {
  const there = kinds.filter((kind) => placeTypeOf(kind) === place).map(pluralOf);
  const reason = unknown('not-managed', message);
  // `Object.fromEntries` forgets the keys: there is one entry for each kind of the place, by its plural.
  return Object.fromEntries(there.map((plural) => [plural, reason])) as Listings<KindAt<P>>;
}
