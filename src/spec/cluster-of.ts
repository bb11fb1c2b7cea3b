import type { ClusterSpec, Spec } from './spec.ts';

/** The cluster that an alias stands for; `undefined`: no cluster has it. */
export function clusterOf(
  { clusters, aliases }: Pick<Spec, 'clusters' | 'aliases'>,
  alias: string,
): ClusterSpec | undefined {
  return clusters.get(aliases.get(alias) ?? '');
}

/** Where the cluster is that an alias stands for; an alias without a cluster stands for itself. */
export function clusterKey({ aliases }: Pick<Spec, 'aliases'>, alias: string): string {
  return aliases.get(alias) ?? alias;
}

/** The integration endpoint that an alias is attached through; `undefined` where MirrorMaker 2 has no login. */
export function endpointOf(cluster: ClusterSpec, alias: string): string | undefined {
  if (cluster.type !== 'external' || cluster.mirror === undefined) return undefined;
  return cluster.aliases.get(alias)?.endpoint ?? cluster.mirror.endpoint;
}
