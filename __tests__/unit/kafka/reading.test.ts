import { describe, expect, test } from '@jest/globals';
import { anAcl, readNothing } from '../../support/kafka/builders.ts';
import { describedAcls } from '../../support/kafka/fake-acls.ts';
import { configsAnswer, type FakeTopic, metadataAnswer } from '../../support/kafka/fake-broker.ts';
import { aCluster, aClusterOf } from '../../support/kafka/with-broker.ts';

/** The answer to "all topics" first, then to the topics asked for by name. */
function metadataAnswers(all: readonly FakeTopic[], named: readonly FakeTopic[] = []) {
  return (body: Buffer) => metadataAnswer({ port: 1, topics: body.readInt32BE(0) === -1 ? all : named });
}

function askedFor(body: Buffer): readonly string[] {
  return [...body.toString('latin1').matchAll(/t\d{4}/g)].map(([name]) => name);
}

const withAcls = { ...readNothing, kafkaAcls: true };

describe('brokers', () => {
  const topics = [{ name: 'b', partitions: 2 }, { name: 'a' }, { name: 'gone', errorCode: 3 }];

  test('one that may not be contacted is told with the topics that it leads', async () => {
    const { cluster } = await aClusterOf({
      Metadata: () => metadataAnswer({ host: 'b-5.prod.kafka.example', port: 9096, topics }),
    });
    expect((await cluster.readCluster(readNothing)).reach).toEqual({
      brokers: 1,
      outOfReach: [
        { address: { host: 'b-5.prod.kafka.example', port: 9096 }, isController: true, leads: ['b', 'a'] },
      ],
      controllerOnly: false,
    });
  });

  test('the hosts of bootstrap_servers may be contacted at any port', async () => {
    const { cluster } = await aClusterOf({ Metadata: () => metadataAnswer({ port: 9096, topics }) });
    expect((await cluster.readCluster(readNothing)).reach).toMatchObject({ brokers: 1, outOfReach: [] });
  });
});

