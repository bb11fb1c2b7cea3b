import { describe, expect, test } from '@jest/globals';
import { defaultDeadlines } from '../../../src/kafka/kafka.ts';
import { parseBrokerPattern } from '../../../src/model/broker-pattern.ts';
import { Secret } from '../../../src/model/secret.ts';
import { type ConnectOptions, connect, creation, readNothing } from '../../support/kafka/builders.ts';
import { Bytes } from '../../support/kafka/bytes.ts';
import { metadataAnswer, startFakeBroker, topicResults } from '../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../support/kafka/with-broker.ts';

async function brokersOf(connection: ConnectOptions) {
  return (await aCluster(connection).readCluster(readNothing)).brokers;
}

const login = {
  kind: 'sasl',
  mechanism: 'PLAIN',
  username: 'kafka-admin',
  password: Secret.of('PASSWORD', 'test-password'),
} as const;

function patterns(...texts: readonly string[]) {
  return texts.map((text) => {
    const parsed = parseBrokerPattern(text);
    if (!parsed.ok) throw new Error(`${text} ${parsed.problem}`);
    return parsed.pattern;
  });
}

describe('advertised listeners', () => {
  const refusing = () => topicResults([{ name: 'orders', errorCode: 41 }]);

  test('a host outside bootstrap_servers gets no byte, not even when it is the controller', async () => {
    const honeypot = await aBroker();
    const broker = await aBroker({
      zooKeeper: true,
      answers: {
        Metadata: () => metadataAnswer({ host: 'localhost', port: honeypot.port }),
        CreateTopics: refusing,
      },
    });
    const cluster = aCluster({ bootstrapServers: [broker.address] });

    expect((await cluster.readCluster(readNothing)).brokers).toEqual({ state: 'known', value: 1 });
    const place = `localhost:${honeypot.port}`;
    expect(await cluster.topics.write([creation('orders')])).toEqual([
      {
        state: 'failed',
        code: 'not-contacted',
        transient: false,
        message: `onprem names a broker at ${place}, which is not among its bootstrap_servers, so nothing was sent there; list it under brokers, beside the bootstrap servers, if it belongs to the cluster`,
      },
    ]);
    expect(honeypot).toMatchObject({ connections: 0, bytesReceived: 0 });
  });

  test('a controller at another port of a bootstrap host is asked after NOT_CONTROLLER', async () => {
    const controller = await aBroker({
      zooKeeper: true,
      answers: { CreateTopics: () => topicResults([{ name: 'orders' }]) },
    });
    const broker = await aBroker({
      zooKeeper: true,
      answers: { Metadata: () => metadataAnswer({ port: controller.port }), CreateTopics: refusing },
    });
    const cluster = aCluster({ bootstrapServers: [broker.address] });
    expect(await cluster.topics.write([creation('orders')])).toEqual([{ state: 'accepted' }]);
  });

  test('under brokers, the controller is contacted where it is listed and nowhere else', async () => {
    const controller = await aBroker({
      zooKeeper: true,
      answers: { CreateTopics: () => topicResults([{ name: 'orders' }]) },
    });
    const broker = await aBroker({
      zooKeeper: true,
      answers: {
        Metadata: () => metadataAnswer({ host: 'localhost', port: controller.port }),
        CreateTopics: refusing,
      },
    });
    const asked = async (...brokers: readonly string[]) => {
      const bootstrapServers = [broker.address];
      const cluster = aCluster({ bootstrapServers, brokers: patterns(broker.address, ...brokers) });
      return cluster.topics.write([creation('orders')]);
    };
    for (const other of [
      [],
      ['localhost:1'],
      ['localhost.a.b.c:*'],
      [`*.localhost.a.b:${controller.port}`],
    ]) {
      expect(await asked(...other)).toMatchObject([{ code: 'not-contacted' }]);
    }
    expect(controller).toMatchObject({ connections: 0, bytesReceived: 0 });
    expect(await asked(`localhost:${controller.port}`)).toEqual([{ state: 'accepted' }]);
    expect(await asked('LOCALHOST:*')).toEqual([{ state: 'accepted' }]);
  });

  test('under brokers, a bootstrap server that is not listed gets no byte', async () => {
    const broker = await aBroker();
    const brokers = patterns(`127.0.0.1:${broker.port === 1 ? 2 : 1}`, 'localhost:*');
    expect(await brokersOf({ bootstrapServers: [broker.address], brokers })).toMatchObject({
      code: 'not-contacted',
    });
    expect(broker).toMatchObject({ connections: 0, bytesReceived: 0 });
  });

  test.each([0, 65_536, -1])('a controller at port %i is not contacted, and nothing breaks', async (port) => {
    const broker = await aBroker({
      zooKeeper: true,
      answers: { Metadata: () => metadataAnswer({ port }), CreateTopics: refusing },
    });
    const cluster = aCluster({ bootstrapServers: [broker.address] });
    expect(await cluster.topics.write([creation('orders')])).toMatchObject([{ code: 'not-contacted' }]);
  });

  test('KRaft brokers forward, so their NOT_CONTROLLER moves nothing elsewhere', async () => {
    const broker = await aBroker({ answers: { CreateTopics: refusing } });
    const cluster = aCluster({ bootstrapServers: [broker.address] });
    expect(await cluster.topics.write([creation('orders')])).toMatchObject([
      { code: 'NOT_CONTROLLER', transient: true },
    ]);
    expect(broker.requests.filter(({ api }) => api === 'CreateTopics')).toHaveLength(1);
  });
});

