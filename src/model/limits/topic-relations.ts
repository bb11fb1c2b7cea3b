import { commaList } from '../comma-list.ts';
import type { Severity } from '../finding.ts';

/** What a topic will have, as far as it is known. */
export interface TopicValues {
  readonly replication: number | undefined;
  /** Kafka's own text of the value; undefined: it is not known. */
  config(key: string): string | undefined;
}

export interface BrokenRelation {
  readonly code: RelationCode;
  /** The key to point at. */
  readonly key: string;
  /** Completes "on topic x": a clause without the topic's name. */
  readonly says: string;
  readonly hint: string;
}

/** As severe as the rule of the same code in the spec's rules; a test holds them together. */
export const relationSeverity = {
  'config-conflict': 'error',
  'local-retention': 'error',
  'min-insync-too-high': 'error',
  'min-insync-equals-replication': 'warning',
  'message-above-segment': 'warning',
} as const satisfies Record<string, Severity>;
export type RelationCode = keyof typeof relationSeverity;

/** Which values of one topic Kafka or Aiven does not take together. Unknown values break nothing. */
export function brokenRelations(topic: TopicValues): readonly BrokenRelation[] {
  return relations.flatMap((relation) => relation(topic) ?? []);
}

type Relation = (topic: TopicValues) => BrokenRelation | undefined;

const relations: readonly Relation[] = [
  compactionLag,
  tieredAndCompacted,
  localRetention('ms'),
  localRetention('bytes'),
  copyDisabled('ms'),
  copyDisabled('bytes'),
  disklessAndCompacted,
  disklessAndUnclean,
  minInsync,
  messageAboveSegment,
];

/** LogConfig.validateValues */
function compactionLag(topic: TopicValues): BrokenRelation | undefined {
  const min = integer(topic, 'min.compaction.lag.ms');
  const max = integer(topic, 'max.compaction.lag.ms');
  if (min === undefined || max === undefined || min <= max) return undefined;
  return {
    code: 'config-conflict',
    key: 'min.compaction.lag.ms',
    says: `min.compaction.lag.ms (${min}) is more than max.compaction.lag.ms (${max})`,
    hint: `Write min.compaction.lag.ms: ${max} or less, or raise max.compaction.lag.ms.`,
  };
}

/** LogConfig.validateRemoteStorageRequiresDeleteCleanupPolicy */
function tieredAndCompacted(topic: TopicValues): BrokenRelation | undefined {
  if (topic.config('remote.storage.enable') !== 'true' || !isCompacted(topic)) return undefined;
  return {
    code: 'config-conflict',
    key: 'remote.storage.enable',
    says: 'tiered storage does not take a compacted topic',
    hint: 'Write cleanup.policy: delete, or remote.storage.enable: false.',
  };
}

/** LogConfig.validateRemoteStorageRetentionTime and …Size: looked at where tiered storage is on only. */
function localRetention(unit: 'ms' | 'bytes'): Relation {
  return (topic) => {
    const local = integer(topic, `local.retention.${unit}`);
    const total = integer(topic, `retention.${unit}`);
    if (local === undefined || total === undefined) return undefined;
    if (topic.config('remote.storage.enable') === 'false') return undefined;
    if (local === -2n || total < 0n || (local >= 0n && local <= total)) return undefined;
    return {
      code: 'local-retention',
      key: `local.retention.${unit}`,
      says: `local.retention.${unit} (${local}) is more than retention.${unit} (${total})`,
      hint: `Write local.retention.${unit}: -2 to follow retention.${unit}, or at most ${total}.`,
    };
  };
}

/** LogConfig.validateRetentionConfigsWhenRemoteCopyDisabled */
function copyDisabled(unit: 'ms' | 'bytes'): Relation {
  return (topic) => {
    if (topic.config('remote.storage.enable') !== 'true') return undefined;
    if (topic.config('remote.log.copy.disable') !== 'true') return undefined;
    const local = integer(topic, `local.retention.${unit}`);
    const total = integer(topic, `retention.${unit}`);
    if (local === undefined || total === undefined || local === -2n || local === total) return undefined;
    return {
      code: 'config-conflict',
      key: `local.retention.${unit}`,
      says: `with remote.log.copy.disable, local.retention.${unit} (${local}) must equal retention.${unit} (${total})`,
      hint: `Write local.retention.${unit}: -2 or ${total}.`,
    };
  };
}

/** Aiven, "Limitations of diskless topics": compacted topics are not supported. */
function disklessAndCompacted(topic: TopicValues): BrokenRelation | undefined {
  if (topic.config('diskless.enable') !== 'true' || !isCompacted(topic)) return undefined;
  return {
    code: 'config-conflict',
    key: 'diskless.enable',
    says: 'a diskless topic cannot be compacted',
    hint: 'Write cleanup.policy: delete, or diskless.enable: false.',
  };
}

/** Aiven, "Switch a classic topic to a diskless topic": with unclean leader election the switch does not start. */
function disklessAndUnclean(topic: TopicValues): BrokenRelation | undefined {
  if (topic.config('diskless.enable') !== 'true') return undefined;
  if (topic.config('unclean.leader.election.enable') !== 'true') return undefined;
  return {
    code: 'config-conflict',
    key: 'unclean.leader.election.enable',
    says: 'a diskless topic takes no unclean leader election',
    hint: 'Write unclean.leader.election.enable: false, or diskless.enable: false.',
  };
}

/** ReplicaManager.appendRecords answers NOT_ENOUGH_REPLICAS; the storage of diskless topics replicates by itself. */
function minInsync(topic: TopicValues): BrokenRelation | undefined {
  const minimum = integer(topic, 'min.insync.replicas');
  const { replication } = topic;
  if (minimum === undefined || replication === undefined) return undefined;
  if (topic.config('diskless.enable') === 'true') return undefined;
  const hint = `Set min.insync.replicas to ${Math.max(1, replication - 1)}, or raise replication.`;
  const key = 'min.insync.replicas';
  if (minimum > BigInt(replication)) {
    const says = `min.insync.replicas is ${minimum}, and replication ${replication}`;
    return { code: 'min-insync-too-high', key, says, hint };
  }
  if (replication === 1 || minimum < BigInt(replication)) return undefined;
  const says = `all ${replication} replicas must be in sync for every write`;
  return { code: 'min-insync-equals-replication', key, says, hint };
}

/** Kafka's own largest message is 1 MiB and this much, so a segment of 1 MiB is meant to be enough for it. */
const overheadBytes = 12n;

/** UnifiedLog.append answers RECORD_LIST_TOO_LARGE for a batch that no segment can hold. */
function messageAboveSegment(topic: TopicValues): BrokenRelation | undefined {
  const message = integer(topic, 'max.message.bytes');
  const segment = integer(topic, 'segment.bytes');
  if (message === undefined || segment === undefined || message <= segment + overheadBytes) return undefined;
  return {
    code: 'message-above-segment',
    key: 'max.message.bytes',
    says: `max.message.bytes (${message}) is more than segment.bytes (${segment}), so larger batches are refused all the same`,
    hint: `Write max.message.bytes: ${segment} or less, or raise segment.bytes.`,
  };
}

function isCompacted(topic: TopicValues): boolean {
  return commaList(topic.config('cleanup.policy') ?? '').includes('compact');
}

function integer(topic: TopicValues, key: string): bigint | undefined {
  const value = topic.config(key);
  return value !== undefined && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}
