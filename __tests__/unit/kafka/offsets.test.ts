import { describe, expect, test } from '@jest/globals';
import type { LiveCluster } from '../../../src/model/live.ts';
import { readNothing } from '../../support/kafka/builders.ts';
import { Bytes } from '../../support/kafka/bytes.ts';
import { configsAnswer } from '../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../support/kafka/with-broker.ts';

/** By topic: for each partition its leader. */
type Leaders = Readonly<Record<string, readonly number[]>>;
type Nodes = Readonly<Record<number, { readonly host?: string; readonly port: number }>>;

describe('where logs begin and end', () => {
  test('is asked of each leader, and put together by partition', async () => {
    const second = await leading({ orders: { 1: [3, 8] } });
    const first = await leading({
      orders: { 0: [0, 5], 2: [1, 1] },
      audit: { 0: [9_007_199_254_740_000, 9_007_199_254_740_991] },
    });
    const { cluster, broker } = await bootstrap(
      { orders: [1, 2, 1], audit: [1], secret: [2] },
      { 1: first, 2: second },
    );
    expect(await cluster.readOffsets((name) => name !== 'secret')).toEqual({
      state: 'known',
      value: new Map([
        ['orders', { state: 'known', value: { start: [0, 3, 1], end: [5, 8, 1] } }],
        [
          'audit',
          { state: 'known', value: { start: [9_007_199_254_740_000], end: [9_007_199_254_740_991] } },
        ],
      ]),
    });
    expect(first.requests.filter(({ api }) => api === 'ListOffsets')).toHaveLength(2);
    expect(broker.requests.filter(({ api }) => api === 'ListOffsets')).toEqual([]);
    // The same connections serve the next look.
    await cluster.readOffsets(() => true);
    expect([first.connections, second.connections]).toEqual([1, 1]);
  });

  test('a leader whose host may not be contacted gets no byte, and its topics are unknown', async () => {
    const honeypot = await aBroker();
    const first = await leading({ orders: { 0: [0, 5] }, audit: { 0: [0, 2] } });
    const { cluster } = await bootstrap(
      { orders: [1, 9], audit: [1] },
      { 1: first, 9: { host: 'localhost', port: honeypot.port } },
    );
    const read = await cluster.readOffsets(() => true);
    expect(read.state === 'known' && read.value.get('orders')).toMatchObject({
      state: 'unknown',
      code: 'not-contacted',
      message: expect.stringContaining(`onprem names a broker at localhost:${honeypot.port}`),
    });
    expect(read.state === 'known' && read.value.get('audit')).toMatchObject({ state: 'known' });
    expect(honeypot).toMatchObject({ connections: 0, bytesReceived: 0 });
  });

  test.each([
    [29, 'denied', 'counting takes Describe on topic orders, which this login lacks'],
    [
      6,
      'unavailable',
      'topic orders cannot be counted now: NOT_LEADER_OR_FOLLOWER: Kafka error NOT_LEADER_OR_FOLLOWER',
    ],
  ])('error %i of one partition makes its topic unknown', async (errorCode, code, message) => {
    const first = await leading({ orders: { 0: [0, 5], 1: [0, 0, errorCode] } });
    const { cluster } = await bootstrap({ orders: [1, 1] }, { 1: first });
    const read = await cluster.readOffsets(() => true);
    expect(read).toEqual({
      state: 'known',
      value: new Map([['orders', { state: 'unknown', code, message }]]),
    });
  });

  test('a partition that is left out, or has no leader, is not 0', async () => {
    const first = await leading({ orders: { 0: [0, 5] }, audit: { 0: [0, 5] } });
    const { cluster } = await bootstrap({ orders: [1, 1], audit: [1, -1] }, { 1: first });
    const read = await cluster.readOffsets(() => true);
    expect(read.state === 'known' && [...read.value.values()]).toMatchObject([
      {
        state: 'unknown',
        code: 'incomplete',
        message: 'the brokers left offsets of topic orders out of their answer',
      },
      {
        state: 'unknown',
        code: 'unavailable',
        message: 'some of its partitions have no leader at the moment',
      },
    ]);
  });

  test('a leader that hangs up', async () => {
    const first = await aBroker({ answers: { ListOffsets: () => 'hang up' } });
    const { cluster } = await bootstrap({ orders: [1] }, { 1: first });
    const read = await cluster.readOffsets(() => true);
    expect(read.state === 'known' && read.value.get('orders')).toMatchObject({
      state: 'unknown',
      code: 'unreachable',
    });
  });

  test('a cluster that does not answer is unknown', async () => {
    const broker = await aBroker({ answers: { Metadata: () => Buffer.from('nonsense') } });
    const cluster = aCluster({ bootstrapServers: [broker.address] });
    expect(await cluster.readOffsets(() => true)).toMatchObject({ state: 'unknown' });
  });
});

