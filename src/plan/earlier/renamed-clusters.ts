import { type Desired, type DesiredCluster, resourcesOf } from '../../model/desired.ts';
import type { Live } from '../../model/live.ts';
import { isClusterPlace, isInCluster, placeTypeOf, type ResourceId } from '../../model/resource.ts';
import type { LeftName } from '../plan.ts';

/**
 * For each key that a cluster had before, the one under which the spec has the same cluster now. A key may also stand for another
 * cluster now: then what it meant before has another key, or only the words by which it is found.
 */
export function keysNow(before: Desired, desired: Desired): ReadonlyMap<string, string> {
  return new Map(before.clusters.map((was) => [was.key, placeNow(was, whereNow(was, desired))]));
}

function placeNow(was: DesiredCluster, now: WhereNow): string {
  switch (now.is) {
    case 'under a key':
      return now.key;
    case 'not in the spec':
      return now.words;
    // What is protected or owned there stays so while it may be the same cluster.
    case 'in doubt':
      return was.key;
  }
}

/** External clusters of which only the key tells that they are those of before: every address is another. */
export function clustersInDoubt(before: Desired, desired: Desired): readonly DesiredCluster[] {
  return before.clusters.filter((was) => whereNow(was, desired).is === 'in doubt');
}

type WhereNow =
  | { readonly is: 'under a key'; readonly key: string }
  /** `words` stand where a key would. */
  | { readonly is: 'not in the spec'; readonly words: string }
  | { readonly is: 'in doubt' };

function whereNow(was: DesiredCluster, { clusters }: Desired): WhereNow {
  const own = clusters.find(({ key }) => key === was.key);
  const same = [...(own === undefined ? [] : [own]), ...clusters].find((now) => isSame(was, now) === 'yes');
  if (same !== undefined) return { is: 'under a key', key: same.key };
  if (own === undefined) return { is: 'not in the spec', words: was.key };
  return isSame(was, own) === 'no' ? { is: 'not in the spec', words: wordsOf(was, own) } : { is: 'in doubt' };
}

/** Brokers may get other addresses, and an address may lead to other brokers: only a service or two cluster ids decide. */
function isSame(was: DesiredCluster, now: DesiredCluster): 'yes' | 'no' | 'in doubt' {
  if (was.clusterId !== undefined && now.clusterId !== undefined)
    return was.clusterId === now.clusterId ? 'yes' : 'no';
  if (was.addresses.some((each) => now.addresses.includes(each))) return 'yes';
  return was.type === 'external' && now.type === 'external' && was.key === now.key ? 'in doubt' : 'no';
}

/** By what the cluster of before is told from the one that has its key now. */
function wordsOf(was: DesiredCluster, now: DesiredCluster): string {
  const [address = was.key] = was.addresses.filter((each) => !now.addresses.includes(each));
  return address === was.key && was.clusterId !== undefined ? `cluster id ${was.clusterId}` : address;
}

/** What the spec calls now what it called something before. */
export interface NamesNow {
  /** See `keysNow`. */
  readonly keys: ReadonlyMap<string, string>;
  /** Aiven's project of each MirrorMaker 2 service that the spec names, as far as anything of it is known; and as it was before. */
  readonly projects: ReadonlyMap<string, string>;
  readonly projectsBefore: ReadonlyMap<string, string>;
}

/** `live`: left out where only what is compared with the spec of now matters. */
export function namesNow(before: Desired, desired: Desired, live?: Pick<Live, 'mirrormakers'>): NamesNow {
  const looked = [...(live?.mirrormakers ?? [])].map(([service, { project }]) => [service, project] as const);
  return {
    keys: keysNow(before, desired),
    projects: new Map([...looked, ...projectsOf(desired)]),
    projectsBefore: projectsOf(before),
  };
}

function projectsOf(desired: Desired): ReadonlyMap<string, string> {
  const ids = [...resourcesOf(desired), ...desired.tombstones].map(({ id }) => id);
  return new Map(ids.flatMap((id) => ('service' in id ? [[id.service, id.project] as const] : [])));
}

/**
 * The resource as the spec would call it now: of a cluster under the key that this has. Where the name of its MirrorMaker 2 service
 * stands for one of another project now, the words `<project>/<service>` stand in its place. Aiven knows all others by names that
 * nothing changes.
 */
export function asNow(id: ResourceId, { keys, projects }: NamesNow): ResourceId {
  if (isInCluster(id)) return { ...id, cluster: keys.get(id.cluster) ?? id.cluster };
  if (!('service' in id)) return id;
  return { ...id, service: serviceNow(id, projects) };
}

/** The same of a name that a record keeps, which the spec before this change may explain. */
export function nameNow(name: LeftName, { keys, projects, projectsBefore }: NamesNow): LeftName {
  const { kind, place: service } = name;
  const type = placeTypeOf(kind);
  if (isClusterPlace(type)) return { ...name, place: keys.get(name.place) ?? name.place };
  const project = projectsBefore.get(service);
  if (type !== 'mirrormaker' || project === undefined) return name;
  return { ...name, place: serviceNow({ project, service }, projects) };
}

function serviceNow(
  { project, service }: { readonly project: string; readonly service: string },
  projects: ReadonlyMap<string, string>,
): string {
  return (projects.get(service) ?? project) === project ? service : `${project}/${service}`;
}
