import type { BackendAcl, KafkaBackend } from '../kafka-backend.ts';

/** A SCRAM-SHA-512 user. */
export interface KafkaUser {
  readonly name: string;
  readonly password: string;
}

export interface KafkaClusterOptions {
  /** Shown in error texts and in the names of files; any short word. */
  readonly name: string;
  /** 1 unless told. Node 1 is broker and controller, the others are brokers. */
  readonly brokers?: number;
  /** Users besides `admin`. They may log in and, until an ACL says so, do nothing. */
  readonly users?: readonly KafkaUser[];
  /** An Apache Kafka release, such as `4.3.1`; the one in `pom.xml` unless told. */
  readonly version?: string;
  readonly autoCreateTopics?: boolean;
  /** Each broker listens at the same port of `[::1]` too, for logins over IPv6. Its certificate does not name that address. */
  readonly alsoIPv6?: boolean;
  /** More lines for `server.properties`, such as `{ 'message.max.bytes': '2000000' }`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The most that a broker's heap takes; 320 unless told. */
  readonly heapMb?: number;
  /** Where the broker keeps its files. Made and removed with the cluster; a temporary one unless told. */
  readonly directory?: string;
}

/** A running cluster. Its processes and files go when `stop` is called or this process ends, however it ends. */
export interface SandboxKafka {
  readonly name: string;
  readonly version: string;
  /** `localhost:<port>`, comma-separated. SASL_SSL with SCRAM-SHA-512. */
  readonly bootstrapServers: string;
  /** The certificate of the authority that signed the brokers' certificates. */
  readonly caPem: string;
  readonly clusterId: string;
  /** The only super user. */
  readonly admin: { readonly username: string; readonly password: string };
  /** All users besides `admin`, with those made later. */
  readonly users: readonly KafkaUser[];
  readonly directory: string;
  readonly pids: readonly number[];
  /** Creates the user, or changes its password. */
  createUser(name: string, password: string): Promise<void>;
  deleteUser(name: string): Promise<void>;
  /** What node 1 logged so far. */
  brokerLog(): Promise<string>;
  /**
   * Every decision `StandardAuthorizer` logged so far, on all nodes; only of lines that contain `part`, if given. Filter
   * checks of Describe requests are not logged.
   */
  authorizerLog(part?: string): Promise<readonly AuthorizerDecision[]>;
  /** Forgets them, for clusters that live long. */
  clearAuthorizerLog(): Promise<void>;
  /**
   * Runs one of Kafka's own command line classes, such as `org.apache.kafka.tools.TopicCommand`, in a JVM of its own (about 2 s).
   * `--bootstrap-server` and the admin's client properties are added unless `args` have them.
   */
  tools(className: string, args: readonly string[], input?: string): Promise<ToolResult>;
  /** The path of a `.properties` file with which Kafka's tools and MirrorMaker 2 log in as this user (or `admin`). */
  clientProperties(user: string): Promise<string>;
  /** Kafka's own Java Admin client, logged in as `admin`. Closing it leaves the cluster running. */
  bridge(): Promise<KafkaBridge>;
  stop(): Promise<void>;
}

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One line of `kafka.authorizer.logger`. */
export interface AuthorizerDecision {
  /** With its type: `User:mm2`. */
  readonly principal: string;
  readonly allowed: boolean;
  /** Kafka's upper-case name: `DESCRIBE_CONFIGS`. */
  readonly operation: string;
  readonly host: string;
  readonly resourceType: string;
  readonly resourceName: string;
  /** The API, such as `CreateTopics`. */
  readonly request: string;
}

/** The port of the Aiven emulator, and what the demo and the tests ask of a cluster besides. Errors are `KafkaBackendError`. */
export interface KafkaBridge extends KafkaBackend {
  /** Records in the order given. Returns the offset of each. As `admin` unless told. */
  produce(topic: string, records: readonly NewRecord[], as?: KafkaUser): Promise<readonly RecordPosition[]>;
  /** From the beginning, until `max` records were read or `timeoutMs` (30,000) passed. Commits only if a group is given. */
  consume(topic: string, options?: ConsumeOptions): Promise<readonly ReadRecord[]>;
  /** Offsets a group committed. Empty if there is no such group. */
  committedOffsets(group: string): Promise<readonly CommittedOffset[]>;
  listGroups(): Promise<readonly string[]>;
  /** DescribeAcls as another user, to see what that user may see. */
  listAclsAs(user: KafkaUser): Promise<readonly BackendAcl[]>;
  createUser(user: KafkaUser): Promise<void>;
  deleteUser(name: string): Promise<void>;
  clusterId(): Promise<string>;
}

export interface NewRecord {
  readonly key?: string;
  readonly value: string | null;
  readonly partition?: number;
}

export interface RecordPosition {
  readonly partition: number;
  readonly offset: number;
}

export interface ReadRecord extends RecordPosition {
  readonly key: string | null;
  readonly value: string | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

export interface ConsumeOptions {
  readonly max?: number;
  readonly timeoutMs?: number;
  /** Reads as a member of this group, from what it committed, and commits what it read. */
  readonly group?: string;
  readonly as?: KafkaUser;
}

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}
