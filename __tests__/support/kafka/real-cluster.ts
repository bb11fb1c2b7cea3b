import type { SandboxKafka } from '../../../sandbox/kafka/sandbox-kafka.ts';
import type { KafkaCluster } from '../../../src/kafka/kafka.ts';
import { Secret } from '../../../src/model/secret.ts';
import { type ConnectOptions, connect } from './builders.ts';

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
    ...more,
  });
}
