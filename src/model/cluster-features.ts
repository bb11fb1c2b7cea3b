import type { KafkaVersion } from './kafka-version.ts';
import type { Reading, Unknown } from './reading.ts';

/** What decides which settings the brokers take, as far as the system tells. */
export interface ClusterFeatures {
  readonly kafkaVersion: Reading<KafkaVersion>;
  readonly tieredStorage: Reading<boolean>;
  /** Whether topics can be diskless. */
  readonly diskless: Reading<boolean>;
}

export function unknownFeatures(reason: Unknown): ClusterFeatures {
  return { kafkaVersion: reason, tieredStorage: reason, diskless: reason };
}
