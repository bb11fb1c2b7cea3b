import type { KindIdentity } from './kind.ts';
import type { Provenance } from './provenance.ts';
import type { StoredFields } from './stored-fields.ts';

/** A replication flow of a MirrorMaker 2 service. Aiven allows one per pair of aliases. */
export interface FlowId {
  readonly kind: 'flow';
  readonly project: string;
  readonly service: string;
  readonly source: string;
  readonly target: string;
}

export type ReplicationPolicy = 'default' | 'identity';
export type OffsetSyncsTopicLocation = 'source' | 'target';

/**
 * How a flow runs. Field names are Aiven's, except `replication_policy`, whose two values stand for the class names, and
 * `topics_exclude`, which Aiven's API knows under three names.
 *
 * A number or list left out was never set: MirrorMaker 2's own default holds.
 */
export interface FlowSettings {
  readonly enabled: boolean;
  /** Java regular expressions on the whole topic name. */
  readonly topics: readonly string[];
  readonly topics_exclude?: readonly string[];
  readonly replication_policy: ReplicationPolicy;
  readonly replication_factor?: number;
  readonly offset_syncs_topic_location: OffsetSyncsTopicLocation;
  readonly sync_group_offsets_enabled: boolean;
  readonly sync_group_offsets_interval_seconds?: number;
  readonly emit_heartbeats_enabled: boolean;
  readonly emit_backward_heartbeats_enabled: boolean;
  readonly exactly_once_delivery_enabled: boolean;
  readonly config_properties_exclude?: readonly string[];
  /** Records by which a partition may be ahead of its newest offset sync: groups re-read up to so many after a switch. */
  readonly offset_lag_max?: number;
  /** Whether the flow reads from the nearest replica. Aiven sets it on flows that are new, and has not told since when. */
  readonly follower_fetching_enabled?: boolean;
}

export type FlowField = keyof FlowSettings;

export interface Flow {
  readonly id: FlowId;
  /** Of each field what the spec states; else what the live flow has, once it was read; else the default. */
  readonly settings: FlowSettings;
  /**
   * The fields that the spec states; the others stay as they are on a flow that exists. A stated field without a value in
   * `settings` is to go back to its default.
   */
  readonly stated: ReadonlySet<FlowField>;
  readonly provenance: Provenance;
}

/** Only what Aiven echoes: a field it does not return is absent, which means Aiven's default. */
export interface LiveFlow {
  readonly id: FlowId;
  readonly settings: Partial<FlowSettings>;
  /** The whole flow as it is set, where it was read from Aiven. */
  readonly stored?: StoredFields;
  /** Fields whose value Aiven's answer does not tell, with the reason as a clause; left out when there are none. */
  readonly untold?: ReadonlyMap<FlowField, string>;
  /** `replication_progress`, 0 to 1; left out when Aiven does not tell. */
  readonly progress?: number;
}

/** `onprem -> core`, the key of the flow in the spec. */
export function flowName(id: { readonly source: string; readonly target: string }): string {
  return `${id.source} -> ${id.target}`;
}

export interface FlowKind {
  readonly id: FlowId;
  readonly desired: Flow;
  readonly live: LiveFlow;
  readonly place: 'mirrormaker';
  readonly plural: 'flows';
  readonly deletion: 'flows';
}

export const flowIdentity: KindIdentity<FlowKind> = {
  place: 'mirrormaker',
  plural: 'flows',
  placeOf: ({ service }) => service,
  nameOf: flowName,
  deletion: { allowedBy: 'flows', one: 'flow', many: 'flows' },
};
