import type { SandboxKafka } from '../../../sandbox/kafka/sandbox-kafka.ts';
import { defaultDeadlines, type KafkaCluster } from '../../../src/kafka/kafka.ts';
import { Secret } from '../../../src/model/secret.ts';
import { type ConnectOptions, connect, systemClock } from './builders.ts';

/** The action's own connection to a real cluster, as `admin` unless told. */
export function realCluster(
  kafka: SandboxKafka,
  login: { readonly username: string; readonly password: string } = kafka.admin,
  more: Partial<ConnectOptions> = {},
): KafkaCluster {
  return connect({
    bootstrapServers: kafka.bootstrapServers.split(','),
    clusterId: kafka.clusterId,
    transport: { tls: true, ca: kafka.caPem, verifyHostname: true },
    login: {
      kind: 'sasl',
      mechanism: 'SCRAM-SHA-512',
      username: login.username,
      password: Secret.of('KAFKA_SECRET_TEST', login.password),
    },
    deadlines: defaultDeadlines,
    ...more,
  });
}

/** Reads until the condition holds: brokers show what the controller decided a little later. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = systemClock.monotonic() + 10_000;
  for (;;) {
    const value = await read();
    if (holds(value) || systemClock.monotonic() > deadline) return value;
    await systemClock.sleep(50);
  }
}
