import { describe, expect, test } from '@jest/globals';
import type { BackendAcl } from '../../../../sandbox/kafka-backend.ts';
import { until } from '../../../support/until.ts';
import { cluster } from './cluster.ts';

/*
 * A broker answers a write before it shows it, so what was written is waited for.
 */

describe('topics', () => {
  test('are created, described, grown, changed and deleted', async () => {
    const { bridge } = cluster;
    await bridge.createTopic({
      name: 'orders',
      partitions: 2,
      replication: 1,
      config: { 'retention.ms': '60000' },
    });
    await bridge.createPartitions('orders', 3);
    await bridge.alterTopicConfig('orders', { 'cleanup.policy': 'compact', 'retention.ms': null });

    const described = (...names: readonly string[]) =>
      until(
        () => bridge.describeTopics(names),
        (topics) =>
          topics[0]?.config.some(({ name, value }) => name === 'cleanup.policy' && value === 'compact') ===
          true,
      );
    const [topic, ...others] = await described('orders', 'missing');
    expect(others).toEqual([]);
    expect(topic).toMatchObject({ name: 'orders', partitions: 3, replication: 1, internal: false });
    expect(topic?.partitionDetails).toEqual(
      [0, 1, 2].map((partition) => ({ partition, isr: 1, earliestOffset: 0, latestOffset: 0, size: 0 })),
    );
    const config = new Map(topic?.config.map((entry) => [entry.name, entry]));
    expect(config.get('cleanup.policy')).toMatchObject({
      value: 'compact',
      source: 'DYNAMIC_TOPIC_CONFIG',
      synonyms: [
        { name: 'cleanup.policy', value: 'compact', source: 'DYNAMIC_TOPIC_CONFIG' },
        { name: 'log.cleanup.policy', value: 'delete', source: 'DEFAULT_CONFIG' },
      ],
    });
    expect(config.get('retention.ms')).toMatchObject({ value: '604800000', source: 'DEFAULT_CONFIG' });

    await bridge.deleteTopic('orders');
    await until(
      () => bridge.describeTopics(['orders']),
      ({ length }) => length === 0,
    );
  });

  test('that are deleted while they are described are left out', async () => {
    const { bridge } = cluster;
    await bridge.createTopic({ name: 'stays', partitions: 1, replication: 1, config: {} });
    await until(
      () => bridge.describeTopics(['stays']),
      ({ length }) => length === 1,
    );
    for (let round = 0; round < 4; round++) {
      await bridge.createTopic({ name: 'goes', partitions: 10, replication: 1, config: {} });
      const described = [1, 2, 3, 4].map(() => bridge.describeTopics(['goes', 'stays']));
      await bridge.deleteTopic('goes');
      for (const topics of await Promise.all(described))
        expect(topics.map(({ name }) => name)).toContain('stays');
    }
  });

  test('get the broker’s defaults for -1, and are listed with their counts', async () => {
    await cluster.bridge.createTopic({ name: 'defaults', partitions: -1, replication: -1, config: {} });
    const listed = await until(
      async () => (await cluster.bridge.listTopics()).find(({ name }) => name === 'defaults'),
      Boolean,
    );
    expect(listed).toEqual({ name: 'defaults', partitions: 1, replication: 1, internal: false });
  });

  test.each([
    ['a name that exists', { name: 'taken' }, 'TOPIC_ALREADY_EXISTS', "Topic 'taken' already exists."],
    ['an illegal name', { name: 'a b' }, 'INVALID_TOPIC_EXCEPTION', 'Topic name is invalid'],
    [
      'too many replicas',
      { name: 'x', replication: 2 },
      'INVALID_REPLICATION_FACTOR',
      'only 1 broker(s) are registered',
    ],
    ['no partitions', { name: 'x', partitions: 0 }, 'INVALID_PARTITIONS', 'non-positive'],
    [
      'an unknown config',
      { name: 'x', config: { 'no.such': '1' } },
      'INVALID_CONFIG',
      'Unknown topic config name: no.such',
    ],
  ])('are refused with %s, in Kafka’s words', async (_, change, code, message) => {
    const topic = { name: 'taken', partitions: 1, replication: 1, config: {} };
    await cluster.bridge.createTopic(topic).catch(() => undefined);
    await expect(cluster.bridge.createTopic({ ...topic, ...change })).rejects.toMatchObject({
      name: 'KafkaBackendError',
      code,
      message: expect.stringContaining(message),
    });
  });

  test('never shrink', async () => {
    await cluster.bridge.createTopic({ name: 'wide', partitions: 4, replication: 1, config: {} });
    await expect(cluster.bridge.createPartitions('wide', 2)).rejects.toMatchObject({
      code: 'INVALID_PARTITIONS',
    });
  });

  test.each([
    ['deleteTopic', () => cluster.bridge.deleteTopic('missing')],
    ['alterTopicConfig', () => cluster.bridge.alterTopicConfig('missing', { 'retention.ms': '1' })],
    ['createPartitions', () => cluster.bridge.createPartitions('missing', 2)],
  ])('%s of a missing one is UNKNOWN_TOPIC_OR_PARTITION', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });
});

