/**
 * What the Aiven emulator needs from the Kafka cluster behind an emulated service. Two implementations with
 * the same tests: in memory, and a real broker reached through Kafka's own Java Admin client, so that the
 * emulator shares no code with the action.
 */
export interface KafkaBackend {
  brokers(): Promise<number>;
  listTopics(): Promise<readonly BackendTopicSummary[]>;
  /** Missing topics are left out of the answer. */
  describeTopics(names: readonly string[]): Promise<readonly BackendTopic[]>;
  /** What consumer groups have committed, in no order. */
  committed(): Promise<readonly BackendCommit[]>;
  createTopic(topic: NewBackendTopic): Promise<void>;
  createPartitions(topic: string, total: number): Promise<void>;
  /** `null` removes the override. */
  alterTopicConfig(topic: string, config: Readonly<Record<string, string | null>>): Promise<void>;
  deleteTopic(topic: string): Promise<void>;
  listAcls(): Promise<readonly BackendAcl[]>;
  createAcl(acl: BackendAcl): Promise<void>;
  deleteAcl(acl: BackendAcl): Promise<void>;
  close(): Promise<void>;
}

export interface BackendTopicSummary {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly internal: boolean;
}

export interface BackendTopic extends BackendTopicSummary {
  readonly config: readonly BackendConfigEntry[];
  readonly partitionDetails: readonly BackendPartition[];
}

export interface BackendPartition {
  readonly partition: number;
  readonly isr: number;
  readonly earliestOffset: number;
  readonly latestOffset: number;
  /** Bytes on disk of the leader. */
  readonly size: number;
}

export interface BackendCommit {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface BackendConfigEntry {
  /** Dotted. */
  readonly name: string;
  readonly value: string | null;
  /** Kafka's own spelling: `DYNAMIC_TOPIC_CONFIG`, `DEFAULT_CONFIG`, `STATIC_BROKER_CONFIG`, … */
  readonly source: string;
  readonly synonyms: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly source: string;
  }[];
}

export interface NewBackendTopic {
  readonly name: string;
  /** -1: the broker's default. */
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Kafka's own upper-case enum names: `TOPIC`, `LITERAL`, `READ`, `ALLOW`. */
export interface BackendAcl {
  readonly principal: string;
  readonly host: string;
  readonly resourceType: string;
  readonly resourceName: string;
  readonly patternType: string;
  readonly operation: string;
  readonly permission: string;
}

/** The broker's own error: `code` is Kafka's error name, such as `TOPIC_ALREADY_EXISTS`. */
export class KafkaBackendError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'KafkaBackendError';
    this.code = code;
  }
}
