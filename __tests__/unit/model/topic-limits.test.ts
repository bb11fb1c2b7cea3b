import { describe, expect, test } from '@jest/globals';
import { isAtLeast, parseKafkaVersion } from '../../../src/model/kafka-version.ts';
import { inRange } from '../../../src/model/limits/config-range.ts';
import { topicConfigs } from '../../../src/model/limits/topic-configs.ts';
import { brokenRelations, relationSeverity } from '../../../src/model/limits/topic-relations.ts';
import { isRuleCode, severityOf } from '../../../src/spec/rules/rules.ts';

/** What LogConfig.validate of Kafka 3.9.2 and 4.3.1 answered: the value on the edge, and its neighbour outside. */
const edges: readonly (readonly [key: string, taken: readonly bigint[], refused: readonly bigint[]])[] = [
  ['compression.gzip.level', [-1n, 1n, 9n], [-2n, 0n, 10n]],
  ['compression.lz4.level', [1n, 17n], [0n, 18n]],
  ['compression.zstd.level', [-131_072n, 0n, 22n], [-131_073n, 23n]],
  ['delete.retention.ms', [0n], [-1n]],
  ['file.delete.delay.ms', [0n], [-1n]],
  ['flush.messages', [1n], [0n]],
  ['flush.ms', [0n], [-1n]],
  ['index.interval.bytes', [0n], [-1n]],
  ['local.retention.bytes', [-2n], [-3n]],
  ['local.retention.ms', [-2n], [-3n]],
  ['max.compaction.lag.ms', [1n], [0n]],
  ['max.message.bytes', [0n, 2_147_483_647n], [-1n, 2_147_483_648n]],
  ['message.timestamp.after.max.ms', [0n], [-1n]],
  ['message.timestamp.before.max.ms', [0n], [-1n]],
  ['message.timestamp.difference.max.ms', [0n], [-1n]],
  ['min.compaction.lag.ms', [0n], [-1n]],
  ['min.insync.replicas', [1n], [0n]],
  // Kafka takes anything below -1 too; nobody means it.
  ['retention.bytes', [-1n], [-2n]],
  ['retention.ms', [-1n], [-2n]],
  ['segment.bytes', [14n, 2_147_483_647n], [13n, 2_147_483_648n]],
  ['segment.index.bytes', [4n], [3n]],
  ['segment.jitter.ms', [0n], [-1n]],
  ['segment.ms', [1n], [0n]],
];

describe('the ranges of topic configs', () => {
  test.each(edges)('%s', (key, taken, refused) => {
    const config = topicConfigs.get(key);
    if (config?.type !== 'quantity') throw new Error(`${key} is no number`);

    expect(taken.filter((value) => !inRange(config, value))).toEqual([]);
    expect(refused.filter((value) => inRange(config, value))).toEqual([]);
  });

  test('every number of the table is among the measured ones', () => {
    const numbers = [...topicConfigs].filter(([, { type }]) => type === 'quantity').map(([key]) => key);
    expect(numbers.toSorted()).toEqual(edges.map(([key]) => key).toSorted());
  });

  test('since Kafka 4.0 a segment has 1 MiB at least', () => {
    expect(topicConfigs.get('segment.bytes')).toMatchObject({
      raised: { version: { major: 4, minor: 0 }, minimum: 1_048_576n },
    });
  });
});

test('a broken relation is as severe as the rule of its code', () => {
  for (const [code, severity] of Object.entries(relationSeverity)) {
    expect(isRuleCode(code) && severityOf(code)).toBe(severity);
  }
});

describe('relations between values', () => {
  const broken = (config: Readonly<Record<string, string>>, replication?: number) =>
    brokenRelations({ replication, config: (key) => config[key] }).map(({ code, key }) => `${code} ${key}`);
  const tiered = { 'remote.storage.enable': 'true' };

  test.each<[string, Record<string, string>, string[]]>([
    ['equal lags', { 'min.compaction.lag.ms': '2', 'max.compaction.lag.ms': '2' }, []],
    [
      'a minimal lag above the maximal one',
      { 'min.compaction.lag.ms': '2', 'max.compaction.lag.ms': '1' },
      ['config-conflict min.compaction.lag.ms'],
    ],
    ['an unknown maximal lag', { 'min.compaction.lag.ms': '2' }, []],
    ['tiered storage that deletes', { ...tiered, 'cleanup.policy': 'delete' }, []],
    [
      'tiered storage that compacts and deletes',
      { ...tiered, 'cleanup.policy': 'delete, compact' },
      ['config-conflict remote.storage.enable'],
    ],
    [
      'local retention without limit of data without limit',
      { 'local.retention.ms': '-1', 'retention.ms': '-1' },
      [],
    ],
    [
      'local retention without limit of limited data',
      { 'local.retention.ms': '-1', 'retention.ms': '1' },
      ['local-retention local.retention.ms'],
    ],
    [
      'local retention where tiered storage is off',
      { 'remote.storage.enable': 'false', 'local.retention.ms': '2', 'retention.ms': '1' },
      [],
    ],
    [
      'no copies, and local data that ends earlier',
      { ...tiered, 'remote.log.copy.disable': 'true', 'local.retention.bytes': '5', 'retention.bytes': '10' },
      ['config-conflict local.retention.bytes'],
    ],
    [
      'no copies, and local data that lasts as long',
      { ...tiered, 'remote.log.copy.disable': 'true', 'local.retention.ms': '5', 'retention.ms': '5' },
      [],
    ],
    [
      'a diskless topic with compaction and unclean election',
      { 'diskless.enable': 'true', 'cleanup.policy': 'compact', 'unclean.leader.election.enable': 'true' },
      ['config-conflict diskless.enable', 'config-conflict unclean.leader.election.enable'],
    ],
    [
      'a larger message than a segment holds',
      { 'max.message.bytes': '2097152', 'segment.bytes': '1048576' },
      ['message-above-segment max.message.bytes'],
    ],
    [
      "Kafka's largest message by default in its smallest segment",
      { 'max.message.bytes': '1048588', 'segment.bytes': '1048576' },
      [],
    ],
    ['a larger message, and a segment of an unknown size', { 'max.message.bytes': '2097152' }, []],
  ])('%s', (_, config, expected) => {
    expect(broken(config)).toEqual(expected);
  });

  test.each<[string, number | undefined, string[]]>([
    ['fewer than the replicas', 3, []],
    ['all replicas', 2, ['min-insync-equals-replication min.insync.replicas']],
    ['more than the replicas', 1, ['min-insync-too-high min.insync.replicas']],
    ['an unknown number of replicas', undefined, []],
  ])('min.insync.replicas 2 of %s', (_, replication, expected) => {
    expect(broken({ 'min.insync.replicas': '2' }, replication)).toEqual(expected);
  });
});

describe('versions of Kafka', () => {
  test.each([
    ['3.9', { major: 3, minor: 9 }],
    ['4.1.2', { major: 4, minor: 1 }],
    ['4.0-IV3', { major: 4, minor: 0 }],
    ['kraft', undefined],
    ['', undefined],
  ])('%s', (text, version) => {
    expect(parseKafkaVersion(text)).toEqual(version);
  });

  test('3.10 is newer than 3.9, and 4.0 than both', () => {
    const [older, old, newer] = ['3.9', '3.10', '4.0'].map((text) => parseKafkaVersion(text));
    if (older === undefined || old === undefined || newer === undefined) throw new Error('no versions');

    expect([isAtLeast(old, older), isAtLeast(older, old), isAtLeast(newer, old)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
