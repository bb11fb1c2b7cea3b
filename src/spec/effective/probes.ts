import type { FlowField, FlowSettings } from '../../model/flow.ts';
import { flowDefaults } from '../../model/flow-defaults.ts';
import type { FlowSpec, Spec } from '../spec.ts';
import { decidingFields, settingInWords, unstatedFields } from './deciding-fields.ts';

/** The spec with another value of one field in some flows. Whatever this spec no longer leads to depends on that field. */
export interface Probe {
  /** `all`: every field that some flow leaves out at once. */
  readonly field: FlowField | 'all';
  /** The flows that were changed for the probe, as they really are. */
  readonly flows: readonly FlowSpec[];
  readonly spec: Spec;
}

/** A probe of one field. */
export type FieldProbe = Probe & { readonly field: FlowField };

/** One probe per field that some live flow decides: the default in the place of what the live flow has. */
export function liveProbes(spec: Spec): readonly FieldProbe[] {
  return probes(spec, (flow, field) => (isLive(flow, field) ? withDefault(flow, field) : undefined));
}

/** All of `liveProbes` at once: something that two flows lead to, each by itself, is gone only then. */
export function withoutLiveSettings(spec: Spec): Spec {
  return mapFlows(spec, (flow) =>
    decidingFields.filter((field) => isLive(flow, field)).reduce(withDefault, flow),
  );
}

/** Topics times flows. In a larger spec a probe per field would take too long, as each looks at all of them again. */
const maxLooks = 1_000;

/**
 * One probe per field that some flow leaves to a default that nobody has compared with the live flow: another value. In a
 * large spec one probe of all of them.
 */
export function assumptionProbes(spec: Spec): readonly Probe[] {
  const single = probes(spec, (flow, field) =>
    isAssumed(flow, field) ? put(flow, otherwise(flow.settings, field)) : undefined,
  );
  if (single.length < 2 || looksOf(spec) <= maxLooks) return single;
  const flows = [...new Set(single.flatMap((probe) => probe.flows))];
  const others = mapFlows(spec, (flow) =>
    decidingFields
      .filter((field) => isAssumed(flow, field))
      .reduce((changed, field) => put(changed, otherwise(flow.settings, field)), flow),
  );
  return [{ field: 'all', flows, spec: others }];
}

function isAssumed(flow: FlowSpec, field: FlowField): boolean {
  const assumed = flow.basis.from === 'assumption' || flow.basis.from === 'nowhere';
  return assumed && unstatedFields(flow).includes(field);
}

function put(flow: FlowSpec, settings: Partial<FlowSettings>): FlowSpec {
  return { ...flow, settings: { ...flow.settings, ...settings } };
}

function looksOf({ clusters, mirrormakers }: Spec): number {
  const topics = [...clusters.values()].reduce((sum, cluster) => sum + cluster.topics.size, 0);
  const flows = [...mirrormakers.values()].reduce((sum, mirrormaker) => sum + mirrormaker.flows.length, 0);
  return topics * flows;
}

/** The field comes from the live flow, and is not what a default would be. */
function isLive(flow: FlowSpec, field: FlowField): boolean {
  if (flow.basis.from !== 'live-flow' || flow.stated.has(field)) return false;
  const defaults: FlowSettings = flowDefaults;
  return settingInWords(flow.settings, field) !== settingInWords(defaults, field);
}

function withDefault(flow: FlowSpec, field: FlowField): FlowSpec {
  const { [field]: _, ...others } = flow.settings;
  const defaults: FlowSettings = flowDefaults;
  const value = defaults[field] === undefined ? {} : { [field]: defaults[field] };
  // Every field without a default is optional, so what is left is complete.
  return { ...flow, settings: { ...others, ...value } as FlowSettings };
}

/** For a list, one that takes nothing in, or leaves all out. */
function otherwise(settings: FlowSettings, field: FlowField): Partial<FlowSettings> {
  switch (field) {
    case 'topics':
      return { topics: ['none-of-them'] };
    case 'topics_exclude':
    case 'config_properties_exclude':
      return { [field]: ['.*'] };
    case 'replication_policy':
      return { replication_policy: settings.replication_policy === 'identity' ? 'default' : 'identity' };
    case 'offset_syncs_topic_location':
      return {
        offset_syncs_topic_location: settings.offset_syncs_topic_location === 'source' ? 'target' : 'source',
      };
    case 'replication_factor':
    case 'sync_group_offsets_interval_seconds':
    case 'offset_lag_max':
      return { [field]: (settings[field] ?? 0) + 1 };
    case 'enabled':
    case 'sync_group_offsets_enabled':
    case 'emit_heartbeats_enabled':
    case 'emit_backward_heartbeats_enabled':
    case 'exactly_once_delivery_enabled':
    case 'follower_fetching_enabled':
      return { [field]: !settings[field] };
  }
}

function probes(
  spec: Spec,
  change: (flow: FlowSpec, field: FlowField) => FlowSpec | undefined,
): readonly FieldProbe[] {
  return decidingFields.flatMap((field) => {
    const flows: FlowSpec[] = [];
    const probed = mapFlows(spec, (flow) => {
      const other = change(flow, field);
      if (other !== undefined) flows.push(flow);
      return other ?? flow;
    });
    return flows.length === 0 ? [] : [{ field, flows, spec: probed }];
  });
}

function mapFlows(spec: Spec, change: (flow: FlowSpec) => FlowSpec): Spec {
  return {
    ...spec,
    mirrormakers: new Map(
      [...spec.mirrormakers].map(([service, mirrormaker]) => [
        service,
        { ...mirrormaker, flows: mirrormaker.flows.map(change) },
      ]),
    ),
  };
}
