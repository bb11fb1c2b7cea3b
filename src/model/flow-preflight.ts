import type { AclPatternType } from './kafka-acl.ts';
import type { Reading } from './reading.ts';
import type { ServiceSettingName } from './service-defaults.ts';

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
  /** How MirrorMaker 2's own login fares on the external clusters of the flow. */
  readonly logins: readonly FlowLogin[];
  /** Settings of its service that are not MirrorMaker 2's defaults, by the spec or in Aiven. Left out: none. */
  readonly serviceSettings?: readonly ServiceSettingInForce[];
}

export interface ServiceSettingInForce {
  readonly name: ServiceSettingName;
  /** A list with commas. */
  readonly value: string;
  readonly basis: 'stated' | 'live';
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
  /** Rights that the flow needs, that are there today, and that go with this plan. Sorted as `lacks`. */
  readonly takenByPlan: readonly string[];
}

/** A right whose absence stops the flow, or topics of it. */
export interface StoppingRight {
  /** `Read on Topic orders` */
  readonly words: string;
  readonly stops:
    | 'every topic'
    | { readonly end: 'source' | 'target'; readonly name: string; readonly patternType: AclPatternType };
}
