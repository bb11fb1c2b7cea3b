import { expect, test } from '@jest/globals';
import { creation, readNothing, topicId } from '../../support/kafka/builders.ts';
import { describedAcls } from '../../support/kafka/fake-acls.ts';
import { configsAnswer, metadataAnswer, topicResults } from '../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../support/kafka/with-broker.ts';

test('10,000 topics and 20,000 ACL entries: requests grow with pages, not with objects', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `t${String(index).padStart(5, '0')}`);
  const configs = Array.from({ length: 33 }, (_, index) => ({
    name: `some.config.number.${index}`,
    value: '9223372036854775807',
    synonyms: [{ name: `log.some.config.number.${index}`, value: '9223372036854775807', source: 5 }],
  }));
  const broker = await aBroker({
    answers: {
      Metadata: () =>
        metadataAnswer({ port: 1, topics: names.map((name) => ({ name, partitions: 3, replication: 3 })) }),
      DescribeConfigs: (body) =>
        configsAnswer([...body.toString('latin1').matchAll(/t\d{5}/g)].map(([name]) => ({ name, configs }))),
      DescribeAcls: () =>
        describedAcls(Array.from({ length: 20_000 }, (_, index) => ({ principal: `User:u${index}` }))),
    },
  });
  const cluster = aCluster({
    bootstrapServers: [broker.address],
  });
  const live = await cluster.readCluster({ ...readNothing, topics: names, kafkaAcls: true });

  expect(live.topics.size).toBe(10_000);
  expect(
    [...live.topics.values()].every((topic) => topic.state === 'known' && topic.value?.config.size === 33),
  ).toBe(true);
  expect(live.kafkaAcls.state === 'known' && live.kafkaAcls.value.length).toBe(20_000);
  const count = (api: string) => broker.requests.filter((request) => request.api === api).length;
  expect({
    all: broker.requests.length,
    metadata: count('Metadata'),
    configs: count('DescribeConfigs'),
  }).toEqual({
    all: 1 + 1 + 10 + 1,
    metadata: 1,
    configs: 10,
  });
});

test('1,000 new topics: one request for each 5,000 records writes them, and two read them back', async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `t${String(index).padStart(5, '0')}`);
  const asked = (body: Buffer) =>
    [...body.toString('latin1').matchAll(/t\d{5}/g)].map(([name]) => ({
      name,
      partitions: 3,
      replication: 1,
    }));
  const broker = await aBroker({
    answers: {
      Metadata: (body) => metadataAnswer({ port: 1, topics: asked(body) }),
      CreateTopics: (body) => topicResults(asked(body)),
      DescribeConfigs: (body) => configsAnswer(asked(body)),
    },
  });
  const cluster = aCluster({ bootstrapServers: [broker.address] });
  const results = await cluster.topics.write(names.map((name) => creation(name, { partitions: 3 })));
  expect(results.every(({ state }) => state === 'accepted')).toBe(true);
  const read = await cluster.topics.readBack(names.map(topicId));
  expect(read.every((reading) => reading.state === 'known' && reading.value?.partitions === 3)).toBe(true);
  const counts = Map.groupBy(broker.requests, ({ api }) => api);
  expect(Object.fromEntries([...counts].map(([api, all]) => [api, all.length]))).toMatchObject({
    CreateTopics: 1,
    DescribeConfigs: 2,
  });
  expect(broker.requests.length).toBeLessThanOrEqual(8);
});
