import type { AclOperation } from './kafka-acl.ts';

/** What brokers say that a login sees and may do: their own answer, whatever the ACLs look like. */
export interface LoginRights {
  /** What the brokers call their cluster; undefined when they do not tell. */
  readonly clusterId?: string;
  /** Every topic that the login may describe, with its partitions. What is missing does not exist or is hidden from it. */
  readonly topics: ReadonlyMap<string, number>;
  /** Empty when the login may not describe the cluster. */
  readonly clusterOperations: ReadonlySet<AclOperation>;
  /** What it may do to the topics that were asked about, whether they exist or not. */
  readonly topicOperations: ReadonlyMap<string, ReadonlySet<AclOperation>>;
  /** The groups that were asked about: whether the login may describe them. */
  readonly groups: ReadonlyMap<string, boolean>;
  /** Brokers before 2.8 want IdempotentWrite on the cluster of idempotent producers (KIP-679). */
  readonly brokersBefore28: boolean;
}

/** Names of topics and groups to ask about; they need not exist. A prefix is a name as well as any. */
export interface LoginQuestions {
  readonly topics: readonly string[];
  readonly groups: readonly string[];
}
