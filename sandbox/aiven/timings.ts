/** How long things take, in milliseconds. No figure is published; `realistic` follows what client authors observed. */
export interface Timings {
  /** From the create of a topic until list and GET know it. */
  readonly topicVisible: number;
  /** From then until its state goes from CONFIGURING to ACTIVE. */
  readonly topicConfiguring: number;
  /** How long a deleted topic is listed as DELETING and blocks its name. */
  readonly topicDeleting: number;
  /** How long an answer of the topic list is served again. */
  readonly topicListCache: number;
  /** How much later than list and GET the v2 batch read learns of a topic. */
  readonly v2Behind: number;
  /** How long the v2 batch read serves the same values of a topic. */
  readonly v2Cache: number;
  /** How much lists of endpoints, integrations, flows and ACLs are behind what was written. */
  readonly listsBehind: number;
  /** How long a change of the replication factor blocks further updates. */
  readonly reassignment: number;
  /** From a create or update of an integration until it is `active`. */
  readonly integrationActive: number;
  /** How long GET misses a new integration, where it does. */
  readonly integrationFound: number;
  /** How long the service is busy with one write of a flow. */
  readonly flowWrite: number;
  /** From the create of a user until GET finds it. */
  readonly userFound: number;
  /** From then, or from a reset, until the answer has the password. */
  readonly passwordReady: number;
  /** From a read until it is answered. Aiven's clients say that topics can take a minute. */
  readonly read: number;
}

/** Long enough that a client which does not wait is caught, short enough for tests. */
export const quickTimings: Timings = {
  topicVisible: 150,
  topicConfiguring: 150,
  topicDeleting: 200,
  // Longer than it takes a batch read to learn of a topic, so that each of the two can be behind the other.
  topicListCache: 500,
  v2Behind: 150,
  v2Cache: 150,
  listsBehind: 0,
  reassignment: 300,
  integrationActive: 300,
  integrationFound: 150,
  flowWrite: 20,
  userFound: 100,
  passwordReady: 200,
  read: 0,
};

/**
 * terraform-provider-aiven waits 5 s between reads of a topic and needs minutes for a hundred; it polls integrations for
 * ten trues in a row after 10 s; aiven-operator polls users from 1 s and passwords from 5 s.
 */
export const realisticTimings: Timings = {
  topicVisible: 5_000,
  topicConfiguring: 5_000,
  topicDeleting: 10_000,
  topicListCache: 15_000,
  v2Behind: 5_000,
  v2Cache: 10_000,
  listsBehind: 0,
  reassignment: 30_000,
  integrationActive: 30_000,
  integrationFound: 2_000,
  flowWrite: 300,
  userFound: 1_000,
  passwordReady: 5_000,
  read: 0,
};
