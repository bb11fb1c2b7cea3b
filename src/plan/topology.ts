import type { Change } from '../model/change.ts';
import type { Desired } from '../model/desired.ts';
import type { Flow } from '../model/flow.ts';
import type { Live } from '../model/live.ts';
import { keyOf } from '../model/resource.ts';
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
