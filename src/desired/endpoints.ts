import type { Endpoint, EndpointConfig } from '../model/endpoint.ts';
import type { Secret } from '../model/secret.ts';
import { endpointOf } from '../spec/cluster-of.ts';
import type { ExternalClusterSpec, MirrorIdentity, Spec } from '../spec/spec.ts';
import { aliasesOf } from './integrations.ts';
import { byId } from './order.ts';

/**
 * The endpoints of every external cluster with a `mirror` identity, one per name that its aliases are attached through,
 * in every project with a MirrorMaker service that attaches it: Aiven resolves endpoints within the project. Attached
 * nowhere yet, it goes to the spec's project.
 */
export function desiredEndpoints(spec: Spec): readonly Endpoint[] {
  const endpoints: Endpoint[] = [];
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external' || cluster.mirror === undefined) continue;
    const { mirror } = cluster;
    for (const [name, aliases] of Map.groupBy(cluster.aliases.keys(), (alias) =>
      endpointOf(cluster, alias),
    )) {
      if (name === undefined) continue;
      const stated = aliases.flatMap((alias) => cluster.aliases.get(alias) ?? []);
      const own = stated.find(({ endpoint }) => endpoint !== undefined);
      for (const project of projectsOf(spec, aliases)) {
        endpoints.push({
          id: { kind: 'endpoint', project, name },
          config: endpointConfig(cluster, mirror),
          stated: cluster.statedInEndpoint,
          provenance: { origin: 'declared', position: (own ?? mirror).position },
        });
      }
    }
  }
  return byId(endpoints);
}

function projectsOf(spec: Spec, aliases: readonly string[]): ReadonlySet<string> {
  const attaching = [...spec.mirrormakers.values()].filter((mirrormaker) => {
    const attached = aliasesOf(mirrormaker);
    return aliases.some((alias) => attached.has(alias));
  });
  return new Set(attaching.length === 0 ? [spec.project] : attaching.map(({ project }) => project));
}

/** Only the fields that the protocol uses: Aiven keeps what it is given. */
function endpointConfig(cluster: ExternalClusterSpec, { login }: MirrorIdentity): EndpointConfig<Secret> {
  const { securityProtocol: protocol } = cluster;
  const tls = protocol === 'SSL' || protocol === 'SASL_SSL';
  return {
    bootstrap_servers: cluster.bootstrapServers.join(','),
    security_protocol: protocol,
    ...(login.kind === 'sasl' && {
      sasl_mechanism: login.mechanism,
      sasl_plain_username: login.username,
      sasl_plain_password: login.password,
    }),
    ...(tls && cluster.sslCaCert !== undefined ? { ssl_ca_cert: cluster.sslCaCert } : {}),
    ...(login.kind === 'certificate' && { ssl_client_cert: login.certificate, ssl_client_key: login.key }),
    ...(tls ? { ssl_endpoint_identification_algorithm: cluster.sslEndpointIdentificationAlgorithm } : {}),
  };
}
