/**
 * What a MirrorMaker 2 service does about a setting that was never set. Aiven returns only what was
 * (`user_config.kafka_mirrormaker`).
 */
export const serviceDefaults = {
  emit_checkpoints_enabled: true,
  emit_checkpoints_interval_seconds: 60,
  sync_topic_configs_enabled: true,
  sync_group_offsets_enabled: false,
  refresh_topics_enabled: true,
  refresh_groups_enabled: true,
  groups: ['.*'],
  /** `DefaultGroupFilter.GROUPS_EXCLUDE_DEFAULT`. */
  groups_exclude: ['console-consumer-.*', 'connect-.*', '__.*'],
} as const;
