import { unknownFeatures } from '../model/cluster-features.ts';
import type { BrokerReach, ClusterReadRequest, LiveCluster } from '../model/live.ts';
import { known, type Unknown, unknown } from '../model/reading.ts';
import {
  groupsNotAsked,
  noServiceUsers,
  notOnExternal,
  unreadCluster,
  unreadTopics,
} from '../model/unread-cluster.ts';
import { readOpenWithoutAcls } from './acls/read-open-without-acls.ts';
import { brokerText } from './broker-text.ts';
import type { Call } from './connection/call.ts';
import { KafkaFailure, unknownBecause } from './failure.ts';
import { readListings } from './kinds.ts';
import { describeQuorumKey } from './protocol/api-versions.ts';
import type { MetadataAnswer } from './protocol/metadata.ts';
import { readGroups } from './read-groups.ts';
import { withOffsets } from './topics/counted-topics.ts';
import { readAllMetadata, readTopics, type TopicReadings } from './topics/read-topics.ts';

/**
 * One Metadata, one DescribeConfigs per 500 wanted topics and one DescribeAcls; one more Metadata when wanted
 * topics are missing from the first; one DescribeConfigs of a broker where ACLs are; one ListGroups per broker where groups are; two ListOffsets per leader where records are counted. Never throws for what the cluster did.
 */
export async function readCluster(call: Call, request: ClusterReadRequest): Promise<LiveCluster> {
  const overview = await orUnknown(readOverview(call));
  if ('state' in overview) return unreadCluster(request, overview);
  const { metadata } = overview;
  const [topics, listings, consumerGroups, openWithoutAcls] = await Promise.all([
    orUnknown(readWanted(call, request, metadata)),
    readListings(call, request),
    request.consumerGroups ? readGroups(call, request.cluster, metadata.brokers) : groupsNotAsked,
    request.kafkaAcls ? readOpenWithoutAcls(call, metadata.brokers) : undefined,
  ]);
  return {
    ...placeOf(request, metadata),
    reach: reachOf(call, overview),
    topics: 'state' in topics ? unreadTopics(request, topics) : topics,
    ...listings,
    consumerGroups,
    ...(openWithoutAcls === undefined ? {} : { openWithoutAcls }),
  };
}

async function readWanted(
  call: Call,
  { cluster, topics, countedTopics = [], alsoTopics = () => false }: ClusterReadRequest,
  metadata: MetadataAnswer,
): Promise<TopicReadings> {
  const also = metadata.topics.map(({ name }) => name).filter(alsoTopics);
  const readings = await readTopics(call, cluster, [...topics, ...also], metadata.topics);
  const asked = new Set(topics);
  const counted = new Set([...countedTopics, ...also.filter((name) => !asked.has(name))]);
  return withOffsets(call, readings, (name) => counted.has(name));
}

interface Overview {
  readonly metadata: MetadataAnswer;
  readonly isKRaft: boolean;
}

async function readOverview(call: Call): Promise<Overview> {
  const metadata = await readAllMetadata(call);
  return { metadata, isKRaft: await call.offers(describeQuorumKey) };
}
/** The protocol tells neither; brokers are asked whether they take a write instead. */
const askedInstead = unknown('not-managed', 'brokers do not tell their version and storage');

function placeOf({ cluster }: ClusterReadRequest, { clusterId, brokers, topics }: MetadataAnswer) {
  return {
    cluster,
    clusterId:
      clusterId === null
        ? unknown('incomplete', `the brokers of ${cluster} do not tell the id of their cluster`)
        : known(clusterId),
    brokers: known(brokers.length),
    features: unknownFeatures(askedInstead),
    topicNames: known(topics.map(({ name }) => name).sort()),
    partitionCounts: new Map(topics.map(({ name, replicas }) => [name, replicas.length])),
    ...notOnExternal,
    serviceUsers: noServiceUsers,
  };
}

function reachOf(call: Call, { metadata, isKRaft }: Overview): BrokerReach {
  const { brokers, controllerId, topics } = metadata;
  const outOfReach = brokers
    .filter((broker) => !call.allows(broker))
    .map(({ nodeId, host, port }) => ({
      address: { host: brokerText(host), port },
      isController: nodeId === controllerId,
      leads: topics.filter(({ leaders }) => leaders.has(nodeId)).map(({ name }) => name),
    }));
  return { brokers: brokers.length, outOfReach, controllerOnly: !isKRaft };
}

async function orUnknown<T>(work: Promise<T>): Promise<T | Unknown> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}
