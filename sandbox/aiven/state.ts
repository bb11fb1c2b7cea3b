import type { KafkaBackend } from '../kafka-backend.ts';

/** What the emulator remembers. Times are milliseconds of the emulator's clock. */
export interface Project {
  readonly name: string;
  /** PEM. */
  readonly ca: string;
  readonly services: Map<string, Service>;
  readonly endpoints: Map<string, Endpoint>;
  readonly integrations: Map<string, Integration>;
  /** Newest last. */
  readonly events: ProjectEvent[];
}

/** aiven-go-client `project.go`, `ProjectEvent`. */
export interface ProjectEvent {
  readonly id: string;
  /** The e-mail address of who did it. */
  readonly actor: string;
  readonly event_desc: string;
  readonly event_type: string;
  readonly service_name: string;
  /** ISO 8601. */
  readonly time: string;
}

export type Service = KafkaService | MirrorMakerService;

/** OpenAPI document, ServiceGet. */
export type ServiceState = 'POWEROFF' | 'REBALANCING' | 'REBUILDING' | 'RUNNING';

export interface NodeState {
  readonly name: string;
  readonly state: 'leaving' | 'running' | 'setting_up_vm' | 'syncing_data' | 'timing_out' | 'unknown';
}

interface BaseService {
  readonly project: string;
  readonly name: string;
  state: ServiceState;
  nodes: readonly NodeState[];
  userConfig: Readonly<Record<string, unknown>>;
  readonly users: Map<string, User>;
}

export interface KafkaService extends BaseService {
  readonly type: 'kafka';
  readonly backend: KafkaBackend;
  /** `host:port` of its listeners by authentication method. */
  readonly listeners: Readonly<Partial<Record<'certificate' | 'sasl', string>>>;
  aivenAcls: readonly AivenAcl[];
  /** Aiven's ids of native ACLs; the ACLs themselves are in the backend. */
  readonly kafkaAclIds: Map<string, string>;
  /** Native ACLs answer 409 `service_maintenance_required`. */
  maintenanceRequired: boolean;
  readonly topics: TopicMemory;
}

export interface MirrorMakerService extends BaseService {
  readonly type: 'kafka_mirrormaker';
  flows: readonly Flow[];
  /** `replication_progress` by `source->target`, where a MirrorMaker 2 runs and tells. */
  readonly progress: Map<string, number>;
  /** Flow writes under way. */
  flowWrites: number;
}

export interface User {
  readonly username: string;
  readonly type: 'primary' | 'regular';
  password: string;
  readonly accessKey: string;
  readonly accessCert: string;
  readonly foundAt: number;
  passwordAt: number;
}

/** OpenAPI document, ServiceIntegrationEndpointGet. `userConfig` holds no nulls. */
export interface Endpoint {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  userConfig: UserConfig;
}

export type UserConfig = Readonly<Record<string, unknown>>;

/** An integration of type `kafka_mirrormaker`. */
export interface Integration {
  readonly id: string;
  readonly source: IntegrationSource;
  readonly dest: { readonly project: string; readonly service: string };
  userConfig: UserConfig;
  readonly createdAt: number;
  changedAt: number;
  /** Overrides what the answer says after it became active. */
  status: IntegrationStatus | undefined;
}

export type IntegrationSource =
  | { readonly type: 'service'; readonly project: string; readonly service: string }
  | { readonly type: 'endpoint'; readonly project: string; readonly endpointId: string };

export interface IntegrationStatus {
  readonly active: boolean;
  readonly status: 'failed' | 'inactive' | 'running' | 'starting' | 'unknown';
  readonly description: string;
  readonly errors: readonly string[];
  readonly likelyErrorCause: null | 'destination' | 'integration' | 'source' | 'unknown';
}

/** Aiven's own field names; only what was set. */
export interface Flow {
  readonly source_cluster: string;
  readonly target_cluster: string;
  readonly enabled: boolean;
  readonly [field: string]: unknown;
}

export interface AivenAcl {
  readonly id: string;
  readonly permission: string;
  readonly topic: string;
  readonly username: string;
}

/** What Aiven knows about topics beyond the brokers, and its caches. */
export interface TopicMemory {
  readonly records: Map<string, TopicRecord>;
  list: { readonly at: number; readonly rows: readonly TopicRow[] } | undefined;
  readonly batch: Map<string, { readonly at: number; readonly topic: object }>;
}

export interface TopicRecord {
  readonly createdAt: number;
  tags: readonly { readonly key: string; readonly value: string }[];
  description: string | null;
  ownerUserGroupId: string | null;
  /** Set after a change of the replication factor; the backend cannot reassign, so it is only reported. */
  replication: number | undefined;
  reassignedAt: number | undefined;
  /** The topic as it was when it was deleted. */
  deleted: { readonly at: number; readonly topic: TopicAnswer; readonly row: TopicRow } | undefined;
}

/** A topic in the list. */
export interface TopicRow {
  readonly topic_name: string;
  readonly state: 'ACTIVE' | 'CONFIGURING' | 'DELETING';
  readonly [field: string]: unknown;
}

/** A topic in full. */
export interface TopicAnswer extends TopicRow {
  readonly partitions: readonly object[];
  readonly config: Readonly<Record<string, { readonly value: unknown }>>;
}
