import { type Api, writeArray } from './api.ts';
import type { TopicResults } from './create-topics.ts';

export interface DeleteTopicsRequest {
  readonly topics: readonly string[];
  readonly timeoutMs: number;
}

/** Answers carry no words before version 5. */
export const deleteTopics: Api<DeleteTopicsRequest, TopicResults> = {
  key: 20,
  name: 'DeleteTopics',
  version: 3,
  write(encoder, { topics, timeoutMs }) {
    writeArray(encoder, topics, (topic) => encoder.writeString(topic));
    encoder.writeInt32(timeoutMs);
  },
  read: (reader) => ({
    throttleMs: reader.int32(),
    topics: reader.array(() => ({ name: reader.string(), errorCode: reader.int16(), errorMessage: null })),
  }),
};
