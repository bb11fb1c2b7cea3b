import type { Desired } from '../../model/desired.ts';
import { isInCluster, type ResourceId } from '../../model/resource.ts';

/** For each key that a cluster had before, the one under which the spec has the same brokers now. */
export function keysNow(before: Desired, desired: Desired): ReadonlyMap<string, string> {
  return new Map(before.clusters.map(({ key }) => [key, keyNow(before, desired, key)]));
}

/** The key under which the spec has the same brokers now; its own where it still has that, or none. */
function keyNow(before: Desired, desired: Desired, key: string): string {
  if (desired.clusters.some((cluster) => cluster.key === key)) return key;
  const addresses = new Set(before.clusters.find((cluster) => cluster.key === key)?.addresses);
  const same = desired.clusters.find((cluster) => cluster.addresses.some((each) => addresses.has(each)));
  return same?.key ?? key;
}

/** The resource, of a cluster under the key that this has now. Aiven knows the others by names that no key changes. */
export function withKey(id: ResourceId, keys: ReadonlyMap<string, string>): ResourceId {
  return isInCluster(id) ? { ...id, cluster: keys.get(id.cluster) ?? id.cluster } : id;
}
