import type { Change, FieldValue } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { FlowId } from '../model/flow.ts';
import type { FlowEffect } from '../model/flow-effect.ts';
import type { FlowPreflight } from '../model/flow-preflight.ts';
import type { Operation } from '../model/operation.ts';
import type { Unknown } from '../model/reading.ts';
import type { DesiredOf, Kind, ResourceId } from '../model/resource.ts';
import type { Phase } from './phases.ts';

/** What would change, why, how dangerous it is, in which order. Sorted, so that equal inputs give equal bytes. */
export interface Plan {
  /** The spec's name. */
  readonly name: string;
  /** Sorted by place, kind, name. */
  readonly changes: readonly Change[];
  /** The changes in the order of apply. */
  readonly steps: readonly Step[];
  readonly risks: readonly Risk[];
  readonly findings: readonly Finding[];
  /** Reads that failed; nothing is planned for them. */
  readonly unread: readonly Unread[];
  /** Declared for places that could not be compared; created after the merge where they are missing. */
  readonly pending: readonly PendingResource[];
  /** There, not in the spec, and not touched. Sorted. */
  readonly leftAlone: readonly LeftAlone[];
  /** Named by the spec before this change, not by this one, and not removed by the plan: it runs on. Sorted. */
  readonly leftRunning: readonly LeftRunning[];
  /** The same and what earlier changes left, as far as it is still not in the spec and may be there. Sorted. */
  readonly leftNames: readonly LeftName[];
  /** How many more earlier changes left, whose names the record of an apply had no room for. Some may be gone since. */
  readonly leftUnnamed: number;
  /** Resources of the spec that already match. */
  readonly unchanged: number;
  /** All places the spec names, for counting and for the picture. */
  readonly topology: Topology;
  /** What each flow would do with the topics that are there today. In the order of the spec. */
  readonly flows: readonly FlowPreflight[];
  /** What the changes come to on other clusters, over flows. Told with the plan, and no part of its digest. */
  readonly effects: readonly FlowEffect[];
  /** Sorted; what the digest is made of. */
  readonly operations: readonly Operation[];
  /** Keys of clusters that the run leaves out, sorted. Nothing is planned of them, and of the flows from and to them. */
  readonly leftOut: readonly string[];
  /** `sha256:` and 64 hex digits over the operations and `leftOut`: no times, ids, text or secrets. */
  readonly digest: string;
}

/** Changes of one kind at one place that go out together. */
export interface Step {
  readonly phase: Phase;
  readonly kind: Kind;
  readonly place: string;
  readonly changes: readonly Change[];
}

export type RiskLevel = 'low' | 'medium' | 'high';

/** Stable names of what can happen, described in docs/rules.md. */
export const riskCodes = [
  'access-lost',
  'access-widening',
  'acl-without-effect',
  'availability',
  'configs-copied',
  'configs-not-copied',
  'connection-changes',
  'connectors-restart',
  'consequence-unknown',
  'consumers-refused',
  'credential-redirect',
  'credentials-handed-over',
  'data-loss',
  'delivery-changes',
  'disk-grows',
  'durability',
  'empty-topic-goes',
  'endpoint-removed',
  'flow-may-stop',
  'group-offsets-lag',
  'group-offsets-stop',
  'group-offsets-written',
  'heartbeats-stop',
  'heartbeats-written',
  'integration-replaced',
  'kept-longer',
  'larger-records',
  'login-changes',
  'mirroring-starts',
  'mirroring-stops',
  'mirrors-everything',
  'mirrors-more',
  'names-change',
  'offset-syncs-move',
  'one-way-switch',
  'owner-changes',
  'partitions-grow',
  'producers-refused',
  'reads-move',
  'records-copied',
  'records-mix',
  'records-not-copied',
  'remote-data-at-stake',
  'replicas-move',
  'slower-reads',
  'tiered-storage',
  'timestamps-accepted',
  'timestamps-change',
] as const;
export type RiskCode = (typeof riskCodes)[number];

