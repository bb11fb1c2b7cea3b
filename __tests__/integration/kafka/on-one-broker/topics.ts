import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BackendTopic } from '../../../../sandbox/kafka-backend.ts';
import type { KafkaCluster } from '../../../../src/kafka/kafka.ts';
import { emptinessOf } from '../../../../src/model/emptiness.ts';
import type { ClusterReadRequest } from '../../../../src/model/live.ts';
import { creation, deletion, readNothing, topicId, updating } from '../../../support/kafka/builders.ts';
import { realCluster } from '../../../support/kafka/real-cluster.ts';
import { sharedKafka } from '../../../support/kafka.ts';
import { until } from '../../../support/until.ts';

const real = sharedKafka([{ name: 'weak', password: 'weak-test-password' }]);
let cluster: KafkaCluster;
beforeAll(() => {
  cluster = realCluster(real.kafka);
});
afterAll(() => cluster.close());

const accepted = { state: 'accepted' };
const set = (field: string, to: string | null) => ({ field, from: null, to });

/** As Kafka's own Java client sees it. */
async function seenByJava(name: string, holds: (topic: BackendTopic | undefined) => boolean = Boolean) {
  const [topic] = await until(
    () => real.bridge.describeTopics([name]),
    ([found]) => holds(found),
  );
  return topic;
}

