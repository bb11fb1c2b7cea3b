import { authorizedOperations } from './acl-entry.ts';
import type { Api, Throttled } from './api.ts';
import {
  type MetadataRequest,
  readMetadataHead,
  readMetadataTopic,
  readNodeLists,
  writeMetadataTopics,
} from './metadata.ts';

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
  write(encoder, request) {
    writeMetadataTopics(encoder, request);
    encoder.writeBoolean(true).writeBoolean(true); // operations on the cluster, on the topics
  },
  read: (reader) => {
    const { throttleMs, clusterId } = readMetadataHead(reader);
    const topics = reader.array(() => {
      const topic = readMetadataTopic(reader);
      const partitions = reader.array(() => {
        reader.int16(); // error of the partition
        reader.int32(); // partition
        reader.int32(); // leader
        reader.int32(); // leader epoch
        readNodeLists(reader);
      }).length;
      return { ...topic, partitions, operations: authorizedOperations(reader.int32()) };
    });
    return {
      throttleMs,
      clusterId,
      topics,
      clusterOperations: authorizedOperations(reader.int32()),
    };
  },
};
