import type { Flow, FlowId, LiveFlow } from '../../model/flow.ts';
import { flowFields } from '../../model/flow-defaults.ts';
import { foundIn, type Listing, type Live } from '../../model/live.ts';
import type { ClusterSpec, FlowSpec, SettingsBasis, Spec } from '../spec.ts';

/**
 * The spec with the settings that its flows really have: what is stated, else what the live flow has, else the default, which a
 * flow is created with. All that is derived, linted and told of a flow goes by these.
 * A service that was not looked at keeps the assumptions.
 */
export function effectiveSpec(spec: Spec, live: Pick<Live, 'mirrormakers' | 'endpoints'>): Spec {
  return {
    ...spec,
    clusters: new Map([...spec.clusters].map(([key, cluster]) => [key, effectiveLogin(cluster, live)])),
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
 * A client certificate that the endpoint has and the spec does not name stays there, and MirrorMaker 2 logs in with it. It is not
 * anonymous then, and the spec does not tell its principal.
 */
function effectiveLogin(cluster: ClusterSpec, { endpoints }: Pick<Live, 'endpoints'>): ClusterSpec {
  if (cluster.type !== 'external' || cluster.mirror?.principal !== 'User:ANONYMOUS') return cluster;
  if (cluster.statedInEndpoint.has('ssl_client_cert')) return cluster;
  const { principal: _, ...mirror } = cluster.mirror;
  const certified = [...endpoints.values()].some(
    (reading) =>
      reading.state === 'known' &&
      reading.value.some(
        ({ id, config }) => id.name === mirror.endpoint && config.ssl_client_cert !== undefined,
      ),
  );
  return certified ? { ...cluster, mirror } : cluster;
}
