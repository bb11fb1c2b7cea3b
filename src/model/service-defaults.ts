/** Settings of a MirrorMaker 2 service that decide what its flows do: Aiven's `user_config.kafka_mirrormaker`. */
export interface ServiceSettingValues {
  readonly emit_checkpoints_enabled: boolean;
  readonly emit_checkpoints_interval_seconds: number;
  readonly sync_topic_configs_enabled: boolean;
  readonly sync_group_offsets_enabled: boolean;
  readonly sync_group_offsets_interval_seconds: number;
  readonly refresh_topics_enabled: boolean;
  readonly refresh_topics_interval_seconds: number;
  readonly refresh_groups_enabled: boolean;
  readonly refresh_groups_interval_seconds: number;
  readonly offset_lag_max: number;
  /** Java regular expressions on whole group names. */
  readonly groups: readonly string[];
  readonly groups_exclude: readonly string[];
}

export type ServiceSettingName = keyof ServiceSettingValues;

/**
 * What a MirrorMaker 2 service does about a setting that was never set. Aiven returns only what was
 * (`user_config.kafka_mirrormaker`).
 */
export const serviceDefaults = {
  emit_checkpoints_enabled: true,
  emit_checkpoints_interval_seconds: 60,
  sync_topic_configs_enabled: true,
  sync_group_offsets_enabled: false,
  sync_group_offsets_interval_seconds: 60,
  refresh_topics_enabled: true,
  refresh_topics_interval_seconds: 600,
  refresh_groups_enabled: true,
  refresh_groups_interval_seconds: 600,
  offset_lag_max: 100,
  groups: ['.*'],
  /** `DefaultGroupFilter.GROUPS_EXCLUDE_DEFAULT`. */
  groups_exclude: ['console-consumer-.*', 'connect-.*', '__.*'],
} as const satisfies ServiceSettingValues;

/** In the order in which a reviewer should see them. */
export const serviceSettingNames = Object.keys(serviceDefaults) as readonly ServiceSettingName[]; // its own keys
