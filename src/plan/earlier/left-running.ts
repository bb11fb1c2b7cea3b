import type { Change } from '../../model/change.ts';
import { type Desired, resourcesOf } from '../../model/desired.ts';
import type { FlowId } from '../../model/flow.ts';
import type { Live } from '../../model/live.ts';
import { isInCluster, keyOf, nameOf, placeOf, type ResourceId } from '../../model/resource.ts';
import { byIdentity } from '../order.ts';
import type { LeftName, LeftRunning } from '../plan.ts';
import { statesIn } from './live-states.ts';
import { asNow, type NamesNow, nameNow, namesNow } from './renamed-clusters.ts';

export interface BeforeAndNow {
  /** Undefined: what the spec said before is not known, or there was none. */
  readonly before: Desired | undefined;
  readonly desired: Desired;
  readonly live: Live;
  /** Of this plan; what it deletes is not left. */
  readonly changes: readonly Change[];
}

/**
 * What the spec asked for before and does not ask for now, without the plan removing it: deleting a line deletes
 * nothing. Whatever is proven not to be there is left out. A cluster that only got another name is the same cluster,
 * so its topics and ACLs are not left; its flows and integrations are, because Aiven knows them by the alias. A service of the same name
 * in another project is another service.
 */
export function leftRunning({ before, desired, live, changes }: BeforeAndNow): readonly LeftRunning[] {
  if (before === undefined) return [];
  const names = namesNow(before, desired, live);
  const settled = settledKeys(desired, changes);
  const stateOf = statesIn(live);
  return resourcesOf(before)
    .map(({ id }) => ({ was: id, id: asNow(id, names) }))
    .filter(({ id }) => !settled.has(keyOf(id)))
    .flatMap(({ was, id }): readonly LeftRunning[] => {
      const state = stateOf(leftName(id));
      if (state === 'absent') return [];
      const twin = id.kind === 'flow' ? twinOf(id, { before, desired, names }) : undefined;
      // Under its old key it could not be told from what this means now.
      const shown = isReused(was, id, desired) ? id : was;
      return [{ id: shown, state, ...(twin && { beside: twin }) }];
    })
    .sort(byIdentity);
}

/** Whether the key of its cluster, or the name of its service, stands for another one now. */
function isReused(was: ResourceId, now: ResourceId, { clusters }: Desired): boolean {
  if (placeOf(was) === placeOf(now)) return false;
  return !isInCluster(was) || clusters.some(({ key }) => key === placeOf(was));
}

/** What earlier changes left and this one leaves, by name, for runs that know neither spec before. */
export function leftNames(options: {
  readonly carried: readonly LeftName[];
  readonly left: readonly LeftRunning[];
  readonly before: Desired | undefined;
  readonly desired: Desired;
  readonly live: Live;
  readonly changes: readonly Change[];
}): readonly LeftName[] {
  const { left, before, desired, live, changes } = options;
  const names = before && namesNow(before, desired, live);
  const carried = options.carried.map((name) => (names === undefined ? name : nameNow(name, names)));
  const settled = settledKeys(desired, changes);
  const stateOf = statesIn(live);
  const still = carried.filter((name) => !settled.has(keyOfName(name)) && stateOf(name) !== 'absent');
  const all = new Map(
    [...still, ...left.map(({ id }) => leftName(id))].map((name) => [keyOfName(name), name]),
  );
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}

function leftName(id: ResourceId): LeftName {
  return { kind: id.kind, place: placeOf(id), name: nameOf(id) };
}

/** The same text as `keyOf` makes of the resource. */
function keyOfName({ kind, place, name }: LeftName): string {
  return JSON.stringify([kind, place, name]);
}

/** Asked for by the spec, or deleted by the plan. */
function settledKeys(desired: Desired, changes: readonly Change[]): ReadonlySet<string> {
  const deleted = changes.filter(({ action }) => action === 'delete');
  return new Set([...resourcesOf(desired), ...deleted].map(({ id }) => keyOf(id)));
}

/**
 * A flow of this spec between the same clusters as one that is left, under other aliases or in another service. Only
 * a flow that the spec did not name before: the two would copy the same records twice from now on.
 */
function twinOf(
  left: FlowId,
  {
    before,
    desired,
    names,
  }: { readonly before: Desired; readonly desired: Desired; readonly names: NamesNow },
): FlowId | undefined {
  const earlier = new Set(before.flows.map(({ id }) => keyOf(asNow(id, names))));
  const [source, target] = [left.source, left.target].map((alias) => {
    const key = clusterAt(before, alias);
    return names.keys.get(key) ?? key;
  });
  return desired.flows
    .map(({ id }) => id)
    .filter((id) => !earlier.has(keyOf(id)))
    .find((id) => clusterAt(desired, id.source) === source && clusterAt(desired, id.target) === target);
}

/** The key of the cluster that an alias stands for. */
function clusterAt({ clusters }: Desired, alias: string): string {
  return clusters.find(({ aliases }) => aliases.includes(alias))?.key ?? alias;
}
