import { describe, expect, test } from '@jest/globals';
import { quickTimings } from '../../../sandbox/aiven/timings.ts';
import { type AivenApi, type Answer, aivenApi, batch, core, refusal, topics } from './aiven-api.ts';

const { topicVisible, topicConfiguring, topicDeleting, topicListCache, v2Behind, v2Cache } = quickTimings;

describe('a new topic', () => {
  test('is not visible at first, then CONFIGURING, then ACTIVE; the list and v2 lag behind', async () => {
    const api = await aivenApi();
    expect(await states(api)).toEqual({ list: undefined, get: undefined, batch: undefined });
    const created = await api.post(topics, { topic_name: 'orders', partitions: 3, replication: 3 });
    expect(created).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    expect(created.body).not.toHaveProperty('topic');
    expect(await states(api)).toEqual({ list: undefined, get: undefined, batch: undefined });

    api.advance(topicVisible);
    expect(await states(api)).toEqual({ list: undefined, get: 'CONFIGURING', batch: undefined });
    // A list that was cached before: the batch read knows the topic first.
    api.advance(v2Behind);
    expect(await states(api)).toEqual({ list: undefined, get: 'ACTIVE', batch: 'ACTIVE' });
    api.advance(topicListCache - topicVisible - v2Behind);
    expect(await states(api)).toEqual({ list: 'ACTIVE', get: 'ACTIVE', batch: 'ACTIVE' });
    expect(topicConfiguring).toBeGreaterThan(0);
  });

  test('is in a list that is read anew before the batch read knows it', async () => {
    const api = await aivenApi();
    await api.post(topics, { topic_name: 'orders', partitions: 3, replication: 3 });
    api.advance(topicVisible);
    expect(await states(api)).toEqual({ list: 'CONFIGURING', get: 'CONFIGURING', batch: undefined });
  });

  test('is refused again at once, in words that clients look for', async () => {
    const api = await aivenApi();
    await api.post(topics, { topic_name: 'orders' });
    expect(refusal(await api.post(topics, { topic_name: 'orders' }))).toEqual({
      status: 409,
      code: 'kafka_topic_already_exists',
      message: "Topic 'orders' already exists",
    });
  });

  test('reaches the brokers with its config, in Kafka names', async () => {
    const api = await aivenApi();
    await api.post(topics, {
      topic_name: 'orders',
      partitions: 4,
      replication: 2,
      min_insync_replicas: 1,
      retention_hours: 2,
      config: { min_insync_replicas: 2, preallocate: true, min_cleanable_dirty_ratio: 0.25 },
    });
    const [topic] = await api.backend.describeTopics(['orders']);
    expect(topic).toMatchObject({ partitions: 4, replication: 2 });
    expect(overrides(topic?.config ?? [])).toEqual({
      'min.insync.replicas': '2',
      preallocate: 'true',
      'min.cleanable.dirty.ratio': '0.25',
      'retention.ms': '7200000',
    });
  });
});

test('realistic timings take seconds', async () => {
  const api = await aivenApi({ timings: 'realistic' });
  await api.post(topics, { topic_name: 'orders' });
  api.advance(1000);
  expect((await api.get(`${topics}/orders`)).status).toBe(404);
  api.advance(9_000);
  expect((await api.get(`${topics}/orders`)).at('topic', 'state')).toBe('ACTIVE');
});

