import type { KindIdentity } from './kind.ts';
import type { Position } from './position.ts';
import type { Provenance } from './provenance.ts';
import type { StoredFields } from './stored-fields.ts';
import type { TopicOffsets } from './topic-offsets.ts';

export interface TopicId {
  readonly kind: 'topic';
  /** The cluster's key in the spec. */
  readonly cluster: string;
  readonly name: string;
}

/** What is asked of a topic. */
export interface TopicSettings {
  /** Left out: the cluster's default at creation, not compared afterwards. */
  readonly partitions?: number;
  readonly replication?: number;
  /**
   * Kafka's dotted names and Kafka's own spelling of values, as strings, so that 64-bit integers stay exact. `null` asks for
   * the cluster's default.
   */
  readonly config: ReadonlyMap<string, string | null>;
  /** Aiven services only; exactly these. Left out: they stay as they are. `null`: none. */
  readonly tags?: ReadonlyMap<string, string> | null;
  /** Aiven services only. Left out: it stays as it is. `null`: none. */
  readonly description?: string | null;
  /** Aiven services only: the id of the user group that owns it. Left out: it stays as it is; nothing takes it away. */
  readonly owner_user_group_id?: string;
  /** Never deleted by this tool. */
  readonly protect: boolean;
  /** What happens to a config that the live topic overrides and the spec does not list. */
  readonly unlistedConfig: UnlistedConfig;
}

export interface Topic extends TopicSettings {
  readonly id: TopicId;
  readonly provenance: Provenance;
  /** Partitions and replication are defaults to create it with: one that is there keeps its own. Left out: they are asked for. */
  readonly keepsLayout?: true;
  /** Where the spec states each field, by the field's name in changes (`replication`, `config.retention.ms`). */
  readonly positions?: ReadonlyMap<string, Position>;
}

export type UnlistedConfig = 'report' | 'keep' | 'reset';

export interface LiveTopic {
  readonly id: TopicId;
  readonly partitions: number;
  readonly replication: number;
  readonly config: ReadonlyMap<string, LiveTopicConfig>;
  readonly tags?: ReadonlyMap<string, string>;
  readonly description?: string;
  readonly owner_user_group_id?: string;
  /** Overrides, tags and what else Aiven keeps of the topic itself; left out on external clusters. */
  readonly stored?: StoredFields;
  /** Bytes on disk over all partitions, where the system tells. */
  readonly size?: number;
  /** Bytes in tiered storage over all partitions, where the system tells. */
  readonly remoteSize?: number;
  /** Of all partitions together, where the system tells: grows by every record that is written. */
  readonly endOffset?: number;
  /** The first offsets that are still there, of all partitions together, where the system tells; see `emptinessOf`. */
  readonly startOffset?: number;
  /** Where its log begins and ends, where the system tells. */
  readonly offsets?: TopicOffsets;
  /** Groups that have committed offsets for it, where the system tells. */
  readonly consumerGroups?: readonly string[];
}

export interface LiveTopicConfig {
  /** `null` for values that Kafka hides. */
  readonly value: string | null;
  /**
   * True when the topic itself carries the value. Aiven reports a value equal to the default as not
   * overridden, so compare values first.
   */
  readonly overridden: boolean;
  /** The value without the override, where the system tells. */
  readonly inherited?: string;
  /**
   * Of a value that is not overridden: set for all brokers or one of them while they run, in a broker's own file, or by nobody.
   * Left out where the system does not tell.
   */
  readonly from?: 'cluster' | 'file' | 'default';
}

export interface TopicKind {
  readonly id: TopicId;
  readonly desired: Topic;
  readonly live: LiveTopic;
  readonly place: 'cluster';
  readonly plural: 'topics';
  readonly deletion: 'topics';
}

export const topicIdentity: KindIdentity<TopicKind> = {
  place: 'cluster',
  plural: 'topics',
  placeOf: ({ cluster }) => cluster,
  nameOf: ({ name }) => name,
  deletion: { allowedBy: 'topics', one: 'topic', many: 'topics' },
};
