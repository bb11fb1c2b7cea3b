import type { EndpointId } from '../../model/endpoint.ts';
import type { Flow, FlowId, LiveFlow } from '../../model/flow.ts';
import { flowFields } from '../../model/flow-defaults.ts';
import { foundIn, type Listing, type Live } from '../../model/live.ts';
import { endpointOf } from '../cluster-of.ts';
import type { ClusterSpec, FlowSpec, MirrorMakerSpec, SettingsBasis, Spec } from '../spec.ts';

/**
 * The spec with the settings that its flows really have: what is stated, else what the live flow has, else the default, which a
 * flow is created with. All that is derived, linted and told of a flow goes by these.
 * A service that was not looked at keeps the assumptions.
 */
export function effectiveSpec(spec: Spec, live: Pick<Live, 'mirrormakers' | 'endpoints'>): Spec {
  return {
    ...spec,
    clusters: new Map([...spec.clusters].map(([key, cluster]) => [key, effectiveLogin(cluster, spec, live)])),
    mirrormakers: new Map(
      [...spec.mirrormakers].map(([service, mirrormaker]) => {
        const reading = live.mirrormakers.get(service)?.flows;
        if (reading === undefined) return [service, mirrormaker];
        return [
          service,
          {
            ...mirrormaker,
            flows: mirrormaker.flows.map((flow) => {
              const { source, target } = flow;
              const id: FlowId = { kind: 'flow', project: mirrormaker.project, service, source, target };
              return effectiveFlow(flow, id, reading);
            }),
          },
        ];
      }),
    ),
  };
}

function effectiveFlow(flow: FlowSpec, id: FlowId, listing: Listing<'flow'>): FlowSpec {
  const reading = foundIn(listing, id);
  if (reading.state === 'unknown') return { ...flow, basis: { from: 'nowhere', reason: reading } };
  const live = reading.value;
  if (live === undefined) return { ...flow, basis: { from: 'creation' } };
  const basis: SettingsBasis = { from: 'live-flow', untold: live.untold ?? new Map() };
  return { ...flow, basis, settings: { ...flow.settings, ...unstated(flow, live) } };
}

/** `stated` decides, not whether there is a value: a field that is to go back to its default has none. */
function unstated({ stated }: Pick<Flow, 'stated'>, { settings }: LiveFlow): LiveFlow['settings'] {
  return Object.fromEntries(
    flowFields
      .filter((field) => !stated.has(field) && settings[field] !== undefined)
      .map((field) => [field, settings[field]]),
  );
}

/**
 * A client certificate that an endpoint has and the spec does not name stays there, and MirrorMaker 2 logs in with it. It is not
 * anonymous then, and the spec does not tell its principal. A cluster has as many endpoints as its aliases name, and one that could not
 * be read may have a certificate.
 */
function effectiveLogin(
  cluster: ClusterSpec,
  spec: Spec,
  { endpoints }: Pick<Live, 'endpoints'>,
): ClusterSpec {
  if (cluster.type !== 'external' || cluster.mirror?.principal !== 'User:ANONYMOUS') return cluster;
  if (cluster.statedInEndpoint.has('ssl_client_cert')) return cluster;
  const { principal: _, ...mirror } = cluster.mirror;
  const mayBeSomebody = endpointIdsOf(cluster, spec).some((id) => {
    const listing = endpoints.get(id.project);
    if (listing === undefined) return false;
    const found = foundIn(listing, id);
    return found.state === 'unknown' || found.value?.config.ssl_client_cert !== undefined;
  });
  return mayBeSomebody ? { ...cluster, mirror } : cluster;
}

/** Every endpoint through which an alias of the cluster is attached, in each project that attaches it; see `desiredEndpoints`. */
function endpointIdsOf(cluster: ClusterSpec, spec: Spec): readonly EndpointId[] {
  return [...cluster.aliases.keys()].flatMap((alias) => {
    const name = endpointOf(cluster, alias);
    if (name === undefined) return [];
    const attaching = [...spec.mirrormakers.values()].filter((mirrormaker) => attaches(mirrormaker, alias));
    const projects = attaching.length === 0 ? [spec.project] : attaching.map(({ project }) => project);
    return [...new Set(projects)].map((project): EndpointId => ({ kind: 'endpoint', project, name }));
  });
}

function attaches({ flows, tuning }: MirrorMakerSpec, alias: string): boolean {
  return tuning.has(alias) || flows.some(({ source, target }) => source === alias || target === alias);
}
