import { KafkaBackendError } from '../kafka-backend.ts';

type ConfigType = 'INT' | 'LONG' | 'DOUBLE' | 'BOOLEAN' | 'STRING' | 'LIST';

export interface TopicConfigDefinition {
  readonly name: string;
  readonly type: ConfigType;
  readonly fallback: string;
  /** The broker config that the default comes from; none where that one has no default of its own. */
  readonly broker?: string;
  /** Kafka 4.1 and later set it as a cluster-wide default (`eligible.leader.replicas.version`, KIP-966). */
  readonly clusterWide?: true;
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly string[];
}

const maxLong = '9223372036854775807';

/** Kafka 4's `LogConfig` and `ServerTopicConfigSynonyms`: the public topic configs, their types, defaults and bounds. */
export const topicConfigDefinitions: readonly TopicConfigDefinition[] = [
  {
    name: 'cleanup.policy',
    type: 'LIST',
    fallback: 'delete',
    broker: 'log.cleanup.policy',
    oneOf: ['compact', 'delete'],
  },
  { name: 'compression.gzip.level', type: 'INT', fallback: '-1', broker: 'compression.gzip.level' },
  {
    name: 'compression.lz4.level',
    type: 'INT',
    fallback: '9',
    broker: 'compression.lz4.level',
    min: 1,
    max: 17,
  },
  {
    name: 'compression.type',
    type: 'STRING',
    fallback: 'producer',
    broker: 'compression.type',
    oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
  },
  {
    name: 'compression.zstd.level',
    type: 'INT',
    fallback: '3',
    broker: 'compression.zstd.level',
    min: -131072,
    max: 22,
  },
  {
    name: 'delete.retention.ms',
    type: 'LONG',
    fallback: '86400000',
    broker: 'log.cleaner.delete.retention.ms',
    min: 0,
  },
  {
    name: 'file.delete.delay.ms',
    type: 'LONG',
    fallback: '60000',
    broker: 'log.segment.delete.delay.ms',
    min: 0,
  },
  {
    name: 'flush.messages',
    type: 'LONG',
    fallback: maxLong,
    broker: 'log.flush.interval.messages',
    min: 1,
  },
  { name: 'flush.ms', type: 'LONG', fallback: maxLong, min: 0 },
  { name: 'follower.replication.throttled.replicas', type: 'LIST', fallback: '' },
  {
    name: 'index.interval.bytes',
    type: 'INT',
    fallback: '4096',
    broker: 'log.index.interval.bytes',
    min: 0,
  },
  { name: 'leader.replication.throttled.replicas', type: 'LIST', fallback: '' },
  {
    name: 'local.retention.bytes',
    type: 'LONG',
    fallback: '-2',
    broker: 'log.local.retention.bytes',
    min: -2,
  },
  { name: 'local.retention.ms', type: 'LONG', fallback: '-2', broker: 'log.local.retention.ms', min: -2 },
  {
    name: 'max.compaction.lag.ms',
    type: 'LONG',
    fallback: maxLong,
    broker: 'log.cleaner.max.compaction.lag.ms',
    min: 1,
  },
  { name: 'max.message.bytes', type: 'INT', fallback: '1048588', broker: 'message.max.bytes', min: 0 },
  {
    name: 'message.timestamp.after.max.ms',
    type: 'LONG',
    fallback: '3600000',
    broker: 'log.message.timestamp.after.max.ms',
    min: 0,
  },
  {
    name: 'message.timestamp.before.max.ms',
    type: 'LONG',
    fallback: maxLong,
    broker: 'log.message.timestamp.before.max.ms',
    min: 0,
  },
  {
    name: 'message.timestamp.type',
    type: 'STRING',
    fallback: 'CreateTime',
    broker: 'log.message.timestamp.type',
    oneOf: ['CreateTime', 'LogAppendTime'],
  },
  {
    name: 'min.cleanable.dirty.ratio',
    type: 'DOUBLE',
    fallback: '0.5',
    broker: 'log.cleaner.min.cleanable.ratio',
    min: 0,
    max: 1,
  },
  {
    name: 'min.compaction.lag.ms',
    type: 'LONG',
    fallback: '0',
    broker: 'log.cleaner.min.compaction.lag.ms',
    min: 0,
  },
  {
    name: 'min.insync.replicas',
    type: 'INT',
    fallback: '1',
    broker: 'min.insync.replicas',
    clusterWide: true,
    min: 1,
  },
  { name: 'preallocate', type: 'BOOLEAN', fallback: 'false', broker: 'log.preallocate' },
  { name: 'remote.log.copy.disable', type: 'BOOLEAN', fallback: 'false' },
  { name: 'remote.log.delete.on.disable', type: 'BOOLEAN', fallback: 'false' },
  { name: 'remote.storage.enable', type: 'BOOLEAN', fallback: 'false' },
  { name: 'retention.bytes', type: 'LONG', fallback: '-1', broker: 'log.retention.bytes' },
  { name: 'retention.ms', type: 'LONG', fallback: '604800000', min: -1 },
  {
    name: 'segment.bytes',
    type: 'INT',
    fallback: '1073741824',
    broker: 'log.segment.bytes',
    min: 1048576,
  },
  {
    name: 'segment.index.bytes',
    type: 'INT',
    fallback: '10485760',
    broker: 'log.index.size.max.bytes',
    min: 4,
  },
  { name: 'segment.jitter.ms', type: 'LONG', fallback: '0', min: 0 },
  { name: 'segment.ms', type: 'LONG', fallback: '604800000', min: 1 },
  {
    name: 'unclean.leader.election.enable',
    type: 'BOOLEAN',
    fallback: 'false',
    broker: 'unclean.leader.election.enable',
  },
];

