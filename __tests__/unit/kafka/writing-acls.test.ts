import { describe, expect, test } from '@jest/globals';
import { anAcl, grant, revocation } from '../../support/kafka/builders.ts';
import { createdAcls, deletedAcls } from '../../support/kafka/fake-acls.ts';
import { aClusterOf } from '../../support/kafka/with-broker.ts';

const accepted = { state: 'accepted' };
const read = anAcl();
const write = anAcl({ operation: 'Write' });
const describeIt = anAcl({ operation: 'Describe' });

describe('writing ACLs', () => {
  test('all additions in one request, then all removals in one', async () => {
    const { cluster, broker } = await aClusterOf({
      CreateAcls: () => createdAcls([{}, {}]),
      DeleteAcls: () => deletedAcls([{ matches: [{}] }]),
    });
    expect(await cluster.kafkaAcls.write([grant(write), revocation(read), grant(describeIt)])).toEqual([
      accepted,
      accepted,
      accepted,
    ]);
    expect(broker.requests.map(({ api }) => api)).toEqual(['ApiVersions', 'CreateAcls', 'DeleteAcls']);
  });

  test('each entry has its own result', async () => {
    const { cluster } = await aClusterOf({
      CreateAcls: () => createdAcls([{}, { errorCode: 42, message: 'Could not parse principal' }]),
    });
    expect(await cluster.kafkaAcls.write([grant(read), grant(write), grant(describeIt)])).toEqual([
      accepted,
      { state: 'failed', code: 'INVALID_REQUEST', message: 'Could not parse principal', transient: false },
      {
        state: 'failed',
        code: 'no-answer',
        message: 'the brokers answered for fewer entries than were sent',
        transient: true,
      },
    ]);
  });

  test('nothing is removed when an addition was refused: it may have been the replacement', async () => {
    const { cluster, broker } = await aClusterOf({ CreateAcls: () => createdAcls([{ errorCode: 31 }]) });
    expect(await cluster.kafkaAcls.write([revocation(read), grant(write)])).toMatchObject([
      { code: 'OPERATION_NOT_ATTEMPTED', transient: true },
      { code: 'CLUSTER_AUTHORIZATION_FAILED', message: 'Cluster authorization failed', transient: false },
    ]);
    expect(broker.requests.some(({ api }) => api === 'DeleteAcls')).toBe(false);
  });

  test('an entry that is gone already is removed', async () => {
    const { cluster } = await aClusterOf({ DeleteAcls: () => deletedAcls([{ matches: [] }]) });
    expect(await cluster.kafkaAcls.write([revocation(read)])).toEqual([accepted]);
  });

  test('a removal that hit something else is a failure that names it', async () => {
    const { cluster } = await aClusterOf({
      DeleteAcls: () =>
        deletedAcls([{ matches: [{}, { principal: 'User:other', resourceName: 'payments' }] }]),
    });
    expect(await cluster.kafkaAcls.write([revocation(read)])).toMatchObject([
      {
        code: 'no-answer',
        message: 'the brokers say they deleted another entry than the one asked for: User:other on payments',
      },
    ]);
  });

  test('an error on the matching entry is the error of the removal', async () => {
    const { cluster } = await aClusterOf({
      DeleteAcls: () => deletedAcls([{ matches: [{ errorCode: 7, message: 'not in time' }] }]),
    });
    expect(await cluster.kafkaAcls.write([revocation(read)])).toEqual([
      { state: 'failed', code: 'REQUEST_TIMED_OUT', message: 'not in time', transient: true },
    ]);
  });

  test('6,000 additions take two requests', async () => {
    const sizes: number[] = [];
    const { cluster } = await aClusterOf({
      CreateAcls: (body) => {
        sizes.push(body.readInt32BE(0));
        return createdAcls(Array.from({ length: body.readInt32BE(0) }, () => ({})));
      },
    });
    const ids = Array.from({ length: 6_000 }, (_, index) => anAcl({ resourceName: `t${index}` }));
    expect(new Set((await cluster.kafkaAcls.write(ids.map(grant))).map(({ state }) => state))).toEqual(
      new Set(['accepted']),
    );
    expect(sizes).toEqual([5_000, 1_000]);
  });
});
