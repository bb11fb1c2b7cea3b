import { expect, test } from '@jest/globals';
import { readNothing } from '../../../support/kafka/builders.ts';
import { realCluster } from '../../../support/kafka/real-cluster.ts';
import { sharedKafka } from '../../../support/kafka.ts';

const user = { username: 'some', password: 'some-test-password' };
const real = sharedKafka([{ name: user.username, password: user.password }]);
const request = { ...readNothing, consumerGroups: true };

test('real brokers tell all consumer groups to who may describe the cluster, and nobody else takes some for all', async () => {
  await real.bridge.createTopic({ name: 'events', partitions: 1, replication: 1, config: {} });
  await real.bridge.produce('events', [{ value: 'one' }]);
  for (const group of ['edge-b', 'edge-a']) await real.bridge.consume('events', { max: 1, group });
  const admin = realCluster(real.kafka);
  const other = realCluster(real.kafka, user);
  try {
    expect((await admin.readCluster(request)).consumerGroups).toEqual({
      state: 'known',
      value: ['edge-a', 'edge-b'],
    });
    expect((await other.readCluster(request)).consumerGroups).toMatchObject({
      state: 'unknown',
      code: 'denied',
    });
  } finally {
    await admin.close();
    await other.close();
  }
});
