import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KafkaCluster } from '../../../src/kafka/kafka.ts';
import type { LoginRights } from '../../../src/model/login-rights.ts';
import { anAcl, creation, grant } from '../../support/kafka/builders.ts';
import { eventually, realCluster } from '../../support/kafka/real-cluster.ts';
import { withKafka } from '../../support/kafka.ts';

const mirror = { username: 'mirror', password: 'mirror-test-password' };
const real = withKafka({ name: 'login', users: [{ name: mirror.username, password: mirror.password }] });
const principal = 'User:mirror';
let admin: KafkaCluster;

beforeAll(async () => {
  admin = realCluster(real.kafka);
  const names = ['edge.readings', 'edge.alerts', 'edge.hidden'];
  const topics = names.map((name, index) => creation(name, { partitions: index + 1, replication: 1 }));
  await admin.topics.write(topics);
  await admin.acls.write(
    [
      anAcl({ principal, resourceName: 'edge.readings' }),
      anAcl({ principal, resourceName: 'edge.readings', operation: 'DescribeConfigs' }),
      anAcl({ principal, resourceName: 'edge.alerts', operation: 'Describe' }),
      anAcl({ principal, resourceType: 'Group', resourceName: 'billing', operation: 'Describe' }),
    ].map(grant),
  );
});
afterAll(() => admin.close());

async function rightsOf(login: typeof mirror, holds: (rights: LoginRights) => boolean = () => true) {
  const cluster = realCluster(real.kafka, login);
  const read = () => cluster.readLoginRights(['billing', 'secret']);
  try {
    return await eventually(read, (reading) => reading.state === 'unknown' || holds(reading.value));
  } finally {
    await cluster.close();
  }
}

describe('what the login of MirrorMaker 2 may do, in the words of real brokers', () => {
  test('sees the topics it may describe, with its rights, and the groups', async () => {
    const granted = ({ topics, groups }: LoginRights) =>
      topics.size === 2 &&
      topics.get('edge.readings')?.operations.size === 3 &&
      groups.get('billing') === true;
    expect(await rightsOf(mirror, granted)).toEqual({
      state: 'known',
      value: {
        topics: new Map([
          ['edge.alerts', { partitions: 2, operations: new Set(['Describe']) }],
          ['edge.readings', { partitions: 1, operations: new Set(['Read', 'Describe', 'DescribeConfigs']) }],
        ]),
        clusterOperations: new Set(),
        groups: new Map([
          ['billing', true],
          ['secret', false],
        ]),
        brokersBefore28: false,
      },
    });
  });

  test('a login that may do everything sees its rights on the cluster too', async () => {
    const reading = await rightsOf(real.kafka.admin);
    if (reading.state === 'unknown') throw new Error(reading.message);
    expect(reading.value.topics.size).toBeGreaterThanOrEqual(3);
    expect(reading.value.clusterOperations).toContain('Describe');
    expect(reading.value.clusterOperations).toContain('IdempotentWrite');
  });

  test('a wrong password, in the words of the broker', async () => {
    expect(await rightsOf({ ...mirror, password: 'another-test-password' })).toMatchObject({
      state: 'unknown',
      code: 'unauthenticated',
      message: expect.stringContaining('invalid credentials with SASL mechanism SCRAM-SHA-512'),
    });
  });
});