describe('topics', () => {
  test('what is there, what is not, and what the login may not see are three things', async () => {
    const { cluster, broker } = await aClusterOf({
      Metadata: metadataAnswers(
        [{ name: 'b', partitions: 3, replication: 2 }, { name: 'a' }],
        [
          { name: 'gone', errorCode: 3 },
          { name: 'secret', errorCode: 29 },
          { name: 'odd', errorCode: 17 },
        ],
      ),
      DescribeConfigs: () =>
        configsAnswer([{ name: 'b', configs: [{ name: 'retention.ms', value: '1', source: 1 }] }]),
    });
    const live = await cluster.readCluster({
      ...readNothing,
      topics: ['b', 'gone', 'secret', 'odd', 'left-out'],
    });

    expect(live.topicNames).toEqual({ state: 'known', value: ['a', 'b'] });
    expect(live.topics.get('b')).toEqual({
      state: 'known',
      value: {
        id: { kind: 'topic', cluster: 'onprem', name: 'b' },
        partitions: 3,
        replication: 2,
        config: new Map([['retention.ms', { value: '1', overridden: true }]]),
      },
    });
    expect(live.topics.get('gone')).toEqual({ state: 'known', value: undefined });
    expect(live.topics.get('secret')).toEqual({
      state: 'unknown',
      code: 'denied',
      message:
        'reading topic secret takes Describe on it, which this login lacks: Topic authorization failed',
    });
    expect(live.topics.get('odd')).toMatchObject({ state: 'unknown', code: 'unavailable' });
    expect(live.topics.get('left-out')).toMatchObject({ state: 'unknown', code: 'incomplete' });
    expect(broker.requests.map(({ api }) => api)).toEqual([
      'ApiVersions',
      'Metadata',
      'Metadata',
      'DescribeConfigs',
    ]);
  });

  test('an error of one topic makes only that topic unknown, in the words of the broker', async () => {
    const { cluster } = await aClusterOf({
      Metadata: metadataAnswers([
        { name: 'good' },
        { name: 'bad' },
        { name: 'deleted' },
        { name: 'forgotten' },
      ]),
      DescribeConfigs: () =>
        configsAnswer([
          { name: 'good', configs: [] },
          { name: 'bad', errorCode: 29, message: 'No\u001b[31m luck\nhere' },
          { name: 'deleted', errorCode: 3 },
        ]),
    });
    const { topics } = await cluster.readCluster({
      ...readNothing,
      topics: ['good', 'bad', 'deleted', 'forgotten'],
    });
    expect(topics.get('good')).toMatchObject({ state: 'known', value: { partitions: 1 } });
    expect(topics.get('bad')).toEqual({
      state: 'unknown',
      code: 'denied',
      message: 'reading topic bad takes DescribeConfigs on it, which this login lacks: No [31m luck here',
    });
    expect(topics.get('deleted')).toEqual({ state: 'known', value: undefined });
    expect(topics.get('forgotten')).toMatchObject({ state: 'unknown', code: 'incomplete' });
  });

  test('1,200 topics take 3 DescribeConfigs; one that fails leaves the others as they are', async () => {
    const names = Array.from({ length: 1_200 }, (_, index) => `t${String(index).padStart(4, '0')}`);
    const { cluster, broker } = await aClusterOf({
      Metadata: metadataAnswers(names.map((name) => ({ name }))),
      DescribeConfigs: (body) =>
        body.includes('t0600')
          ? Buffer.from('nonsense')
          : configsAnswer(askedFor(body).map((name) => ({ name }))),
    });
    const { topics } = await cluster.readCluster({ ...readNothing, topics: names });
    const unknown = names.filter((name) => topics.get(name)?.state !== 'known');
    expect(unknown).toEqual(names.slice(500, 1_000));
    // The broken answer was asked for a second time, and then alone, twice as well.
    expect(broker.requests.filter(({ api }) => api === 'DescribeConfigs')).toHaveLength(6);
  });

  test('topics whose configs are alike share them, and others have their own', async () => {
    const configs = (value: string) => [{ name: 'retention.ms', value, source: 1 }];
    const values: Readonly<Record<string, string>> = { a: '1', b: '1', c: '11', d: '1' };
    const { cluster } = await aClusterOf({
      Metadata: metadataAnswers(Object.keys(values).map((name) => ({ name }))),
      DescribeConfigs: () =>
        configsAnswer([
          ...Object.entries(values).map(([name, value]) => ({ name, configs: configs(value) })),
          { name: 'e', configs: [] },
        ]),
    });
    const { topics } = await cluster.readCluster({ ...readNothing, topics: Object.keys(values) });
    const read = (name: string) => {
      const topic = topics.get(name);
      return topic?.state === 'known' ? topic.value?.config : undefined;
    };
    for (const [name, value] of Object.entries(values))
      expect(read(name)?.get('retention.ms')).toMatchObject({ value, overridden: true });
    expect(read('a')).toBe(read('b'));
  });

  test('reading back asks for the topics by name and answers in their order', async () => {
    const { cluster, broker } = await aClusterOf({
      Metadata: metadataAnswers([], [{ name: 'b' }, { name: 'a', errorCode: 3 }]),
      DescribeConfigs: () => configsAnswer([{ name: 'b' }]),
    });
    const id = (name: string) => ({ kind: 'topic', cluster: 'onprem', name }) as const;
    expect(await cluster.topics.readBack([id('a'), id('b')])).toMatchObject([
      { state: 'known', value: undefined },
      { state: 'known', value: { id: id('b') } },
    ]);
    expect(broker.requests.filter(({ api }) => api === 'Metadata')).toHaveLength(1);
  });
});