const byName = new Map(topicConfigDefinitions.map((definition) => [definition.name, definition]));

/** The value as the broker reports it: trimmed, doubles as Java prints them. Throws `INVALID_CONFIG` in the words of `ConfigDef`. */
export function parseTopicConfig(name: string, value: string): string {
  const definition = byName.get(name);
  if (definition === undefined) throw invalid(`Unknown topic config name: ${name}`);
  const text = value.trim();
  const typeFault = faultOfType(definition, text);
  if (typeFault !== undefined) throw refused(name, value, typeFault);
  const parsed = definition.type === 'DOUBLE' ? javaDouble(text) : text;
  const boundFault = faultOfBounds(definition, parsed);
  if (boundFault !== undefined) throw refused(name, parsed, boundFault);
  return definition.type === 'BOOLEAN' ? parsed.toLowerCase() : parsed;
}

function faultOfType({ type }: TopicConfigDefinition, text: string): string | undefined {
  const number = type === 'INT' || type === 'LONG' ? isInteger(text, type) : Number.isFinite(Number(text));
  switch (type) {
    case 'BOOLEAN':
      return /^(?:true|false)$/i.test(text) ? undefined : 'Expected value to be either true or false';
    case 'INT':
    case 'LONG':
    case 'DOUBLE':
      return number && text !== '' ? undefined : `Not a number of type ${type}`;
    case 'STRING':
    case 'LIST':
      return undefined;
  }
}

function faultOfBounds({ type, min, max, oneOf }: TopicConfigDefinition, text: string): string | undefined {
  const parts = type === 'LIST' ? text.split(',').map((part) => part.trim()) : [text];
  if (oneOf !== undefined && !parts.every((part) => oneOf.includes(part))) {
    return `String must be one of: ${oneOf.join(', ')}`;
  }
  if (min !== undefined && Number(text) < min) return `Value must be at least ${min}`;
  return max !== undefined && Number(text) > max ? `Value must be no more than ${max}` : undefined;
}

/** `Double.toString` for the few digits that a ratio has. */
function javaDouble(text: string): string {
  return Number.isInteger(Number(text)) ? `${Number(text)}.0` : String(Number(text));
}

function isInteger(text: string, type: 'INT' | 'LONG'): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false;
  return BigInt.asIntN(type === 'INT' ? 32 : 64, BigInt(text)) === BigInt(text);
}

function refused(name: string, value: string, fault: string): KafkaBackendError {
  return invalid(`Invalid value ${value} for configuration ${name}: ${fault}`);
}

function invalid(message: string): KafkaBackendError {
  return new KafkaBackendError('INVALID_CONFIG', message);
}
