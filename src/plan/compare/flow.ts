import type { FieldChange, FieldValue } from '../../model/change.ts';
import type { FlowSettings } from '../../model/flow.ts';
import { comparison, type KindComparison } from './comparison.ts';

type Field = keyof FlowSettings;

const fieldNames = [
  'enabled',
  'topics',
  'topics_exclude',
  'replication_policy',
  'replication_factor',
  'offset_syncs_topic_location',
  'sync_group_offsets_enabled',
  'sync_group_offsets_interval_seconds',
  'emit_heartbeats_enabled',
  'emit_backward_heartbeats_enabled',
  'exactly_once_delivery_enabled',
  'config_properties_exclude',
] as const satisfies readonly Field[];

/** What an absent field of Aiven's answer means; the API echoes only what was set. */
const meaningOfAbsent: Partial<FlowSettings> = {
  topics: ['.*'],
  topics_exclude: [],
  config_properties_exclude: [],
  replication_policy: 'default',
  offset_syncs_topic_location: 'source',
  sync_group_offsets_enabled: false,
  emit_heartbeats_enabled: false,
  emit_backward_heartbeats_enabled: false,
  exactly_once_delivery_enabled: false,
};

export const flowComparison: KindComparison<'flow'> = {
  compare(desired, live) {
    const fields: FieldChange[] = [];
    for (const field of fieldNames) {
      const wanted = desired.settings[field];
      if (wanted === undefined) continue;
      const actual = live.settings[field] ?? meaningOfAbsent[field];
      if (!same(wanted, actual)) fields.push({ field, from: show(actual), to: show(wanted) });
    }
    return comparison({ fields });
  },
  describe: (desired) =>
    fieldNames
      .filter((field) => desired.settings[field] !== undefined)
      .map((field) => ({ field, from: null, to: show(desired.settings[field]) })),
  describeLive: (live) =>
    fieldNames
      .filter((field) => live.settings[field] !== undefined)
      .map((field) => ({ field, from: show(live.settings[field]), to: null })),
};

type Value = FlowSettings[Field];

/** MirrorMaker 2 joins a list of patterns with `|`, so its order has no meaning. */
function same(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
}

function show(value: Value): FieldValue {
  if (value === undefined) return null;
  return Array.isArray(value) ? value : String(value);
}
