import type { AclOperation } from '../model/kafka-acl.ts';
import type { LoginQuestions, LoginRights } from '../model/login-rights.ts';
import { known, type Reading, unknown } from '../model/reading.ts';
import { batches } from './batches.ts';
import type { Call } from './connection/call.ts';
import { errorName } from './error-codes.ts';
import { KafkaFailure, unknownBecause } from './failure.ts';
import { authorizedMetadata } from './protocol/authorized-metadata.ts';
import { describeGroups } from './protocol/groups.ts';

const maxNamesPerRequest = 2_000;

/** DescribeCluster came with 2.8, as KIP-679 did. */
const describeClusterKey = 60;

/** Logs in and asks: one Metadata of everything, and one request per 2,000 names in question. */
export async function readLoginRights(
  call: Call,
  cluster: string,
  questions: LoginQuestions,
): Promise<Reading<LoginRights>> {
  try {
    const { clusterId, topics, clusterOperations } = await call.read(authorizedMetadata, { topics: 'all' });
    const { topicOperations } = await readTopicRights(call, questions.topics);
    const groups = await askAboutGroups(call, questions.groups);
    const leftOut =
      questions.topics.find((name) => !topicOperations.has(name)) ??
      questions.groups.find((name) => !groups.has(name));
    if (leftOut !== undefined) {
      return unknown('incomplete', `the brokers of ${cluster} left ${leftOut} out of their answer`);
    }
    return known({
      ...(clusterId === null ? {} : { clusterId }),
      topics: new Map(topics.map(({ name, partitions }) => [name, partitions])),
      clusterOperations,
      topicOperations,
      groups,
      brokersBefore28: !(await call.offers(describeClusterKey)),
    });
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}

export interface TopicRights {
  readonly topicOperations: ReadonlyMap<string, ReadonlySet<AclOperation>>;
  /** Empty when the login may not describe the cluster. */
  readonly clusterOperations: ReadonlySet<AclOperation>;
}

/** A topic that the login may not describe is answered with TOPIC_AUTHORIZATION_FAILED and no operations. */
export async function readTopicRights(call: Call, names: readonly string[]): Promise<TopicRights> {
  const topicOperations = new Map<string, ReadonlySet<AclOperation>>();
  let onCluster: ReadonlySet<AclOperation> = new Set();
  for (const batch of batches([...new Set(names)].sort(), maxNamesPerRequest)) {
    const { topics, clusterOperations } = await call.read(authorizedMetadata, { topics: batch });
    for (const { name, operations } of topics) topicOperations.set(name, operations);
    onCluster = clusterOperations;
  }
  return { topicOperations, clusterOperations: onCluster };
}

async function askAboutGroups(call: Call, names: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  for (const batch of batches([...new Set(names)].sort(), maxNamesPerRequest)) {
    const { groups } = await call.read(describeGroups, { groups: batch });
    for (const { name, errorCode } of groups) {
      found.set(name, errorName(errorCode) !== 'GROUP_AUTHORIZATION_FAILED');
    }
  }
  return found;
}