describe('a peer that does not behave', () => {
  test('accepts and never answers: the request has a deadline', async () => {
    const broker = await aBroker({ answers: { ApiVersions: () => 'silence' } });
    const deadlines = { ...defaultDeadlines, request: 500 };
    expect(await brokersOf({ bootstrapServers: [broker.address], deadlines })).toMatchObject({
      state: 'unknown',
      code: 'unreachable',
      message: expect.stringContaining(`${broker.address} did not answer in time`),
    });
    expect(broker.connections).toBe(1);
  });

  test('answers slowly for ever: the call has a deadline', async () => {
    let waits = 0;
    const broker = await aBroker({
      answers: {
        Metadata: () => (waits++ > 0 ? 'silence' : metadataAnswer({ port: 1 })),
        DescribeConfigs: () => 'silence',
      },
    });
    const deadlines = { ...defaultDeadlines, call: 2_000 };
    const cluster = aCluster({ bootstrapServers: [broker.address], deadlines });
    const live = await cluster.readCluster({ ...readNothing, topics: ['orders'] });
    expect(live.topics.get('orders')).toMatchObject({
      code: 'unreachable',
      message: 'onprem did not answer everything within 2 s',
    });
    expect(live.topicNames.state).toBe('known');
  });

  test.each([
    [
      'a frame of 2 GiB',
      new Bytes().int32(0x7fffffff).int32(0).buffer,
      'it announces an answer of 2147483647 bytes',
    ],
    ['a frame of negative size', new Bytes().int32(-5).int32(0).buffer, 'it announces an answer of -5 bytes'],
    [
      'a TLS alert',
      Buffer.from([21, 3, 3, 0, 2, 2, 80]),
      'it speaks TLS: security_protocol should be SSL or SASL_SSL',
    ],
    [
      'another correlation id',
      new Bytes().int32(8).int32(99).int32(0).buffer,
      'it answers a request that was not sent (99)',
    ],
  ])('%s', async (_, raw, message) => {
    const broker = await aBroker({ answers: { Metadata: () => ({ raw }) } });
    expect(await brokersOf({ bootstrapServers: [broker.address] })).toMatchObject({
      state: 'unknown',
      code: 'incomplete',
      message: `${broker.address} sent an answer that cannot be read: ${message}`,
    });
  });

  test.each([
    ['bytes too many', Buffer.concat([metadataAnswer({ port: 1 }), Buffer.alloc(3)])],
    ['a cut answer', metadataAnswer({ port: 1 }).subarray(0, -1)],
    ['a topic name with control characters', metadataAnswer({ port: 1, topics: [{ name: 'a\u001b[2J' }] })],
  ])('%s', async (_, body) => {
    const broker = await aBroker({ answers: { Metadata: () => body } });
    expect(await brokersOf({ bootstrapServers: [broker.address] })).toMatchObject({
      state: 'unknown',
      code: 'incomplete',
    });
  });

  test('hangs up once: a read is sent again', async () => {
    let asked = 0;
    const broker = await aBroker({
      answers: { Metadata: () => (asked++ === 0 ? 'hang up' : metadataAnswer({ port: 1 })) },
    });
    expect(await brokersOf({ bootstrapServers: [broker.address] })).toEqual({ state: 'known', value: 1 });
    expect(broker.connections).toBe(2);
  });

  test('hangs up during a write: it is not sent again', async () => {
    const broker = await aBroker({ answers: { CreateTopics: () => 'hang up' } });
    const results = await aCluster({ bootstrapServers: [broker.address] }).topics.write([creation('orders')]);
    expect(results).toMatchObject([{ state: 'failed', code: 'NETWORK_EXCEPTION', transient: true }]);
    expect(broker.requests.filter(({ api }) => api === 'CreateTopics')).toHaveLength(1);
  });

  test('a port where nobody listens, then one where somebody does', async () => {
    const broker = await aBroker();
    const closed = await startFakeBroker();
    await closed.stop();
    expect(await brokersOf({ bootstrapServers: [closed.address, broker.address] })).toEqual({
      state: 'known',
      value: 1,
    });
    expect(await brokersOf({ bootstrapServers: [closed.address] })).toEqual({
      state: 'unknown',
      code: 'unreachable',
      message: `${closed.address} refused the connection`,
    });
    expect(await brokersOf({ bootstrapServers: [closed.address, closed.address] })).toMatchObject({
      message: expect.stringMatching(
        /^none of the bootstrap_servers of onprem can be used: .* refused .*; .* refused/,
      ),
    });
  });

  test('a port that does not answer the TLS handshake', async () => {
    const broker = await aBroker();
    const reading = await brokersOf({
      bootstrapServers: [broker.address],
      transport: { tls: true, verifyHostname: true },
      deadlines: { ...defaultDeadlines, connect: 500 },
    });
    expect(reading).toEqual({
      state: 'unknown',
      code: 'unreachable',
      message: expect.stringMatching(
        /did not accept a connection in time; the runner must reach it directly, as Kafka goes through no proxy: .*self-hosted.*allow-list/,
      ),
    });
    expect(broker.requests).toEqual([]);
  });

  test('a broker that is too old for a request', async () => {
    const broker = await aBroker({ versions: { Metadata: 4 } });
    expect(await brokersOf({ bootstrapServers: [broker.address] })).toEqual({
      state: 'unknown',
      code: 'unavailable',
      message: `${broker.address} does not speak Metadata version 6 (it speaks 0 to 4); this tool works with Apache Kafka 2.3 to 4.x`,
    });
  });
});

