import { describe, expect, test } from '@jest/globals';
import type { FieldChange } from '../../../../src/model/change.ts';
import { sameConfigValue } from '../../../../src/plan/compare/config-value.ts';
import { topicComparison } from '../../../../src/plan/compare/topic.ts';
import { inherited, liveTopic, overridden } from '../../../support/build/live.ts';
import { topic } from '../../../support/build/resources.ts';

const external = { clusterType: 'external' } as const;

describe('a topic config is compared by meaning', () => {
  test.each([
    ['604800000', '604800000', true],
    ['+604800000', '604800000', true],
    ['9223372036854775807', '9223372036854775806', false],
    ['0.5', '0.50', true],
    ['true', 'TRUE', true],
    ['true', 'false', false],
    ['compact,delete', 'delete, compact', true],
    ['compact', 'compact,delete', false],
    ['zstd', 'ZSTD', false],
    ['-1', '-1', true],
  ])('%s and %s: same %s', (a, b, same) => {
    expect(sameConfigValue(a, b)).toBe(same);
    expect(sameConfigValue(b, a)).toBe(same);
  });

  test.each<[string, string | null, Parameters<typeof liveTopic>[2], readonly FieldChange[]]>([
    ['an equal override', '7', { config: new Map([['retention.ms', overridden('7')]]) }, []],
    [
      'an equal default that is not overridden',
      '7',
      { config: new Map([['retention.ms', inherited('7')]]) },
      [],
    ],
    [
      'a different override',
      '7',
      { config: new Map([['retention.ms', overridden('9')]]) },
      [{ field: 'config.retention.ms', from: '9', to: '7' }],
    ],
    [
      'a config that the broker does not report',
      '7',
      {},
      [{ field: 'config.retention.ms', from: null, to: '7' }],
    ],
    ['null, and no override', null, { config: new Map([['retention.ms', inherited('9')]]) }, []],
    [
      'null, and an override',
      null,
      { config: new Map([['retention.ms', overridden('9')]]) },
      [{ field: 'config.retention.ms', from: '9', to: null }],
    ],
  ])('%s', (_, wanted, live, fields) => {
    const desired = topic('onprem', 'edge.readings', { config: new Map([['retention.ms', wanted]]) });
    expect(
      topicComparison.compare(desired, liveTopic('onprem', 'edge.readings', live), external).fields,
    ).toEqual(fields);
  });
});

describe('an override that the spec does not list', () => {
  const live = liveTopic('core', 'orders', {
    config: new Map([
      ['segment.bytes', overridden('1')],
      ['retention.ms', inherited('2')],
    ]),
  });

  test.each([
    ['report', [], [{ field: 'segment.bytes', value: '1' }]],
    ['keep', [], []],
    ['reset', [{ field: 'config.segment.bytes', from: '1', to: null }], []],
  ] as const)('unlisted_config: %s', (unlistedConfig, fields, unlisted) => {
    const result = topicComparison.compare(
      topic('core', 'orders', { partitions: 6, replication: 3, unlistedConfig }),
      live,
      {},
    );
    expect({ fields: result.fields, unlisted: result.unlisted }).toEqual({ fields, unlisted });
  });
});

describe('an override that equals what the topic inherits', () => {
  const live = liveTopic('core', 'orders', {
    config: new Map([
      ['compression.type', { value: 'producer', overridden: true, inherited: 'producer' }],
      ['segment.bytes', { value: '5', overridden: true, inherited: '6' }],
      ['flush.ms', { value: '+9', overridden: true }],
    ]),
  });
  const reset = topic('core', 'orders', {
    config: new Map([
      ['compression.type', null],
      ['segment.bytes', null],
      ['flush.ms', null],
    ]),
  });
  const fieldsOf = (desired: typeof reset, context: Parameters<typeof topicComparison.compare>[2]) =>
    topicComparison.compare(desired, live, context).fields.map(({ field }) => field);

  test('is reset on Aiven, which cannot remove it, and not on an external cluster, where it can be removed', () => {
    expect(fieldsOf(reset, { clusterType: 'aiven' })).toEqual(['config.flush.ms', 'config.segment.bytes']);
    expect(fieldsOf(reset, { clusterType: 'external' })).toEqual([
      'config.compression.type',
      'config.flush.ms',
      'config.segment.bytes',
    ]);
    const unlisted = topic('core', 'orders', { unlistedConfig: 'reset' });
    expect(fieldsOf(unlisted, { clusterType: 'aiven' })).toEqual(['config.flush.ms', 'config.segment.bytes']);
  });

  test('is known as such by an earlier read where a read of the topic alone does not tell', () => {
    const inherited = new Map([['flush.ms', '9']]);
    expect(fieldsOf(reset, { clusterType: 'aiven', inherited })).toEqual(['config.segment.bytes']);
  });
});

describe('partitions and replication', () => {
  test('partitions grow', () => {
    const result = topicComparison.compare(
      topic('core', 'orders', { partitions: 12 }),
      liveTopic('core', 'orders'),
      {},
    );
    expect(result.fields).toEqual([{ field: 'partitions', from: '6', to: '12' }]);
  });

  test('fewer partitions are an error at the spec line, and not planned', () => {
    const result = topicComparison.compare(
      topic('core', 'orders', { partitions: 3 }),
      liveTopic('core', 'orders'),
      {},
    );
    expect(result.fields).toEqual([]);
    expect(result.findings).toMatchObject([
      { code: 'partitions-decrease', severity: 'error', position: { line: 1 } },
    ]);
  });

  test.each([
    ['aiven', [{ field: 'replication', from: '3', to: '2' }], []],
    ['external', [], ['replication-change-unsupported']],
  ] as const)('another replication factor on a cluster of type %s', (clusterType, fields, codes) => {
    const result = topicComparison.compare(
      topic('x', 'orders', { replication: 2 }),
      liveTopic('x', 'orders'),
      { clusterType },
    );
    expect(result.fields).toEqual(fields);
    expect(result.findings.map(({ code }) => code)).toEqual(codes);
  });

  test('what the spec leaves out is not compared', () => {
    expect(topicComparison.compare(topic('core', 'orders'), liveTopic('core', 'orders'), {}).fields).toEqual(
      [],
    );
  });
});

test('tags are compared as a whole once the spec states any', () => {
  const live = liveTopic('core', 'orders', {
    tags: new Map([
      ['team', 'a'],
      ['old', 'x'],
    ]),
  });
  const desired = topic('core', 'orders', {
    tags: new Map([
      ['team', 'b'],
      ['new', 'y'],
    ]),
  });
  expect(topicComparison.compare(desired, live, {}).fields).toEqual([
    { field: 'tags.new', from: null, to: 'y' },
    { field: 'tags.old', from: 'x', to: null },
    { field: 'tags.team', from: 'a', to: 'b' },
  ]);
  expect(topicComparison.compare(topic('core', 'orders'), live, {}).fields).toEqual([]);
});