describe('answers', () => {
  test('the list has numbers of partitions and no config; GET and v2 have both in full', async () => {
    const api = await withTopic({
      partitions: 2,
      replication: 3,
      config: { retention_ms: 3_600_000, cleanup_policy: 'compact' },
      tags: [{ key: 'team', value: 'a' }],
      topic_description: 'All orders',
    });
    const common = {
      topic_name: 'orders',
      state: 'ACTIVE',
      replication: 3,
      min_insync_replicas: 1,
      cleanup_policy: 'compact',
      retention_bytes: -1,
      retention_hours: 1,
      tags: [{ key: 'team', value: 'a' }],
      topic_description: 'All orders',
      owner_user_group_id: null,
    };
    expect((await api.get(topics)).body).toEqual({
      topics: [{ ...common, partitions: 2, remote_storage_enable: false }],
    });
    const full = (await api.get(`${topics}/orders`)).at('topic');
    const partition = { isr: 3, earliest_offset: 0, latest_offset: 0, size: 0, consumer_groups: [] };
    expect(full).toEqual({
      ...common,
      partitions: [
        { partition: 0, ...partition },
        { partition: 1, ...partition },
      ],
      config: expect.anything(),
    });
    expect((await api.post(batch, { topic_names: ['orders'] })).body).toEqual({ topics: [full] });
  });

  test('configs are typed, and only a value that differs from the default has source topic_config', async () => {
    const api = await withTopic({ config: { retention_ms: 604_800_000, delete_retention_ms: 5 } });
    const full = await api.get(`${topics}/orders`);
    const config = (name: string) => full.at('topic', 'config', name);
    expect(config('delete_retention_ms')).toEqual({
      value: 5,
      source: 'topic_config',
      synonyms: [
        { name: 'delete.retention.ms', source: 'topic_config', value: 5 },
        { name: 'log.cleaner.delete.retention.ms', source: 'default_config', value: 86_400_000 },
      ],
    });
    expect(config('retention_ms')).toEqual({ value: 604_800_000, source: 'default_config', synonyms: [] });
    expect(config('preallocate')).toMatchObject({ value: false });
    expect(config('min_cleanable_dirty_ratio')).toMatchObject({ value: 0.5 });
    expect(config('cleanup_policy')).toMatchObject({ value: 'delete' });
    expect(config('leader_replication_throttled_replicas')).toBeUndefined();
  });

  test('the largest 64-bit integer comes back digit by digit', async () => {
    const api = await aivenApi();
    await api.send('POST', topics, {
      headers: { authorization: 'aivenv1 test-token' },
      body: '{"topic_name":"orders","config":{"flush_messages":9223372036854775807}}',
    });
    api.settle();
    const { text } = await api.get(`${topics}/orders`);
    expect(text).toContain('"flush_messages":{"value":9223372036854775807,');
    expect(text).not.toContain('9223372036854776000');
  });

  test('a 64-bit integer that the emulator cannot hold is refused', async () => {
    const api = await aivenApi();
    const answer = await api.send('POST', topics, {
      headers: { authorization: 'aivenv1 test-token' },
      body: '{"topic_name":"orders","config":{"flush_messages":9007199254740993}}',
    });
    expect(answer.status).toBe(501);
  });
});

describe('the v2 batch read', () => {
  test('one unknown name fails the whole call', async () => {
    const api = await withTopic();
    expect(refusal(await api.post(batch, { topic_names: ['orders', 'nope'] }))).toEqual({
      status: 404,
      code: 'kafka_topic_not_found',
      message: 'Topic(s) not found',
    });
  });

  test.each([
    [100, 404],
    [101, 400],
  ])('%i names: %i', async (count, status) => {
    const api = await aivenApi();
    const names = Array.from({ length: count }, (_, index) => `t${index}`);
    expect((await api.post(batch, { topic_names: names })).status).toBe(status);
  });

  test('it serves old values until its cache expires', async () => {
    const api = await withTopic({ config: { retention_ms: 1000 } });
    expect(await batchRetention(api)).toBe(1000);
    await api.put(`${topics}/orders`, { config: { retention_ms: 2000 } });
    expect(await batchRetention(api)).toBe(1000);
    api.advance(v2Cache);
    expect(await batchRetention(api)).toBe(2000);
  });
});

describe('updates', () => {
  test('what is not sent stays, null on top level too', async () => {
    const api = await withTopic({
      partitions: 2,
      config: { retention_ms: 1000, segment_ms: 5000 },
      tags: [{ key: 'team', value: 'a' }],
      topic_description: 'All orders',
    });
    await api.put(`${topics}/orders`, {
      partitions: null,
      replication: null,
      config: { retention_ms: 2000 },
    });
    const topic = (await api.get(`${topics}/orders`)).at('topic');
    expect(topic).toMatchObject({
      replication: 1,
      tags: [{ key: 'team', value: 'a' }],
      topic_description: 'All orders',
      config: { retention_ms: { value: 2000 }, segment_ms: { value: 5000 } },
    });
    expect(topic).toMatchObject({ partitions: [{}, {}] });
  });

  test('tags are replaced', async () => {
    const api = await withTopic({ tags: [{ key: 'team', value: 'a' }] });
    await api.put(`${topics}/orders`, { tags: [{ key: 'stage', value: '' }] });
    expect((await api.get(`${topics}/orders`)).at('topic', 'tags')).toEqual([{ key: 'stage', value: '' }]);
    await api.put(`${topics}/orders`, { tags: [] });
    expect((await api.get(`${topics}/orders`)).at('topic', 'tags')).toEqual([]);
  });

  test('partitions grow', async () => {
    const api = await withTopic({ partitions: 2 });
    await api.put(`${topics}/orders`, { partitions: 5 });
    expect((await api.get(`${topics}/orders`)).at('topic', 'partitions')).toHaveLength(5);
  });

  test('a new replication factor blocks updates for a while', async () => {
    const api = await withTopic({ replication: 3 });
    expect((await api.put(`${topics}/orders`, { replication: 2 })).status).toBe(200);
    expect((await api.get(`${topics}/orders`)).at('topic', 'replication')).toBe(2);
    expect(refusal(await api.put(`${topics}/orders`, { partitions: 9 }))).toMatchObject({
      status: 409,
      code: 'kafka_partition_reassignment_in_progress',
    });
    api.settle();
    expect((await api.put(`${topics}/orders`, { partitions: 9 })).status).toBe(200);
  });
});

