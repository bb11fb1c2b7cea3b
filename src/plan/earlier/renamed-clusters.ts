import type { Desired, DesiredCluster } from '../../model/desired.ts';
import { isInCluster, type ResourceId } from '../../model/resource.ts';

/**
 * For each key that a cluster had before, the one under which the spec has the same brokers now. A key may also stand for other
 * brokers now: then what it meant before has another key, or none.
 */
export function keysNow(before: Desired, desired: Desired): ReadonlyMap<string, string> {
  return new Map(before.clusters.map(({ key }) => [key, keyNow(before, desired, key)]));
}

/** The key under which the spec has the same brokers now; its own where no other key has them. */
function keyNow(before: Desired, desired: Desired, key: string): string {
  const was = before.clusters.find((cluster) => cluster.key === key);
  const own = desired.clusters.find((cluster) => cluster.key === key);
  const addresses = new Set(was?.addresses);
  const isSame = (cluster: DesiredCluster) => cluster.addresses.some((each) => addresses.has(each));
  if (own !== undefined && isSame(own)) return key;
  const other = desired.clusters.find(isSame);
  if (other !== undefined) return other.key;
  // A service is what it is called; brokers may have got other addresses.
  const isAnother = own !== undefined && was?.type === 'aiven';
  return isAnother ? (was.addresses[0] ?? key) : key;
}

/** The resource, of a cluster under the key that this has now. Aiven knows the others by names that no key changes. */
export function withKey(id: ResourceId, keys: ReadonlyMap<string, string>): ResourceId {
  return isInCluster(id) ? { ...id, cluster: keys.get(id.cluster) ?? id.cluster } : id;
}
