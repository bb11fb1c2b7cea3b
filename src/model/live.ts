import type { LiveAivenAcl } from './aiven-acl.ts';
import type { HostPort } from './broker-address.ts';
import type { ClusterFeatures } from './cluster-features.ts';
import type { LiveEndpoint } from './endpoint.ts';
import type { LiveFlow } from './flow.ts';
import type { LiveIntegration } from './integration.ts';
import type { LiveKafkaAcl } from './kafka-acl.ts';
import type { LiveProject } from './live-project.ts';
import type { Reading } from './reading.ts';
import type { LiveTopic } from './topic.ts';

/** Everything that was read, per place. A place that was not read is `unknown` with the reason. */
export interface Live {
  /** By Aiven project. */
  readonly endpoints: ReadonlyMap<string, Reading<readonly LiveEndpoint[]>>;
  /** By Aiven project; only where the spec has external clusters or removes endpoints. */
  readonly projects: ReadonlyMap<string, Reading<LiveProject>>;
  /** By MirrorMaker service name. */
  readonly mirrormakers: ReadonlyMap<string, LiveMirrorMaker>;
  /** By cluster key. */
  readonly clusters: ReadonlyMap<string, LiveCluster>;
}

export interface LiveMirrorMaker {
  readonly project: string;
  readonly service: string;
  readonly integrations: Reading<readonly LiveIntegration[]>;
  readonly flows: Reading<readonly LiveFlow[]>;
  /** The service's own MirrorMaker settings (`user_config.kafka_mirrormaker`), only what is set. */
  readonly settings: Reading<Readonly<Record<string, unknown>>>;
}

export interface LiveCluster {
  readonly cluster: string;
  /** What the brokers call their cluster. Aiven's API does not tell. */
  readonly clusterId: Reading<string>;
  /** Brokers that could hold a replica. */
  readonly brokers: Reading<number>;
  readonly features: ClusterFeatures;
  /** Every topic name that the identity may see. */
  readonly topicNames: Reading<readonly string[]>;
  /** Of every topic in `topicNames`, as far as the list tells. */
  readonly partitionCounts: ReadonlyMap<string, number>;
  /** The topics that were asked for, in full; `known(undefined)`: it is not there. */
  readonly topics: ReadonlyMap<string, Reading<LiveTopic | undefined>>;
  readonly kafkaAcls: Reading<readonly LiveKafkaAcl[]>;
  /** `not-managed` on external clusters. */
  readonly aivenAcls: Reading<readonly LiveAivenAcl[]>;
  /** Of external clusters that answered. */
  readonly reach?: BrokerReach;
}

/** Which of the brokers that an external cluster names this action may contact. */
export interface BrokerReach {
  readonly brokers: number;
  readonly outOfReach: readonly BrokerOutOfReach[];
  /** Changes of topics go to the controller itself, as on clusters with ZooKeeper. KRaft brokers pass them on. */
  readonly controllerOnly: boolean;
}

export interface BrokerOutOfReach {
  /** As the brokers advertise it. */
  readonly address: HostPort;
  readonly isController: boolean;
  /** Topics of which it leads a partition, as far as the login may see them. */
  readonly leads: readonly string[];
}

/** What to read of one cluster. */
export interface ClusterReadRequest {
  readonly cluster: string;
  /** Topics to read in full, as far as they exist. */
  readonly topics: readonly string[];
  /** Read in full as well: existing topics whose name this accepts. For scopes that are pruned. */
  readonly alsoTopics?: (name: string) => boolean;
  readonly kafkaAcls: boolean;
  readonly aivenAcls: boolean;
}