describe('deletes', () => {
  test('the topic is DELETING for a while, and its name is blocked', async () => {
    const api = await withTopic();
    expect((await api.delete(`${topics}/orders`)).status).toBe(200);
    expect(await api.backend.describeTopics(['orders'])).toEqual([]);
    api.world.dropTopicCaches('acme', 'core');
    expect(await states(api)).toEqual({ list: 'DELETING', get: 'DELETING', batch: 'DELETING' });
    expect((await api.post(topics, { topic_name: 'orders' })).status).toBe(409);
    expect((await api.delete(`${topics}/orders`)).status).toBe(404);
    api.advance(topicDeleting);
    api.world.dropTopicCaches('acme', 'core');
    expect(await states(api)).toEqual({ list: undefined, get: undefined, batch: undefined });
    expect((await api.post(topics, { topic_name: 'orders' })).status).toBe(200);
  });
});

describe('what happens at the brokers', () => {
  test('a topic made there is read, without tags', async () => {
    const api = await aivenApi();
    await api.backend.createTopic({ name: 'made', partitions: 1, replication: 1, config: {} });
    expect((await api.get(`${topics}/made`)).at('topic')).toMatchObject({ state: 'ACTIVE', tags: [] });
  });

  test('labels that another client wrote are read', async () => {
    const api = await withTopic();
    api.world.setTopicLabels('acme', 'core', 'orders', {
      tags: [{ key: 'a', value: 'b' }],
      description: 'c',
    });
    expect((await api.get(`${topics}/orders`)).at('topic')).toMatchObject({
      tags: [{ key: 'a', value: 'b' }],
      topic_description: 'c',
    });
  });

  test('a topic deleted there is gone from GET at once and from the list when its cache expires', async () => {
    const api = await withTopic();
    expect((await states(api)).list).toBe('ACTIVE');
    await api.backend.deleteTopic('orders');
    expect(await states(api)).toMatchObject({ list: 'ACTIVE', get: undefined });
    api.advance(topicListCache);
    expect(await states(api)).toMatchObject({ list: undefined });
  });
});

