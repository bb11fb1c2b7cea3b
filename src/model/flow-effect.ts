import type { FieldChange } from './change.ts';
import type { FieldPath } from './field-path.ts';
import type { ResourceId } from './resource.ts';
import type { LiveTopic } from './topic.ts';

/**
 * What a change comes to on a cluster that flows lead to, beyond what the plan writes itself. Judged as if each flow ran while the
 * plan is applied that runs before it or after it.
 */
export interface FlowEffect {
  /** The change that brings it about: of a topic, of a flow, or of what an alias stands for. */
  readonly cause: ResourceId;
  /** The flows over which it comes, one after the other. */
  readonly over: readonly FlowOnTheWay[];
  readonly targetCluster: string;
  readonly takesOver: ConfigTakeovers;
  /** Configs that the plan changes on the target, from its value to that which the flow gives them again. */
  readonly putBack: readonly FieldChange[];
  /** Configs that the plan changes on the target, of which nobody can say what the flow makes of them; `because` is a clause. */
  readonly undecided: readonly { readonly field: FieldPath; readonly because: string }[];
  /** Topics of the target that get records which are not those of their own source. */
  readonly mixes: readonly MixedTopic[];
  /** Topics of the target that get more partitions. */
  readonly grows: readonly GrownTopic[];
}

export interface FlowOnTheWay {
  /** `<source> -> <target>` */
  readonly name: string;
  /**
   * `ends`: the plan stops it or leaves the topic out, and it runs while the plan is applied. `unlisted`: it runs and is not in
   * the spec.
   */
  readonly state: 'runs' | 'begins' | 'ends' | 'unlisted';
}

export interface ConfigTakeovers {
  readonly topics: readonly ConfigTakeover[];
  /** Those of which nobody can say what would change. */
  readonly untold: readonly UntoldTopic[];
}

export interface ConfigTakeover {
  /** On the target, as it is now. */
  readonly live: LiveTopic;
  /** `config.retention.ms` and such, as the sync would change them; `to: null`, back to what the target's brokers have. */
  readonly fields: readonly FieldChange[];
  /** By `protect: true` in the spec. */
  readonly isProtected: boolean;
}

export interface UntoldTopic {
  /** On the target; left out where nobody could look which topics there are. */
  readonly name?: string;
  /** A clause. */
  readonly because: string;
  readonly isProtected: boolean;
}

/** `live` left out: it could not be read, or nobody could look which topics there are. */
export interface MixedTopic {
  readonly name?: string;
  readonly live?: LiveTopic;
  readonly isProtected: boolean;
}

export interface GrownTopic {
  readonly name: string;
  /** Left out: it could not be read. */
  readonly from?: number;
  readonly to: number;
}
