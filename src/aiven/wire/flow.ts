import { z } from 'zod';

const names = z.array(z.string()).nullish();
const flag = z.boolean().nullish();

export const policyClasses = {
  default: 'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
  identity: 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy',
} as const;

/** Only the fields that were set at some time are there. What is not listed here is kept as it came, to be sent back. */
export const wireFlow = z.looseObject({
  source_cluster: z.string().min(1),
  target_cluster: z.string().min(1),
  enabled: flag,
  topics: names,
  // Three names of the same list.
  'topics.blacklist': names,
  'topics.exclude': names,
  topics_exclude: names,
  replication_policy_class: z.string().nullish(),
  replication_factor: z.number().int().nullish(),
  offset_syncs_topic_location: z.string().nullish(),
  sync_group_offsets_enabled: flag,
  sync_group_offsets_interval_seconds: z.number().int().nullish(),
  emit_heartbeats_enabled: flag,
  emit_backward_heartbeats_enabled: flag,
  exactly_once_delivery_enabled: flag,
  config_properties_exclude: z.string().nullish(),
  offset_lag_max: z.number().int().nullish(),
  follower_fetching_enabled: flag,
  /** Read-only and only shown, so a value of another form is dropped instead of refusing the flow. */
  replication_progress: z.number().nullish().catch(undefined),
});
export type WireFlow = z.infer<typeof wireFlow>;

/** The entries one by one, see `parseRow`. */
export const flowList = z.object({ replication_flows: z.array(z.unknown()) });
