import type { FlowField, FlowSettings } from '../../model/flow.ts';
import { flowFields } from '../../model/flow-defaults.ts';
import { type Unknown, unknown } from '../../model/reading.ts';
import type { FlowSpec } from '../spec.ts';

/** Whether a field decides which topics and rights a flow needs, what they are called, or what is said about the flow. */
const decides: { readonly [F in FlowField]: boolean } = {
  enabled: false,
  topics: true,
  topics_exclude: true,
  replication_policy: true,
  replication_factor: true,
  offset_syncs_topic_location: true,
  sync_group_offsets_enabled: true,
  sync_group_offsets_interval_seconds: false,
  emit_heartbeats_enabled: true,
  emit_backward_heartbeats_enabled: true,
  exactly_once_delivery_enabled: true,
  config_properties_exclude: true,
  offset_lag_max: false,
  follower_fetching_enabled: false,
};

export const decidingFields: readonly FlowField[] = flowFields.filter((field) => decides[field]);

/** Those that the spec leaves to the live flow, or to the default. */
export function unstatedFields({ stated }: FlowSpec): readonly FlowField[] {
  return decidingFields.filter((field) => !stated.has(field));
}

/** Deciding fields of a flow whose values are not known. What the flow needs is not known then, either. */
export interface Undecided {
  readonly state: 'undecided';
  readonly fields: readonly FlowField[];
  readonly reason: Unknown;
}

/** Whether every field that decides what a flow needs has a known value. */
export function checkDecided(flow: FlowSpec): Undecided | { readonly state: 'decided' } {
  const fields = unstatedFields(flow);
  if (fields.length === 0) return { state: 'decided' };
  if (flow.basis.from === 'nowhere') return { state: 'undecided', fields, reason: flow.basis.reason };
  if (flow.basis.from !== 'live-flow') return { state: 'decided' };
  const { untold } = flow.basis;
  const missing = fields.filter((field) => untold.has(field));
  if (missing.length === 0) return { state: 'decided' };
  const words = missing.map((field) => `${field}, because ${untold.get(field)}`).join('; ');
  const reason = unknown('incomplete', `Aiven does not tell ${words}`);
  return { state: 'undecided', fields: missing, reason };
}

export function settingInWords(settings: FlowSettings, field: FlowField): string {
  const value = settings[field];
  if (value === undefined) return 'unset';
  if (typeof value !== 'object') return String(value);
  return value.length === 0 ? 'empty' : value.join(', ');
}
