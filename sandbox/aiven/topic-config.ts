import type { BackendCommit, BackendConfigEntry, BackendTopic } from '../kafka-backend.ts';
import { AivenError } from './errors.ts';
import { topicConfigDefinitions } from './kafka-topic-configs.ts';
import { type PropertySchema, schemaProperties } from './schemas.ts';
import type { TopicAnswer, TopicRow } from './state.ts';
import type { Switches } from './switches.ts';

/** Between Kafka's topic configs (dotted names, strings) and Aiven's (underscores, typed JSON values). */
const properties = schemaProperties('topic/config');

/** Kafka's largest long has no exact JSON number in JavaScript; it is what arrives as 2^63. */
const maxLong = '9223372036854775807';

/** A `config` object that passed the schema, for the brokers. `null` stays null. */
export function toKafka(config: Readonly<Record<string, unknown>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replaceAll('_', '.'),
      value === null ? null : kafkaValue(key, value),
    ]),
  );
}

function kafkaValue(key: string, value: unknown): string {
  if (typeof value !== 'number' || properties[key]?.type !== 'integer') return String(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (value === 2 ** 63) return maxLong;
  // The exact digits are lost when the body is parsed. Refusing is better than storing another number.
  throw new AivenError(501, `The emulator cannot hold ${key} = ${value} exactly`);
}

/** All of Aiven's keys that the brokers report (OpenAPI document, ServiceKafkaTopicGet). */
function fromKafka(entries: readonly BackendConfigEntry[], switches: Switches): TopicAnswer['config'] {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const key = entry.name.replaceAll('.', '_');
      const schema = properties[key];
      if (schema === undefined || entry.value === null) return [];
      return [[key, configAnswer(entry, entry.value, schema, switches)] as const];
    }),
  );
}

interface ConfigAnswer {
  readonly value: unknown;
  readonly source: string;
  readonly synonyms: readonly object[];
}

function configAnswer(
  entry: BackendConfigEntry,
  value: string,
  schema: PropertySchema,
  switches: Switches,
): ConfigAnswer {
  // terraform-provider-aiven `topic.go` flattenConfig: a value that equals Kafka's default is reported as default_config.
  // Whether that holds for one that an update set is *assumed*, `configAtDefault`.
  const isDefault =
    switches.configAtDefault === 'default_config' &&
    entry.source === 'DYNAMIC_TOPIC_CONFIG' &&
    value === kafkaDefault(entry);
  const synonyms = isDefault
    ? entry.synonyms.filter(({ source }) => source !== 'DYNAMIC_TOPIC_CONFIG')
    : entry.synonyms;
  return {
    value: typed(value, schema),
    source: sourceAnswer(isDefault ? 'DEFAULT_CONFIG' : entry.source, switches),
    synonyms: synonyms.map((synonym) => ({
      name: synonym.name,
      source: sourceAnswer(synonym.source, switches),
      value: synonym.value === null ? null : typed(synonym.value, schema),
    })),
  };
}

/** A few configs (`retention.ms` among them) have a default without a synonym of that source. */
function kafkaDefault(entry: BackendConfigEntry): string | null | undefined {
  const synonym = entry.synonyms.find(({ source }) => source === 'DEFAULT_CONFIG');
  return synonym?.value ?? topicConfigDefinitions.find(({ name }) => name === entry.name)?.fallback;
}

const knownSources = new Map([
  ['DYNAMIC_TOPIC_CONFIG', 'topic_config'],
  ['DYNAMIC_BROKER_CONFIG', 'dynamic_broker_config'],
  ['DYNAMIC_DEFAULT_BROKER_CONFIG', 'dynamic_default_broker_config'],
  ['STATIC_BROKER_CONFIG', 'static_broker_config'],
  ['DEFAULT_CONFIG', 'default_config'],
  ['DYNAMIC_BROKER_LOGGER_CONFIG', 'dynamic_broker_logger_config'],
]);

/** go-client-codegen `kafkatopic.go` has the lower-case names, aiven-client's tests Kafka's: *assumed*, `configSource`. */
function sourceAnswer(source: string, switches: Switches): string {
  return switches.configSource === 'kafka' ? source : (knownSources.get(source) ?? 'unknown_config');
}

function typed(value: string, { type }: PropertySchema): unknown {
  if (type === 'boolean') return value === 'true';
  if (type === 'number') return Number(value);
  if (type !== 'integer') return value === 'delete,compact' ? 'compact,delete' : value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : rawJson(value);
}

/** A number with exactly these digits in the JSON text. */
function rawJson(digits: string): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }; // in Node 22 and later, not in ES2024's types
  return rawJSON(digits);
}

/** What Aiven adds to what the brokers say. */
export interface OwnTopicFields {
  readonly state: TopicAnswer['state'];
  /** Overrides the brokers' number. */
  readonly replication: number | undefined;
  readonly tags: readonly object[];
  readonly description: string | null;
  readonly ownerUserGroupId: string | null;
}

/** The full shape: `partitions` is an array, and every config is there. */
export function topicAnswer(
  topic: BackendTopic,
  committed: readonly BackendCommit[],
  own: OwnTopicFields,
  switches: Switches,
): TopicAnswer {
  const here = committed.filter((commit) => commit.topic === topic.name);
  return {
    ...commonFields(topic, own),
    topic_name: topic.name,
    state: own.state,
    partitions: topic.partitionDetails.map((partition) => ({
      partition: partition.partition,
      isr: partition.isr,
      earliest_offset: partition.earliestOffset,
      latest_offset: partition.latestOffset,
      size: partition.size,
      // go-client-codegen `handler/kafkatopic` ConsumerGroupOut; aiven-client prints them with `service topic-get`.
      consumer_groups: here
        .filter(({ partition: number }) => number === partition.partition)
        .map(({ group, offset }) => ({ group_name: group, offset })),
    })),
    config: fromKafka(topic.config, switches),
  };
}

/** The list's shape: `partitions` is a number, and there is no `config`. */
export function topicRow(topic: BackendTopic, own: OwnTopicFields): TopicRow {
  return {
    ...commonFields(topic, own),
    partitions: topic.partitions,
    remote_storage_enable: typedConfig(topic, 'remote.storage.enable', 'false'),
  };
}

function commonFields(topic: BackendTopic, own: OwnTopicFields): TopicRow {
  const retentionMs = Number(topic.config.find(({ name }) => name === 'retention.ms')?.value ?? -1);
  return {
    topic_name: topic.name,
    state: own.state,
    replication: own.replication ?? topic.replication,
    min_insync_replicas: typedConfig(topic, 'min.insync.replicas', '1'),
    cleanup_policy: typedConfig(topic, 'cleanup.policy', 'delete'),
    retention_bytes: typedConfig(topic, 'retention.bytes', '-1'),
    retention_hours: retentionMs < 0 ? -1 : Math.floor(retentionMs / 3_600_000),
    tags: own.tags,
    topic_description: own.description,
    owner_user_group_id: own.ownerUserGroupId,
  };
}

function typedConfig(topic: BackendTopic, name: string, fallback: string): unknown {
  const schema = properties[name.replaceAll('.', '_')];
  const value = topic.config.find((entry) => entry.name === name)?.value ?? fallback;
  return schema === undefined ? value : typed(value, schema);
}
