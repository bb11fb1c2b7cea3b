import { authorizedOperations } from './acl-entry.ts';
import { type Api, type Throttled, writeArray } from './api.ts';
import { type MetadataRequest, readBroker } from './metadata.ts';

export interface AuthorizedMetadataAnswer extends Throttled {
  readonly clusterId: string | null;
  readonly topics: readonly AuthorizedTopic[];
  readonly clusterOperations: ReturnType<typeof authorizedOperations>;
}

export interface AuthorizedTopic {
  readonly errorCode: number;
  readonly name: string;
  readonly partitions: number;
  readonly operations: ReturnType<typeof authorizedOperations>;
}

/**
 * Topics with what the identity may do to each and to the cluster (KIP-430), in the last version without tagged
 * fields. Asked by name, brokers also tell it of topics that do not exist, and create none.
 */
export const authorizedMetadata: Api<MetadataRequest, AuthorizedMetadataAnswer> = {
  key: 3,
  name: 'Metadata',
  version: 8,
  write(encoder, { topics }) {
    if (topics === 'all') encoder.writeInt32(-1);
    else writeArray(encoder, topics, (topic) => encoder.writeString(topic));
    encoder.writeBoolean(false); // create none
    encoder.writeBoolean(true).writeBoolean(true); // operations on the cluster, on the topics
  },
  read: (reader) => {
    const throttleMilliseconds = reader.int32();
    reader.array(() => readBroker(reader));
    const clusterId = reader.nullableString();
    reader.int32(); // controller
    const topics = reader.array(() => {
      const topic = { errorCode: reader.int16(), name: reader.string() };
      reader.boolean(); // internal
      const partitions = reader.array(() => {
        reader.int16(); // error of the partition
        reader.int32(); // partition
        reader.int32(); // leader
        reader.int32(); // leader epoch
        for (let list = 0; list < 3; list++) reader.array(() => reader.int32()); // replicas, in sync, offline
      }).length;
      return { ...topic, partitions, operations: authorizedOperations(reader.int32()) };
    });
    return {
      throttleMilliseconds,
      clusterId,
      topics,
      clusterOperations: authorizedOperations(reader.int32()),
    };
  },
};
