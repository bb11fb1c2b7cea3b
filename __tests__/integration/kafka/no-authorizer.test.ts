import { expect, test } from '@jest/globals';
import { anAcl, grant, readNothing } from '../../support/kafka/builders.ts';
import { realCluster } from '../../support/kafka/real-cluster.ts';
import { withKafka } from '../../support/kafka.ts';

const real = withKafka({ name: 'open', properties: { 'authorizer.class.name': '' } });

test('brokers without an authorizer: the ACLs are unavailable, the topics are not', async () => {
  const cluster = realCluster(real.kafka);
  try {
    const live = await cluster.readCluster({ ...readNothing, kafkaAcls: true });
    expect(live.kafkaAcls).toMatchObject({
      state: 'unknown',
      code: 'unavailable',
      message: expect.stringContaining('the brokers of onprem have no authorizer'),
    });
    expect(live.topicNames).toEqual({ state: 'known', value: [] });
    expect(await cluster.kafkaAcls.write([grant(anAcl())])).toMatchObject([
      { code: 'SECURITY_DISABLED', transient: false },
    ]);
  } finally {
    await cluster.close();
  }
});
