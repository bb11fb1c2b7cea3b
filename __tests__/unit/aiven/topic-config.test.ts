import { describe, expect, test } from '@jest/globals';
import { withClusterDefaults } from '../../../src/aiven/topics/cluster-defaults.ts';
import {
  aivenConfigKey,
  aivenConfigValue,
  kafkaConfigName,
  liveTopicConfig,
} from '../../../src/aiven/topics/topic-config.ts';
import { topicReader } from '../../../src/aiven/topics/topic-reader.ts';
import { parseExactly } from '../../../src/aiven/wire/exact-json.ts';
import { unknown } from '../../../src/model/reading.ts';

describe('names and values, both ways', () => {
  test.each([
    ['retention.ms', 'retention_ms', '604800000', '604800000'],
    ['retention.ms', 'retention_ms', '-1', '-1'],
    ['flush.messages', 'flush_messages', '9223372036854775807', '9223372036854775807'],
    ['flush.ms', 'flush_ms', '9223372036854775806', '9223372036854775806'],
    ['local.retention.bytes', 'local_retention_bytes', '-2', '-2'],
    ['segment.bytes', 'segment_bytes', '9007199254740993', '9007199254740993'],
    ['preallocate', 'preallocate', 'true', 'true'],
    ['unclean.leader.election.enable', 'unclean_leader_election_enable', 'false', 'false'],
    ['min.cleanable.dirty.ratio', 'min_cleanable_dirty_ratio', '0.5', '0.5'],
    ['min.cleanable.dirty.ratio', 'min_cleanable_dirty_ratio', '1', '1'],
    ['cleanup.policy', 'cleanup_policy', 'compact,delete', '"compact,delete"'],
    ['compression.type', 'compression_type', 'zstd', '"zstd"'],
    ['message.timestamp.type', 'message_timestamp_type', 'LogAppendTime', '"LogAppendTime"'],
    ['message.format.version', 'message_format_version', '3.9', '"3.9"'],
    ['a.config.of.next.year', 'a_config_of_next_year', '17', '17'],
    ['a.config.of.next.year', 'a_config_of_next_year', 'maybe', '"maybe"'],
  ])('%s: %s, %s is %s in JSON', (name, key, value, written) => {
    expect(aivenConfigKey(name)).toBe(key);
    expect(kafkaConfigName(key)).toBe(name);
    const body = JSON.stringify({ config: { [key]: aivenConfigValue(name, value) } });
    expect(body).toBe(`{"config":{"${key}":${written}}}`);
    const answer = parseExactly(
      `{"topic_name":"t","replication":1,"partitions":[{}],"config":{"${key}":{"value":${written},"source":"topic_config"}}}`,
    );
    expect(topicReader('core')('t', answer)).toMatchObject({
      value: { config: new Map([[name, { value, overridden: true }]]) },
    });
  });

  test.each(['delete,compact', 'compact, delete', 'compact,delete'])(
    'both cleanup policies have one spelling in Aiven (%s)',
    (value) => {
      expect(aivenConfigValue('cleanup.policy', value)).toBe('compact,delete');
    },
  );
});

describe('a config as Aiven reports it', () => {
  const below = [{ name: 'log.cleanup.policy', source: 'default_config', value: 'delete' }];

  test.each([
    ['topic_config', true, undefined],
    ['DYNAMIC_TOPIC_CONFIG', true, undefined],
    ['default_config', false, 'default'],
    ['static_broker_config', false, 'file'],
    ['DYNAMIC_DEFAULT_BROKER_CONFIG', false, 'cluster'],
    ['dynamic_broker_config', false, 'cluster'],
    ['unknown_config', false, undefined],
  ])('source %s: overridden is %s', (source, overridden, from) => {
    const live = liveTopicConfig('cleanup.policy', { value: 'compact', source, synonyms: below });
    const inherited = overridden ? 'delete' : 'compact';
    expect(live).toEqual({ value: 'compact', overridden, inherited, ...(from && { from }) });
  });

  test('a source that nobody documented cannot be told', () => {
    expect(liveTopicConfig('cleanup.policy', { value: 'x', source: 'group_config' })).toBeUndefined();
  });

  test.each([
    ['log.retention.hours', 168, '604800000'],
    ['log.retention.minutes', '10080', '604800000'],
    ['log.retention.ms', 604800000, '604800000'],
    ['log.retention.hours', -1, undefined],
    ['log.retention.hours', null, undefined],
  ])('what retention.ms inherits from %s = %s is %s', (name, value, inherited) => {
    const live = liveTopicConfig('retention.ms', {
      value: 1,
      source: 'topic_config',
      synonyms: [
        { name: 'retention.ms', source: 'topic_config', value: 1 },
        { name, source: 'static_broker_config', value },
      ],
    });
    expect(live?.inherited).toBe(inherited);
  });
});

