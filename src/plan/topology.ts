import type { Change } from '../model/change.ts';
import type { Desired } from '../model/desired.ts';
import type { Flow } from '../model/flow.ts';
import type { Live } from '../model/live.ts';
import { isInCluster, keyOf, type ResourceId } from '../model/resource.ts';
import { compareText } from '../model/text-order.ts';
import type { PendingResource, Topology, TopologyFlow, Unread } from './plan.ts';

/** Clusters and flows as they are after the plan, with what changes marked. */
export function topologyOf(options: {
  readonly desired: Desired;
  readonly live: Live;
  readonly changes: readonly Change[];
  readonly pending: readonly PendingResource[];
  readonly unread: readonly Unread[];
}): Topology {
  const { desired, live, changes, pending, unread } = options;
  const notContacted = new Set(
    unread.filter(({ reason }) => reason.code === 'not-contacted').map(({ place }) => place),
  );
  return {
    clusters: desired.clusters.map(({ key, aliases, type, addresses }) => ({
      key,
      aliases,
      type,
      addresses,
      contacted: !notContacted.has(key),
      leftOut: desired.leftOut.includes(key),
    })),
    flows: [
      ...desiredFlows(desired, changes, pending),
      ...removedFlows(changes),
      ...unlistedFlows(desired, live, changes),
    ],
  };
}

function desiredFlows(
  desired: Desired,
  changes: readonly Change[],
  pending: readonly PendingResource[],
): TopologyFlow[] {
  const changed = new Map(changes.map((change) => [keyOf(change.id), change.action]));
  const unknown = new Set(pending.map(({ resource }) => keyOf(resource.id)));
  const stateOf = (flow: Flow): TopologyFlow['state'] => {
    if (desired.leavesOut(flow)) return 'left-out';
    if (unknown.has(keyOf(flow.id))) return 'unknown';
    const action = changed.get(keyOf(flow.id));
    return action === undefined ? 'unchanged' : action === 'create' ? 'new' : 'changed';
  };
  return desired.flows.map((flow) => {
    const { id, settings } = flow;
    const state = stateOf(flow);
    const { service, source, target } = id;
    return { service, source, target, topics: settings.topics, enabled: settings.enabled, state };
  });
}

function removedFlows(changes: readonly Change[]): TopologyFlow[] {
  return changes.flatMap((change): TopologyFlow[] => {
    if (change.kind !== 'flow' || change.action !== 'delete') return [];
    const { service, source, target } = change.id;
    const { topics = [], enabled = false } = change.live.settings;
    return [{ service, source, target, topics, enabled, state: 'removed' }];
  });
}

/** Flows that run although the spec does not name them: what really copies after the merge. */
function unlistedFlows(desired: Desired, live: Live, changes: readonly Change[]): TopologyFlow[] {
  const told = new Set([...desired.flows, ...changes].map(({ id }) => keyOf(id)));
  return [...live.mirrormakers.values()]
    .flatMap(({ flows }) => (flows.state === 'known' ? flows.value : []))
    .filter(({ id, settings }) => settings.enabled !== false && !told.has(keyOf(id)))
    .filter((flow) => !desired.leavesOut(flow))
    .map(({ id: { service, source, target }, settings: { topics = [] } }) => {
      return { service, source, target, topics, enabled: true, state: 'left' };
    });
}

/**
 * What the names of places stand for: an operation tells only the key of a cluster, or a MirrorMaker 2 service with the aliases of
 * a flow, and another spec may call something else so. Each name with what it stands for: of clusters `host:port` of the brokers, or
 * `project/service` in Aiven; of a service its Aiven project. What nobody can tell is left out.
 */
export type Places = { readonly [K in NameOfPlace]: PlaceNames };

export const namesOfPlaces = ['clusters', 'aliases', 'services'] as const;
export type NameOfPlace = (typeof namesOfPlaces)[number];

export type PlaceNames = ReadonlyMap<string, readonly string[]>;

/** Of these resources, and of further clusters by key. */
export function placesOf(
  ids: readonly ResourceId[],
  { clusters }: Topology,
  reached: readonly string[] = [],
): Places {
  const keys = new Set([...ids.flatMap((id) => (isInCluster(id) ? [id.cluster] : [])), ...reached]);
  const aliases = new Set(ids.flatMap(aliasesOf));
  return {
    clusters: meaning(clusters.flatMap(({ key, addresses }) => (keys.has(key) ? [[key, addresses]] : []))),
    aliases: meaning(
      clusters.flatMap(({ aliases: own, addresses }) =>
        own.filter((alias) => aliases.has(alias)).map((alias) => [alias, addresses]),
      ),
    ),
    services: new Map(ids.flatMap((id) => ('service' in id ? [[id.service, [id.project]]] : []))),
  };
}

/** Each name with what it stands for, in an order of their own. */
export function placeLines(places: Places): readonly (readonly string[])[] {
  return namesOfPlaces
    .flatMap((kind) => [...places[kind]].map(([name, means]) => [kind, name, ...means]))
    .sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
}

function aliasesOf(id: ResourceId): readonly string[] {
  if ('source' in id) return [id.source, id.target];
  return 'service' in id ? [id.cluster] : [];
}

function meaning(names: readonly (readonly [string, readonly string[]])[]): PlaceNames {
  return new Map(names.filter(([, means]) => means.length > 0));
}
