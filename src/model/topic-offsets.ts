import type { Reading } from './reading.ts';

/** Where the log of each partition begins and ends; the place in the lists is the partition. */
export interface TopicOffsets {
  /** The first offset that is kept. */
  readonly start: readonly number[];
  /** The offset that the next record gets. */
  readonly end: readonly number[];
}

/** Of one cluster, by topic: a topic that is not listed is not there, one that does not tell is unknown. */
export type ClusterOffsets = Reading<ReadonlyMap<string, Reading<TopicOffsets>>>;
