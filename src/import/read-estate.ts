import type { ClusterReadRequest, Listing, LiveCluster, LiveMirrorMaker } from '../model/live.ts';
import type { LiveProject } from '../model/live-project.ts';
import type { Reading } from '../model/reading.ts';
import type { Estate, EstateOverview } from './estate.ts';
import { type ClusterNames, nameClusters } from './names/name-clusters.ts';

interface Address {
  readonly project: string;
  readonly service: string;
}

/** What an import asks: reads alone, and no secret of an endpoint. */
export interface EstateReader {
  readAllEndpoints(project: string): Promise<Listing<'endpoint'>>;
  readProject(project: string, endpoints: ReadonlySet<string>): Promise<Reading<LiveProject>>;
  readMirrorMaker(address: Address): Promise<LiveMirrorMaker>;
  readCluster(address: Address, request: ClusterReadRequest): Promise<LiveCluster>;
  /**
   * Topics and ACLs of an external cluster of an existing spec. Undefined: the spec gives no login for it. Left out: there is no spec yet,
   * and so no external cluster is contacted.
   */
  readonly readExternal?: (request: ClusterReadRequest) => Promise<LiveCluster | undefined>;
}

/**
 * Services, endpoints and flows first, because they tell what clusters are called; then every Kafka service of the project at
 * once, with all of its topics and ACLs. About the requests of a plan over the same resources.
 */
export async function readEstate(
  reader: EstateReader,
  project: string,
  progress: (line: string) => void,
  /** Other names for the clusters, as an existing spec has them. */
  rename: (names: ClusterNames, estate: EstateOverview) => ClusterNames = (names) => names,
): Promise<{ readonly estate: Estate; readonly names: ClusterNames }> {
  const [overview, endpoints] = await Promise.all([
    reader.readProject(project, new Set()),
    reader.readAllEndpoints(project),
  ]);
  const services = overview.state === 'known' ? overview.value.mirrormakers : [];
  const mirrormakers = await Promise.all(
    services.map(async (service) => [service, await reader.readMirrorMaker({ project, service })] as const),
  );
  const before: EstateOverview = { project, overview, endpoints, mirrormakers: new Map(mirrormakers) };
  const names = rename(nameClusters(before), before);
  const clusters = await Promise.all(
    [...names.clusters.values()].flatMap(({ key, place }) => {
      if (place.type !== 'service')
        return reader.readExternal === undefined ? [] : [external(key, reader.readExternal)];
      if (place.project !== project) return [];
      return [
        reader.readCluster({ project, service: place.service }, everything(key)).then((live) => {
          progress(`${key}: service ${place.service} was read`);
          return [key, live] as const;
        }),
      ];
    }),
  );
  const read = clusters.flatMap(([key, live]) => (live === undefined ? [] : [[key, live] as const]));
  return { estate: { ...before, clusters: new Map(read) }, names };
}

async function external(key: string, read: NonNullable<EstateReader['readExternal']>) {
  return [key, await read({ ...everything(key), aivenAcls: false, consumerGroups: false })] as const;
}

function everything(cluster: string): ClusterReadRequest {
  return {
    cluster,
    topics: [],
    alsoTopics: () => true,
    kafkaAcls: true,
    aivenAcls: true,
    consumerGroups: true,
  };
}
