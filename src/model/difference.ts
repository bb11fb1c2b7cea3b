import type { Change, FieldChange } from './change.ts';
import type { Finding } from './finding.ts';
import type { ServiceSettingName } from './service-defaults.ts';
import type { TopicId } from './topic.ts';

/** One thing in which what is live is not what the spec says. */
export type Difference = ChangeDifference | LayoutDifference | SettingDifference;

/** An apply would put the spec back. Of an update it is one field; a resource that is missing or too much is one as a whole. */
export interface ChangeDifference {
  readonly is: 'change';
  readonly change: Change;
  /** As the plan has it: `from` is live. Undefined where the resource as a whole differs. */
  readonly field?: FieldChange;
}

/** Partitions or replicas that no apply brings back. */
export interface LayoutDifference {
  readonly is: 'layout';
  readonly id: TopicId;
  readonly field: 'partitions' | 'replication';
  readonly spec: number;
  readonly live: number;
}

/** How a MirrorMaker 2 service is set up, which no apply changes. */
export interface SettingDifference {
  readonly is: 'setting';
  readonly service: string;
  readonly key: ServiceSettingName;
  readonly spec: boolean | number | readonly string[];
  readonly live: boolean | number | readonly string[];
}

/** What of a drift is about values, and what else is wrong: nothing of that is a line of the spec. */
export interface Differences {
  readonly differences: readonly Difference[];
  readonly others: readonly Finding[];
}
