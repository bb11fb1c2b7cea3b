import type { Api, Throttled } from './api.ts';
import { writeArray } from './api.ts';
import { type BrokerAddress, type MetadataRequest, readBroker } from './metadata.ts';

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

/** Metadata once more, for where each partition is led. Never creates the topics it asks about. */
export const partitionLeaders: Api<MetadataRequest, PartitionLeadersAnswer> = {
  key: 3,
  name: 'Metadata',
  version: 6,
  write(encoder, { topics }) {
    if (topics === 'all') encoder.writeInt32(-1);
    else writeArray(encoder, topics, (topic) => encoder.writeString(topic));
    encoder.writeBoolean(false);
  },
  read: (reader) => {
    const throttleMilliseconds = reader.int32();
    const brokers = reader.array(() => readBroker(reader));
    reader.nullableString(); // cluster id
    reader.int32(); // controller
    const topics = reader.array(() => {
      const topic = { errorCode: reader.int16(), name: reader.string() };
      reader.boolean(); // internal
      const partitions = reader.array(() => {
        const partition = { errorCode: reader.int16(), partition: reader.int32(), leader: reader.int32() };
        for (let list = 0; list < 3; list++) reader.array(() => reader.int32()); // replicas, in sync, offline
        return partition;
      });
      return { ...topic, partitions };
    });
    return { throttleMilliseconds, brokers, topics };
  },
};
