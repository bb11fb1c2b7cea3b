import type { BrokerPattern } from './broker-pattern.ts';
import type { Secret } from './secret.ts';

export const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type SecurityProtocol = (typeof securityProtocols)[number];

export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

/** How this tool connects to an external cluster to manage topics and ACLs. */
export interface KafkaConnection {
  /** The cluster's key in the spec, for messages. */
  readonly cluster: string;
  /** `host:port`, asked in this order. */
  readonly bootstrapServers: readonly string[];
  /** All that may be contacted, advertised listeners included; left out: the hosts of `bootstrapServers`, at any port. */
  readonly brokers?: readonly BrokerPattern[];
  /** Pinned cluster id: the run stops for this cluster if the brokers report another. */
  readonly clusterId?: string;
  readonly transport: KafkaTransport;
  readonly login: KafkaLogin;
}

export type KafkaTransport =
  | { readonly tls: false }
  | {
      readonly tls: true;
      /** PEM; the system's trust store when left out. */
      readonly ca?: string;
      readonly verifyHostname: boolean;
    };

export type KafkaLogin =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'sasl';
      readonly mechanism: SaslMechanism;
      readonly username: string;
      readonly password: Secret;
    }
  | { readonly kind: 'certificate'; readonly certificate: Secret; readonly key: Secret };

/** What the other side must not learn from anybody else, the key of a certificate last. */
export function secretsOf(login: KafkaLogin): readonly Secret[] {
  switch (login.kind) {
    case 'none':
      return [];
    case 'sasl':
      return [login.password];
    case 'certificate':
      return [login.certificate, login.key];
  }
}
