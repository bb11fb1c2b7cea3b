import type { EntryResult } from '../failure.ts';
import { type Api, type Throttled, writeArray } from './api.ts';
import type { Reader } from './reader.ts';

export interface CreateTopicsRequest {
  readonly topics: readonly NewTopic[];
  readonly timeoutMs: number;
  /** The brokers check everything and create nothing. */
  readonly validateOnly: boolean;
}

export interface NewTopic {
  readonly name: string;
  /** -1: the broker's default (KIP-464). */
  readonly partitions: number;
  /** -1: the broker's default. */
  readonly replication: number;
  readonly configs: readonly { readonly name: string; readonly value: string }[];
}

export interface TopicResults extends Throttled {
  readonly topics: readonly (EntryResult & { readonly name: string })[];
}

export const createTopics: Api<CreateTopicsRequest, TopicResults> = {
  key: 19,
  name: 'CreateTopics',
  version: 3,
  write(encoder, { topics, timeoutMs, validateOnly }) {
    writeArray(encoder, topics, (topic) => {
      encoder.writeString(topic.name).writeInt32(topic.partitions).writeInt16(topic.replication);
      encoder.writeInt32(0); // replica assignments
      writeArray(encoder, topic.configs, ({ name, value }) => encoder.writeString(name).writeString(value));
    });
    encoder.writeInt32(timeoutMs).writeBoolean(validateOnly);
  },
  read: readTopicResults,
};

/** CreateTopics and CreatePartitions answer alike. */
export function readTopicResults(reader: Reader): TopicResults {
  return {
    throttleMs: reader.int32(),
    topics: reader.array(() => ({
      name: reader.string(),
      errorCode: reader.int16(),
      errorMessage: reader.words(),
    })),
  };
}
