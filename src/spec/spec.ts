import type { AclForm, AivenAclForm } from '../model/acl-form.ts';
import type { AivenAclPermission } from '../model/aiven-acl.ts';
import type { BrokerPattern } from '../model/broker-pattern.ts';
import type { EndpointField } from '../model/endpoint.ts';
import type { FlowField, FlowSettings } from '../model/flow.ts';
import type { StatedTuning } from '../model/integration.ts';
import type { AclOperation, AclPatternType, AclPermission, StatedResourceType } from '../model/kafka-acl.ts';
import type { KafkaLogin, SecurityProtocol } from '../model/kafka-connection.ts';
import type { Position } from '../model/position.ts';
import type { Reading, Unknown } from '../model/reading.ts';
import type { Secret } from '../model/secret.ts';
import type { ServiceSettingValues } from '../model/service-defaults.ts';
import type { TopicSettings, UnlistedConfig } from '../model/topic.ts';

/**
 * A spec that passed every check: files joined, profiles and defaults applied, units turned into Kafka's own
 * numbers, references resolved. Positions point at the key that declares the thing.
 */
export interface Spec {
  readonly name: string;
  /** Default Aiven project of every service and endpoint. */
  readonly project: string;
  /** By key. */
  readonly clusters: ReadonlyMap<string, ClusterSpec>;
  /** Of every alias, which flows and tuning name, the key of its cluster; see `clusterOf`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** By MirrorMaker service name. */
  readonly mirrormakers: ReadonlyMap<string, MirrorMakerSpec>;
  readonly removed: { readonly endpoints: ReadonlyMap<string, Tombstone> };
  /** Every secret that is referenced, once per name, known or named only. */
  readonly secrets: readonly Secret[];
  /** Spec files, workspace-relative, sorted. */
  readonly files: readonly string[];
  /** Keys of clusters that the run leaves out, see `leaveOut`. */
  readonly leftOut: ReadonlySet<string>;
}

export type ClusterSpec = AivenClusterSpec | ExternalClusterSpec;

export interface ClusterBase {
  /** The cluster's name in the spec: what operations, ownership and rights go by. */
  readonly key: string;
  readonly position: Position;
  /**
   * What MirrorMaker 2 calls the cluster, in flows and in names of topics: the key alone, unless the spec lists
   * `aliases`. Never empty.
   */
  readonly aliases: ReadonlyMap<string, ClusterAlias>;
  readonly manage: ManageSpec;
  readonly topics: ReadonlyMap<string, TopicSpec>;
  readonly removedTopics: ReadonlyMap<string, Tombstone>;
  readonly kafkaAcls: readonly KafkaAclSpec[];
  readonly aivenAcls: readonly AivenAclSpec[];
}

export interface ClusterAlias {
  readonly position: Position;
  /** The integration endpoint that this alias is attached through; left out: that of `mirror`. */
  readonly endpoint?: string;
}

export interface AivenClusterSpec extends ClusterBase {
  readonly type: 'aiven';
  readonly project: string;
  readonly service: string;
}

export interface ExternalClusterSpec extends ClusterBase {
  readonly type: 'external';
  /** `host:port`, as written, in the order of the spec. */
  readonly bootstrapServers: readonly string[];
  /** What this action may contact, in place of the hosts of `bootstrapServers`. Never sent to Aiven. */
  readonly brokers?: AllowedBrokersSpec;
  readonly clusterId?: string;
  readonly securityProtocol: SecurityProtocol;
  /** PEM text. */
  readonly sslCaCert?: string;
  readonly sslEndpointIdentificationAlgorithm: 'https' | '';
  /** Fields of its endpoint in Aiven that the spec states, `null` included: the others stay as they are there. */
  readonly statedInEndpoint: ReadonlySet<EndpointField>;
  /** How Aiven's MirrorMaker 2 logs in. Without it there is no endpoint and no integration. */
  readonly mirror?: MirrorIdentity;
  /** How this tool logs in. Without it topics and ACLs of the cluster are not managed. */
  readonly admin?: LoginSpec;
}

export interface AllowedBrokersSpec {
  readonly position: Position;
  readonly patterns: readonly BrokerPattern[];
}

export interface LoginSpec {
  readonly position: Position;
  /** `none` as well for one that lacks a part: such a spec has an error and is never run. */
  readonly login: KafkaLogin;
}

export interface MirrorIdentity extends LoginSpec {
  /** Name of the integration endpoint in Aiven, of every alias that names none of its own. */
  readonly endpoint: string;
  /** `User:…` as the external cluster's authorizer sees the login; undefined when it cannot be told from the spec. */
  readonly principal?: string;
}

export interface ManageSpec {
  readonly position?: Position;
  readonly topics?: TopicOwnership;
  readonly acls?: AclOwnership;
}

export interface TopicOwnership {
  readonly position: Position;
  readonly scope: readonly NamePattern[];
  readonly exclude: readonly NamePattern[];
  readonly prune: 'removed' | 'scope';
  readonly unlistedConfig: UnlistedConfig;
}