describe('ACLs', () => {
  const acl: BackendAcl = {
    principal: 'User:carol',
    host: '*',
    resourceType: 'GROUP',
    resourceName: '*',
    patternType: 'LITERAL',
    operation: 'READ',
    permission: 'DENY',
  };
  const carols = async (): Promise<readonly BackendAcl[]> =>
    (await cluster.bridge.listAcls()).filter((each) => each.principal === acl.principal);

  test('come back as they were given, and deleting one leaves its neighbours', async () => {
    const neighbour: BackendAcl = {
      ...acl,
      patternType: 'PREFIXED',
      resourceName: 'app-',
      permission: 'ALLOW',
    };
    await cluster.bridge.createAcl(acl);
    await cluster.bridge.createAcl(neighbour);
    const both = await until(carols, ({ length }) => length === 2);
    expect(both).toEqual(expect.arrayContaining([acl, neighbour]));
    await cluster.bridge.deleteAcl(acl);
    await cluster.bridge.deleteAcl(acl);
    expect(await until(carols, ({ length }) => length === 1)).toEqual([neighbour]);
  });

  test('are refused where Kafka refuses them', async () => {
    await expect(
      cluster.bridge.createAcl({ ...acl, resourceType: 'CLUSTER', resourceName: 'x' }),
    ).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });
});

describe('records', () => {
  test('are produced, consumed by a group, and leave committed offsets', async () => {
    const { bridge } = cluster;
    await bridge.createTopic({ name: 'events', partitions: 1, replication: 1, config: {} });
    const positions = await bridge.produce('events', [
      { key: 'k', value: 'one' },
      { value: 'zwei ✓' },
      { key: 'k', value: null },
    ]);
    expect(positions.map((position) => position.offset)).toEqual([0, 1, 2]);

    const read = await bridge.consume('events', { max: 2, group: 'readers' });
    expect(read.map(({ key, value }) => [key, value])).toEqual([
      ['k', 'one'],
      [null, 'zwei ✓'],
    ]);
    expect(await bridge.committedOffsets('readers')).toEqual([{ topic: 'events', partition: 0, offset: 2 }]);
    expect(await bridge.committed()).toContainEqual({
      group: 'readers',
      topic: 'events',
      partition: 0,
      offset: 2,
    });
    expect(await bridge.listGroups()).toContain('readers');
    expect((await bridge.consume('events', { max: 3 })).map((record) => record.value)).toEqual([
      'one',
      'zwei ✓',
      null,
    ]);
    expect((await bridge.describeTopics(['events']))[0]?.partitionDetails[0]).toMatchObject({
      latestOffset: 3,
    });
  });
});

test('requests overtake each other', async () => {
  const order: string[] = [];
  await cluster.bridge.createTopic({ name: 'quiet', partitions: 1, replication: 1, config: {} });
  const slow = cluster.bridge.consume('quiet', { max: 1 }).then(() => order.push('slow'));
  await cluster.bridge.brokers().then(() => order.push('quick'));
  await cluster.bridge.produce('quiet', [{ value: 'what the slow one waits for' }]);
  await slow;
  expect(order).toEqual(['quick', 'slow']);
});

test('a closed bridge refuses calls, and another one goes on', async () => {
  const own = await cluster.kafka.bridge();
  await own.close();
  await expect(own.brokers()).rejects.toThrow('closed');
  expect(await cluster.bridge.brokers()).toBe(1);
});