function overrides(topic: BackendTopic | undefined): Record<string, string | null> {
  const own = topic?.config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG') ?? [];
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

async function readBack(name: string) {
  const [reading] = await cluster.topics.readBack([topicId(name)]);
  if (reading?.state !== 'known') throw new Error(`${name}: ${reading?.message}`);
  return reading.value;
}

describe('creating', () => {
  test('with partitions, replication and configs; what is left out is the default of the brokers', async () => {
    const config = new Map([
      ['retention.ms', '9223372036854775807'],
      ['cleanup.policy', 'compact,delete'],
      ['segment.ms', null],
    ]);
    const results = await cluster.topics.write([
      creation('created.full', { partitions: 3, replication: 1, config }),
      creation('created.bare'),
    ]);
    expect(results).toEqual([accepted, accepted]);
    const full = await seenByJava('created.full');
    expect(full).toMatchObject({ partitions: 3, replication: 1 });
    expect(overrides(full)).toEqual({
      'retention.ms': '9223372036854775807',
      'cleanup.policy': 'compact,delete',
    });
    const bare = await seenByJava('created.bare');
    expect(bare).toMatchObject({ partitions: 4, replication: 1 });
    expect(overrides(bare)).toEqual({});
  });

  test('refusals stand beside successes, in the words of the broker', async () => {
    const results = await cluster.topics.write([
      creation('refused.config', { config: new Map([['retention.ms', 'a week']]) }),
      creation('refused.key', { config: new Map([['retention.msec', '1']]) }),
      creation('refused.replication', { replication: 3 }),
      creation('refused.partitions', { partitions: 0 }),
      creation('refused name'),
      creation('refused.not'),
      creation('refused.policy', { partitions: 20_000 }),
    ]);
    expect(results).toEqual([
      {
        state: 'failed',
        code: 'INVALID_CONFIG',
        message: 'Invalid value a week for configuration retention.ms: Not a number of type LONG',
        transient: false,
      },
      {
        state: 'failed',
        code: 'INVALID_CONFIG',
        message: 'Unknown topic config name: retention.msec',
        transient: false,
      },
      {
        state: 'failed',
        code: 'INVALID_REPLICATION_FACTOR',
        message: expect.stringContaining('only 1 broker(s) are registered'),
        transient: false,
      },
      {
        state: 'failed',
        code: 'INVALID_PARTITIONS',
        message: 'Number of partitions was set to an invalid non-positive value.',
        transient: false,
      },
      {
        state: 'failed',
        code: 'INVALID_TOPIC_EXCEPTION',
        message: expect.stringContaining('Topic name is invalid'),
        transient: false,
      },
      accepted,
      {
        state: 'failed',
        code: 'POLICY_VIOLATION',
        message: expect.stringContaining('Excessively large number'),
        transient: false,
      },
    ]);
    expect(await seenByJava('refused.not')).toBeDefined();
  });

  test('what exists already is said, and left as it is', async () => {
    await real.bridge.createTopic({
      name: 'exists',
      partitions: 2,
      replication: 1,
      config: { 'retention.ms': '5' },
    });
    expect(await cluster.topics.write([creation('exists', { partitions: 9 })])).toMatchObject([
      {
        code: 'TOPIC_ALREADY_EXISTS',
        message: expect.stringContaining("'exists' already exists"),
        transient: false,
      },
    ]);
    const topic = await seenByJava('exists');
    expect(topic?.partitions).toBe(2);
    expect(overrides(topic)).toEqual({ 'retention.ms': '5' });
  });
});

describe('updating', () => {
  test('overrides that nobody named survive a config change byte for byte', async () => {
    const foreign = {
      'segment.bytes': '104857601',
      'min.cleanable.dirty.ratio': '0.33',
      'follower.replication.throttled.replicas': '0:1,1:1',
    };
    const config = { ...foreign, 'retention.ms': '1000', 'compression.type': 'zstd' };
    await real.bridge.createTopic({ name: 'foreign', partitions: 2, replication: 1, config });
    await seenByJava('foreign');
    const change = updating('foreign', [
      set('config.retention.ms', '2000'),
      set('config.compression.type', null),
    ]);
    expect(await cluster.topics.write([change])).toEqual([accepted]);
    const topic = await seenByJava('foreign', (found) => overrides(found)['retention.ms'] === '2000');
    expect(overrides(topic)).toEqual({ ...foreign, 'retention.ms': '2000' });
  });

  test('partitions grow; fewer are refused by the broker, and the configs are changed all the same', async () => {
    await real.bridge.createTopic({ name: 'grows', partitions: 2, replication: 1, config: {} });
    await seenByJava('grows');
    expect(await cluster.topics.write([updating('grows', [set('partitions', '5')])])).toEqual([accepted]);
    expect(await seenByJava('grows', (found) => found?.partitions === 5)).toMatchObject({ partitions: 5 });
    const change = updating('grows', [set('partitions', '3'), set('config.retention.ms', '7')]);
    expect(await cluster.topics.write([change])).toMatchObject([
      { code: 'INVALID_PARTITIONS', message: expect.stringContaining('5 partition(s)'), transient: false },
    ]);
    expect(overrides(await seenByJava('grows'))).toEqual({ 'retention.ms': '7' });
  });

  test('a config that is refused changes none of the topic, and the other topics are changed', async () => {
    for (const name of ['half.bad', 'half.good']) {
      await real.bridge.createTopic({ name, partitions: 1, replication: 1, config: {} });
      await seenByJava(name);
    }
    const results = await cluster.topics.write([
      updating('half.bad', [set('config.segment.ms', '60000'), set('config.retention.ms', 'x')]),
      updating('half.good', [set('config.segment.ms', '60000')]),
      updating('half.missing', [set('config.segment.ms', '60000')]),
    ]);
    expect(results).toMatchObject([
      { code: 'INVALID_CONFIG', message: expect.stringContaining('Not a number of type LONG') },
      accepted,
      { code: 'UNKNOWN_TOPIC_OR_PARTITION' },
    ]);
    expect(overrides(await seenByJava('half.good', (found) => 'segment.ms' in overrides(found)))).toEqual({
      'segment.ms': '60000',
    });
    expect(overrides(await seenByJava('half.bad'))).toEqual({});
  });
});

describe('deleting', () => {
  test('one that is there and one that is not', async () => {
    await real.bridge.createTopic({ name: 'goes', partitions: 1, replication: 1, config: {} });
    await seenByJava('goes');
    expect(await cluster.topics.write([deletion('goes'), deletion('never.was')])).toEqual([
      accepted,
      {
        state: 'failed',
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
        message: 'This server does not host this topic-partition',
        transient: true,
      },
    ]);
    expect(await seenByJava('goes', (found) => found === undefined)).toBeUndefined();
    expect(
      await until(
        () => readBack('goes'),
        (found) => found === undefined,
      ),
    ).toBeUndefined();
  });
});

describe('reading', () => {
  test('what was written reads back as written, with what the cluster would give otherwise', async () => {
    await cluster.topics.write([
      creation('reads', { partitions: 2, config: new Map([['segment.bytes', '104857600']]) }),
    ]);
    const topic = await until(() => readBack('reads'), Boolean);
    expect(topic).toMatchObject({ id: topicId('reads'), partitions: 2, replication: 1 });
    expect(topic?.config.get('segment.bytes')).toEqual({
      value: '104857600',
      overridden: true,
      inherited: '1073741824',
    });
    // The brokers have log.retention.hours=72, which Kafka 4.3 calls a default of retention.ms and names no setting behind it.
    expect(topic?.config.get('retention.ms')).toEqual({
      value: '259200000',
      overridden: false,
      from: 'default',
      inherited: '259200000',
    });
    const live = await cluster.readCluster({ ...readNothing, topics: ['reads', 'reads.not'] });
    expect(live.topics.get('reads')).toEqual({ state: 'known', value: topic });
    expect(live.topics.get('reads.not')).toEqual({ state: 'known', value: undefined });
    expect(live.brokers).toEqual({ state: 'known', value: 1 });
    expect(live.topicNames).toMatchObject({ value: expect.arrayContaining(['reads']) });
    const scope = await cluster.readCluster({ ...readNothing, alsoTopics: (name) => name === 'reads' });
    const counted = { ...topic, startOffset: 0, endOffset: 0, offsets: { start: [0, 0], end: [0, 0] } };
    expect([...scope.topics]).toEqual([['reads', { state: 'known', value: counted }]]);
  });

  test('whether a topic holds records is told of the topics that are counted', async () => {
    await cluster.topics.write([creation('counted.empty', { partitions: 3 }), creation('counted.full')]);
    await until(() => readBack('counted.full'), Boolean);
    await real.bridge.produce('counted.full', [{ value: 'one' }, { value: 'two' }]);
    const names = ['counted.empty', 'counted.full'];
    const emptiness = async (request: Partial<ClusterReadRequest>) => {
      const { topics } = await cluster.readCluster({ ...readNothing, ...request });
      return names.map((name) => {
        const reading = topics.get(name);
        return reading?.state === 'known' && reading.value ? emptinessOf(reading.value) : 'not read';
      });
    };
    const counted = ['empty', 'holds records'];
    expect(await emptiness({ topics: names })).toEqual(['cannot tell', 'cannot tell']);
    // A new partition may be without a leader for a moment, which nobody can count at then.
    await until(
      () => emptiness({ topics: names, countedTopics: names }),
      (states) => !states.includes('cannot tell'),
    );
    expect(await emptiness({ topics: names, countedTopics: names })).toEqual(counted);
    expect(await emptiness({ alsoTopics: (name) => name.startsWith('counted.') })).toEqual(counted);
    const again = await cluster.topics.readCounted?.(names.map(topicId));
    expect(again?.map((one) => one.state === 'known' && one.value && emptinessOf(one.value))).toEqual(
      counted,
    );
  });

  test('a login without rights: what it may not see is unknown, never absent', async () => {
    await real.bridge.createTopic({ name: 'hidden', partitions: 1, replication: 1, config: {} });
    await real.bridge.createTopic({ name: 'seen', partitions: 1, replication: 1, config: {} });
    await real.bridge.createAcl({
      principal: 'User:weak',
      host: '*',
      resourceType: 'TOPIC',
      resourceName: 'seen',
      patternType: 'LITERAL',
      operation: 'DESCRIBE',
      permission: 'ALLOW',
    });
    const weak = realCluster(real.kafka, { username: 'weak', password: 'weak-test-password' });
    try {
      const request = { ...readNothing, topics: ['hidden', 'seen'] };
      const live = await until(
        () => weak.readCluster(request),
        ({ topicNames }) => topicNames.state === 'known' && topicNames.value.includes('seen'),
      );
      expect(live.topicNames).toEqual({ state: 'known', value: ['seen'] });
      expect(live.topics.get('hidden')).toMatchObject({
        code: 'denied',
        message: expect.stringContaining('takes Describe on it'),
      });
      expect(live.topics.get('seen')).toMatchObject({
        code: 'denied',
        message: expect.stringContaining('takes DescribeConfigs on it'),
      });
      expect(await weak.topics.write([creation('weak.topic'), deletion('seen')])).toMatchObject([
        { code: 'TOPIC_AUTHORIZATION_FAILED', transient: false },
        { code: 'TOPIC_AUTHORIZATION_FAILED', transient: false },
      ]);
    } finally {
      await weak.close();
    }
  });
});
