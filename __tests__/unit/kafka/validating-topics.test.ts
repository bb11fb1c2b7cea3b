import { describe, expect, test } from '@jest/globals';
import type { ChangeOf } from '../../../src/model/change.ts';
import { creation, deletion, updating } from '../../support/kafka/builders.ts';
import {
  askedTopics,
  authorizedMetadataAnswer,
  type FakeAuthorizedTopic,
} from '../../support/kafka/fake-authorized-metadata.ts';
import {
  type ApiName,
  alteredConfigs,
  configsAnswer,
  type FakeBroker,
  type FakeBrokerOptions,
  type FakeResult,
  type FakeTopic,
  metadataAnswer,
  topicResults,
} from '../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../support/kafka/with-broker.ts';

const bit = { Create: 1 << 5, Alter: 1 << 7, AlterConfigs: 1 << 11 };
const every = bit.Create | bit.Alter | bit.AlterConfigs;

interface World {
  /** What the login may do; everything on every topic unless told. */
  readonly rights?: (name: string) => FakeAuthorizedTopic;
  readonly onCluster?: number;
  /** The topics that are there, as often as they are read. */
  readonly there?: (name: string) => FakeTopic;
  readonly answers?: FakeBrokerOptions['answers'];
}

const all = (name: string): FakeAuthorizedTopic => ({ name, errorCode: 3, operations: every });
const absent = (name: string): FakeTopic => ({ name, errorCode: 3 });

async function validate(changes: readonly ChangeOf<'topic'>[], world: World = {}) {
  const { rights = all, there = absent, onCluster, answers } = world;
  const accepted = (api: ApiName) => () => {
    const results: FakeResult[] = changes.map(({ id }) => ({ name: id.name }));
    return api === 'IncrementalAlterConfigs' ? alteredConfigs(results) : topicResults(results);
  };
  const broker = await aBroker({
    answers: {
      Metadata: (body) => {
        const { names, version } = askedTopics(body);
        return version === 8
          ? authorizedMetadataAnswer(names.map(rights), onCluster)
          : metadataAnswer({ port: 1, topics: names.map(there) });
      },
      DescribeConfigs: () => configsAnswer(changes.map(({ id }) => ({ name: id.name, configs: [] }))),
      CreateTopics: accepted('CreateTopics'),
      CreatePartitions: accepted('CreatePartitions'),
      IncrementalAlterConfigs: accepted('IncrementalAlterConfigs'),
      ...answers,
    },
  });
  const cluster = aCluster({ bootstrapServers: [broker.address], purpose: 'plan' });
  return { said: await cluster.validateTopics(changes), broker };
}

function sent({ requests }: FakeBroker): readonly string[] {
  return requests.flatMap(({ api, body }) =>
    ['CreateTopics', 'CreatePartitions', 'IncrementalAlterConfigs', 'DeleteTopics'].includes(api)
      ? [`${api} ${body.at(-1)}`]
      : [],
  );
}

const accepted = { state: 'accepted' };
const retention = { field: 'config.retention.ms', from: null, to: '1000' };
const growth = { field: 'partitions', from: '1', to: '6' };

describe('what brokers are asked', () => {
  test('creations, configs and growth, each with its flag set', async () => {
    const there = (name: string): FakeTopic => (name === 'new' ? absent(name) : { name });
    const { said, broker } = await validate(
      [creation('new'), updating('alter', [retention]), updating('grow', [growth])],
      { there },
    );
    expect(said).toEqual([accepted, accepted, accepted]);
    expect(sent(broker)).toEqual(['CreateTopics 1', 'IncrementalAlterConfigs 1', 'CreatePartitions 1']);
  });

  test('nothing about deletions and nothing without changes', async () => {
    const { said, broker } = await validate([deletion('old')]);
    expect(said).toMatchObject([{ state: 'not-asked' }]);
    expect(sent(broker)).toEqual([]);
    expect((await validate([])).said).toEqual([]);
  });

  test('the refusal of one leaves the others as they are', async () => {
    const refused = { name: 'b', errorCode: 44, message: 'Topic replication factor must be 3' };
    const { said } = await validate([creation('a'), creation('b'), creation('c')], {
      answers: { CreateTopics: () => topicResults([{ name: 'a' }, refused, { name: 'c' }]) },
    });
    expect(said).toEqual([
      accepted,
      { state: 'refused', code: 'POLICY_VIOLATION', message: 'Topic replication factor must be 3' },
      accepted,
    ]);
  });

  test('two refusals of one topic are told together', async () => {
    const { said } = await validate([updating('t', [retention, growth])], {
      there: (name) => ({ name }),
      answers: {
        IncrementalAlterConfigs: () =>
          alteredConfigs([{ name: 't', errorCode: 40, message: 'no such value' }]),
        CreatePartitions: () => topicResults([{ name: 't', errorCode: 37, message: 'too many' }]),
      },
    });
    expect(said).toEqual([{ state: 'refused', code: 'INVALID_CONFIG', message: 'no such value; too many' }]);
  });
});