describe('refusals', () => {
  test.each<[unknown, number, string, string]>([
    [{}, 400, 'bad_request', "Invalid input: 'topic_name' is a required property"],
    [null, 400, 'bad_request', "Invalid input: None is not of type 'object'"],
    [{ topic_name: '' }, 400, 'bad_request', "Invalid 'topic_name': '' is too short"],
    [
      { topic_name: 'a', partitions: 0 },
      400,
      'bad_request',
      "Invalid 'partitions': 0 is less than the minimum of 1",
    ],
    [
      { topic_name: 'a', partitions: '3' },
      400,
      'bad_request',
      "Invalid 'partitions': '3' is not of type 'integer', 'null'",
    ],
    [
      { topic_name: 'a', partitions: 1.5 },
      400,
      'bad_request',
      "Invalid 'partitions': 1.5 is not of type 'integer', 'null'",
    ],
    [
      { topic_name: 'a', config: { retention_ms: '1000' } },
      400,
      'bad_request',
      "Invalid 'retention_ms': '1000' is not of type 'integer'",
    ],
    [
      { topic_name: 'a', config: { preallocate: 'true' } },
      400,
      'bad_request',
      "Invalid 'preallocate': 'true' is not of type 'boolean'",
    ],
    [
      { topic_name: 'a', config: { 'retention.ms': 1 } },
      400,
      'bad_request',
      "Invalid input: Additional properties are not allowed ('retention.ms' was unexpected)",
    ],
    [
      { topic_name: 'a', config: { cleanup_policy: 'delete,compact' } },
      400,
      'bad_request',
      "Invalid 'cleanup_policy': 'delete,compact' is not one of ['delete', 'compact', 'compact,delete']",
    ],
    [
      { topic_name: 'a', tags: [{ key: 'team' }] },
      400,
      'bad_request',
      "Invalid 'tags.0': 'value' is a required property",
    ],
    [
      { topic_name: 'a', nope: 1 },
      400,
      'bad_request',
      "Invalid input: Additional properties are not allowed ('nope' was unexpected)",
    ],
    [
      { topic_name: 'a b' },
      400,
      'kafka_topic_invalid_config',
      "Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      { topic_name: 'a', config: { segment_bytes: 14 } },
      400,
      'kafka_topic_invalid_config',
      'Invalid value 14 for configuration segment.bytes: Value must be at least 1048576',
    ],
  ])('POST %j', async (body, status, code, message) => {
    const api = await aivenApi();
    expect(refusal(await api.post(topics, body))).toEqual({ status, code, message });
    expect(await api.backend.listTopics()).toEqual([]);
    expect(api.aiven.log.effects).toEqual([]);
  });

  test('more than 25 tags', async () => {
    const api = await aivenApi();
    const tags = Array.from({ length: 26 }, (_, index) => ({ key: `k${index}`, value: '' }));
    expect((await api.post(topics, { topic_name: 'a', tags })).status).toBe(400);
    expect((await api.post(topics, { topic_name: 'a', tags: tags.slice(1) })).status).toBe(200);
  });

  test('an owner that is no user group, of a new topic and of one that is there', async () => {
    const api = await withTopic({});
    api.world.userGroups.add('ug1');
    const unknown = {
      status: 400,
      code: 'invalid_owner_user_group',
      message: "Invalid owner user group 'ug2'",
    };
    expect(refusal(await api.post(topics, { topic_name: 'a', owner_user_group_id: 'ug2' }))).toEqual(unknown);
    const one = `${topics}/orders`;
    expect(refusal(await api.put(one, { owner_user_group_id: 'ug2' }))).toEqual(unknown);
    for (const owner of ['', 'x'.repeat(37), 7]) {
      expect((await api.put(one, { owner_user_group_id: owner })).status).toBe(400);
    }
    expect((await api.get(one)).at('topic')).toMatchObject({ owner_user_group_id: null });
    expect((await api.put(one, { owner_user_group_id: 'ug1' })).status).toBe(200);
    expect((await api.get(one)).at('topic')).toMatchObject({ owner_user_group_id: 'ug1' });
  });

  test('more replicas than brokers', async () => {
    const api = await aivenApi();
    expect(refusal(await api.post(topics, { topic_name: 'a', replication: 4 }))).toEqual({
      status: 409,
      message: 'Cluster only has 3 broker(s), cannot set replication factor to 4',
    });
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s of a topic that is not there', async (method) => {
    const api = await aivenApi();
    const answer = await api.send(method, `${topics}/nope`, {
      headers: { authorization: 'aivenv1 test-token' },
      ...(method === 'PUT' ? { body: '{}' } : {}),
    });
    expect(refusal(answer)).toEqual({
      status: 404,
      code: 'kafka_topic_not_found',
      message: "Topic 'nope' does not exist",
    });
  });

  test('DELETE of an internal topic', async () => {
    const api = await aivenApi();
    expect(refusal(await api.delete(`${topics}/__consumer_offsets`))).toMatchObject({
      status: 409,
      code: 'kafka_topic_reserved',
    });
  });

  test('a service that is powered off', async () => {
    const api = await aivenApi();
    api.world.setServiceState('acme', 'core', 'POWEROFF');
    expect(refusal(await api.get(topics))).toEqual({
      status: 503,
      message: 'An error occurred. Please try again later.',
    });
    expect((await api.get(core)).at('service', 'state')).toBe('POWEROFF');
  });
});

async function withTopic(body: object = {}): Promise<AivenApi> {
  const api = await aivenApi({ switches: { replicationOne: 'allow' } });
  const answer = await api.post(topics, { topic_name: 'orders', ...body });
  if (answer.status !== 200) throw new Error(answer.text);
  api.settle();
  return api;
}

/** What the three ways to read say about topic `orders`. */
async function states(api: AivenApi): Promise<Record<'list' | 'get' | 'batch', unknown>> {
  const named = (found: Pick<Answer, 'at'>) => found.at('topic_name') === 'orders';
  return {
    list: (await api.get(topics)).listAt('topics').find(named)?.at('state'),
    get: (await api.get(`${topics}/orders`)).at('topic', 'state'),
    batch: (await api.post(batch, { topic_names: ['orders'] })).at('topics', 0, 'state'),
  };
}

async function batchRetention(api: AivenApi): Promise<unknown> {
  return (await api.post(batch, { topic_names: ['orders'] })).at(
    'topics',
    0,
    'config',
    'retention_ms',
    'value',
  );
}

function overrides(
  config: readonly { readonly name: string; readonly value: string | null; readonly source: string }[],
): object {
  return Object.fromEntries(
    config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG').map(({ name, value }) => [name, value]),
  );
}
