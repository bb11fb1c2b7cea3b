import type { AclOperation } from './kafka-acl.ts';

/** What brokers say that a login sees and may do: their own answer, whatever the ACLs look like. */
export interface LoginRights {
  /** Every topic that the login may describe. What is missing does not exist or is hidden from it. */
  readonly topics: ReadonlyMap<string, SeenTopic>;
  /** Empty when the login may not describe the cluster. */
  readonly clusterOperations: ReadonlySet<AclOperation>;
  /** The groups that were asked about: whether the login may describe them. */
  readonly groups: ReadonlyMap<string, boolean>;
  /** Brokers before 2.8 want IdempotentWrite on the cluster of idempotent producers (KIP-679). */
  readonly brokersBefore28: boolean;
}

export interface SeenTopic {
  readonly partitions: number;
  readonly operations: ReadonlySet<AclOperation>;
}
