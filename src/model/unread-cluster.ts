import { unknownFeatures } from './cluster-features.ts';
import type { ClusterReadRequest, LiveCluster } from './live.ts';
import { type Unknown, unknown } from './reading.ts';

export const aclsNotManaged = unknown('not-managed', 'the spec manages no ACLs here');
export const aivenAclsNotManaged = unknown('not-managed', 'an external cluster has no Aiven ACLs');

/** An external cluster of which nothing was read. */
export function unreadCluster(request: ClusterReadRequest, reason: Unknown): LiveCluster {
  return {
    cluster: request.cluster,
    clusterId: reason,
    brokers: reason,
    features: unknownFeatures(reason),
    topicNames: reason,
    partitionCounts: new Map(),
    topics: unreadTopics(request, reason),
    kafkaAcls: request.kafkaAcls ? reason : aclsNotManaged,
    aivenAcls: aivenAclsNotManaged,
  };
}

export function unreadTopics({ topics }: ClusterReadRequest, reason: Unknown): LiveCluster['topics'] {
  return new Map(topics.map((name) => [name, reason]));
}
