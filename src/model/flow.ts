import type { Provenance } from './provenance.ts';

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
 * Field names are Aiven's, except `replication_policy`, whose two values stand for the class names, and
 * `topics_exclude`, which Aiven's clients write as `topics.blacklist`.
 *
 * Booleans always have a value (Aiven's default when the spec is silent). A number or list left out is not
 * owned by the spec: it is neither compared nor sent.
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
}

export interface Flow {
  readonly id: FlowId;
  readonly settings: FlowSettings;
  readonly provenance: Provenance;
}

/** Only what Aiven echoes: a field it does not return is absent, which means Aiven's default. */
export interface LiveFlow {
  readonly id: FlowId;
  readonly settings: Partial<FlowSettings>;
  /** `replication_progress`, 0 to 1; left out when Aiven does not tell. */
  readonly progress?: number;
}

/** `onprem -> core`, the key of the flow in the spec. */
export function flowName(id: FlowId): string {
  return `${id.source} -> ${id.target}`;
}