describe('the login', () => {
  const handshake = () => new Bytes().int16(0).int32(1).text('PLAIN').buffer;

  test('a refused password is tried once, on one server, whatever is called afterwards', async () => {
    const refuse = () =>
      new Bytes()
        .int16(58)
        .text('Authentication failed: Invalid username or password')
        .int32(0)
        .int32(0)
        .int32(0).buffer;
    const [first, second] = [
      await aBroker({ answers: { SaslHandshake: handshake, SaslAuthenticate: refuse } }),
      await aBroker({ answers: { SaslHandshake: handshake, SaslAuthenticate: refuse } }),
    ];
    const cluster = aCluster({ bootstrapServers: [first.address, second.address], login });
    const failure = {
      message: `${first.address} refused the login kafka-admin with sasl_mechanism PLAIN: Authentication failed: Invalid username or password`,
    };
    expect((await cluster.readCluster(readNothing)).brokers).toMatchObject({
      ...failure,
      code: 'unauthenticated',
    });
    expect((await cluster.readCluster(readNothing)).topicNames).toMatchObject({
      ...failure,
      code: 'unauthenticated',
    });
    expect(await cluster.topics.write([creation('orders')])).toMatchObject([
      { ...failure, code: 'SASL_AUTHENTICATION_FAILED', transient: false },
    ]);
    expect(
      [...first.requests, ...second.requests].filter(({ api }) => api === 'SaslAuthenticate'),
    ).toHaveLength(1);
  });

  test('PLAIN sends the name and the password, after the handshake', async () => {
    const welcome = () => new Bytes().int16(0).text(null).int32(0).int32(0).int32(0).buffer;
    const broker = await aBroker({ answers: { SaslHandshake: handshake, SaslAuthenticate: welcome } });
    expect(await brokersOf({ bootstrapServers: [broker.address], login })).toEqual({
      state: 'known',
      value: 1,
    });
    expect(broker.requests.map(({ api }) => api)).toEqual([
      'ApiVersions',
      'SaslHandshake',
      'SaslAuthenticate',
      'Metadata',
    ]);
    const sent = new Bytes().bytes(Buffer.from('\0kafka-admin\0test-password')).buffer;
    expect(broker.requests[2]?.body).toEqual(sent);
  });

  test.each([
    ['and says so', 33],
    ['and lists others', 0],
  ])('a mechanism the broker does not offer, %s: no password is sent', async (_, errorCode) => {
    const broker = await aBroker({
      answers: { SaslHandshake: () => new Bytes().int16(errorCode).int32(1).text('GSSAPI').buffer },
    });
    expect(await brokersOf({ bootstrapServers: [broker.address], login })).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining(
        `${broker.address} refused the login before a password was sent, because it does not offer this sasl_mechanism (write one that it offers)`,
      ),
    });
    expect(broker.requests.map(({ api }) => api)).toEqual(['ApiVersions', 'SaslHandshake']);
  });

  test('a broker that hangs up during the login is unreachable, not a wrong password', async () => {
    const broker = await aBroker({
      answers: { SaslHandshake: handshake, SaslAuthenticate: () => 'hang up' },
    });
    expect(await brokersOf({ bootstrapServers: [broker.address], login })).toMatchObject({
      code: 'unreachable',
    });
  });

  test('a SCRAM server that asks for too many iterations gets no proof', async () => {
    const broker = await aBroker({
      answers: {
        SaslHandshake: () => new Bytes().int16(0).int32(1).text('SCRAM-SHA-512').buffer,
        SaslAuthenticate: (body) => {
          const nonce = /r=(.*)$/.exec(body.subarray(4).toString())?.[1];
          const first = Buffer.from(
            `r=${nonce}server,s=${Buffer.from('salt').toString('base64')},i=2000000000`,
          );
          return new Bytes().int16(0).text(null).bytes(first).int32(0).int32(0).buffer;
        },
      },
    });
    const reading = await brokersOf({
      bootstrapServers: [broker.address],
      login: { ...login, mechanism: 'SCRAM-SHA-512' },
    });
    expect(reading).toMatchObject({
      message: expect.stringContaining('asks for 2000000000 SCRAM iterations'),
    });
    expect(broker.requests.filter(({ api }) => api === 'SaslAuthenticate')).toHaveLength(1);
  });
});

