import { type Api, writeArray } from './api.ts';
import type { TopicResults } from './create-topics.ts';

/** `ConfigResource.Type.TOPIC`. */
export const configResourceTopic = 2;

/** `AlterConfigOp.OpType` (KIP-339). */
const operationCodes = { set: 0, delete: 1 } as const;

export interface IncrementalAlterConfigsRequest {
  readonly topics: readonly AlteredTopic[];
  /** The brokers check everything and change nothing. */
  readonly validateOnly: boolean;
}

export interface AlteredTopic {
  readonly name: string;
  readonly configs: readonly ConfigAlteration[];
}

/** Every key that is not named keeps what it has. */
export type ConfigAlteration =
  | { readonly operation: 'set'; readonly name: string; readonly value: string }
  | { readonly operation: 'delete'; readonly name: string };

export const incrementalAlterConfigs: Api<IncrementalAlterConfigsRequest, TopicResults> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  version: 0,
  write(encoder, { topics, validateOnly }) {
    writeArray(encoder, topics, (topic) => {
      encoder.writeInt8(configResourceTopic).writeString(topic.name);
      writeArray(encoder, topic.configs, (config) => {
        encoder
          .writeString(config.name)
          .writeInt8(operationCodes[config.operation])
          .writeString(config.operation === 'set' ? config.value : null);
      });
    });
    encoder.writeBoolean(validateOnly);
  },
  read: (reader) => ({
    throttleMs: reader.int32(),
    topics: reader.array(() => {
      const result = { errorCode: reader.int16(), errorMessage: reader.words() };
      reader.int8(); // resource type
      return { ...result, name: reader.string() };
    }),
  }),
};
