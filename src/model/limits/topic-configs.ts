import type { KafkaVersion } from '../kafka-version.ts';
import type { TopicConfigName } from '../topic-config-names.ts';

/** Kafka's own units: milliseconds, bytes, or none. */
export type Unit = 'duration' | 'size' | 'count';

/**
 * Topic configs of Apache Kafka 3.x and 4.x: types and ranges as in
 * org.apache.kafka.storage.internals.log.LogConfig of 3.9.2 and 4.3.1 (each bound was tried against its `validate`),
 * meanings as in org.apache.kafka.common.config.TopicConfig.
 */
export type TopicConfig = {
  readonly description: string;
  readonly where: Where;
  /** First version that has it, where brokers in use may be older. */
  readonly since?: KafkaVersion;
  /** First version that has it no more, and what to write then. */
  readonly goneIn?: { readonly version: KafkaVersion; readonly instead: string };
} & (
  | QuantityConfig
  | { readonly type: 'ratio' }
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
);

export interface QuantityConfig {
  readonly type: 'quantity';
  readonly unit: Unit;
  readonly minimum: bigint;
  readonly maximum: bigint;
  /** One value below the minimum that stands for a default. */
  readonly orExactly?: bigint;
  /** A higher minimum from this version on. */
  readonly raised?: { readonly version: KafkaVersion; readonly minimum: bigint };
  /** Aiven's own description of the field: "the Aiven management plane ignores values less than …". */
  readonly aivenIgnoresBelow?: bigint;
}

/** `everywhere`, or only where Aiven's topic API does not decide, or only on Aiven services. */
type Where = 'everywhere' | 'external' | 'aiven';

const maxInt = 2n ** 31n - 1n;
const maxLong = 2n ** 63n - 1n;

type Quantity = TopicConfig & QuantityConfig;

const kafka36: KafkaVersion = { major: 3, minor: 6 };
const kafka40: KafkaVersion = { major: 4, minor: 0 };

const duration = (description: string, minimum = 0n, where: Where = 'everywhere'): Quantity => {
  return { type: 'quantity', unit: 'duration', minimum, maximum: maxLong, description, where };
};
const size = (description: string, minimum: bigint, maximum: bigint): Quantity => {
  return { type: 'quantity', unit: 'size', minimum, maximum, description, where: 'everywhere' };
};
const count = (
  description: string,
  minimum: bigint,
  maximum: bigint,
  where: Where = 'everywhere',
): Quantity => {
  return { type: 'quantity', unit: 'count', minimum, maximum, description, where };
};
const flag = (description: string, where: Where = 'everywhere'): TopicConfig => ({
  type: 'flag',
  description,
  where,
});
const choice = (description: string, values: readonly string[]): TopicConfig => {
  return { type: 'choice', values, description, where: 'everywhere' };
};