export interface Risk {
  /** `R1`, `R2`, … in the order of `risks`: highest first. */
  readonly label: string;
  readonly level: RiskLevel;
  readonly id: ResourceId;
  /** The field it comes from, when it is one. */
  readonly field?: string;
  readonly code: RiskCode;
  /** What happens, in words, one sentence without the resource's name. */
  readonly consequence: string;
  /** What must be true before it is applied, in words; undefined: nothing beyond the merge. */
  readonly gate?: string;
  /**
   * `records`: some can go; it is in the alert, and stops at topics that are protected. `credentials`: they are sent
   * somewhere, or in a way, that they were not before; it is in the alert.
   */
  readonly concerns?: 'records' | 'credentials';
  /** Bytes that the topic holds now, on disk and in tiered storage, where the system tells: at most so much goes. */
  readonly heldBytes?: number;
  /** A part of what is held is not told. */
  readonly heldIsAtLeast?: true;
  /** Key of the cluster on which a flow takes a topic over through this change. */
  readonly onto?: string;
  /** The topics on the target of a flow that can lose records through it, or through a topic that it mirrors, where that is known. */
  readonly atStake?: readonly TopicAtStake[];
}

export interface TopicAtStake {
  /** Left out: nobody could look which topics there are. */
  readonly name?: string;
  /** By `protect: true` in the spec. */
  readonly isProtected: boolean;
}

/** A risk before it is bound to its resource and numbered. */
export type RiskDraft = Omit<Risk, 'label' | 'id'>;

export interface Unread {
  readonly place: string;
  readonly kind: Kind;
  /** Its name, when only one of the kind could not be read. */
  readonly name?: string;
  readonly reason: Unknown;
}

/** `kafka-acls`, `topic`: as refusals and plan.json call it. */
export function unreadWord(unread: Pick<Unread, 'kind' | 'name'>): string {
  const { kind, name } = unread;
  return name === undefined ? `${kind}s` : kind;
}

export interface PendingResource {
  readonly place: string;
  readonly resource: DesiredOf<Kind>;
  readonly fields: readonly { readonly field: string; readonly to: FieldValue }[];
  /** As of a change: see `Change`. */
  readonly restsOn?: readonly string[];
}

export interface LeftAlone {
  readonly id: ResourceId;
  readonly why:
    | 'outside-manage'
    | 'not-listed'
    | 'internal'
    | 'mirrored'
    | 'protected'
    | 'not-stated'
    | 'no-longer-stated'
    | 'may-be-needed'
    /** Needed by a flow with `access: off`, whose rights are given by hand. */
    | 'access-off'
    | 'default-acl'
    | 'host-no-address'
    | 'resource-type'
    | 'acl-form';
  /** For `not-stated` and `no-longer-stated`: what is set on the resource and stays. */
  readonly fields?: readonly { readonly field: string; readonly value: string }[];
}

export interface LeftRunning {
  /** As the spec called it before. */
  readonly id: ResourceId;
  /** `not-read`: the spec names its service or cluster no more, or it could not be read. */
  readonly state: 'running' | 'paused' | 'there' | 'not-read';
  /** A flow: the flow of this spec that copies between the same two clusters, so that records are copied twice. */
  readonly beside?: FlowId;
}

/** What is left by name: all that a record keeps of it. See `placeOf` and `nameOf`. */
export interface LeftName {
  readonly kind: Kind;
  readonly place: string;
  readonly name: string;
}

/** What the record of the last apply says was left running. */
export interface LeftBefore {
  readonly names: readonly LeftName[];
  /** More of them, without their names. */
  readonly unnamed: number;
}

export interface Topology {
  readonly clusters: readonly {
    readonly key: string;
    /** What the flows call it; the key alone where the spec lists none. Sorted. */
    readonly aliases: readonly string[];
    readonly type: 'aiven' | 'external';
    /** See `DesiredCluster`. */
    readonly addresses: readonly string[];
    readonly contacted: boolean;
    readonly leftOut: boolean;
  }[];
  readonly flows: readonly TopologyFlow[];
}

export interface TopologyFlow {
  readonly service: string;
  readonly source: string;
  readonly target: string;
  readonly topics: readonly string[];
  readonly enabled: boolean;
  /** `left`: live, enabled, and not in the spec. */
  readonly state: 'unchanged' | 'new' | 'changed' | 'removed' | 'unknown' | 'left' | 'left-out';
}
