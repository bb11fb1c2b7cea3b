import type { TopicConfigName } from '../../model/topic-config-names.ts';
import { amount, type ConfigChange, choice, flag, ratio } from './topic-config-kinds.ts';
import {
  cleanupPolicy,
  compactedSooner,
  keptLonger,
  localCopyFreed,
  retentionCut,
  segmentsLater,
  segmentsSooner,
  tieredStorageOff,
  tieredStorageOn,
  whereCompacted,
} from './topic-retention.ts';
import { compacts, deletes, type TopicUpdate } from './topic-values.ts';
import { type FieldRule, harmless, loss, risk, type Verdict } from './verdict.ts';

/**
 * What a change of each topic config means. Meanings as in org.apache.kafka.common.config.TopicConfig; what the brokers
 * do with them as in UnifiedLog, LogCleaner and LogConfig of Kafka 3.9 and 4.x.
 */
const rules: { readonly [N in TopicConfigName]: (name: TopicConfigName) => FieldRule<TopicUpdate> } = {
  'cleanup.policy': choice(cleanupPolicy, { loses: true }),
  'compression.type': choice(compressionType),
  'compression.gzip.level': amount({ up: harmless, down: harmless }),
  'compression.lz4.level': amount({ up: harmless, down: harmless }),
  'compression.zstd.level': amount({ up: harmless, down: harmless }),
  'delete.retention.ms': amount({
    loses: true,
    up: harmless,
    down: whereCompacted(
      'delete markers go sooner: a consumer that is further behind keeps what was deleted',
    ),
  }),
  'diskless.enable': flag({
    loses: true,
    up: ({ field }) => [
      {
        ...risk(
          'high',
          'one-way-switch',
          field,
          'the topic becomes diskless and cannot be switched back; compaction and transactions are not possible any more',
        ),
        concerns: 'records',
      },
    ],
    down: ({ field }) => [
      {
        ...risk(
          'high',
          'one-way-switch',
          field,
          'consequence unknown: Aiven does not switch a diskless topic back, and will refuse this',
        ),
        concerns: 'records',
      },
    ],
  }),
  'file.delete.delay.ms': amount({ up: harmless, down: harmless }),
  'flush.messages': amount({ loses: true, up: flushedLater, down: harmless }),
  'flush.ms': amount({ loses: true, up: flushedLater, down: harmless }),
  'index.interval.bytes': amount({ up: harmless, down: harmless }),
  'local.retention.bytes': amount({ up: harmless, down: localCopyFreed }),
  'local.retention.ms': amount({ up: harmless, down: localCopyFreed }),
  'max.compaction.lag.ms': amount({ loses: true, up: harmless, down: whereCompacted(compactedSooner) }),
  'max.message.bytes': amount({
    up: ({ field }) => [
      risk(
        'low',
        'larger-records',
        field,
        'consumers and flows that read this topic must take larger records',
      ),
    ],
    down: ({ field }) => [
      risk('medium', 'producers-refused', field, 'larger records are refused from then on'),
    ],
  }),
  'message.downconversion.enable': flag({
    standard: true,
    up: harmless,
    down: ({ field }) => [
      risk('medium', 'consumers-refused', field, 'consumers of Kafka 0.10 and older are refused'),
    ],
  }),
  'message.timestamp.after.max.ms': amount({ up: timestampsAccepted, down: timestampsRefused }),
  'message.timestamp.before.max.ms': amount({ up: timestampsAccepted, down: timestampsRefused }),
  'message.timestamp.difference.max.ms': amount({ up: timestampsAccepted, down: timestampsRefused }),
  'message.timestamp.type': choice(timestampType, { loses: true }),
  'min.cleanable.dirty.ratio': ratio({
    loses: true,
    up: harmless,
    down: ({ field, topic }) =>
      compacts(topic.after) ? [loss('medium', field, compactedSooner)] : 'harmless',
  }),
  'min.compaction.lag.ms': amount({ loses: true, up: harmless, down: whereCompacted(compactedSooner) }),
  'min.insync.replicas': amount({
    up: ({ field, topic, whole }) => [
      topic.after.amount('min.insync.replicas') === 'no limit' ||
      Number(topic.after.amount('min.insync.replicas')) > replicasAfter(whole)
        ? risk(
            'high',
            'availability',
            field,
            'producers with acks=all are refused: there are fewer replicas than that',
          )
        : risk(
            'medium',
            'availability',
            field,
            'producers with acks=all are refused when fewer replicas are in sync',
          ),
    ],
    down: ({ field }) => [risk('medium', 'durability', field, 'a write counts as safe with fewer copies')],
  }),
  preallocate: flag({ up: harmless, down: harmless }),
  'remote.log.copy.disable': flag({
    up: ({ field }) => [
      risk(
        'medium',
        'disk-grows',
        field,
        'nothing more is copied to the remote storage: new records stay on local disk until their retention ends',
      ),
    ],
    down: harmless,
  }),
  'remote.log.delete.on.disable': flag({
    loses: true,
    up: ({ field, topic }) => {
      if (topic.after.flag('remote.storage.enable') === false) return 'harmless'; // its own entry says what goes
      return [
        risk(
          'low',
          'remote-data-at-stake',
          field,
          'when tiered storage is switched off later, its records are deleted with it',
        ),
      ];
    },
    down: harmless,
  }),
  'remote.storage.enable': flag({ loses: true, up: tieredStorageOn, down: tieredStorageOff }),
  'retention.bytes': amount({ loses: true, up: keptLonger, down: retentionCut }),
  'retention.ms': amount({ loses: true, up: keptLonger, down: retentionCut }),
  'segment.bytes': amount({ loses: true, up: segmentsLater, down: segmentsSooner }),
  'segment.index.bytes': amount({ loses: true, up: segmentsLater, down: segmentsSooner }),
  'segment.jitter.ms': amount({ loses: true, up: segmentsSooner, down: segmentsLater }),
  'segment.ms': amount({ loses: true, up: segmentsLater, down: segmentsSooner }),
  'unclean.leader.election.enable': flag({
    loses: true,
    up: ({ field }) => [
      {
        ...risk(
          'medium',
          'durability',
          field,
          'a replica that lags may become leader, and acknowledged records are lost',
        ),
        concerns: 'records',
      },
    ],
    down: ({ field }) => [
      risk(
        'low',
        'availability',
        field,
        'a partition without a replica in sync stays offline until one is back',
      ),
    ],
  }),
};

