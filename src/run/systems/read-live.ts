import type { AivenReader } from '../../aiven/aiven.ts';
import { desiredEndpoints } from '../../desired/endpoints.ts';
import { tombstonesOf } from '../../desired/tombstones.ts';
import type { KafkaCluster, KafkaReader } from '../../kafka/kafka.ts';
import type { EndpointId } from '../../model/endpoint.ts';
import type { ClusterReadRequest, Live, LiveCluster } from '../../model/live.ts';
import { type Unknown, unknown } from '../../model/reading.ts';
import { unreadCluster } from '../../model/unread-cluster.ts';
import type { Spec } from '../../spec/spec.ts';

/** How the topics and ACLs of an external cluster can be reached, or why not. */
export type ExternalAccess = Access<KafkaCluster>;
/** For a plan. */
export type ReadAccess = Access<KafkaReader>;

type Access<Cluster> =
  | { readonly state: 'open'; readonly cluster: Cluster }
  | { readonly state: 'closed'; readonly reason: Unknown };

interface ReadOptions {
  readonly spec: Spec;
  readonly aiven: AivenReader;
  readonly progress: (line: string) => void;
}

/** What Aiven keeps beside the clusters, endpoints first. A place that cannot be read is unknown. */
export async function readServices({ spec, aiven, progress }: ReadOptions): Promise<Omit<Live, 'clusters'>> {
  const named = endpointIds(spec);
  // Their secrets are known before anything else is read: a status or an error may repeat one of them.
  const endpoints = await Promise.all(
    projectsWithEndpoints(spec, named).map(async (project) => {
      const own = endpointsOf(named, project);
      return [project, await aiven.readEndpoints(project, own)] as const;
    }),
  );
  const [projects, mirrormakers] = await Promise.all([
    Promise.all(
      projectsToOverlook(spec, named).map(
        async (project) => [project, await aiven.readProject(project, endpointsOf(named, project))] as const,
      ),
    ),
    Promise.all(
      [...spec.mirrormakers.values()].map(async ({ service, project }) => {
        const live = await aiven.readMirrorMaker({ project, service });
        progress(`${service}: ${count(live.integrations, 'integration')}, ${count(live.flows, 'flow')}`);
        return [service, live] as const;
      }),
    ),
  ]);
  return {
    endpoints: new Map(endpoints),
    projects: new Map(projects),
    mirrormakers: new Map(mirrormakers),
  };
}

/** Topics and ACLs, all clusters at once. A cluster that cannot be read is unknown. */
export async function readClusters(
  options: ReadOptions & {
    readonly external: ReadonlyMap<string, ReadAccess>;
    readonly requests: readonly ClusterReadRequest[];
  },
): Promise<Live['clusters']> {
  const { spec, aiven, external, requests, progress } = options;
  const clusters = await Promise.all(
    requests.map(async (request) => {
      const live = await readCluster(spec, aiven, external, request);
      if (spec.leftOut.has(request.cluster)) progress(`${request.cluster}: left out`);
      else
        progress(
          `${request.cluster}: ${count(live.topicNames, 'topic')}, ${count(live.kafkaAcls, 'ACL entry', 'ACL entries')}`,
        );
      return [request.cluster, live] as const;
    }),
  );
  return new Map(clusters);
}

async function readCluster(
  spec: Spec,
  aiven: AivenReader,
  external: ReadonlyMap<string, ReadAccess>,
  request: ClusterReadRequest,
): Promise<LiveCluster> {
  if (spec.leftOut.has(request.cluster)) return unreadCluster(request, leftOutOfRun(request.cluster));
  const cluster = spec.clusters.get(request.cluster);
  if (cluster?.type === 'aiven') {
    return aiven.readCluster({ project: cluster.project, service: cluster.service }, request);
  }
  const access = external.get(request.cluster);
  if (access?.state === 'open') return access.cluster.readCluster(request);
  return unreadCluster(request, access?.reason ?? unknown('not-managed', 'the spec gives no admin identity'));
}

/** Why nothing of a cluster is read that `leave-out-clusters` names. */
export function leftOutOfRun(cluster: string): Unknown {
  return unknown('left-out', `${cluster} is left out of this run`);
}

function projectsWithEndpoints(spec: Spec, named: readonly EndpointId[]): string[] {
  const projects = new Set(named.map(({ project }) => project));
  if (projects.size === 0 && spec.mirrormakers.size > 0) projects.add(spec.project);
  return [...projects].sort();
}

/** Where a Kafka service may be what the spec calls an external cluster, or another service may use an endpoint. */
function projectsToOverlook(spec: Spec, named: readonly EndpointId[]): readonly string[] {
  const clusters = [...spec.clusters.values()];
  const places = clusters.some(({ type }) => type === 'external')
    ? [
        spec.project,
        ...clusters.flatMap((cluster) => (cluster.type === 'aiven' ? [cluster.project] : [])),
        ...[...spec.mirrormakers.values()].map(({ project }) => project),
      ]
    : [];
  return [...new Set([...places, ...named.map(({ project }) => project)])].sort();
}

function endpointsOf(named: readonly EndpointId[], project: string): ReadonlySet<string> {
  const own = named.filter((id) => id.project === project);
  return new Set(own.map(({ name }) => name));
}

function endpointIds(spec: Spec): readonly EndpointId[] {
  const ids = [...desiredEndpoints(spec), ...tombstonesOf(spec)].map(({ id }) => id);
  return ids.filter((id) => id.kind === 'endpoint');
}

function count(
  reading: { readonly state: string; readonly value?: readonly unknown[] },
  one: string,
  many = `${one}s`,
): string {
  if (reading.state !== 'known' || reading.value === undefined) return `${many} unknown`;
  return `${reading.value.length} ${reading.value.length === 1 ? one : many}`;
}
