import { foundIn, type Listing } from '../../model/live.ts';
import type { Reading } from '../../model/reading.ts';
import type { IdOf, LiveOf } from '../../model/resource.ts';
import type { ServiceAddress } from '../aiven.ts';

/** Finds each in a list of its service, of which one is asked for. */
export function readBackByService<K extends 'flow' | 'integration'>(
  ids: readonly (IdOf<K> & ServiceAddress)[],
  list: (address: ServiceAddress) => Promise<Listing<K>>,
): Promise<readonly Reading<LiveOf<K> | undefined>[]> {
  const lists = new Map<string, Promise<Listing<K>>>();
  const listOf = ({ project, service }: ServiceAddress): Promise<Listing<K>> => {
    const key = serviceKey({ project, service });
    const listing = lists.get(key) ?? list({ project, service });
    lists.set(key, listing);
    return listing;
  };
  return Promise.all(ids.map(async (id) => foundIn<K>(await listOf(id), id)));
}

/** Writes with one such key go one after the other. */
export function serviceKey({ project, service }: ServiceAddress): string {
  return `${project}/${service}`;
}
