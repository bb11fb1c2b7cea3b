import { canonicalCertificates } from '../../model/certificates.ts';
import { type KafkaConnection, secretsOf } from '../../model/kafka-connection.ts';
import type { ExternalClusterSpec } from '../../spec/spec.ts';
import type { Anchor } from '../spec/anchor.ts';

/** Whose login: this tool's own, or the one that Aiven's MirrorMaker 2 uses. */
export type Identity = 'admin' | 'mirror';

/** How to connect to an external cluster; undefined: the spec has no such identity there. */
export function connectionOf(cluster: ExternalClusterSpec, identity: Identity): KafkaConnection | undefined {
  const login = cluster[identity]?.login;
  if (login === undefined) return undefined;
  const { key, bootstrapServers, brokers, clusterId, securityProtocol, sslCaCert } = cluster;
  const tls = securityProtocol === 'SSL' || securityProtocol === 'SASL_SSL';
  return {
    cluster: key,
    bootstrapServers,
    ...(brokers === undefined ? {} : { brokers: brokers.patterns }),
    ...(clusterId === undefined ? {} : { clusterId }),
    transport: tls
      ? {
          tls: true,
          ...(sslCaCert === undefined ? {} : { ca: sslCaCert }),
          verifyHostname: cluster.sslEndpointIdentificationAlgorithm === 'https',
        }
      : { tls: false },
    login,
  };
}

/**
 * Where credentials of a cluster would go and how they are protected, as text that can be compared: hosts,
 * brokers that may be contacted, protocol, mechanism, CA, hostname check and the names of the secrets. Two specs with the
 * same text send the same secrets to the same place.
 */
function connectionAnchor(cluster: ExternalClusterSpec, identity: Identity): string {
  const login = cluster[identity]?.login;
  return JSON.stringify([
    [...cluster.bootstrapServers].sort(),
    cluster.brokers === undefined ? null : cluster.brokers.patterns.map(({ text }) => text).sort(),
    cluster.securityProtocol,
    login?.kind === 'sasl' ? login.mechanism : null,
    cluster.sslCaCert === undefined ? null : canonicalCertificates(cluster.sslCaCert),
    cluster.sslEndpointIdentificationAlgorithm,
    login?.kind === 'sasl' ? login.username : null,
    login === undefined ? null : [login.kind, ...secretsOf(login).map(({ name }) => name)],
  ]);
}

export type ComparedConnection =
  | { readonly state: 'same' }
  /** The cluster must not be contacted yet. */
  | { readonly state: 'differs'; readonly why: string };

export const sameConnection: ComparedConnection = { state: 'same' };

/** Is a cluster's connection the one on the default branch? */
export function compareConnection(
  cluster: ExternalClusterSpec,
  identity: Identity,
  anchor: Exclude<Anchor, { readonly kind: 'itself' }>,
): ComparedConnection {
  const { key } = cluster;
  const before = anchor.kind === 'default-branch' ? anchor.spec.clusters.get(key) : undefined;
  if (before === undefined || before.type !== 'external') {
    const why = `the connection of ${key} is new: no credentials are sent there before it is on the default branch`;
    return { state: 'differs', why };
  }
  if (connectionAnchor(before, identity) === connectionAnchor(cluster, identity)) return sameConnection;
  const why = `the connection of ${key} differs from the default branch: no credentials are sent there before the change is merged`;
  return { state: 'differs', why };
}
