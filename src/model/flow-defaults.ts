import type { FlowField, FlowSettings } from './flow.ts';

/** In the order in which a reviewer should see them. */
export const flowFields: readonly FlowField[] = Object.keys({
  enabled: true,
  topics: true,
  topics_exclude: true,
  replication_policy: true,
  replication_factor: true,
  offset_syncs_topic_location: true,
  sync_group_offsets_enabled: true,
  sync_group_offsets_interval_seconds: true,
  emit_heartbeats_enabled: true,
  emit_backward_heartbeats_enabled: true,
  exactly_once_delivery_enabled: true,
  config_properties_exclude: true,
  offset_lag_max: true,
  follower_fetching_enabled: true,
} satisfies Record<FlowField, true>) as FlowField[]; // the keys of the object above, which the compiler completes

/**
 * What a flow is created with where the spec is silent. But for `enabled`, it is also what Aiven makes of a field that was
 * never set: it echoes only what was.
 */
export const flowDefaults = {
  enabled: true,
  topics: ['.*'],
  replication_policy: 'default',
  offset_syncs_topic_location: 'source',
  sync_group_offsets_enabled: false,
  emit_heartbeats_enabled: false,
  emit_backward_heartbeats_enabled: false,
  exactly_once_delivery_enabled: false,
} as const satisfies FlowSettings;

/** `DefaultConfigPropertyFilter.CONFIG_PROPERTIES_EXCLUDE_DEFAULT`. */
export const defaultConfigPropertiesExclude = [
  'follower\\.replication\\.throttled\\.replicas',
  'leader\\.replication\\.throttled\\.replicas',
  'message\\.timestamp\\.difference\\.max\\.ms',
  'log\\.message\\.timestamp\\.before\\.max\\.ms',
  'log\\.message\\.timestamp\\.after\\.max\\.ms',
  'message\\.timestamp\\.type',
  'unclean\\.leader\\.election\\.enable',
  'min\\.insync\\.replicas',
] as const;

/**
 * What is written to bring a field back to its default, for those that have none in `flowDefaults`. An empty
 * `config_properties_exclude` reads back as if it had never been set and may mean that nothing is excluded, so MirrorMaker
 * 2's own list is written. 60 seconds and 100 records are the defaults in Aiven's API description; follower fetching is on for new
 * flows (Aiven's page on rack awareness). Aiven cannot unset a replication factor.
 */
export const flowResets = {
  topics_exclude: [],
  sync_group_offsets_interval_seconds: 60,
  config_properties_exclude: defaultConfigPropertiesExclude,
  offset_lag_max: 100,
  follower_fetching_enabled: true,
} as const satisfies Partial<FlowSettings>;
