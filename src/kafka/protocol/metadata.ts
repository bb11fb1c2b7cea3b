import type Encoder from 'kafkajs/src/protocol/encoder.js';
import { type Api, type Throttled, writeArray } from './api.ts';
import type { Reader } from './reader.ts';

export interface MetadataRequest {
  /** `all`: every topic that the identity may describe. An empty list: only the brokers. */
  readonly topics: 'all' | readonly string[];
}

export interface MetadataAnswer extends Throttled {
  readonly brokers: readonly BrokerAddress[];
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
}

export interface BrokerAddress {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export interface TopicMetadata {
  readonly errorCode: number;
  readonly name: string;
  /** The number of replicas of each partition. */
  readonly replicas: readonly number[];
  /** Node ids of the brokers that lead its partitions, each once; -1 stands for no leader. */
  readonly leaders: ReadonlySet<number>;
}

/** Never creates the topics it asks about. */
export const metadata: Api<MetadataRequest, MetadataAnswer> = {
  key: 3,
  name: 'Metadata',
  version: 6,
  write: writeMetadataTopics,
  read: (reader) => ({
    ...readMetadataHead(reader),
    topics: reader.array(() => {
      const { errorCode, name } = readMetadataTopic(reader);
      const leaders = new Set<number>();
      const replicas = reader.array(() => {
        const partition = readPartition(reader);
        leaders.add(partition.leader);
        return partition.replicas;
      });
      return { errorCode, name, replicas, leaders };
    }),
  }),
};

export interface PartitionLeadersAnswer extends Throttled {
  readonly brokers: readonly BrokerAddress[];
  readonly topics: readonly TopicLeaders[];
}

export interface TopicLeaders {
  readonly errorCode: number;
  readonly name: string;
  readonly partitions: readonly PartitionLeader[];
}

export interface PartitionLeader {
  readonly errorCode: number;
  readonly partition: number;
  /** A broker's node id; -1 when the partition has no leader. */
  readonly leader: number;
}

/** The same request, read for where each partition is led. */
export const partitionLeaders: Api<MetadataRequest, PartitionLeadersAnswer> = {
  ...metadata,
  read: (reader) => ({
    ...readMetadataHead(reader),
    topics: reader.array(() => ({
      ...readMetadataTopic(reader),
      partitions: reader.array(() => readPartition(reader)),
    })),
  }),
};

/** Which topics to ask about, and that brokers must not create them. */
export function writeMetadataTopics(encoder: Encoder, { topics }: MetadataRequest): void {
  if (topics === 'all') encoder.writeInt32(-1);
  else writeArray(encoder, topics, (topic) => encoder.writeString(topic));
  encoder.writeBoolean(false);
}

/** The part of the answer before the topics. */
export function readMetadataHead(reader: Reader): Omit<MetadataAnswer, 'topics'> {
  return {
    throttleMs: reader.int32(),
    brokers: reader.array(() => readBroker(reader)),
    clusterId: reader.nullableString(),
    controllerId: reader.int32(),
  };
}

/** The part of a topic's answer before its partitions. */
export function readMetadataTopic(reader: Reader): { readonly errorCode: number; readonly name: string } {
  const topic = { errorCode: reader.int16(), name: reader.string() };
  reader.boolean(); // internal
  return topic;
}

function readPartition(reader: Reader): PartitionLeader & { readonly replicas: number } {
  const partition = { errorCode: reader.int16(), partition: reader.int32(), leader: reader.int32() };
  return { ...partition, replicas: readNodeLists(reader) };
}

/** Reads over the three lists of node ids that a partition has (replicas, in sync, offline), and answers the number of replicas. */
export function readNodeLists(reader: Reader): number {
  const [replicas = 0] = [1, 2, 3].map(() => reader.array(() => reader.int32()).length);
  return replicas;
}

function readBroker(reader: Reader): BrokerAddress {
  const broker = { nodeId: reader.int32(), host: reader.string(), port: reader.int32() };
  reader.nullableString(); // rack
  return broker;
}
