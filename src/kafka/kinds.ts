import type { ClusterReadRequest, ListedClusterKind, Listings, LiveCluster } from '../model/live.ts';
import type { KindAt } from '../model/resource.ts';
import { notAsked } from '../model/unread-cluster.ts';
import type { AdapterWriters } from '../model/writer.ts';
import { readAcls } from './acls/read-acls.ts';
import { aclWriter } from './acls/write-acls.ts';
import type { Call } from './connection/call.ts';
import { topicWriter } from './topics/write-topics.ts';

type ExternalKind = KindAt<'cluster' | 'external-cluster'>;

/** The lists of an external cluster, kind by kind, and what came with them. Topics are read by name, see `readTopics`. */
export async function readListings(
  call: Call,
  request: ClusterReadRequest,
): Promise<Listings<ExternalKind & ListedClusterKind> & Pick<LiveCluster, 'newerAcls'>> {
  const [acls] = await Promise.all([
    request.kafkaAcls ? readAcls(call, request.cluster) : { kafkaAcls: notAsked },
  ]);
  return { ...acls };
}

/** What is written at an external cluster, kind by kind. */
export function externalWriters(options: {
  readonly cluster: string;
  /** A call with a deadline of its own. */
  readonly begin: () => Call;
  readonly requestTimeoutMs: number;
}): AdapterWriters<ExternalKind> {
  return { topics: topicWriter(options), kafkaAcls: aclWriter(options) };
}
