import { describe, expect, test } from '@jest/globals';
import { configReader } from '../../../../src/kafka/topics/topic-config.ts';

const [topicConfig, staticBroker, kafkaDefault] = [1, 4, 5];

function live(config: {
  value: string | null;
  source: number;
  sensitive?: boolean;
  synonyms?: [string, string | null, number][];
}) {
  const synonyms = (config.synonyms ?? []).map(([name, value, source]) => ({ name, value, source }));
  const described = { name: 'retention.ms', sensitive: false, ...config, synonyms };
  return configReader()([described]).get('retention.ms');
}

describe('a config of a topic', () => {
  test('set on the topic, with what it would be otherwise', () => {
    const synonyms: [string, string, number][] = [
      ['retention.ms', '1', topicConfig],
      ['log.retention.ms', '5', staticBroker],
      ['log.retention.ms', '7', kafkaDefault],
    ];
    expect(live({ value: '1', source: topicConfig, synonyms })).toEqual({
      value: '1',
      overridden: true,
      inherited: '5',
    });
  });

  test('equal to the default and yet set on the topic', () => {
    const synonyms: [string, string, number][] = [
      ['retention.ms', '7', topicConfig],
      ['log.retention.ms', '7', kafkaDefault],
    ];
    expect(live({ value: '7', source: topicConfig, synonyms })).toMatchObject({
      overridden: true,
      inherited: '7',
    });
  });

  test.each([
    [staticBroker, 'file'],
    [kafkaDefault, 'default'],
    [2, 'cluster'],
    [3, 'cluster'],
    [99, undefined],
  ])('not set on the topic (source %d)', (source, from) => {
    const origin = from === undefined ? {} : { from };
    expect(live({ value: '7', source })).toEqual({
      value: '7',
      overridden: false,
      inherited: '7',
      ...origin,
    });
  });

  test.each([
    ['log.retention.hours', '168', '604800000'],
    ['log.retention.minutes', '15', '900000'],
    ['log.retention.hours', '-1', '-1'],
    ['log.retention.minutes', '9007199254740993', '540431955284459580000'],
  ])('inherited from %s = %s', (name, value, inherited) => {
    const config = live({ value: '1', source: topicConfig, synonyms: [[name, value, staticBroker]] });
    expect(config?.inherited).toBe(inherited);
  });

  test('a setting of the broker that has no value is passed over', () => {
    const config = live({
      value: '1',
      source: topicConfig,
      synonyms: [
        ['log.retention.ms', null, staticBroker],
        ['log.retention.hours', '1', kafkaDefault],
      ],
    });
    expect(config?.inherited).toBe('3600000');
  });

  test('a sensitive value is null, whatever the broker sends', () => {
    const config = live({
      value: 'oops',
      source: topicConfig,
      sensitive: true,
      synonyms: [['x', 'oops', staticBroker]],
    });
    expect(config).toEqual({ value: null, overridden: true });
  });

  test('equal entries of many topics are one object', () => {
    const read = configReader();
    const config = { name: 'retention.ms', value: '7', source: kafkaDefault, sensitive: false, synonyms: [] };
    const [first, second, third] = [read([config]), read([{ ...config }]), read([{ ...config, value: '8' }])];
    expect(second.get('retention.ms')).toBe(first.get('retention.ms'));
    expect(third.get('retention.ms')?.value).toBe('8');
  });
});
