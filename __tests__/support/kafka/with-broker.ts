import { afterEach } from '@jest/globals';
import type { KafkaCluster } from '../../../src/kafka/kafka.ts';
import { type ConnectOptions, connect } from './builders.ts';
import { type FakeBroker, type FakeBrokerOptions, startFakeBroker } from './fake-broker.ts';

const started: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of started.splice(0)) await stop();
});

/** Stopped after the test. */
export async function aBroker(options?: FakeBrokerOptions): Promise<FakeBroker> {
  const broker = await startFakeBroker(options);
  started.push(() => broker.stop());
  return broker;
}

/** Closed after the test. */
export function aCluster(options: ConnectOptions): KafkaCluster {
  const cluster = connect(options);
  started.push(() => cluster.close());
  return cluster;
}

/** A cluster of one fake broker. */
export async function aClusterOf(answers: NonNullable<FakeBrokerOptions['answers']>): Promise<{
  readonly broker: FakeBroker;
  readonly cluster: KafkaCluster;
}> {
  const broker = await aBroker({ answers });
  return { broker, cluster: aCluster({ bootstrapServers: [broker.address] }) };
}
