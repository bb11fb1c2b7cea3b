import type { Clock } from '../model/clock.ts';
import type { ClusterReadRequest, Listing, LiveCluster, LiveMirrorMaker } from '../model/live.ts';
import type { LiveProject } from '../model/live-project.ts';
import type { ProjectEvent } from '../model/project-event.ts';
import type { Reading } from '../model/reading.ts';
import type { KindAt, PluralOf } from '../model/resource.ts';
import type { Secrecy } from '../model/secrecy.ts';
import type { Secret } from '../model/secret.ts';
import type { ClusterOffsets } from '../model/topic-offsets.ts';
import type { WriteGate } from '../model/write-gate.ts';
import type { AdapterWriters, ResourceWriter } from '../model/writer.ts';

export interface ServiceAddress {
  readonly project: string;
  readonly service: string;
}

/** For one service each. */
type ClusterWriters = {
  readonly [K in KindAt<'cluster' | 'aiven-cluster'> as PluralOf<K>]: (
    address: ServiceAddress,
  ) => ResourceWriter<K>;
};

export interface Aiven extends AdapterWriters<KindAt<'project' | 'mirrormaker'>>, ClusterWriters {
  /**
   * Those of these names. Each is read by itself and with its secrets, so none is read that nobody asks for.
   */
  readEndpoints(project: string, names: ReadonlySet<string>): Promise<Listing<'endpoint'>>;
  /** Every endpoint of the project. Their secrets are not asked for, so each is known by name only. */
  readAllEndpoints(project: string): Promise<Listing<'endpoint'>>;
  /**
   * Where the Kafka services of a project listen, its MirrorMaker 2 services, and which services use these endpoints. One request, and one more for
   * each MirrorMaker 2 service that uses one.
   */
  readProject(project: string, endpoints: ReadonlySet<string>): Promise<Reading<LiveProject>>;
  /** What was done in a project, newest first. One request. */
  readEvents(project: string): Promise<Reading<readonly ProjectEvent[]>>;
  readMirrorMaker(address: ServiceAddress): Promise<LiveMirrorMaker>;
  readCluster(address: ServiceAddress, request: ClusterReadRequest): Promise<LiveCluster>;
  /**
   * Where the logs of the topics that are `wanted` begin and end, by name. Of more than a thousand the first ones in the
   * order of names are read; the others, and those of which Aiven does not tell, are unknown. One request for the names
   * and one for each hundred topics; the answer may be some seconds old.
   */
  readOffsets(address: ServiceAddress, wanted: (topic: string) => boolean): Promise<ClusterOffsets>;
}

/** What a plan asks of Aiven. */
export type AivenReader = Pick<Aiven, 'readEndpoints' | 'readProject' | 'readMirrorMaker' | 'readCluster'>;

export interface AivenOptions {
  readonly token: Secret;
  /** `https://api.aiven.io`; loopback http is accepted for the sandbox. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** One line of progress for the log: what is being waited for. */
  readonly progress: (line: string) => void;
  /** One line for the debug log of each request: no more than its address without the query, the status and how long it took. */
  readonly trace?: (line: string) => void;
  /** Aborted when the run is cancelled: nothing is begun after it. */
  readonly cancelled: AbortSignal;
  /** Each write passes it. */
  readonly writeGate?: WriteGate;
  /** Is told every secret that Aiven shows, and asked what of Aiven's words may be repeated. */
  readonly secrecy: Secrecy;
}