describe('the pinned cluster', () => {
  test('another cluster: everything is unknown, nothing is written, both ids are named', async () => {
    const broker = await aBroker({
      answers: { Metadata: () => metadataAnswer({ port: 1, clusterId: 'found-id' }) },
    });
    const cluster = aCluster({ bootstrapServers: [broker.address], clusterId: 'pinned-id' });
    const message = `${broker.address} belongs to cluster found-id, but cluster_id says pinned-id; correct bootstrap_servers or cluster_id`;
    const live = await cluster.readCluster({ ...readNothing, topics: ['orders'], kafkaAcls: true });
    const unknown = { state: 'unknown', code: 'incomplete', message };
    expect(live).toMatchObject({ brokers: unknown, topicNames: unknown, kafkaAcls: unknown });
    expect(live.topics.get('orders')).toEqual(unknown);
    expect(await cluster.topics.write([creation('orders')])).toEqual([
      { state: 'failed', code: 'INCONSISTENT_CLUSTER_ID', message, transient: false },
    ]);
    expect(new Set(broker.requests.map(({ api }) => api))).toEqual(new Set(['ApiVersions', 'Metadata']));
  });

  test('the right cluster', async () => {
    const broker = await aBroker();
    expect(await brokersOf({ bootstrapServers: [broker.address], clusterId: 'fake-cluster' })).toMatchObject({
      state: 'known',
    });
  });
});

describe('closing', () => {
  test('ends a call that waits, and later calls fail', async () => {
    const broker = await aBroker({ answers: { Metadata: () => 'silence' } });
    const cluster = connect({
      bootstrapServers: [broker.address],
      deadlines: { connect: 30_000, request: 30_000, call: 30_000 },
    });
    const waiting = cluster.readCluster(readNothing);
    while (broker.requests.every(({ api }) => api !== 'Metadata'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await cluster.close();
    const closed = { state: 'unknown', message: 'the connection to onprem was closed' };
    expect((await waiting).brokers).toMatchObject(closed);
    expect((await cluster.readCluster(readNothing)).brokers).toMatchObject(closed);
    await cluster.close();
  });

  test('before anything was contacted', async () => {
    await expect(connect({ bootstrapServers: ['127.0.0.1:1'] }).close()).resolves.toBeUndefined();
  });
});
