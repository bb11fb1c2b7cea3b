import type { Desired, DesiredCluster } from '../../model/desired.ts';
import { isInCluster, type ResourceId } from '../../model/resource.ts';

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

/** The resource, of a cluster under the key that this has now. Aiven knows the others by names that no key changes. */
export function withKey(id: ResourceId, keys: ReadonlyMap<string, string>): ResourceId {
  return isInCluster(id) ? { ...id, cluster: keys.get(id.cluster) ?? id.cluster } : id;
}
