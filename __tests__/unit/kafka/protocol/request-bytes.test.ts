import { describe, expect, test } from '@jest/globals';
import { toEntry } from '../../../../src/kafka/protocol/acl-entry.ts';
import { createAcls, deleteAcls, describeAcls } from '../../../../src/kafka/protocol/acls.ts';
import { encodeRequest } from '../../../../src/kafka/protocol/api.ts';
import { createPartitions } from '../../../../src/kafka/protocol/create-partitions.ts';
import { createTopics } from '../../../../src/kafka/protocol/create-topics.ts';
import { deleteTopics } from '../../../../src/kafka/protocol/delete-topics.ts';
import { describeConfigs } from '../../../../src/kafka/protocol/describe-configs.ts';
import { incrementalAlterConfigs } from '../../../../src/kafka/protocol/incremental-alter-configs.ts';
import { listOffsets } from '../../../../src/kafka/protocol/list-offsets.ts';
import { metadata } from '../../../../src/kafka/protocol/metadata.ts';
import { anAcl } from '../../../support/kafka/builders.ts';
import { Bytes } from '../../../support/kafka/bytes.ts';

/** The layouts are those of the message files in Apache Kafka, `clients/src/main/resources/common/message`. */
describe('request bodies', () => {
  test.each([
    [false, 0],
    [true, 1],
  ])(
    'IncrementalAlterConfigs version 0: set and delete, nothing else; validateOnly %s',
    (validateOnly, flag) => {
      const request = {
        validateOnly,
        topics: [
          {
            name: 'orders',
            configs: [
              { operation: 'set', name: 'retention.ms', value: '604800000' },
              { operation: 'delete', name: 'compression.type' },
            ] as const,
          },
        ],
      };
      const expected = new Bytes().int32(1).int8(2).text('orders').int32(2);
      expected.text('retention.ms').int8(0).text('604800000');
      expected.text('compression.type').int8(1).text(null);
      expect(encodeRequest(incrementalAlterConfigs, request).buffer).toEqual(expected.int8(flag).buffer);
      expect(incrementalAlterConfigs).toMatchObject({ key: 44, version: 0 });
    },
  );

  test.each([
    ['start', -2],
    ['end', -1],
  ] as const)(
    'ListOffsets version 2: the %s of each partition, of whatever was written',
    (which, timestamp) => {
      const topics = [{ name: 'orders', partitions: [0, 7] }];
      const expected = new Bytes().int32(-1).int8(0).int32(1).text('orders').int32(2);
      for (const partition of [0, 7]) expected.int32(partition).int64(timestamp);
      expect(encodeRequest(listOffsets, { which, topics }).buffer).toEqual(expected.buffer);
      expect(listOffsets).toMatchObject({ key: 2, version: 2 });
    },
  );

  test.each([
    [false, 0],
    [true, 1],
  ])('CreateTopics version 3, validateOnly %s', (validateOnly, flag) => {
    const topics = [
      { name: 'a', partitions: 6, replication: 3, configs: [{ name: 'retention.ms', value: '-1' }] },
      { name: 'b', partitions: -1, replication: -1, configs: [] },
    ];
    const expected = new Bytes().int32(2);
    expected.text('a').int32(6).int16(3).int32(0).int32(1).text('retention.ms').text('-1');
    expected.text('b').int32(-1).int16(-1).int32(0).int32(0);
    expected.int32(13_000).int8(flag);
    expect(encodeRequest(createTopics, { topics, timeoutMs: 13_000, validateOnly }).buffer).toEqual(
      expected.buffer,
    );
  });

  test.each([
    [false, 0],
    [true, 1],
  ])('CreatePartitions version 1, validateOnly %s', (validateOnly, flag) => {
    const request = { topics: [{ name: 'a', count: 12 }], timeoutMs: 5_000, validateOnly };
    const expected = new Bytes().int32(1).text('a').int32(12).int32(-1).int32(5_000).int8(flag);
    expect(encodeRequest(createPartitions, request).buffer).toEqual(expected.buffer);
  });

  test('DeleteTopics version 3', () => {
    const request = { topics: ['a', 'b'], timeoutMs: 5_000 };
    expect(encodeRequest(deleteTopics, request).buffer).toEqual(
      new Bytes().int32(2).text('a').text('b').int32(5_000).buffer,
    );
  });

  test.each([
    ['all topics', 'all', new Bytes().int32(-1).int8(0)],
    ['some topics', ['a'], new Bytes().int32(1).text('a').int8(0)],
    ['no topics, only brokers', [], new Bytes().int32(0).int8(0)],
  ] as const)('Metadata version 6 for %s never creates one', (_, topics, expected) => {
    expect(encodeRequest(metadata, { topics }).buffer).toEqual(expected.buffer);
  });

  test('DescribeConfigs version 2 asks for every key with its synonyms', () => {
    const expected = new Bytes().int32(1).int8(2).text('a').int32(-1).int8(1);
    expect(encodeRequest(describeConfigs, { topics: ['a'] }).buffer).toEqual(expected.buffer);
  });

  test('DescribeAcls version 1 filters nothing', () => {
    const expected = new Bytes().int8(1).text(null).int8(1).text(null).text(null).int8(1).int8(1);
    expect(encodeRequest(describeAcls, undefined).buffer).toEqual(expected.buffer);
  });

  test.each([createAcls, deleteAcls])('$name version 1 names one entry exactly', (api) => {
    const id = anAcl({
      patternType: 'PREFIXED',
      operation: 'IdempotentWrite',
      permission: 'DENY',
      host: '10.1.2.3',
    });
    const expected = new Bytes()
      .int32(1)
      .int8(2)
      .text('orders')
      .int8(4)
      .text('User:svc')
      .text('10.1.2.3')
      .int8(12)
      .int8(2);
    expect(encodeRequest(api, { entries: [toEntry(id)] }).buffer).toEqual(expected.buffer);
  });
});
