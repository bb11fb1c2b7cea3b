import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BackendAcl } from '../../../../sandbox/kafka-backend.ts';
import type { KafkaCluster } from '../../../../src/kafka/kafka.ts';
import { aclOperations, type KafkaAclId } from '../../../../src/model/kafka-acl.ts';
import { keyOf } from '../../../../src/model/resource.ts';
import { anAcl, grant, readNothing, revocation } from '../../../support/kafka/builders.ts';
import { realCluster } from '../../../support/kafka/real-cluster.ts';
import { sharedKafka } from '../../../support/kafka.ts';
import { until } from '../../../support/until.ts';

const real = sharedKafka([{ name: 'powerless', password: 'powerless-test-password' }]);
let cluster: KafkaCluster;
beforeAll(() => {
  cluster = realCluster(real.kafka);
});
afterAll(() => cluster.close());

const accepted = { state: 'accepted' };

/** As Kafka's own Java client sees the entries of one principal. */
async function seenByJava(principal: string, count: number): Promise<readonly BackendAcl[]> {
  return until(
    async () => (await real.bridge.listAcls()).filter((acl) => acl.principal === principal),
    ({ length }) => length === count,
  );
}

async function readBack(ids: readonly KafkaAclId[]): Promise<readonly boolean[]> {
  const readings = await cluster.kafkaAcls.readBack(ids);
  return readings.map((reading) => {
    if (reading.state === 'unknown') throw new Error(reading.message);
    return reading.value !== undefined;
  });
}

const allThere = (found: readonly boolean[]) => found.every(Boolean);

describe('ACLs on real brokers', () => {
  test('DENY, prefixed, host, cluster, group and transactional entries arrive as they were meant', async () => {
    const principal = 'User:svc-kinds, with a comma';
    const ids = [
      anAcl({ principal }),
      anAcl({ principal, resourceName: 'payments.', patternType: 'PREFIXED', operation: 'Write' }),
      anAcl({ principal, permission: 'DENY', host: '10.1.2.3', operation: 'All' }),
      anAcl({
        principal,
        resourceType: 'Cluster',
        resourceName: 'kafka-cluster',
        operation: 'IdempotentWrite',
      }),
      anAcl({ principal, resourceType: 'Group', resourceName: '*' }),
      anAcl({
        principal,
        resourceType: 'TransactionalId',
        resourceName: 'tx-',
        patternType: 'PREFIXED',
        operation: 'Describe',
      }),
    ];
    expect(await cluster.kafkaAcls.write(ids.map(grant))).toEqual(ids.map(() => accepted));
    const entry = {
      principal,
      host: '*',
      resourceType: 'TOPIC',
      patternType: 'LITERAL',
      permission: 'ALLOW',
    };
    const seen = await seenByJava(principal, ids.length);
    expect(seen).toHaveLength(ids.length);
    expect(seen).toEqual(
      expect.arrayContaining([
        { ...entry, resourceName: 'orders', operation: 'READ' },
        { ...entry, resourceName: 'payments.', patternType: 'PREFIXED', operation: 'WRITE' },
        { ...entry, resourceName: 'orders', permission: 'DENY', host: '10.1.2.3', operation: 'ALL' },
        { ...entry, resourceType: 'CLUSTER', resourceName: 'kafka-cluster', operation: 'IDEMPOTENT_WRITE' },
        { ...entry, resourceType: 'GROUP', resourceName: '*', operation: 'READ' },
        {
          ...entry,
          resourceType: 'TRANSACTIONAL_ID',
          resourceName: 'tx-',
          patternType: 'PREFIXED',
          operation: 'DESCRIBE',
        },
      ]),
    );
    const live = await cluster.readCluster({ ...readNothing, kafkaAcls: true });
    if (live.kafkaAcls.state === 'unknown') throw new Error(live.kafkaAcls.message);
    const keys = live.kafkaAcls.value
      .filter(({ id }) => id.principal === principal)
      .map(({ id }) => keyOf(id));
    expect(keys.sort()).toEqual(ids.map(keyOf).sort());
  });

  test('a removal takes exactly its entry, among others that look like it', async () => {
    const principal = 'User:svc-alike';
    const wanted = anAcl({ principal });
    const others = [
      anAcl({ principal, patternType: 'PREFIXED' }),
      anAcl({ principal, permission: 'DENY' }),
      anAcl({ principal, host: '10.1.2.3' }),
      anAcl({ principal, operation: 'All' }),
      anAcl({ principal, resourceName: '*' }),
      anAcl({ principal, resourceType: 'Group' }),
    ];
    await cluster.kafkaAcls.write([wanted, ...others].map(grant));
    await until(() => readBack([wanted, ...others]), allThere);
    expect(await cluster.kafkaAcls.write([revocation(wanted)])).toEqual([accepted]);
    expect(await seenByJava(principal, others.length)).toHaveLength(others.length);
    expect(
      await until(
        () => readBack([wanted]),
        ([found]) => found === false,
      ),
    ).toEqual([false]);
    expect(await readBack(others)).toEqual(others.map(() => true));
  });

  test('the same additions and removals a second time change nothing', async () => {
    const principal = 'User:svc-twice';
    const [stays, goes] = [anAcl({ principal }), anAcl({ principal, operation: 'Write' })];
    await cluster.kafkaAcls.write([grant(goes)]);
    for (const _ of [1, 2]) {
      expect(await cluster.kafkaAcls.write([revocation(goes), grant(stays)])).toEqual([accepted, accepted]);
      expect(await seenByJava(principal, 1)).toMatchObject([{ operation: 'READ' }]);
    }
  });

  test('a refused entry has the words of the broker', async () => {
    const nonsense = anAcl({ principal: 'svc-without-type' });
    expect(await cluster.kafkaAcls.write([grant(nonsense)])).toMatchObject([
      { state: 'failed', message: expect.stringContaining('svc-without-type'), transient: false },
    ]);
  });

  test('every operation that the model names is one that Kafka names', async () => {
    const principal = 'User:svc-operations';
    const group = anAcl({ principal, resourceType: 'Topic', resourceName: 'operations' });
    const ids = aclOperations.map((operation) => ({ ...group, operation }));
    const results = await cluster.kafkaAcls.write(ids.map(grant));
    const kept = ids.filter((_, index) => results[index]?.state === 'accepted');
    const seen = await seenByJava(principal, kept.length);
    const kafkaName = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    expect(seen.map(({ operation }) => operation).sort()).toEqual(
      kept.map(({ operation }) => kafkaName(operation)).sort(),
    );
    expect(kept.length).toBeGreaterThanOrEqual(7);
  });

  test('a login without Describe on Cluster: the ACLs are unknown, and the right that lacks is named', async () => {
    const weak = realCluster(real.kafka, { username: 'powerless', password: 'powerless-test-password' });
    try {
      const { kafkaAcls } = await weak.readCluster({ ...readNothing, kafkaAcls: true });
      expect(kafkaAcls).toMatchObject({
        state: 'unknown',
        code: 'denied',
        message: expect.stringContaining('reading ACLs takes Describe on Cluster'),
      });
      expect(await weak.kafkaAcls.write([grant(anAcl())])).toMatchObject([
        { code: 'CLUSTER_AUTHORIZATION_FAILED', transient: false },
      ]);
    } finally {
      await weak.close();
    }
  });
});
