import { type Api, writeArray } from './api.ts';
import { readTopicResults, type TopicResults } from './create-topics.ts';

export interface CreatePartitionsRequest {
  /** `count` is the new total. */
  readonly topics: readonly { readonly name: string; readonly count: number }[];
  readonly timeoutMs: number;
  /** The brokers check everything and add nothing. */
  readonly validateOnly: boolean;
}

export const createPartitions: Api<CreatePartitionsRequest, TopicResults> = {
  key: 37,
  name: 'CreatePartitions',
  version: 1,
  write(encoder, { topics, timeoutMs, validateOnly }) {
    writeArray(encoder, topics, ({ name, count }) => {
      encoder.writeString(name).writeInt32(count).writeInt32(-1); // no assignments
    });
    encoder.writeInt32(timeoutMs).writeBoolean(validateOnly);
  },
  read: readTopicResults,
};
