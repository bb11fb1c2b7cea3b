import type { ClusterPlace, EstateOverview, NamedCluster, RefusedAlias } from '../estate.ts';
import { isReservedKey } from '../reserved-keys.ts';
import { type Attachment, attachmentsOf } from './attachments.ts';
import { externalPlaces } from './external-places.ts';

export interface ClusterNames {
  /** Kafka services and external clusters, by key. */
  readonly clusters: ReadonlyMap<string, NamedCluster>;
  /** Aliases that a spec cannot give to what they are attached to. */
  readonly refused: readonly RefusedAlias[];
  /** Endpoints that no cluster of the spec can have. */
  readonly unsaid: readonly { readonly endpoint: string; readonly why: string }[];
}

/**
 * Clusters go by what MirrorMaker 2 calls them, as plans and topics do; one that it does not know goes by its service or
 * endpoint. An alias stands for one cluster in a whole spec, so of two the one that more flows name keeps it.
 */
export function nameClusters(estate: EstateOverview): ClusterNames {
  const external = externalPlaces(estate);
  const found = attachmentsOf(estate, external.places);
  const { kept, refused } = withoutConflicts(found.attached);
  const places = [...servicesOf(estate, kept), ...external.places];
  const taken = new Set(kept.map(({ alias }) => alias));
  const clusters = new Map<string, NamedCluster>();
  for (const place of places) {
    const own = kept.filter((one) => placeKey(one.place) === placeKey(place));
    const aliases = [...new Set(byUse(own).map(({ alias }) => alias))];
    const key = aliases[0] ?? freeKey(nameOfPlace(place), taken);
    taken.add(key);
    clusters.set(key, { key, place, aliases: aliasMap(aliases, own) });
  }
  return {
    clusters: new Map([...clusters].sort(([a], [b]) => (a < b ? -1 : 1))),
    refused: [...found.refused, ...refused],
    unsaid: external.unsaid,
  };
}

/** Every Kafka service of the project, and those of other projects that are attached. */
function servicesOf(
  { project, overview }: EstateOverview,
  kept: readonly Attachment[],
): readonly ClusterPlace[] {
  const own = overview.state === 'known' ? [...overview.value.listeners.keys()] : [];
  const listed = own.map((service): ClusterPlace => ({ type: 'service', project, service }));
  const attached = kept.flatMap(({ place }) => (place.type === 'service' ? [place] : []));
  const all = new Map([...listed, ...attached].map((place) => [placeKey(place), place]));
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

function withoutConflicts(attached: readonly Attachment[]): {
  readonly kept: readonly Attachment[];
  readonly refused: readonly RefusedAlias[];
} {
  const kept: Attachment[] = [];
  const refused: RefusedAlias[] = [];
  for (const [alias, all] of Map.groupBy(attached, (one) => one.alias)) {
    const [winner] = [...Map.groupBy(all, ({ place }) => placeKey(place)).values()].sort(
      (a, b) => usesOf(b) - usesOf(a) || ((a[0]?.service ?? '') < (b[0]?.service ?? '') ? -1 : 1),
    );
    for (const one of all) {
      const [first] = winner ?? [];
      if (winner?.includes(one) === true || first === undefined) kept.push(one);
      else {
        const why = `the alias ${alias} is ${nameOfPlace(one.place)} in ${one.service} and ${nameOfPlace(first.place)} in ${first.service}, and in one spec an alias is one cluster`;
        refused.push({ service: one.service, alias, why });
      }
    }
  }
  return { kept, refused };
}

function byUse(attached: readonly Attachment[]): readonly Attachment[] {
  return attached.toSorted((a, b) => b.flows - a.flows || (a.alias < b.alias ? -1 : 1));
}

function usesOf(attached: readonly Attachment[]): number {
  return attached.reduce((sum, { flows }) => sum + flows, 0);
}

function aliasMap(aliases: readonly string[], own: readonly Attachment[]): NamedCluster['aliases'] {
  return new Map(
    aliases.toSorted().map((alias) => {
      const endpoint = own.find((one) => one.alias === alias)?.endpoint;
      return [alias, endpoint === undefined ? {} : { endpoint }];
    }),
  );
}

function placeKey(place: ClusterPlace): string {
  return place.type === 'service'
    ? JSON.stringify(['service', place.project, place.service])
    : JSON.stringify(['external', place.endpoints[0].id.name]);
}

function nameOfPlace(place: ClusterPlace): string {
  return place.type === 'service' ? place.service : place.endpoints[0].id.name;
}

/** Names of services and endpoints may be aliases of another cluster. */
export function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  const isFree = (key: string) => !taken.has(key) && !isReservedKey(key);
  if (isFree(wanted)) return wanted;
  let number = 2;
  while (!isFree(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}
