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
  write(encoder, { topics }) {
    if (topics === 'all') encoder.writeInt32(-1);
    else writeArray(encoder, topics, (topic) => encoder.writeString(topic));
    encoder.writeBoolean(false);
  },
  read: (reader) => ({
    throttleMilliseconds: reader.int32(),
    brokers: reader.array(() => readBroker(reader)),
    clusterId: reader.nullableString(),
    controllerId: reader.int32(),
    topics: reader.array(() => {
      const topic = { errorCode: reader.int16(), name: reader.string() };
      reader.boolean(); // internal
      const leaders = new Set<number>();
      const replicas = reader.array(() => {
        reader.int16(); // error of the partition
        reader.int32(); // partition
        leaders.add(reader.int32());
        const count = reader.array(() => reader.int32()).length;
        reader.array(() => reader.int32()); // in sync
        reader.array(() => reader.int32()); // offline
        return count;
      });
      return { ...topic, replicas, leaders };
    }),
  }),
};

export function readBroker(reader: Reader): BrokerAddress {
  const broker = { nodeId: reader.int32(), host: reader.string(), port: reader.int32() };
  reader.nullableString(); // rack
  return broker;
}
