import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KafkaCluster } from '../../../src/kafka/kafka.ts';
import { creation, readNothing, updating } from '../../support/kafka/builders.ts';
import { realCluster } from '../../support/kafka/real-cluster.ts';
import { withKafka } from '../../support/kafka.ts';
import { until } from '../../support/until.ts';

const weak = { username: 'weak', password: 'weak-test-password' };

/** Both lines that are supported: what a broker answers is the point. */
describe.each(['4.3.1', '3.9.2'])('brokers of Kafka %s that are only asked', (version) => {
  const real = withKafka({
    name: `asked-${version}`,
    version,
    users: [{ name: weak.username, password: weak.password }],
  });
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = realCluster(real.kafka, real.kafka.admin, { purpose: 'plan' });
    const config = { 'retention.ms': '5000' };
    await real.bridge.createTopic({ name: 'there', partitions: 3, replication: 1, config });
    await until(
      () => cluster.readCluster(readNothing),
      ({ topicNames }) => topicNames.state === 'known' && topicNames.value.includes('there'),
    );
  });
  afterAll(() => cluster.close());

  const set = (name: string, to: string | null) => ({ field: `config.${name}`, from: null, to });
  const grow = (to: string) => ({ field: 'partitions', from: '3', to });
  const refused = (code: string, words: string) => ({
    state: 'refused',
    code,
    message: expect.stringContaining(words),
  });
  const accepted = { state: 'accepted' };

  test('creations: what they would refuse, in their words, and what they would take', async () => {
    const said = await cluster.validateTopics([
      creation('new', { partitions: 2, replication: 1, config: new Map([['retention.ms', '1']]) }),
      creation('new.bare'),
      creation('new.replicas', { replication: 3 }),
      creation('new.value', { config: new Map([['retention.ms', 'a week']]) }),
      creation('new.key', { config: new Map([['retention.msec', '1']]) }),
      creation('new.partitions', { partitions: 0 }),
      creation('new name'),
      creation('new.many', { partitions: 20_000 }),
      creation('there'),
    ]);
    expect(said).toEqual([
      accepted,
      accepted,
      refused('INVALID_REPLICATION_FACTOR', 'only 1 broker(s) are registered'),
      refused('INVALID_CONFIG', 'Not a number of type LONG'),
      refused('INVALID_CONFIG', 'Unknown topic config name: retention.msec'),
      refused('INVALID_PARTITIONS', 'non-positive'),
      // Brokers say of no topic with such a name what a login may do there.
      expect.objectContaining({ state: expect.stringMatching(/refused|not-asked/) }),
      refused('POLICY_VIOLATION', 'Excessively large number'),
      refused('TOPIC_ALREADY_EXISTS', "'there' already exists"),
    ]);
  });

  test('updates: what they would refuse, and what they would take', async () => {
    for (const [fields, answer] of [
      [[set('retention.ms', '7000')], accepted],
      [[set('retention.ms', null)], accepted],
      [[grow('6')], accepted],
      [[grow('6'), set('segment.ms', '60000')], accepted],
      [[grow('2')], refused('INVALID_PARTITIONS', '3')],
      [[set('retention.ms', 'x')], refused('INVALID_CONFIG', 'Not a number of type LONG')],
      [[set('cleanup.policy', 'none-of-these')], refused('INVALID_CONFIG', 'cleanup.policy')],
      [[grow('2'), set('retention.ms', 'x')], refused('INVALID_CONFIG', 'Not a number of type LONG;')],
    ] as const) {
      expect([fields, await cluster.validateTopics([updating('there', fields)])]).toEqual([fields, [answer]]);
    }
  });

  test('whatever they were asked, nothing is other than before', async () => {
    expect((await real.bridge.describeTopics(['new', 'new.bare'])).filter(Boolean)).toEqual([]);
    const [there] = await real.bridge.describeTopics(['there']);
    const own = there?.config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG') ?? [];
    expect(there?.partitions).toBe(3);
    expect(own.map(({ name, value }) => `${name}=${value}`)).toEqual(['retention.ms=5000']);
  });

  test('a login without the right is not asked about, until it has it', async () => {
    const login = realCluster(real.kafka, weak, { purpose: 'plan' });
    try {
      const changes = [creation('weak.new'), updating('there', [grow('6')])];
      expect(await login.validateTopics(changes)).toMatchObject([
        { state: 'not-asked', because: expect.stringContaining('lacks Create') },
        { state: 'not-asked', because: expect.stringContaining('lacks Alter') },
      ]);
      const entry = { principal: 'User:weak', host: '*', resourceType: 'TOPIC', patternType: 'LITERAL' };
      const allow = (resourceName: string, operation: string) =>
        real.bridge.createAcl({ ...entry, resourceName, operation, permission: 'ALLOW' });
      await allow('weak.new', 'CREATE');
      await allow('weak.new', 'DESCRIBE');
      await allow('there', 'ALTER');
      await allow('there', 'DESCRIBE_CONFIGS');
      expect(
        await until(
          () => login.validateTopics(changes),
          (said) => said.every(({ state }) => state === 'accepted'),
        ),
      ).toEqual([accepted, accepted]);
    } finally {
      await login.close();
    }
  });

  test('a write over the same connection never leaves', async () => {
    expect(await cluster.topics.write([creation('never')])).toMatchObject([{ code: 'not-sent' }]);
    expect((await real.bridge.describeTopics(['never'])).filter(Boolean)).toEqual([]);
  });
});