export function topicConfigRule(name: TopicConfigName): FieldRule<TopicUpdate> {
  return rules[name](name);
}

const codecs = new Set(['producer', 'uncompressed', 'gzip', 'lz4', 'snappy', 'zstd']);

function compressionType({ field }: ConfigChange, before: string, after: string): Verdict | 'unknown-value' {
  if (!codecs.has(before) || !codecs.has(after)) return 'unknown-value';
  if (after === 'zstd')
    return [risk('low', 'consumers-refused', field, 'consumers older than Kafka 2.1 cannot read zstd')];
  if (after === 'uncompressed')
    return [risk('low', 'disk-grows', field, 'new records take the room that they have uncompressed')];
  return 'harmless';
}

function timestampType(
  { field, topic }: ConfigChange,
  before: string,
  after: string,
): Verdict | 'unknown-value' {
  if (before === 'CreateTime' && after === 'LogAppendTime') {
    const consequence =
      'new records carry the time of their arrival: consumers that count by event time are misled';
    return [risk('medium', 'timestamps-change', field, consequence)];
  }
  if (before !== 'LogAppendTime' || after !== 'CreateTime') return 'unknown-value';
  const consequence = 'the retention counts from the time that producers state';
  if (!deletes(topic.after)) return [risk('medium', 'timestamps-change', field, consequence)];
  return [
    {
      ...risk(
        'medium',
        'timestamps-change',
        field,
        `${consequence}: records with an old one are deleted at once`,
      ),
      concerns: 'records',
    },
  ];
}

function flushedLater({ field, whole }: ConfigChange): Verdict {
  const crashed = 'a machine that crashes loses more of what it had not flushed';
  if (replicasAfter(whole) > 1) {
    return [risk('medium', 'durability', field, `${crashed}; other replicas still have it`)];
  }
  const consequence = `${crashed}, and there is no other replica that has it`;
  return [{ ...risk('medium', 'durability', field, consequence), concerns: 'records' }];
}

function timestampsRefused({ field, topic }: ConfigChange): Verdict {
  if (topic.after.text('message.timestamp.type') === 'LogAppendTime') return 'harmless';
  return [
    risk(
      'medium',
      'producers-refused',
      field,
      'records whose timestamp is further away are refused from then on',
    ),
  ];
}

function timestampsAccepted({ field, topic }: ConfigChange): Verdict {
  if (topic.after.text('message.timestamp.type') === 'LogAppendTime') return 'harmless';
  const consequence = 'records with a timestamp further away are accepted, and the retention counts from it';
  return [risk('low', 'timestamps-accepted', field, consequence)];
}

/** Replicas once the change is done. */
function replicasAfter({ live, fields }: TopicUpdate): number {
  const to = fields.find(({ field }) => field === 'replication')?.to;
  return typeof to === 'string' ? Number(to) : live.replication;
}
