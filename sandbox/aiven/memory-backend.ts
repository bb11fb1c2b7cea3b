import {
  type BackendAcl,
  type BackendCommit,
  type BackendConfigEntry,
  type BackendTopic,
  type BackendTopicSummary,
  type KafkaBackend,
  KafkaBackendError,
  type NewBackendTopic,
} from '../kafka-backend.ts';
import {
  parseTopicConfig,
  type TopicConfigDefinition,
  topicConfigDefinitions,
} from './kafka-topic-configs.ts';

interface StoredTopic {
  readonly name: string;
  partitions: number;
  readonly replication: number;
  readonly config: Map<string, string>;
  /** Written to the first partition. */
  records: number;
}

const internalTopics = ['__consumer_offsets', '__transaction_state', '__share_group_state'];

/** What a topic without overrides has; shared, because ten thousand topics differ in few of them. */
const defaults: readonly BackendConfigEntry[] = topicConfigDefinitions.map(defaultEntry);

/**
 * A Kafka cluster as its Admin API shows it, with Kafka's error names and texts; of records it knows only how many there are.
 * For fast tests and for tests at scale; the backend contract holds it against a real broker.
 */
export class MemoryBackend implements KafkaBackend {
  readonly #brokers: number;
  readonly #topics = new Map<string, StoredTopic>();
  readonly #acls = new Map<string, BackendAcl>();
  readonly #committed = new Map<string, BackendCommit>();

  constructor(options: { readonly brokers?: number } = {}) {
    this.#brokers = options.brokers ?? 3;
  }

  /** Answers what puts everything back as it is now. */
  save(): () => void {
    const mine = [this.#topics, this.#acls, this.#committed];
    const kept = structuredClone(mine);
    return () => {
      structuredClone(kept).forEach((map, index) => {
        const own: Map<string, unknown> = mine[index] ?? new Map();
        own.clear();
        for (const [key, value] of map) own.set(key, value);
      });
    };
  }

  async brokers(): Promise<number> {
    return this.#brokers;
  }

  async listTopics(): Promise<readonly BackendTopicSummary[]> {
    return [...this.#topics.values()].map(summary);
  }

  async describeTopics(names: readonly string[]): Promise<readonly BackendTopic[]> {
    return names.flatMap((name) => {
      const topic = this.#topics.get(name);
      return topic === undefined ? [] : [describe(topic)];
    });
  }

  /** As if a producer had written so many records. Throws for a topic that is not there. */
  addRecords(name: string, count: number): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new Error(`no topic ${name}`);
    topic.records += count;
  }

  /** As if a consumer of the group had. */
  commit(commit: BackendCommit): void {
    this.#committed.set(JSON.stringify([commit.group, commit.topic, commit.partition]), commit);
  }

  async committed(): Promise<readonly BackendCommit[]> {
    return [...this.#committed.values()];
  }

  /** The order of the checks is that of `ReplicationControlManager.createTopics`. */
  async createTopic({ name, partitions, replication, config }: NewBackendTopic): Promise<void> {
    checkName(name);
    if (this.#topics.has(name)) throw error('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
    this.#checkCollision(name);
    const parsed = Object.entries(config).map(([key, value]) => [key, parseTopicConfig(key, value)] as const);
    if (replication < -1 || replication === 0) {
      throw error(
        'INVALID_REPLICATION_FACTOR',
        'Replication factor must be larger than 0, or -1 to use the default value.',
      );
    }
    if (partitions < -1 || partitions === 0) {
      throw error('INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.');
    }
    if (replication > this.#brokers) {
      throw error(
        'INVALID_REPLICATION_FACTOR',
        `Unable to replicate the partition ${replication} time(s): The target replication factor of ${replication} ` +
          `cannot be reached because only ${this.#brokers} broker(s) are registered or some brokers have all their log ` +
          'directories cordoned.',
      );
    }
    this.#topics.set(name, {
      name,
      partitions: partitions === -1 ? 1 : partitions,
      replication: replication === -1 ? 1 : replication,
      config: new Map(parsed),
      records: 0,
    });
  }

  async createPartitions(name: string, total: number): Promise<void> {
    const topic = this.#topic(name);
    if (total === topic.partitions) {
      throw error('INVALID_PARTITIONS', `Topic already has ${total} partition(s).`);
    }
    if (total < topic.partitions) {
      throw error(
        'INVALID_PARTITIONS',
        `The topic ${name} currently has ${topic.partitions} partition(s); ${total} would not be an increase.`,
      );
    }
    topic.partitions = total;
  }

  async alterTopicConfig(name: string, config: Readonly<Record<string, string | null>>): Promise<void> {
    const topic = this.#topic(name);
    const parsed = Object.entries(config).map(
      ([key, value]) => [key, value === null ? null : parseTopicConfig(key, value)] as const,
    );
    for (const [key, value] of parsed) {
      if (value === null) topic.config.delete(key);
      else topic.config.set(key, value);
    }
  }

  async deleteTopic(name: string): Promise<void> {
    this.#topic(name);
    this.#topics.delete(name);
    // `GroupCoordinator.onPartitionsDeleted`
    for (const [key, { topic }] of this.#committed) if (topic === name) this.#committed.delete(key);
  }

  async listAcls(): Promise<readonly BackendAcl[]> {
    return [...this.#acls.values()];
  }

  /** Adding what is there already changes nothing, as in `StandardAuthorizer`. */
  async createAcl(acl: BackendAcl): Promise<void> {
    if (acl.resourceName === '') throw error('INVALID_REQUEST', 'Invalid empty resource name');
    if (!acl.principal.includes(':')) {
      throw error(
        'INVALID_REQUEST',
        `Could not parse principal from \`${acl.principal}\` (no colon is present separating the principal type ` +
          'from the principal name)',
      );
    }
    if (acl.resourceType === 'CLUSTER' && acl.resourceName !== 'kafka-cluster') {
      throw error('INVALID_REQUEST', 'The only valid name for the CLUSTER resource is kafka-cluster');
    }
    this.#acls.set(aclKey(acl), { ...acl });
  }

  /** Deleting what is not there is no error: Kafka deletes by filter. */
  async deleteAcl(acl: BackendAcl): Promise<void> {
    this.#acls.delete(aclKey(acl));
  }

  async close(): Promise<void> {}

  #topic(name: string): StoredTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined) {
      throw error('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.');
    }
    return topic;
  }

  /** `a.b` and `a_b` would share a metric name. */
  #checkCollision(name: string): void {
    if (!/[._]/.test(name)) return;
    const folded = name.replaceAll('.', '_');
    for (const other of this.#topics.keys()) {
      if (other.length === name.length && other.replaceAll('.', '_') === folded) {
        throw error('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topic: ${other}`);
      }
    }
  }
}

/** Kafka's `Topic.validate`. */
function checkName(name: string): void {
  const reason =
    name === ''
      ? 'the empty string is not allowed'
      : name === '.' || name === '..'
        ? `'${name}' is not allowed`
        : name.length > 249
          ? `the length of '${name}' is longer than the max allowed length 249`
          : /^[a-zA-Z0-9._-]+$/.test(name)
            ? undefined
            : `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  if (reason !== undefined) throw error('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${reason}`);
}

