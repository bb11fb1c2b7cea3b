import type { ClusterSpec, Spec } from '../../spec/spec.ts';
import type { EstateOverview, NamedCluster, RefusedAlias } from '../estate.ts';
import { serversOf } from '../names/external-places.ts';
import { type ClusterNames, freeKey } from '../names/name-clusters.ts';

/** The same clusters under the names that a spec has for them. What it calls otherwise than MirrorMaker 2 does is refused. */
export function namesInSpec(names: ClusterNames, spec: Spec, estate: EstateOverview): ClusterNames {
  const taken = new Set([...spec.clusters.keys(), ...spec.aliases.keys()]);
  const refused: RefusedAlias[] = [...names.refused];
  const clusters = [...names.clusters.values()].map((cluster): NamedCluster => {
    const own = [...spec.clusters.values()].find((one) => isAt(one, cluster.place, spec.project));
    const kept = new Map<string, { readonly endpoint?: string }>();
    for (const [alias, at] of cluster.aliases) {
      const holder = spec.aliases.get(alias);
      if (holder === own?.key) kept.set(alias, at);
      else refused.push(...refusals(estate, alias, whyRefused(alias, own, holder)));
    }
    if (own !== undefined) return { ...cluster, key: own.key, aliases: kept };
    const key = kept.has(cluster.key) ? cluster.key : ([...kept.keys()][0] ?? freeKey(cluster.key, taken));
    taken.add(key);
    return { ...cluster, key, aliases: kept };
  });
  const found = new Set(clusters.map(({ key }) => key));
  const stated = [...spec.clusters.values()]
    .filter(({ key, type }) => type === 'external' && !found.has(key))
    .map(({ key }): NamedCluster => ({ key, place: { type: 'stated' }, aliases: new Map() }));
  return {
    ...names,
    clusters: new Map([...clusters, ...stated].map((cluster) => [cluster.key, cluster])),
    refused,
  };
}

function isAt(cluster: ClusterSpec, place: NamedCluster['place'], project: string): boolean {
  if (cluster.type === 'aiven')
    return place.type === 'service' && cluster.project === place.project && cluster.service === place.service;
  if (place.type !== 'external') return false;
  const endpoints = new Set([
    cluster.mirror?.endpoint,
    ...[...cluster.aliases.values()].map(({ endpoint }) => endpoint),
  ]);
  return place.endpoints.some(
    (endpoint) =>
      (endpoints.has(endpoint.id.name) && endpoint.id.project === project) ||
      serversOf(endpoint).some((server) => cluster.bootstrapServers.includes(server)),
  );
}

function whyRefused(alias: string, own: ClusterSpec | undefined, holder: string | undefined): string {
  if (holder !== undefined) return `the spec calls another cluster ${alias}`;
  return `the spec does not list ${alias} under aliases of ${own?.key ?? 'a cluster'}`;
}

/** In every service, as an alias means one cluster in a spec. */
function refusals({ mirrormakers }: EstateOverview, alias: string, why: string): readonly RefusedAlias[] {
  return [...mirrormakers.keys()].map((service) => ({ service, alias, why }));
}
