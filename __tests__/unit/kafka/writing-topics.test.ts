import { describe, expect, test } from '@jest/globals';
import { creation, deletion, updating } from '../../support/kafka/builders.ts';
import { Bytes } from '../../support/kafka/bytes.ts';
import { alteredConfigs, deletedTopics, topicResults } from '../../support/kafka/fake-broker.ts';
import { aClusterOf } from '../../support/kafka/with-broker.ts';

const accepted = { state: 'accepted' };
const set = (field: string, to: string | null) => ({ field, from: null, to });

describe('writing topics', () => {
  test('per-resource errors keep their topic and the words of the broker', async () => {
    const { cluster } = await aClusterOf({
      // Not in the order of the request.
      CreateTopics: () =>
        topicResults([
          { name: 'd', errorCode: 36 },
          { name: 'b', errorCode: 44, message: 'Replication factor must be 3\u0007 (policy)' },
          { name: 'a' },
          { name: 'e', errorCode: 7, message: 'x'.repeat(900) },
        ]),
    });
    const results = await cluster.topics.write(['a', 'b', 'c', 'd', 'e'].map((name) => creation(name)));
    expect(results).toEqual([
      accepted,
      {
        state: 'failed',
        code: 'POLICY_VIOLATION',
        message: 'Replication factor must be 3 (policy)',
        transient: false,
      },
      {
        state: 'failed',
        code: 'no-answer',
        message: 'the brokers left topic c out of their answer',
        transient: true,
      },
      {
        state: 'failed',
        code: 'TOPIC_ALREADY_EXISTS',
        message: 'Topic with this name already exists',
        transient: false,
        isThere: true,
      },
      { state: 'failed', code: 'REQUEST_TIMED_OUT', message: `${'x'.repeat(499)}…`, transient: true },
    ]);
  });

  test('creates, then updates, then deletes, and answers in the order of its input', async () => {
    const { cluster, broker } = await aClusterOf({
      CreateTopics: () => topicResults([{ name: 'new' }]),
      IncrementalAlterConfigs: () => alteredConfigs([{ name: 'old' }]),
      CreatePartitions: () =>
        topicResults([{ name: 'old', errorCode: 37, message: 'Topic currently has 9 partitions' }]),
      DeleteTopics: () => deletedTopics([{ name: 'gone', errorCode: 73 }]),
    });
    const results = await cluster.topics.write([
      deletion('gone'),
      updating('old', [set('partitions', '6'), set('config.retention.ms', '1')]),
      creation('new'),
    ]);
    expect(results).toEqual([
      {
        state: 'failed',
        code: 'TOPIC_DELETION_DISABLED',
        message: 'Topic deletion is disabled',
        transient: false,
      },
      {
        state: 'failed',
        code: 'INVALID_PARTITIONS',
        message: 'Topic currently has 9 partitions',
        transient: false,
      },
      accepted,
    ]);
    expect(broker.requests.map(({ api }) => api)).toEqual([
      'ApiVersions',
      'CreateTopics',
      'IncrementalAlterConfigs',
      'CreatePartitions',
      'DeleteTopics',
    ]);
  });

  test('a config change sends exactly the changed keys, in one entry per topic', async () => {
    const { cluster, broker } = await aClusterOf({
      IncrementalAlterConfigs: () => alteredConfigs([{ name: 'a' }]),
    });
    await cluster.topics.write([
      updating('a', [set('config.retention.ms', '1'), set('config.compression.type', null)]),
    ]);
    const expected = new Bytes().int32(1).int8(2).text('a').int32(2);
    expected.text('retention.ms').int8(0).text('1').text('compression.type').int8(1).text(null).int8(0);
    expect(broker.requests.at(-1)).toMatchObject({
      api: 'IncrementalAlterConfigs',
      version: 0,
      body: expected.buffer,
    });
  });

  test('what the spec leaves out goes as -1, and a null config not at all', async () => {
    const { cluster, broker } = await aClusterOf({ CreateTopics: () => topicResults([{ name: 'a' }]) });
    await cluster.topics.write([
      creation('a', {
        config: new Map([
          ['retention.ms', null],
          ['segment.ms', '5'],
        ]),
      }),
    ]);
    const expected = new Bytes().int32(1).text('a').int32(-1).int16(-1).int32(0);
    expected.int32(1).text('segment.ms').text('5');
    expect(broker.requests.at(-1)?.body.subarray(0, -5)).toEqual(expected.buffer);
  });

  test.each([
    ['replication', [set('replication', '3')], 'replication is never changed on an external cluster'],
    [
      'a tag',
      [set('config.retention.ms', '1'), set('tags.team', 'a')],
      'tags.team cannot be written to Kafka',
    ],
    ['a partition count that is none', [set('partitions', 'many')], 'partitions cannot be written to Kafka'],
  ])('%s is refused, and nothing of that change is sent', async (_, fields, message) => {
    const { cluster, broker } = await aClusterOf({});
    expect(await cluster.topics.write([updating('a', fields)])).toEqual([
      { state: 'failed', code: 'not-supported', message, transient: false },
    ]);
    expect(broker.requests).toEqual([]);
  });

  test('a topic is never deleted and created again', async () => {
    const { cluster, broker } = await aClusterOf({});
    expect(await cluster.topics.write([updating('a', [], 'replace')])).toMatchObject([
      { code: 'not-supported' },
    ]);
    expect(broker.requests).toEqual([]);
  });

  test('requests stay below the 10,000 records that KRaft takes; one that fails says nothing about the next', async () => {
    let batch = 0;
    const { cluster, broker } = await aClusterOf({
      CreateTopics: () => (batch++ === 0 ? Buffer.alloc(2) : topicResults([{ name: 'c' }])),
    });
    const large = { partitions: 2_400 };
    const results = await cluster.topics.write([
      creation('a', large),
      creation('b', large),
      creation('c', large),
    ]);
    expect(results).toMatchObject([{ code: 'NETWORK_EXCEPTION' }, { code: 'NETWORK_EXCEPTION' }, accepted]);
    expect(broker.requests.filter(({ api }) => api === 'CreateTopics')).toHaveLength(2);
  });
});