function summary({ name, partitions, replication }: StoredTopic): BackendTopicSummary {
  return { name, partitions, replication, internal: internalTopics.includes(name) };
}

function describe(topic: StoredTopic): BackendTopic {
  return {
    ...summary(topic),
    config: defaults.map((fallback) => {
      const value = topic.config.get(fallback.name);
      return value === undefined ? fallback : overridden(fallback, value);
    }),
    partitionDetails: Array.from({ length: topic.partitions }, (_, partition) => ({
      partition,
      isr: topic.replication,
      earliestOffset: 0,
      latestOffset: partition === 0 ? topic.records : 0,
      size: 0,
    })),
  };
}

function defaultEntry({ name, fallback, broker, clusterWide }: TopicConfigDefinition): BackendConfigEntry {
  const synonyms = [
    ...(clusterWide ? [{ name, value: fallback, source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' }] : []),
    ...(broker === undefined ? [] : [{ name: broker, value: fallback, source: 'DEFAULT_CONFIG' }]),
  ];
  return { name, value: fallback, source: synonyms[0]?.source ?? 'DEFAULT_CONFIG', synonyms };
}

function overridden(fallback: BackendConfigEntry, value: string): BackendConfigEntry {
  const source = 'DYNAMIC_TOPIC_CONFIG';
  return {
    name: fallback.name,
    value,
    source,
    synonyms: [{ name: fallback.name, value, source }, ...fallback.synonyms],
  };
}

function aclKey(acl: BackendAcl): string {
  const { principal, host, resourceType, resourceName, patternType, operation, permission } = acl;
  return JSON.stringify([principal, host, resourceType, resourceName, patternType, operation, permission]);
}

function error(code: string, message: string): KafkaBackendError {
  return new KafkaBackendError(code, message);
}
