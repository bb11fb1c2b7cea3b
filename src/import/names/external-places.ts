import { brokerAddress } from '../../model/broker-address.ts';
import { canonicalCertificates } from '../../model/certificates.ts';
import type { LiveEndpoint } from '../../model/endpoint.ts';
import { saslMechanisms, securityProtocols } from '../../model/kafka-connection.ts';
import type { ClusterPlace, EstateOverview } from '../estate.ts';

type ExternalPlace = ClusterPlace & { readonly type: 'external' };

interface ExternalPlaces {
  readonly places: readonly ExternalPlace[];
  readonly unsaid: readonly { readonly endpoint: string; readonly why: string }[];
}

/**
 * External clusters by their endpoints. Endpoints that share a broker are one cluster, and a cluster has one connection: where they
 * differ in it, the one that most flows use speaks for the cluster.
 */
export function externalPlaces(estate: EstateOverview): ExternalPlaces {
  if (estate.endpoints.state === 'unknown') return { places: [], unsaid: [] };
  const unsaid: { endpoint: string; why: string }[] = [];
  for (const { id, reason } of estate.endpoints.unreadable ?? []) {
    if (id !== undefined) unsaid.push({ endpoint: id.name, why: reason.message });
  }
  const uses = usesByEndpoint(estate);
  const sayable: LiveEndpoint[] = [];
  for (const endpoint of estate.endpoints.value) {
    const why = whyUnsaid(endpoint);
    if (why === undefined) sayable.push(endpoint);
    else unsaid.push({ endpoint: endpoint.id.name, why });
  }
  const places: ExternalPlace[] = [];
  for (const group of bySharedBroker(sayable)) {
    const [first, ...others] = group.toSorted(
      (a, b) => (uses.get(b.id.name) ?? 0) - (uses.get(a.id.name) ?? 0) || (a.id.name < b.id.name ? -1 : 1),
    );
    if (first === undefined) continue;
    const alike = others.filter(
      (other) => connectionText(other) === connectionText(first) && (uses.get(other.id.name) ?? 0) > 0,
    );
    places.push({ type: 'external', endpoints: [first, ...alike] });
    for (const other of others.filter((one) => !alike.includes(one))) {
      const why =
        connectionText(other) === connectionText(first)
          ? `it is another endpoint of the cluster of ${first.id.name}, and nothing uses it`
          : `it has a broker of ${first.id.name}, so it is the same cluster, but connects differently`;
      unsaid.push({ endpoint: other.id.name, why });
    }
  }
  return {
    places: places.sort((a, b) => (a.endpoints[0].id.name < b.endpoints[0].id.name ? -1 : 1)),
    unsaid,
  };
}

/** One for its integration and one for each flow. */
function usesByEndpoint({ mirrormakers }: EstateOverview): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { integrations, flows } of mirrormakers.values()) {
    if (integrations.state === 'unknown') continue;
    for (const { id, source } of integrations.value) {
      if (source.type !== 'endpoint') continue;
      const own =
        flows.state === 'known'
          ? flows.value.filter((flow) => flow.id.source === id.cluster || flow.id.target === id.cluster)
          : [];
      uses.set(source.endpoint, (uses.get(source.endpoint) ?? 0) + 1 + own.length);
    }
  }
  return uses;
}

/** Undefined: a spec can say it. */
function whyUnsaid({ config }: LiveEndpoint): string | undefined {
  const { security_protocol: protocol, sasl_mechanism: mechanism } = config;
  if (!securityProtocols.some((known) => known === protocol))
    return `this version does not know its security_protocol`;
  if (!protocol.startsWith('SASL')) return undefined;
  if (!saslMechanisms.some((known) => known === mechanism))
    return 'this version does not know its sasl_mechanism';
  return config.sasl_plain_username === undefined || config.sasl_plain_password === undefined
    ? 'it has no user name or no password'
    : undefined;
}

export function serversOf({ config }: LiveEndpoint): readonly string[] {
  return config.bootstrap_servers
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '');
}

function bySharedBroker(endpoints: readonly LiveEndpoint[]): readonly (readonly LiveEndpoint[])[] {
  let groups: { readonly brokers: ReadonlySet<string>; readonly endpoints: readonly LiveEndpoint[] }[] = [];
  for (const endpoint of endpoints) {
    const brokers = new Set(serversOf(endpoint).map(brokerAddress));
    const touching = groups.filter((group) => [...brokers].some((broker) => group.brokers.has(broker)));
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      {
        brokers: new Set([...brokers, ...touching.flatMap((group) => [...group.brokers])]),
        endpoints: [...touching.flatMap((group) => group.endpoints), endpoint],
      },
    ];
  }
  return groups.map((group) => group.endpoints);
}

/** All that a spec says of a connection; of secrets only which there are, as they cannot be seen. */
function connectionText(endpoint: LiveEndpoint): string {
  const { security_protocol, sasl_mechanism, sasl_plain_username, ssl_ca_cert, ...others } = endpoint.config;
  const tls = security_protocol.endsWith('SSL');
  const sasl = security_protocol.startsWith('SASL');
  return JSON.stringify([
    serversOf(endpoint)
      .map((server) => server.toLowerCase())
      .toSorted(),
    security_protocol,
    sasl
      ? [sasl_mechanism, sasl_plain_username]
      : [others.ssl_client_cert !== undefined, others.ssl_client_key !== undefined],
    tls
      ? [
          ssl_ca_cert === undefined ? null : canonicalCertificates(ssl_ca_cert),
          others.ssl_endpoint_identification_algorithm ?? null,
        ]
      : null,
  ]);
}