describe('ACLs', () => {
  test.each([
    ['a plain entry', {}, {}],
    [
      'a DENY on a prefix from one host',
      { patternType: 4, host: '10.1.2.3', permission: 2 },
      { patternType: 'PREFIXED', host: '10.1.2.3', permission: 'DENY' },
    ],
    [
      'the cluster',
      { resourceType: 4, resourceName: 'kafka-cluster', operation: 12 },
      { resourceType: 'Cluster', resourceName: 'kafka-cluster', operation: 'IdempotentWrite' },
    ],
    [
      'delegation tokens',
      { resourceType: 6, resourceName: '*', operation: 8 },
      { resourceType: 'DelegationToken', resourceName: '*', operation: 'Describe' },
    ],
    [
      'the tokens of a user that somebody may make',
      { resourceType: 7, resourceName: 'User:app', operation: 13 },
      { resourceType: 'User', resourceName: 'User:app', operation: 'CreateTokens' },
    ],
    [
      'the tokens of a user that somebody may see',
      { resourceType: 7, operation: 14 },
      { resourceType: 'User', operation: 'DescribeTokens' },
    ],
  ] as const)('%s', async (_, entry, id) => {
    const { cluster } = await aClusterOf({ DescribeAcls: () => describedAcls([entry]) });
    expect((await cluster.readCluster(withAcls)).kafkaAcls).toEqual({
      state: 'known',
      value: [{ id: anAcl(id) }],
    });
    expect(await cluster.kafkaAcls.readBack([anAcl(id), anAcl({ principal: 'User:else' })])).toEqual([
      { state: 'known', value: { id: anAcl(id) } },
      { state: 'known', value: undefined },
    ]);
  });

  test.each([
    [
      54,
      'unavailable',
      'the brokers of onprem have no authorizer, so there are no ACLs to read; set authorizer.class.name there, or take the ACLs of onprem out of the spec',
    ],
    [
      31,
      'denied',
      'reading ACLs takes Describe on Cluster, which this login lacks on onprem: said the broker',
    ],
    [89, 'unavailable', 'the ACLs of onprem cannot be read now: THROTTLING_QUOTA_EXCEEDED: said the broker'],
    [999, 'unavailable', 'the ACLs of onprem cannot be read now: ERROR_999: said the broker'],
  ])('error %d', async (errorCode, code, message) => {
    const { cluster } = await aClusterOf({
      DescribeAcls: () => describedAcls([], { errorCode, message: 'said the broker' }),
    });
    expect((await cluster.readCluster(withAcls)).kafkaAcls).toEqual({ state: 'unknown', code, message });
    expect(await cluster.kafkaAcls.readBack([anAcl()])).toEqual([{ state: 'unknown', code, message }]);
  });

  test.each([
    ['operation', 15],
    ['resourceType', 8],
    ['patternType', 5],
    ['permission', 4],
  ])(
    'an entry whose %s is newer than this version stands apart, and hides none of the others',
    async (what, code) => {
      const { cluster } = await aClusterOf({
        DescribeAcls: () => describedAcls([{}, { principal: 'User:newer', [what]: code }]),
      });
      const live = await cluster.readCluster(withAcls);
      expect(live.kafkaAcls).toMatchObject({ state: 'known', value: [{ id: { resourceName: 'orders' } }] });
      expect(live.newerAcls).toMatchObject([
        { principal: 'User:newer', text: expect.stringMatching(new RegExp(`^on orders \\(.* ${code}`)) },
      ]);
    },
  );

  test('are not asked for when the spec does not manage them', async () => {
    const { cluster, broker } = await aClusterOf({});
    expect((await cluster.readCluster(readNothing)).kafkaAcls).toMatchObject({
      state: 'unknown',
      code: 'not-managed',
    });
    expect(broker.requests.map(({ api }) => api)).toEqual(['ApiVersions', 'Metadata']);
  });
});

test('one line of progress', async () => {
  const lines: string[] = [];
  const { broker } = await aClusterOf({});
  await aCluster({ bootstrapServers: [broker.address], progress: (line) => lines.push(line) }).readCluster(
    readNothing,
  );
  expect(lines).toEqual([
    expect.stringMatching(/^onprem: 0 topics listed, 0 read in full, 1 requests, \d\.\d s$/),
  ]);
});
