import type { Desired } from '../../model/desired.ts';
import type { IntegrationSource } from '../../model/integration.ts';
import { foundIn, type Live } from '../../model/live.ts';
import type { ResourceId } from '../../model/resource.ts';
import { clusterKey, endpointOf } from '../../spec/cluster-of.ts';
import type { ClusterSpec, Spec } from '../../spec/spec.ts';

/** What an alias of a MirrorMaker 2 service stands for: keys of clusters, or words for one that the spec does not name. */
export interface Attachment {
  readonly at: string;
  readonly movesTo: string;
  /** The change that makes it stand for something else; left out: nothing does. */
  readonly movedBy?: ResourceId;
}

/** By service and alias. What nobody could read is taken to stay. */
export function attachments(
  spec: Spec,
  desired: Pick<Desired, 'integrations'>,
  live: Pick<Live, 'mirrormakers' | 'endpoints'>,
): (service: string, alias: string) => Attachment {
  const planned = new Map(
    desired.integrations.map((one) => [JSON.stringify([one.id.service, one.id.cluster]), one]),
  );
  return (service, alias) => {
    const key = clusterKey(spec, alias);
    const mirrormaker = spec.mirrormakers.get(service);
    const listing = live.mirrormakers.get(service)?.integrations;
    if (mirrormaker === undefined || listing === undefined) return { at: key, movesTo: key };
    const { project } = mirrormaker;
    const found = foundIn(listing, { kind: 'integration', project, service, cluster: alias });
    const there = found.state === 'known' ? found.value : undefined;
    if (there === undefined) return { at: key, movesTo: key };
    const asked = spec.leftOut.has(key) ? undefined : planned.get(JSON.stringify([service, alias]));
    const now = clusterOfSource(spec, there.source, asked === undefined ? alias : key);
    if (asked === undefined) return { at: now, movesTo: now };
    if (!isSameSource(there.source, asked.source)) return { at: now, movesTo: key, movedBy: asked.id };
    const moved = otherBrokers(spec, key, asked.source, live);
    return moved === undefined
      ? { at: key, movesTo: key }
      : { at: moved.before, movesTo: key, movedBy: moved.by };
  };
}

function isSameSource(one: IntegrationSource, other: IntegrationSource): boolean {
  return sourceText(one) === sourceText(other);
}

function sourceText(source: IntegrationSource): string {
  return source.type === 'service' ? `${source.project}/${source.service}` : `endpoint ${source.endpoint}`;
}

/** The cluster of the spec behind a source; words where there is none. `preferred`: a key or an alias, where several fit. */
function clusterOfSource(spec: Spec, source: IntegrationSource, preferred: string): string {
  const fitting = [...spec.clusters.values()].filter((cluster) => isBehind(cluster, source));
  const key = clusterKey(spec, preferred);
  return (fitting.find((cluster) => cluster.key === key) ?? fitting[0])?.key ?? sourceText(source);
}

function isBehind(cluster: ClusterSpec, source: IntegrationSource): boolean {
  if (source.type === 'service')
    return (
      cluster.type === 'aiven' && cluster.project === source.project && cluster.service === source.service
    );
  return [...cluster.aliases.keys()].some((alias) => endpointOf(cluster, alias) === source.endpoint);
}

/** An endpoint that names no broker of before leads to another cluster, as far as anybody can tell. */
function otherBrokers(
  spec: Spec,
  key: string,
  source: IntegrationSource,
  { endpoints }: Pick<Live, 'endpoints'>,
): { readonly before: string; readonly by: ResourceId } | undefined {
  const cluster = spec.clusters.get(key);
  if (source.type !== 'endpoint' || cluster?.type !== 'external') return undefined;
  const asked = new Set(cluster.bootstrapServers.map((server) => server.toLowerCase()));
  for (const reading of endpoints.values()) {
    if (reading.state !== 'known') continue;
    const there = reading.value.find(({ id }) => id.name === source.endpoint);
    if (there === undefined) continue;
    const before = there.config.bootstrap_servers.toLowerCase().split(/\s*,\s*/);
    if (before.some((server) => asked.has(server.trim()))) return undefined;
    return { before: `the brokers ${before.join(', ')}`, by: there.id };
  }
  return undefined;
}
