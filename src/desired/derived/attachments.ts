import type { Desired } from '../../model/desired.ts';
import type { EndpointId } from '../../model/endpoint.ts';
import { type IntegrationSource, sourceText } from '../../model/integration.ts';
import { foundIn, type Live } from '../../model/live.ts';
import { keyOf, type ResourceId } from '../../model/resource.ts';
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
  desired: Pick<Desired, 'integrations' | 'endpoints'>,
  live: Pick<Live, 'mirrormakers' | 'endpoints'>,
): (service: string, alias: string) => Attachment {
  const planned = new Map(
    desired.integrations.map((one) => [JSON.stringify([one.id.service, one.id.cluster]), one]),
  );
  const own = new Set(desired.endpoints.map(({ id }) => keyOf(id)));
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
    const source: ProjectSource = { ...there.source, in: project };
    const at = clusterNow(spec, source, asked === undefined ? alias : key, live);
    const movesTo = asked === undefined ? (writtenTo(spec, source, own) ?? at) : key;
    if (at === movesTo) return { at, movesTo };
    const isSame = asked === undefined || sourceText(there.source) === sourceText(asked.source);
    const endpoint = endpointId(source);
    return { at, movesTo, movedBy: isSame && endpoint !== undefined ? endpoint : (asked?.id ?? there.id) };
  };
}

/** What an alias is attached to as it is, by service and alias. */
export type StandsFor = (
  service: string,
  alias: string,
) => { readonly is: 'attached'; readonly cluster: string } | { readonly is: 'not-attached' };

/** `cluster` as in `Attachment`. An alias of which nobody could look is taken to be attached, and to stand for what the spec says. */
export function standsFor(spec: Spec, live: Pick<Live, 'mirrormakers' | 'endpoints'>): StandsFor {
  return (service, alias) => {
    const said = { is: 'attached', cluster: clusterKey(spec, alias) } as const;
    const project = spec.mirrormakers.get(service)?.project;
    const listing = live.mirrormakers.get(service)?.integrations;
    if (project === undefined || listing === undefined) return said;
    const found = foundIn(listing, { kind: 'integration', project, service, cluster: alias });
    if (found.state === 'unknown') return said;
    if (found.value === undefined) return { is: 'not-attached' };
    const source: ProjectSource = { ...found.value.source, in: project };
    return { is: 'attached', cluster: clusterNow(spec, source, alias, live) };
  };
}

/** A source, with the project of the MirrorMaker 2 service: endpoints of one name in two projects are two. */
type ProjectSource = IntegrationSource & { readonly in: string };

function endpointId(source: ProjectSource): EndpointId | undefined {
  return source.type === 'endpoint'
    ? { kind: 'endpoint', project: source.in, name: source.endpoint }
    : undefined;
}

/**
 * The cluster of the spec behind a source as it is; words where there is none. An endpoint leads to the brokers that it has, whatever it
 * is called; only of one that could not be read the name has to do. `preferred`: a key or an alias, where several fit.
 */
function clusterNow(
  spec: Spec,
  source: ProjectSource,
  preferred: string,
  live: Pick<Live, 'endpoints'>,
): string {
  const brokers = brokersOf(source, live);
  const clusters = [...spec.clusters.values()];
  const fitting = clusters.filter((cluster) =>
    brokers === undefined ? isNamed(cluster, source) : hasOneOf(cluster, brokers),
  );
  const key = clusterKey(spec, preferred);
  const [first] = fitting;
  const found = fitting.find((cluster) => cluster.key === key) ?? first;
  if (found !== undefined) return found.key;
  return brokers === undefined ? sourceText(source) : `the brokers ${brokers.join(', ')}`;
}

/** Undefined: it is no endpoint, or nobody could read it. */
function brokersOf(
  source: ProjectSource,
  { endpoints }: Pick<Live, 'endpoints'>,
): readonly string[] | undefined {
  const id = endpointId(source);
  const listing = id && endpoints.get(id.project);
  if (id === undefined || listing === undefined) return undefined;
  const found = foundIn(listing, id);
  if (found.state === 'unknown' || found.value === undefined) return undefined;
  return found.value.config.bootstrap_servers
    .toLowerCase()
    .trim()
    .split(/\s*,\s*/);
}

/** An endpoint that names no broker of a cluster leads to another one, as far as anybody can tell. */
function hasOneOf(cluster: ClusterSpec, brokers: readonly string[]): boolean {
  if (cluster.type !== 'external') return false;
  const own = new Set(cluster.bootstrapServers.map((server) => server.toLowerCase()));
  return brokers.some((broker) => own.has(broker));
}

function isNamed(cluster: ClusterSpec, source: ProjectSource): boolean {
  if (source.type === 'service')
    return (
      cluster.type === 'aiven' && cluster.project === source.project && cluster.service === source.service
    );
  return [...cluster.aliases.keys()].some((alias) => endpointOf(cluster, alias) === source.endpoint);
}

/** Where the spec lets an endpoint lead, through which an alias is attached that the spec does not name; undefined: nowhere. */
function writtenTo(spec: Spec, source: ProjectSource, own: ReadonlySet<string>): string | undefined {
  const id = endpointId(source);
  if (id === undefined || !own.has(keyOf(id))) return undefined;
  const cluster = [...spec.clusters.values()].find((one) => isNamed(one, source));
  return cluster === undefined || spec.leftOut.has(cluster.key) ? undefined : cluster.key;
}
