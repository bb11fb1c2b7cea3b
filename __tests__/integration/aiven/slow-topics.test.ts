import { describe, expect, test } from '@jest/globals';
import { AivenClient } from '../../../src/aiven/http/client.ts';
import { readTopicNames, readTopics } from '../../../src/aiven/topics/read-topics.ts';
import { Secret } from '../../../src/model/secret.ts';
import { type Account, core, knownValue, openAccount } from '../../support/aiven/aiven-account.ts';
import { OrderlyClock } from '../../support/aiven/virtual-clock.ts';
import { bookOf } from '../../support/secret-book.ts';

/** Milliseconds in place of the 30 s that a request has; reads of topics have four times as long. */
const limit = 1_000;

async function withTopics(count: number, switches: Parameters<typeof openAccount>[0] = {}) {
  const account = await openAccount(switches);
  const names = Array.from({ length: count }, (_, index) => `orders.${index}`);
  for (const name of names)
    await account.backend.createTopic({ name, partitions: 1, replication: 3, config: {} });
  const lines: string[] = [];
  const client = new AivenClient({
    secrecy: bookOf(),
    token: Secret.of('AIVEN_TOKEN', 'token-for-tests-only'),
    baseUrl: account.emulator.url,
    clock: account.clock,
    progress: (line) => lines.push(line),
    cancelled: new AbortController().signal,
    timeoutMs: limit,
  });
  return { account, names, client, lines };
}

async function readAll(client: AivenClient, names: readonly string[]) {
  const list = await readTopicNames(client, core);
  const topics = await readTopics(client, core, 'core', list, names);
  return names.filter((name) => {
    const reading = topics.get(name);
    return reading?.state === 'known' && reading.value !== undefined;
  }).length;
}

function requests(account: Account): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { route } of account.emulator.log.requests) counts.set(route, (counts.get(route) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function sizeOf(body: unknown): number {
  return Object(body).topic_names?.length ?? 0;
}

describe('reading topics', () => {
  test('a cluster of 250 of them, where every read takes 60 s: nothing is asked for twice', async () => {
    const clock = new OrderlyClock();
    const account = await openAccount({ clock, timings: { read: 60_000 } });
    const names = Array.from({ length: 250 }, (_, index) => `orders.${index}`);
    for (const name of names)
      await account.backend.createTopic({ name, partitions: 1, replication: 3, config: {} });
    const live = await account.aiven.readCluster(core, {
      cluster: 'core',
      topics: names,
      kafkaAcls: true,
      aivenAcls: true,
    });
    expect(names.filter((name) => knownValue(live.topics.get(name)) === undefined)).toEqual([]);
    expect(knownValue(live.kafkaAcls)).toEqual([]);
    expect(requests(account)).toEqual({
      'service.get': 1,
      'kafka-acl.list': 1,
      'topic.list': 1,
      'topic.batch': 3,
    });
    expect(account.lines).toEqual([]);
    // The service, the list, the batches side by side.
    expect(clock.monotonic()).toBe(3 * 60_000);
  });

  test('a read that takes longer than it may is given up in time', async () => {
    const clock = new OrderlyClock();
    const account = await openAccount({ clock, timings: { read: 130_000 } });
    const { topicNames } = await account.aiven.readCluster(core, {
      cluster: 'core',
      topics: ['orders'],
      kafkaAcls: false,
      aivenAcls: false,
    });
    expect(topicNames).toMatchObject({ state: 'unknown', code: 'unreachable' });
  });

  test('asks for half as many where a batch takes too long', async () => {
    const { account, names, client, lines } = await withTopics(100);
    account.emulator.faults.add({
      route: 'topic.batch',
      matches: ({ body }) => sizeOf(body) > 50,
      times: 1000,
      fault: { kind: 'hang' },
    });
    expect(await readAll(client, names)).toBe(100);
    expect(requests(account)).toEqual({ 'topic.list': 1, 'topic.batch': 3 });
    expect(lines).toEqual(['Reading 100 topics at once took too long: asking for half as many']);
  });

  test('goes on one by one where small batches take too long as well', async () => {
    const { account, names, client } = await withTopics(50);
    account.emulator.faults.add({ route: 'topic.batch', times: 1000, fault: { kind: 'hang' } });
    expect(await readAll(client, names)).toBe(50);
    expect(requests(account)['topic.get']).toBe(50);
  }, 30_000);
});

describe.each([
  [400, 'bad_request'],
  [403, 'permission_denied'],
  [405, undefined],
  [410, 'retired_api_endpoint'],
  [501, undefined],
  [404, undefined],
  [404, 'retired_api_endpoint'],
  [500, undefined],
  [502, undefined],
  [503, 'kafka_service_unavailable'],
])('where the batch read answers %d', (status, error_code) => {
  test.each([
    ['that are listed', 120, 0],
    ['that are new', 0, 120],
  ])('topics %s are read one by one, and the log says so once', async (_, listed, fresh) => {
    const { account, names, client, lines } = await withTopics(listed);
    const response = { status, body: { message: 'No', errors: [{ message: 'No', error_code }] } };
    account.emulator.faults.add({ route: 'topic.batch', times: 1000, fault: { kind: 'answer', response } });
    const wanted = [...names, ...Array.from({ length: fresh }, (__, index) => `new.${index}`)];
    expect(await readAll(client, wanted)).toBe(listed);
    const list = await readTopicNames(client, core);
    const topics = await readTopics(client, core, 'core', list, wanted);
    expect([...topics.values()].filter(({ state }) => state === 'unknown')).toEqual([]);
    expect(lines.filter((line) => line.includes('one by one'))).toEqual([
      `Topics cannot be read in batches (Aiven answered ${status}: No), so they are read one by one`,
    ]);
    expect(requests(account)['topic.get']).toBe(240);
  });
});

test('where the batch read cuts the line, topics are read one by one, and the log says so once', async () => {
  const { account, names, client, lines } = await withTopics(120);
  account.emulator.faults.add({ route: 'topic.batch', times: 1000, fault: { kind: 'reset' } });
  expect(await readAll(client, names)).toBe(120);
  const tried = requests(account)['topic.batch'];
  expect(await readAll(client, names)).toBe(120);
  expect(requests(account)['topic.batch']).toBe(tried);
  expect(lines.filter((line) => line.includes('one by one'))).toHaveLength(1);
});

test('where nothing inside the service can be read, one topic is tried and not all', async () => {
  const { account, names, client } = await withTopics(120);
  const response = {
    status: 403,
    body: { message: 'No', errors: [{ message: 'No', error_code: 'permission_denied' }] },
  };
  for (const route of ['topic.batch', 'topic.get'])
    account.emulator.faults.add({ route, times: 1000, fault: { kind: 'answer', response } });
  expect(await readAll(client, names)).toBe(0);
  expect(requests(account)['topic.get']).toBe(2); // one for each hundred
});
