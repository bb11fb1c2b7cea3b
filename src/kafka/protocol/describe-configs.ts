import type { EntryResult } from '../failure.ts';
import { type Api, type Throttled, writeArray } from './api.ts';
import { configResourceTopic } from './incremental-alter-configs.ts';
import type { ReadBefore, Reader } from './reader.ts';

/** `ConfigResource.Type.BROKER`. */
const configResourceBroker = 4;

/** `ConfigSource.TOPIC_CONFIG` of `DescribeConfigsResponse`, shown by tools as `DYNAMIC_TOPIC_CONFIG`. */
export const topicConfigSource = 1;

export interface DescribeConfigsAnswer extends Throttled {
  readonly topics: readonly DescribedTopic[];
}

export interface DescribedTopic extends EntryResult {
  readonly name: string;
  readonly configs: readonly DescribedConfig[];
}

export interface DescribedConfig {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
  readonly sensitive: boolean;
  /** Where the value comes from, the nearest first: the topic, then the brokers, then Kafka's default. */
  readonly synonyms: readonly ConfigSynonym[];
}

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

export interface BrokerConfigRequest {
  readonly nodeId: number;
  /** `allow.everyone.if.no.acl.found` */
  readonly name: string;
}

/** One config of a broker. Only the broker itself knows what stands in its file. */
export const describeBrokerConfig: Api<BrokerConfigRequest, DescribeConfigsAnswer> = {
  key: 32,
  name: 'DescribeConfigs',
  version: 2,
  write(encoder, { nodeId, name }) {
    writeArray(encoder, [name], (config) => {
      encoder.writeInt8(configResourceBroker).writeString(String(nodeId));
      writeArray(encoder, [config], (key) => {
        encoder.writeString(key);
      });
    });
    encoder.writeBoolean(false); // synonyms
  },
  read: readAnswer,
};

/** All config keys of the topics. */
export const describeConfigs: Api<{ readonly topics: readonly string[] }, DescribeConfigsAnswer> = {
  key: 32,
  name: 'DescribeConfigs',
  version: 2,
  write(encoder, { topics }) {
    writeArray(encoder, topics, (topic) => {
      encoder.writeInt8(configResourceTopic).writeString(topic).writeInt32(-1);
    });
    encoder.writeBoolean(true); // synonyms
  },
  read: readAnswer,
};

function readAnswer(reader: Reader): DescribeConfigsAnswer {
  // Thirty configs each, and most topics have the same.
  const before: ReadBefore<readonly DescribedConfig[]> = {};
  return {
    throttleMs: reader.int32(),
    topics: reader.array(() => {
      const result = { errorCode: reader.int16(), errorMessage: reader.words() };
      reader.int8(); // resource type
      const name = reader.string();
      return { ...result, name, configs: reader.alike(before, () => readConfigs(reader)) };
    }),
  };
}

function readConfigs(reader: Reader): readonly DescribedConfig[] {
  return reader.array(() => {
    const config = { name: reader.string(), value: reader.nullableString() };
    reader.boolean(); // read only
    const source = reader.int8();
    const sensitive = reader.boolean();
    const synonyms = reader.array(() => ({
      name: reader.string(),
      value: reader.nullableString(),
      source: reader.int8(),
    }));
    return { ...config, source, sensitive, synonyms };
  });
}
