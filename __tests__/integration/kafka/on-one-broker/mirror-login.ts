import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { observedTopics } from '../../../../src/desired/derived/view.ts';
import { desiredState } from '../../../../src/desired/desired.ts';
import { preflightFlows } from '../../../../src/desired/preflight/preflight.ts';
import type { KafkaCluster } from '../../../../src/kafka/kafka.ts';
import type { LoginRights } from '../../../../src/model/login-rights.ts';
import { unknown } from '../../../../src/model/reading.ts';
import { tryLogins } from '../../../../src/run/systems/try-logins.ts';
import { liveCluster, liveWorld } from '../../../support/build/live.ts';
import { at } from '../../../support/build/places.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  withoutAdmin,
} from '../../../support/build/spec.ts';
import { anAcl, creation, grant } from '../../../support/kafka/builders.ts';
import { realCluster } from '../../../support/kafka/real-cluster.ts';
import { sharedKafka } from '../../../support/kafka.ts';
import { until } from '../../../support/until.ts';

const mirror = { username: 'mirror', password: 'mirror-test-password' };
const real = sharedKafka([{ name: mirror.username, password: mirror.password }]);
const principal = 'User:mirror';
let admin: KafkaCluster;

beforeAll(async () => {
  admin = realCluster(real.kafka);
  const names = ['edge.readings', 'edge.alerts', 'edge.hidden'];
  const topics = names.map((name, index) => creation(name, { partitions: index + 1, replication: 1 }));
  await admin.topics.write(topics);
  await admin.kafkaAcls.write(
    [
      anAcl({ principal, resourceName: 'edge.readings' }),
      anAcl({ principal, resourceName: 'edge.readings', operation: 'DescribeConfigs' }),
      anAcl({ principal, resourceName: 'edge.alerts', operation: 'Describe' }),
      anAcl({ principal, resourceName: 'later.', patternType: 'PREFIXED', operation: 'Write' }),
      anAcl({ principal, resourceType: 'Group', resourceName: 'billing', operation: 'Describe' }),
    ].map(grant),
  );
});
afterAll(() => admin.close());

async function rightsOf(login: typeof mirror, holds: (rights: LoginRights) => boolean = () => true) {
  const cluster = realCluster(real.kafka, login);
  const read = () =>
    cluster.readLoginRights({
      topics: ['edge.readings', 'edge.hidden', 'later.', 'nowhere'],
      groups: ['billing', 'secret'],
    });
  try {
    return await until(read, (reading) => reading.state === 'unknown' || holds(reading.value));
  } finally {
    await cluster.close();
  }
}

describe('what the login of MirrorMaker 2 may do, in the words of real brokers', () => {
  test('sees the topics it may describe, and is told its rights on topics and groups that it asks about', async () => {
    const granted = ({ topics, groups, topicOperations }: LoginRights) =>
      topics.size === 2 &&
      topicOperations.get('edge.readings')?.size === 3 &&
      topicOperations.get('later.')?.size === 2 &&
      groups.get('billing') === true;
    expect(await rightsOf(mirror, granted)).toEqual({
      state: 'known',
      value: {
        clusterId: real.kafka.clusterId,
        topics: new Map([
          ['edge.alerts', 2],
          ['edge.readings', 1],
        ]),
        clusterOperations: new Set(),
        topicOperations: new Map([
          ['edge.hidden', new Set()],
          ['edge.readings', new Set(['Read', 'Describe', 'DescribeConfigs'])],
          // Neither exists: rights on what is still to be created are told too.
          ['later.', new Set(['Write', 'Describe'])],
          ['nowhere', new Set()],
        ]),
        groups: new Map([
          ['billing', true],
          ['secret', false],
        ]),
        brokersBefore28: false,
      },
    });
    expect((await real.bridge.listTopics()).map(({ name }) => name)).not.toContain('later.');
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

describe('a cluster with access: check and no admin', () => {
  const flow = flowSpec('onprem', 'core', {
    access: 'check',
    settings: { topics: ['edge\\..*'] },
    groups: [{ pattern: 'billing', position: at(55) }],
    expectTopics: { atLeast: 3, position: at(56) },
  });
  const spec = specOf([withoutAdmin(externalCluster('onprem')), aivenCluster('core')], [mirrorMaker([flow])]);
  const hidden = unknown('not-managed', 'the spec gives no admin identity');
  const live = liveWorld({
    clusters: new Map([
      ['onprem', liveCluster('onprem', [], { topicNames: hidden, kafkaAcls: hidden })],
      ['core', liveCluster('core')],
    ]),
  });

  async function preflight(login: typeof mirror) {
    const cluster = realCluster(real.kafka, login);
    try {
      const logins = await tryLogins(spec, new Map([['onprem', { state: 'open', cluster }]]), live);
      const { desired } = desiredState(spec, observedTopics(live, logins));
      return preflightFlows({ spec, desired, live, logins });
    } finally {
      await cluster.close();
    }
  }

  test('says what the login sees and lacks, in place of "cannot be checked"', async () => {
    const { flows, findings } = await preflight(mirror);
    expect(flows[0]).toMatchObject({
      matches: {
        value: {
          seenBy: 'mirror',
          partitions: 3,
          topics: [{ name: 'edge.alerts' }, { name: 'edge.readings' }],
        },
      },
      logins: [{ endpoint: 'onprem-kafka', state: 'accepted' }],
    });
    expect(flows[0]?.logins[0]?.lacks).toEqual([
      'Read, DescribeConfigs on all Topics edge.*',
      'Read, DescribeConfigs on Topic edge.alerts',
      'Write, Read on Topic mm2-offset-syncs.core.internal',
    ]);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error expect-topics-violated',
      'warning mirror-login-lacks',
    ]);
  });

  test('a wrong password is an error that names the endpoint and the secret', async () => {
    const { findings } = await preflight({ ...mirror, password: 'another-test-password' });
    const [refused] = findings.filter(({ severity }) => severity === 'error');
    expect(refused?.code).toBe('mirror-login-refused');
    expect(refused?.message).toContain('the endpoint onprem-kafka');
    expect(refused?.message).toContain('invalid credentials with SASL mechanism SCRAM-SHA-512');
    expect(refused?.hint).toContain('KAFKA_SECRET_MM2_PASSWORD');
  });
});