const table: { readonly [N in TopicConfigName]: TopicConfig } = {
  'cleanup.policy': choice(
    'What happens to old data: delete it by time and size, or keep the latest value per key.',
    ['delete', 'compact', 'compact,delete', 'delete,compact'],
  ),
  'compression.type': choice('Codec of the stored data; producer keeps what the producer chose.', [
    'producer',
    'uncompressed',
    'gzip',
    'lz4',
    'snappy',
    'zstd',
  ]),
  'compression.gzip.level': {
    ...count('Level for gzip, -1 for its default.', 1n, 9n, 'external'),
    // GzipCompression: 1 to 9 or Deflater.DEFAULT_COMPRESSION, which is -1; never 0.
    orExactly: -1n,
  },
  'compression.lz4.level': count('Level for lz4.', 1n, 17n, 'external'),
  'compression.zstd.level': count('Level for zstd.', -131_072n, 22n, 'external'),
  'delete.retention.ms': duration('How long tombstones of a compacted topic stay.'),
  'diskless.enable': flag(
    'Keep new records in object storage only; Aiven. A topic can be switched to it later, never back.',
    'aiven',
  ),
  'file.delete.delay.ms': duration('Wait before a deleted segment leaves the disk.'),
  'flush.messages': count('Messages between two forced flushes.', 1n, maxLong),
  'flush.ms': duration('Time between two forced flushes.'),
  'index.interval.bytes': size('Bytes between two entries of the offset index.', 0n, maxInt),
  'local.retention.bytes': size(
    'Bytes kept on local disk with tiered storage, -2 as retention.bytes.',
    -2n,
    maxLong,
  ),
  'local.retention.ms': duration('Time kept on local disk with tiered storage, -2 as retention.ms.', -2n),
  'max.compaction.lag.ms': duration('Latest time at which a message is compacted.', 1n),
  'max.message.bytes': size('Largest record batch.', 0n, maxInt),
  'message.downconversion.enable': {
    ...flag('Serve consumers of Kafka 0.10 and older; gone in Kafka 4.0.'),
    goneIn: { version: kafka40, instead: 'Remove it: Kafka 4.0 refuses it.' }, // KIP-724
  },
  // KIP-937
  'message.timestamp.after.max.ms': {
    ...duration('How far in the future a timestamp may be.'),
    since: kafka36,
  },
  'message.timestamp.before.max.ms': {
    ...duration('How far in the past a timestamp may be.'),
    since: kafka36,
  },
  'message.timestamp.difference.max.ms': {
    ...duration('Deprecated by KIP-937; gone in Kafka 4.0.'),
    goneIn: {
      version: kafka40,
      instead:
        'Use message.timestamp.before.max.ms and message.timestamp.after.max.ms (KIP-937): Kafka 4.0 refuses the old one.',
    },
  },
  'message.timestamp.type': choice('Whose clock stamps a record.', ['CreateTime', 'LogAppendTime']),
  'min.cleanable.dirty.ratio': {
    type: 'ratio',
    description: 'Share of uncompacted data that starts compaction.',
    where: 'everywhere',
  },
  'min.compaction.lag.ms': duration('Earliest time at which a message is compacted.'),
  'min.insync.replicas': count('Replicas that must have a write before acks=all succeeds.', 1n, maxInt),
  preallocate: flag('Reserve the disk space of a new segment.'),
  'remote.log.copy.disable': flag('Stop copying to tiered storage.', 'external'),
  'remote.log.delete.on.disable': flag(
    'Delete the tiered data when tiered storage is switched off.',
    'external',
  ),
  'remote.storage.enable': flag('Use tiered storage.'),
  'retention.bytes': size('Bytes kept per partition, -1 for no limit.', -1n, maxLong),
  'retention.ms': duration('Time kept, -1 for ever.', -1n),
  'segment.bytes': {
    ...size('Size of a segment file; at least 1 MiB since Kafka 4.0.', 14n, maxInt),
    raised: { version: kafka40, minimum: 1_048_576n }, // KIP-1030
    aivenIgnoresBelow: 10_485_760n,
  },
  'segment.index.bytes': size('Size of a segment index.', 4n, maxInt),
  'segment.jitter.ms': duration('Spread of segment rolls.'),
  'segment.ms': { ...duration('Age at which a segment is closed.', 1n), aivenIgnoresBelow: 10_000n },
  'unclean.leader.election.enable': flag('Let an out-of-sync replica lead: available, but data may be lost.'),
};

export const topicConfigs: ReadonlyMap<string, TopicConfig> = new Map(Object.entries(table));

/** Configs that exist, or did, and that a spec must not hold, with the reason. */
export const refusedTopicConfigs: ReadonlyMap<string, string> = new Map([
  ['message.format.version', 'it has no effect since Kafka 3.0 and is refused since 4.0 (KIP-724)'],
  ['leader.replication.throttled.replicas', 'it belongs to a running reassignment'],
  ['follower.replication.throttled.replicas', 'it belongs to a running reassignment'],
]);
