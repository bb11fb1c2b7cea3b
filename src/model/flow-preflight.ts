import type { FieldChange } from './change.ts';
import type { FieldPath } from './field-path.ts';
import type { AclPatternType } from './kafka-acl.ts';
import type { Reading } from './reading.ts';
import type { LiveTopic, TopicId } from './topic.ts';

/** What a flow would do with the topics that its source has today. It is reported, and nothing of it is planned. */
export interface FlowPreflight {
  readonly service: string;
  readonly source: string;
  readonly target: string;
  readonly enabled: boolean;
  /** Whose view of the source this is; unknown when nobody could look. */
  readonly matches: Reading<FlowMatches>;
  /** Patterns of either list that cannot be evaluated here, so that the matches may be more or fewer. */
  readonly notEvaluable: readonly { readonly pattern: string; readonly because: string }[];
  /** Topics on the target whose configs would come to follow the source, and do not now. Left out: there are none. */
  readonly takesOver?: ConfigTakeovers;
  /** What changes of mirrored topics, on either side, come to on the target through the configs that it copies. Left out: nothing. */
  readonly follows?: readonly ConfigFollow[];
  /** Topics that the plan creates on the source and whose records would come to topics that are on the target. Left out: none. */
  readonly mixes?: readonly TopicMix[];
  /** How MirrorMaker 2's own login fares on the external clusters of the flow. */
  readonly logins: readonly FlowLogin[];
}

export interface TopicMix {
  /** On the source. */
  readonly changed: TopicId;
  /** On the target. */
  readonly remote: string;
  readonly targetCluster: string;
}

export interface ConfigTakeovers {
  readonly topics: readonly ConfigTakeover[];
  /** Those of which nobody can say what would change. */
  readonly untold: readonly UntoldTakeover[];
}

/** A change of a topic that the flow carries on, or undoes. */
export interface ConfigFollow {
  /** On the source or the target. */
  readonly changed: TopicId;
  readonly targetCluster: string;
  readonly takesOver: ConfigTakeovers;
  /** Configs that the spec changes on the target, from its value to that which the flow gives them again. */
  readonly putBack: readonly FieldChange[];
  /** Configs that the spec changes on the target, of which nobody can say what the flow makes of them; `because` is a clause. */
  readonly undecided: readonly { readonly field: FieldPath; readonly because: string }[];
}

export interface ConfigTakeover {
  /** On the target, as it is now. */
  readonly live: LiveTopic;
  /** `config.retention.ms` and such, as the sync would change them; `to: null`, back to what the target's brokers have. */
  readonly fields: readonly FieldChange[];
  /** By `protect: true` in the spec. */
  readonly isProtected: boolean;
}

export interface UntoldTakeover {
  /** On the target; left out where nobody could look which topics there are. */
  readonly name?: string;
  /** A clause. */
  readonly because: string;
  readonly isProtected: boolean;
}

export interface FlowMatches {
  readonly seenBy: 'admin' | 'mirror';
  /** Sorted by name. Heartbeats topics are left out. */
  readonly topics: readonly FlowTopic[];
  /** In all topics; undefined when the source does not tell for each of them. */
  readonly partitions?: number;
  /** Topics that an exclude pattern might leave out which cannot be evaluated. */
  readonly doubtful: readonly string[];
}

export interface FlowTopic {
  readonly name: string;
  readonly partitions?: number;
  /** Its name on the target. */
  readonly remote: string;
  /** `unknown`: nobody could look at the target. */
  readonly onTarget: 'new' | 'exists' | 'unknown';
}

export interface FlowLogin {
  readonly cluster: string;
  /** Name of the integration endpoint in Aiven. */
  readonly endpoint: string;
  /** `not-contacted`: nothing was sent, because the connection is not the one on the default branch. */
  readonly state: 'accepted' | 'refused' | 'not-contacted' | 'unknown';
  /** Of the broker, or why it is not known; empty when accepted. */
  readonly message: string;
  /** How many rights the flow needs there; 0 with `access: off`. */
  readonly needed: number;
  /** Rights that the flow needs and the login does not have, such as `Read on Topic orders`. Sorted. */
  readonly lacks: readonly string[];
  /** Those of them without which MirrorMaker 2 copies nothing of a topic, or nothing at all. */
  readonly stopsBy: readonly StoppingRight[];
  /** Rights that cannot be told from the brokers' answers, as on topics that do not exist yet. */
  readonly notTold: number;
  /** Lacking rights are part of this plan, so they say nothing yet. */
  readonly grantedByPlan: boolean;
}

/** A right whose absence stops the flow, or topics of it. */
export interface StoppingRight {
  /** `Read on Topic orders` */
  readonly words: string;
  readonly stops:
    | 'every topic'
    | { readonly end: 'source' | 'target'; readonly name: string; readonly patternType: AclPatternType };
}
