import { known, type Reading } from '../../model/reading.ts';
import { type IdOf, keyOf, type LiveOf } from '../../model/resource.ts';

/** Finds each in one list of their cluster. */
export async function readAclsBack<K extends 'kafka-acl' | 'aiven-acl'>(
  ids: readonly IdOf<K>[],
  list: (cluster: string) => Promise<Reading<readonly LiveOf<K>[]>>,
): Promise<readonly Reading<LiveOf<K> | undefined>[]> {
  const [first] = ids;
  if (first === undefined) return [];
  const listing = await list(first.cluster);
  if (listing.state === 'unknown') return ids.map(() => listing);
  const byKey = new Map(listing.value.map((acl) => [keyOf(acl.id), acl]));
  return ids.map((id) => known(byKey.get(keyOf(id))));
}
