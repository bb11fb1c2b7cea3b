import type { Clock } from '../model/clock.ts';
import type { LiveEndpoint } from '../model/endpoint.ts';
import type { ClusterReadRequest, LiveCluster, LiveMirrorMaker } from '../model/live.ts';
import type { LiveProject } from '../model/live-project.ts';
import type { Reading } from '../model/reading.ts';
import type { Secret } from '../model/secret.ts';
import type { ResourceWriter } from '../model/writer.ts';

export interface ServiceAddress {
  readonly project: string;
  readonly service: string;
}

export interface Aiven {
  readEndpoints(project: string): Promise<Reading<readonly LiveEndpoint[]>>;
  /**
   * Where the Kafka services of a project listen, and which services use these endpoints. One request, and one more for
   * each MirrorMaker 2 service that uses one.
   */
  readProject(project: string, endpoints: ReadonlySet<string>): Promise<Reading<LiveProject>>;
  readMirrorMaker(address: ServiceAddress): Promise<LiveMirrorMaker>;
  readCluster(address: ServiceAddress, request: ClusterReadRequest): Promise<LiveCluster>;
  /**
   * The end offsets of the topics that are `wanted`, by name. Of more than 100 those of the first ones in the order of
   * names are read; of the others, and where Aiven does not tell, `undefined`: the topic is there. Two requests; the
   * answer may be some seconds old.
   */
  readEndOffsets(
    address: ServiceAddress,
    wanted: (topic: string) => boolean,
  ): Promise<Reading<ReadonlyMap<string, number | undefined>>>;
  readonly endpoints: ResourceWriter<'endpoint'>;
  readonly integrations: ResourceWriter<'integration'>;
  readonly flows: ResourceWriter<'flow'>;
  topics(address: ServiceAddress): ResourceWriter<'topic'>;
  kafkaAcls(address: ServiceAddress): ResourceWriter<'kafka-acl'>;
  aivenAcls(address: ServiceAddress): ResourceWriter<'aiven-acl'>;
}

export interface AivenOptions {
  readonly token: Secret;
  /** `https://api.aiven.io`; loopback http is accepted for the sandbox. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** One line of progress for the log: what is being waited for. */
  readonly progress: (line: string) => void;
}