describe('a topic of which it matters whether it holds records', () => {
  const offsetsOf = (topics: LiveCluster['topics'], name: string) => {
    const reading = topics.get(name);
    if (reading?.state !== 'known' || reading.value === undefined) return 'not read';
    const { startOffset, endOffset } = reading.value;
    return [startOffset, endOffset];
  };

  test('is read with where its log begins and ends, over all partitions, and no other is', async () => {
    const first = await leading({ old: { 0: [2, 5], 1: [7, 7] }, new: { 0: [0, 0] } });
    const { cluster } = await bootstrap({ old: [1, 1], new: [1], orders: [1] }, { 1: first });
    const topics = ['old', 'new', 'orders', 'gone'];
    const live = await cluster.readCluster({ ...readNothing, topics, countedTopics: ['old', 'new', 'gone'] });
    expect(['old', 'new', 'orders'].map((name) => offsetsOf(live.topics, name))).toEqual([
      [9, 12],
      [0, 0],
      [undefined, undefined],
    ]);
  });

  test('is read all the same where a leader may not be contacted: nobody knows then', async () => {
    const honeypot = await aBroker();
    const first = await leading({ new: { 0: [0, 0] } });
    const { cluster } = await bootstrap(
      { old: [9], new: [1] },
      { 1: first, 9: { host: 'localhost', port: honeypot.port } },
    );
    const names = ['old', 'new'];
    const live = await cluster.readCluster({ ...readNothing, topics: names, countedTopics: names });
    expect(names.map((name) => offsetsOf(live.topics, name))).toEqual([
      [undefined, undefined],
      [0, 0],
    ]);
    expect(honeypot).toMatchObject({ connections: 0, bytesReceived: 0 });
  });

  test('is counted again for whoever asks right before its deletion', async () => {
    const first = await leading({ old: { 0: [0, 1] } });
    const { cluster } = await bootstrap({ old: [1] }, { 1: first });
    const id = { kind: 'topic', cluster: 'onprem', name: 'old' } as const;
    expect(await cluster.topics.readCounted?.([id])).toMatchObject([
      { state: 'known', value: { startOffset: 0, endOffset: 1 } },
    ]);
    const [plain] = await cluster.topics.readBack([id]);
    expect(plain?.state === 'known' && plain.value).not.toHaveProperty('endOffset');
  });
});

/** A broker that tells start and end, and an error if there is one, of the partitions it leads. */
function leading(
  logs: Readonly<Record<string, Readonly<Record<number, readonly [number, number, number?]>>>>,
) {
  return aBroker({
    answers: {
      ListOffsets: (body) => {
        const isStart = body.includes(new Bytes().int64(-2).buffer);
        const bytes = new Bytes().int32(0);
        bytes.array(Object.entries(logs), ([topic, partitions]) => {
          bytes.text(topic).array(Object.entries(partitions), ([partition, [start, end, errorCode = 0]]) =>
            bytes
              .int32(Number(partition))
              .int16(errorCode)
              .int64(-1)
              .int64(isStart ? start : end),
          );
        });
        return bytes.buffer;
      },
    },
  });
}

async function bootstrap(topics: Leaders, nodes: Nodes) {
  const broker = await aBroker({
    answers: {
      DescribeConfigs: () => configsAnswer(Object.keys(topics).map((name) => ({ name, configs: [] }))),
      Metadata: () => {
        const bytes = new Bytes().int32(0);
        bytes.array(Object.entries(nodes), ([node, { host = '127.0.0.1', port }]) =>
          bytes.int32(Number(node)).text(host).int32(port).text(null),
        );
        bytes.text('fake-cluster').int32(1);
        bytes.array(Object.entries(topics), ([name, leaders]) => {
          bytes.int16(0).text(name).int8(0);
          bytes.array(
            leaders.map((leader, partition) => ({ leader, partition })),
            ({ leader, partition }) =>
              bytes.int16(0).int32(partition).int32(leader).int32(0).int32(0).int32(0),
          );
        });
        return bytes.buffer;
      },
    },
  });
  return { broker, cluster: aCluster({ bootstrapServers: [broker.address] }) };
}