describe('what brokers are not asked', () => {
  test.each<[string, ChangeOf<'topic'>, number]>([
    ['Create', creation('t'), bit.Alter | bit.AlterConfigs],
    ['Alter', updating('t', [growth]), bit.Create | bit.AlterConfigs],
    ['AlterConfigs', updating('t', [retention]), bit.Create | bit.Alter],
    ['AlterConfigs', updating('t', [retention, growth]), bit.Create | bit.Alter],
  ])('without %s on the topic', async (right, change, operations) => {
    const { said, broker } = await validate([change], { rights: (name) => ({ name, operations }) });
    expect(said).toEqual([
      {
        state: 'not-asked',
        because: `the admin login lacks ${right} on them, or the brokers do not tell it`,
      },
    ]);
    expect(sent(broker)).toEqual([]);
  });

  test('a topic that the login may not even see', async () => {
    const { said } = await validate([creation('t')], { rights: (name) => ({ name, errorCode: 29 }) });
    expect(said).toMatchObject([{ state: 'not-asked' }]);
  });

  test('Create on the cluster is enough to create', async () => {
    const { said } = await validate([creation('t')], {
      rights: (name) => ({ name, errorCode: 3 }),
      onCluster: bit.Create,
    });
    expect(said).toEqual([accepted]);
  });

  test.each([
    ['TOPIC_AUTHORIZATION_FAILED', 29],
    ['CLUSTER_AUTHORIZATION_FAILED', 31],
    ['THROTTLING_QUOTA_EXCEEDED', 89],
    ['REQUEST_TIMED_OUT', 7],
    ['NOT_CONTROLLER', 41],
    ['UNKNOWN_SERVER_ERROR', -1],
    ['REASSIGNMENT_IN_PROGRESS', 60],
    ['an error of tomorrow', 4242],
  ])('%s is no verdict', async (_, errorCode) => {
    const { said } = await validate([creation('t')], {
      answers: { CreateTopics: () => topicResults([{ name: 't', errorCode }]) },
    });
    expect(said).toMatchObject([{ state: 'not-asked' }]);
  });

  test('brokers that hang up, and brokers that leave the topic out of their answer', async () => {
    for (const answer of [() => 'hang up' as const, () => topicResults([])]) {
      const { said } = await validate([creation('t')], { answers: { CreateTopics: answer } });
      expect(said).toMatchObject([{ state: 'not-asked' }]);
    }
  });

  test('brokers that cannot be reached', async () => {
    const cluster = aCluster({ bootstrapServers: ['127.0.0.1:1'], purpose: 'plan' });
    expect(await cluster.validateTopics([creation('t')])).toEqual([
      { state: 'not-asked', because: '127.0.0.1:1 refused the connection' },
    ]);
  });

  test('what cannot be seen afterwards is not called accepted', async () => {
    const { said } = await validate([creation('t')], { there: (name) => ({ name, errorCode: 29 }) });
    expect(said).toMatchObject([{ state: 'not-asked', because: expect.stringContaining('afterwards') }]);
  });
});

describe('brokers that ignore the flag', () => {
  test('a topic that was created is found out, and no other is tried', async () => {
    const { said, broker } = await validate([creation('a'), creation('b')], { there: (name) => ({ name }) });
    expect(said).toEqual([
      { state: 'done' },
      // Of b nobody asked, so that it stands there is somebody else's doing.
      { state: 'not-asked', because: 'its brokers do what they are only asked about' },
    ]);
    expect(sent(broker)).toEqual(['CreateTopics 1']);
  });

  test('one that shows late is found out with the others', async () => {
    let looks = 0;
    const there = (name: string): FakeTopic => (name === 'a' && looks++ > 0 ? { name } : absent(name));
    const { said } = await validate([creation('a'), creation('b')], { there });
    expect(said).toEqual([{ state: 'done' }, accepted]);
  });

  test('a topic that somebody else created is a refusal, because they say so', async () => {
    const there = (name: string): FakeTopic => ({ name });
    const exists = { name: 't', errorCode: 36, message: "Topic 't' already exists." };
    const { said } = await validate([creation('t')], {
      there,
      answers: { CreateTopics: () => topicResults([exists]) },
    });
    expect(said).toMatchObject([{ state: 'refused', code: 'TOPIC_ALREADY_EXISTS' }]);
  });

  test('partitions that were added', async () => {
    const { said } = await validate([updating('t', [growth])], {
      there: (name) => ({ name, partitions: 6 }),
    });
    expect(said).toEqual([{ state: 'done' }]);
  });

  test('a config that was set, and not one that somebody else changed', async () => {
    const config = (name: string, value: string) => () =>
      configsAnswer([{ name: 't', configs: [{ name, value, source: 1 }] }]);
    const there = (name: string): FakeTopic => ({ name });
    const asked = [updating('t', [retention])];
    expect(
      (await validate(asked, { there, answers: { DescribeConfigs: config('retention.ms', '1000') } })).said,
    ).toEqual([{ state: 'done' }]);
    expect(
      (await validate(asked, { there, answers: { DescribeConfigs: config('retention.ms', '5') } })).said,
    ).toEqual([accepted]);
  });
});

test('ten thousand creations take as many requests as their size asks for, not as their number', async () => {
  const changes = Array.from({ length: 10_000 }, (_, index) => creation(`topic.${index}`, { partitions: 3 }));
  const { said, broker } = await validate(changes);
  expect(said.every(({ state }) => state === 'accepted')).toBe(true);
  // 40,000 records in parts of 5,000, and one topic ahead; names in parts of 2,000 and 5,000.
  expect(sent(broker)).toHaveLength(9);
  expect(broker.requests.length).toBeLessThanOrEqual(18);
});