export interface AclOwnership {
  readonly position: Position;
  readonly principals: readonly NamePattern[];
}

/** A glob on the whole name, see `matchesNamePattern`. */
export interface NamePattern {
  readonly pattern: string;
  readonly position: Position;
}

export interface TopicSpec extends TopicSettings {
  readonly name: string;
  readonly position: Position;
  /** Where other files say more of it; left out: one file says all. */
  readonly also?: readonly Position[];
  /** Of each stated value, by field as in changes (`replication`, `config.retention.ms`); of one from a profile, the topic's. */
  readonly positions: ReadonlyMap<string, Position>;
}

/** What one line gives one principal on one resource; every operation in it becomes an entry of its own. */
export interface KafkaAclSpec {
  /** Of the line, or of the name where the line has several. */
  readonly position: Position;
  /** Of the name of the resource. */
  readonly namePosition: Position;
  readonly principal: string;
  readonly host: string;
  readonly resourceType: StatedResourceType;
  readonly resourceName: string;
  readonly patternType: AclPatternType;
  readonly permission: AclPermission;
  readonly operations: readonly AclOperation[];
  /** Of an entry that a form stands for. `says`: all that was said at this place, as `consume orders as group billing`. */
  readonly form?: { readonly name: AclForm; readonly says: string };
}

export interface AivenAclSpec {
  readonly position: Position;
  readonly username: string;
  readonly topic: string;
  readonly permission: AivenAclPermission;
  /** Of its two globs. */
  readonly positions: { readonly username: Position; readonly topic: Position };
  /** The form that stands for it. */
  readonly form?: AivenAclForm;
}

export interface MirrorMakerSpec {
  readonly service: string;
  readonly project: string;
  readonly position: Position;
  readonly settings: MirrorMakerSettings;
  /** Tuning by alias; every alias of a flow is attached, listed here or not. */
  readonly tuning: ReadonlyMap<string, { readonly position: Position; readonly values: StatedTuning }>;
  readonly flows: readonly FlowSpec[];
  readonly removedFlows: ReadonlyMap<string, RemovedFlow>;
}

/** How the MirrorMaker service itself is set up; compared with the live service, never changed by this tool. */
export interface MirrorMakerSettings {
  readonly emit_checkpoints_enabled: boolean;
  readonly sync_topic_configs_enabled: boolean;
  /** Which of the two the spec states, for comparing with the live service. */
  readonly stated: ReadonlySet<'emit_checkpoints_enabled' | 'sync_topic_configs_enabled'>;
  /** What the spec states of the other settings: compared, and taken for what the service has where nobody looked. */
  readonly others?: OtherServiceSettings;
  /** What the live service has set; left out: nobody looked, and defaults are assumed. */
  readonly live?: Reading<Readonly<Record<string, unknown>>>;
  readonly position?: Position;
}

export type OtherServiceSettings = Partial<
  Omit<ServiceSettingValues, 'emit_checkpoints_enabled' | 'sync_topic_configs_enabled'>
>;

export interface FlowSpec {
  /** Aliases, not keys of clusters. */
  readonly source: string;
  readonly target: string;
  readonly position: Position;
  /** Where other files say more of it; left out: one file says all. */
  readonly also?: readonly Position[];
  /** Of each field what the spec states, else what `basis` tells. */
  readonly settings: FlowSettings;
  /** See `Flow.stated`. */
  readonly stated: ReadonlySet<FlowField>;
  readonly basis: SettingsBasis;
  readonly expectTopics?: {
    readonly atLeast?: number;
    readonly atMost?: number;
    readonly position: Position;
  };
  /** Of each key that is written with a value other than `null`. */
  readonly keyPositions: ReadonlyMap<string, Position>;
  /** Of each stated pattern, in the order of the list; nothing for a list that is not stated. */
  readonly patternPositions: Readonly<Partial<Record<PatternList, readonly Position[]>>>;
  /** Globs on consumer group names. Empty: none is granted. */
  readonly groups: readonly NamePattern[];
  readonly access: 'manage' | 'check' | 'off';
  readonly createTopics: 'internal' | 'all' | 'none';
}

export type PatternList = 'topics' | 'topics_exclude' | 'config_properties_exclude';

/** Where the settings come from that a flow does not state. */
export type SettingsBasis =
  /** Defaults, because no live flow was looked at. */
  | { readonly from: 'assumption' }
  /** Defaults, because the flow does not exist: it is created with them. */
  | { readonly from: 'creation' }
  /** The live flow, and defaults where it has nothing set. `untold`: what its answer does not tell, with the reason. */
  | { readonly from: 'live-flow'; readonly untold: ReadonlyMap<FlowField, string> }
  /** Defaults, only so that there is a value: the live flow could not be read. */
  | { readonly from: 'nowhere'; readonly reason: Unknown };

export interface RemovedFlow extends Tombstone {
  readonly source: string;
  readonly target: string;
}

export interface Tombstone {
  readonly position: Position;
  readonly reason?: string;
}
