import { unknownFeatures } from './cluster-features.ts';
import type { ClusterPlace } from './kind.ts';
import type { ClusterReadRequest, ListedClusterKind, Listings, ListingsAsked, LiveCluster } from './live.ts';
import { type Unknown, unknown } from './reading.ts';
import { isClusterPlace, type Kind, type KindAt, kinds, placeTypeOf, pluralOf } from './resource.ts';

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
    ...unreadListings(request, reason),
    consumerGroups: request.consumerGroups ? reason : groupsNotAsked,
    serviceUsers: reason,
  };
}

export function unreadTopics({ topics }: ClusterReadRequest, reason: Unknown): LiveCluster['topics'] {
  return new Map(topics.map((name) => [name, reason]));
}

function unreadListings(asked: ListingsAsked, reason: Unknown): Listings<ListedClusterKind> {
  const listed = kinds.filter(isListed);
  return listings<ListedClusterKind>(listed, (kind) => (asked[pluralOf(kind)] ? reason : notAsked));
}

function without<P extends ClusterPlace>(place: P, message: string): Listings<KindAt<P>> {
  const reason = unknown('not-managed', message);
  return listings<KindAt<P>>(
    kinds.filter((kind): kind is KindAt<P> => placeTypeOf(kind) === place),
    () => reason,
  );
}

function isListed(kind: Kind): kind is ListedClusterKind {
  return kind !== 'topic' && isClusterPlace(placeTypeOf(kind));
}

function listings<K extends Kind>(of: readonly K[], reason: (kind: K) => Unknown): Listings<K> {
  // One entry for each of these kinds, called as the kind's lists are.
  return Object.fromEntries(of.map((kind) => [pluralOf(kind), reason(kind)])) as Listings<K>;
}
