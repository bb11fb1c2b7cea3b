import { propertiesText } from './properties-text.ts';
import { saslLogin } from './sasl-login.ts';

/** What one node of a cluster needs to know. Paths are absolute. */
export interface NodeSettings {
  readonly id: number;
  readonly roles: 'broker,controller' | 'broker';
  readonly port: number;
  /** Of node 1. */
  readonly controllerPort: number;
  readonly controllerPassword: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** A PEM file with the private key and the certificate. */
  readonly keystore: string;
  readonly truststore: string;
  readonly logDirectory: string;
  /** Of the whole cluster. */
  readonly brokers: number;
  readonly autoCreateTopics: boolean;
  readonly alsoIPv6: boolean;
  readonly more: Readonly<Record<string, string>>;
}

/** `server.properties`: SCRAM over TLS for clients, deny by default, and small enough to start fast. */
export function serverProperties(node: NodeSettings): string {
  const replication = String(Math.min(3, node.brokers));
  const client = `CLIENT://127.0.0.1:${node.port}`;
  const controller = `CONTROLLER://127.0.0.1:${node.controllerPort}`;
  return propertiesText({
    'process.roles': node.roles,
    'node.id': String(node.id),
    'controller.quorum.voters': `1@127.0.0.1:${node.controllerPort}`,
    listeners: node.roles === 'broker' ? client : `${client},${controller}`,
    'advertised.listeners': `CLIENT://localhost:${node.port}`,
    'listener.security.protocol.map': 'CLIENT:SASL_SSL,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'CLIENT',
    'controller.listener.names': 'CONTROLLER',

    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
    'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.client.scram-sha-512.sasl.jaas.config': saslLogin({
      mechanism: 'SCRAM-SHA-512',
      ...node.admin,
    }),
    'listener.name.controller.plain.sasl.jaas.config':
      'org.apache.kafka.common.security.plain.PlainLoginModule required ' +
      `username="${node.admin.username}" password="${node.controllerPassword}" user_${node.admin.username}="${node.controllerPassword}";`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': node.keystore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': node.truststore,

    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${node.admin.username}`,
    'allow.everyone.if.no.acl.found': 'false',

    ...(node.alsoIPv6 ? listenerOnIPv6(node) : {}),

    'auto.create.topics.enable': String(node.autoCreateTopics),
    'log.dirs': node.logDirectory,
    'num.partitions': '1',
    'default.replication.factor': replication,
    'offsets.topic.replication.factor': replication,
    'transaction.state.log.replication.factor': replication,
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': replication,
    'share.coordinator.state.topic.min.isr': '1',

    'offsets.topic.num.partitions': '1',
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'controlled.shutdown.enable': 'false',
    // The default of 128 MB is half of the heap.
    'log.cleaner.dedupe.buffer.size': '4194304',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'background.threads': '2',
    ...node.more,
  });
}

/** The same port on both loopback addresses: Kafka allows one port twice for an IPv4 and an IPv6 listener (KIP-797). */
function listenerOnIPv6(node: NodeSettings): Readonly<Record<string, string>> {
  const clients = `CLIENT://127.0.0.1:${node.port},CLIENT6://[::1]:${node.port}`;
  const controller = `CONTROLLER://127.0.0.1:${node.controllerPort}`;
  return {
    listeners: node.roles === 'broker' ? clients : `${clients},${controller}`,
    'advertised.listeners': `CLIENT://localhost:${node.port},CLIENT6://[::1]:${node.port}`,
    'listener.security.protocol.map': 'CLIENT:SASL_SSL,CLIENT6:SASL_SSL,CONTROLLER:SASL_PLAINTEXT',
    'listener.name.client6.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client6.scram-sha-512.sasl.jaas.config': saslLogin({
      mechanism: 'SCRAM-SHA-512',
      ...node.admin,
    }),
  };
}

/** With which Kafka's own clients log in over the client listener. */
export function clientProperties(options: {
  readonly bootstrapServers: string;
  readonly truststore: string;
  readonly username: string;
  readonly password: string;
}): string {
  return propertiesText({
    'bootstrap.servers': options.bootstrapServers,
    'security.protocol': 'SASL_SSL',
    'sasl.mechanism': 'SCRAM-SHA-512',
    'sasl.jaas.config': saslLogin({ mechanism: 'SCRAM-SHA-512', ...options }),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': options.truststore,
  });
}