describe('a topic as Aiven reports it', () => {
  const answer = (parts: object = {}) => ({
    topic_name: 'orders',
    state: 'ACTIVE',
    replication: 3,
    partitions: [{ size: 7 }, { size: 5 }],
    tags: [{ key: 'team', value: 'orders' }],
    topic_description: null,
    config: { retention_ms: { value: -1, source: 'topic_config', synonyms: [] } },
    next_years_field: { anything: [] },
    ...parts,
  });

  test('becomes the live topic', () => {
    expect(topicReader('core')('orders', answer())).toEqual({
      state: 'known',
      value: {
        id: { kind: 'topic', cluster: 'core', name: 'orders' },
        partitions: 2,
        replication: 3,
        config: new Map([['retention.ms', { value: '-1', overridden: true }]]),
        tags: new Map([['team', 'orders']]),
        stored: new Map([
          ['config.retention.ms', '-1'],
          ['tags.team', '"orders"'],
        ]),
        size: 12,
      },
    });
  });

  test('that is being deleted is not there any more', () => {
    expect(topicReader('core')('orders', answer({ state: 'DELETING' }))).toEqual({
      state: 'known',
      value: undefined,
    });
  });

  test('with a source that nobody documented is incomplete', () => {
    const config = { retention_ms: { value: 1, source: 'other' } };
    expect(topicReader('core')('orders', answer({ config }))).toMatchObject({
      state: 'unknown',
      code: 'incomplete',
    });
  });

  test.each([
    ['partitions', 3],
    ['partitions', []],
    ['replication', '3'],
    ['config', null],
  ])('with %s = %j has not the documented shape', (field, value) => {
    const message = `Aiven's answer for topic orders does not have the documented shape at ${field}`;
    expect(topicReader('core')('orders', answer({ [field]: value }))).toEqual(unknown('incomplete', message));
  });
});

describe('topics of one service', () => {
  const entry = (value: unknown, source = 'default_config', synonyms?: unknown) => ({
    value,
    source,
    synonyms,
  });
  const wire = (config: Readonly<Record<string, unknown>>) => ({
    topic_name: 't',
    replication: 1,
    partitions: [{}],
    config,
  });
  const configOf = (reading: ReturnType<ReturnType<typeof topicReader>>) =>
    reading.state === 'known' ? reading.value?.config : undefined;

  test('with equal configs share them', () => {
    const read = topicReader('core');
    const one = configOf(read('t', wire({ retention_ms: entry(1), flush_ms: entry(2) })));
    const other = configOf(read('t', wire({ retention_ms: entry(1), flush_ms: entry(2) })));
    const third = configOf(read('t', wire({ retention_ms: entry(1), flush_ms: entry(3) })));
    expect(one).toBe(other);
    expect(third).not.toBe(one);
    expect(third?.get('retention.ms')).toBe(one?.get('retention.ms'));
    expect(third?.get('flush.ms')).toEqual({
      value: '3',
      overridden: false,
      inherited: '3',
      from: 'default',
    });
  });

  test.each([
    ['another value', entry(1), entry(2)],
    ['a number and a text', entry(1), entry('1')],
    ['true and a text', entry(true), entry('true')],
    ['null and a text', entry(null), entry('null')],
    ['another source', entry(1), entry(1, 'topic_config')],
    ['texts that run together', entry('1', 'default_config'), entry('', '1default_config')],
    [
      'no synonyms and another below',
      entry(1, 'topic_config'),
      entry(1, 'topic_config', [{ name: 'a', source: 'default_config', value: 5 }]),
    ],
    [
      'another synonym',
      entry(1, 'topic_config', [{ name: 'a', source: 'default_config', value: 5 }]),
      entry(1, 'topic_config', [{ name: 'a', source: 'default_config', value: 6 }]),
    ],
  ])('do not share what differs: %s', (_, first, second) => {
    const together = topicReader('core');
    together('t', wire({ max_message_bytes: first }));
    const alone = topicReader('core')('t', wire({ max_message_bytes: second }));
    expect(together('t', wire({ max_message_bytes: second }))).toEqual(alone);
  });

  test.each([
    ['config.retention_ms', 7],
    ['config.retention_ms.source', { value: 1 }],
    ['config.retention_ms.value', { value: [], source: 'default_config' }],
    ['config.retention_ms.synonyms.0', { value: 1, source: 'default_config', synonyms: [1] }],
    [
      'config.retention_ms.synonyms.0.name',
      { value: 1, source: 'default_config', synonyms: [{ source: 'a' }] },
    ],
  ])('of another form are unknown each time, and it says where: %s', (where, written) => {
    const read = topicReader('core');
    for (const _ of [1, 2]) {
      const message = expect.stringMatching(new RegExp(`shape at ${where}$`));
      expect(read('t', wire({ retention_ms: written }))).toMatchObject({ state: 'unknown', message });
    }
  });
});

test('what one topic overrides and another does not is inherited by both', () => {
  const live = (name: string, overridden: boolean, value: string) => {
    const config = { retention_ms: { value, source: overridden ? 'topic_config' : 'default_config' } };
    const wire = { topic_name: name, replication: 1, partitions: [{}], config };
    return [name, topicReader('core')(name, wire)] as const;
  };
  const topics = withClusterDefaults(new Map([live('own', true, '5'), live('plain', false, '604800000')]));
  const own = topics.get('own');
  expect(own?.state === 'known' && own.value?.config.get('retention.ms')).toEqual({
    value: '5',
    overridden: true,
    inherited: '604800000',
  });
});
