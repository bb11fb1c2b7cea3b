import { canonicalCertificates } from '../../model/certificates.ts';
import type { KafkaConnection, KafkaLogin } from '../../model/kafka-connection.ts';
import type { ExternalClusterSpec, LoginSpec, Spec } from '../../spec/spec.ts';

/** Whose login: this tool's own, or the one that Aiven's MirrorMaker 2 uses. */
export type Identity = 'admin' | 'mirror';

/** How to connect to an external cluster; undefined: the spec has no such identity there. */
export function connectionOf(cluster: ExternalClusterSpec, identity: Identity): KafkaConnection | undefined {
  const login = cluster[identity];
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
    login: loginOf(cluster, login),
  };
}

function loginOf(cluster: ExternalClusterSpec, login: LoginSpec): KafkaLogin {
  const { username, password, clientCert, clientKey } = login;
  if (cluster.securityProtocol.startsWith('SASL')) {
    if (cluster.saslMechanism === undefined || username === undefined || password === undefined) {
      throw new Error(`the spec of ${cluster.key} passed its checks without a SASL login`);
    }
    return { kind: 'sasl', mechanism: cluster.saslMechanism, username, password };
  }
  if (clientCert !== undefined && clientKey !== undefined) {
    return { kind: 'certificate', certificate: clientCert, key: clientKey };
  }
  return { kind: 'none' };
}

/**
 * Where credentials of a cluster would go and how they are protected, as text that can be compared: hosts,
 * brokers that may be contacted, protocol, mechanism, CA, hostname check and the names of the secrets. Two specs with the
 * same text send the same secrets to the same place.
 */
function connectionAnchor(cluster: ExternalClusterSpec, identity: Identity): string {
  const login = cluster[identity];
  return JSON.stringify([
    [...cluster.bootstrapServers].sort(),
    cluster.brokers === undefined ? null : cluster.brokers.patterns.map(({ text }) => text).sort(),
    cluster.securityProtocol,
    cluster.saslMechanism ?? null,
    cluster.sslCaCert === undefined ? null : canonicalCertificates(cluster.sslCaCert),
    cluster.sslEndpointIdentificationAlgorithm,
    login?.username ?? null,
    login?.password?.name ?? null,
    login?.clientCert?.name ?? null,
    login?.clientKey?.name ?? null,
  ]);
}

/** Why a cluster must not be contacted yet; undefined: its connection is the one on the default branch. */
export function connectionChange(
  cluster: ExternalClusterSpec,
  identity: Identity,
  trusted: Spec | undefined,
): string | undefined {
  const before = trusted?.clusters.get(cluster.key);
  if (before === undefined || before.type !== 'external') {
    return `the connection of ${cluster.key} is new: no credentials are sent there before it is on the default branch`;
  }
  if (connectionAnchor(before, identity) === connectionAnchor(cluster, identity)) return undefined;
  return `the connection of ${cluster.key} differs from the default branch: no credentials are sent there before the change is merged`;
}
