import { commaList } from '../../model/comma-list.ts';
import type { FlowField, FlowSettings, LiveFlow } from '../../model/flow.ts';
import { flowResets } from '../../model/flow-defaults.ts';
import { liveAndStated, storedFields } from '../live-and-stated.ts';
import { policyClasses, type WireFlow } from '../wire/flow.ts';

/** Aiven's API knows one list under three names: the first is what Aiven's clients and documentation use. */
const excludeKeys = ['topics.blacklist', 'topics.exclude', 'topics_exclude'] as const;
type ExcludeKey = (typeof excludeKeys)[number];

/** Under which names the list is set. Which of them an answer uses is not documented, and a flow may have several. */
function excludeKeysOf(wire: WireFlow): readonly ExcludeKey[] {
  return excludeKeys.filter((key) => (wire[key]?.length ?? 0) > 0);
}

/** What Aiven's answer says of a flow: its settings, what it does not tell of them, and all that is set. */
export function liveFields(
  wire: WireFlow,
): Required<Pick<LiveFlow, 'settings' | 'stored'>> & Pick<LiveFlow, 'untold'> {
  const untold = untoldFields(wire);
  return {
    settings: settingsOf(wire),
    stored: storedFields(writable(wire), () => false, planName),
    ...(untold.size === 0 ? {} : { untold }),
  };
}

/** The name that a plan gives a field of Aiven's. */
function planName(key: string): string {
  if (key === 'replication_policy_class') return 'replication_policy';
  return excludeKeys.some((name) => name === key) ? 'topics_exclude' : key;
}

function untoldFields(wire: WireFlow): ReadonlyMap<FlowField, string> {
  const untold = new Map<FlowField, string>();
  const lists = excludeKeysOf(wire);
  // MirrorMaker 2 joins the patterns with `|`: their order has no meaning, nor how often one stands there.
  const meaning = (key: ExcludeKey): string => JSON.stringify([...new Set(wire[key])].sort());
  if (new Set(lists.map(meaning)).size > 1) {
    const each = lists.map((key) => `${key} (${wire[key]?.join(', ')})`);
    const advice =
      'empty one of them in Aiven, or state topics_exclude in the spec, which is then written to each';
    untold.set('topics_exclude', `${each.join(' and ')} hold different lists; ${advice}`);
  }
  const { replication_policy_class: policy, offset_syncs_topic_location: location } = wire;
  if (policy && policyOf(policy) === undefined) {
    untold.set('replication_policy', `the class ${policy} is neither of Apache Kafka's two`);
  }
  if (location && locationOf(location) === undefined) {
    untold.set('offset_syncs_topic_location', `${location} is neither source nor target`);
  }
  return untold;
}

/** A field that is absent, null or an empty list was not set. */
function settingsOf(wire: WireFlow): Partial<FlowSettings> {
  const lists = excludeKeysOf(wire);
  const [list] = lists;
  const excluded = wire.config_properties_exclude;
  const settings: Partial<FlowSettings> = {
    ...given('enabled', wire.enabled),
    ...given('topics', wire.topics?.length === 0 ? undefined : wire.topics),
    ...given('topics_exclude', list && wire[list]),
    ...given('replication_policy', policyOf(wire.replication_policy_class)),
    ...given('replication_factor', wire.replication_factor),
    ...given('offset_syncs_topic_location', locationOf(wire.offset_syncs_topic_location)),
    ...given('sync_group_offsets_enabled', wire.sync_group_offsets_enabled),
    ...given('sync_group_offsets_interval_seconds', wire.sync_group_offsets_interval_seconds),
    ...given('emit_heartbeats_enabled', wire.emit_heartbeats_enabled),
    ...given('emit_backward_heartbeats_enabled', wire.emit_backward_heartbeats_enabled),
    ...given('exactly_once_delivery_enabled', wire.exactly_once_delivery_enabled),
    ...given('offset_lag_max', wire.offset_lag_max),
    ...given('follower_fetching_enabled', wire.follower_fetching_enabled),
    ...given('config_properties_exclude', excluded == null ? undefined : splitList(excluded)),
  };
  const untold = untoldFields(wire);
  return Object.fromEntries(Object.entries(settings).filter(([field]) => !untold.has(field as FlowField))); // its own keys
}

/** Aiven's field names. A list of excluded topics goes out under every name under which it is set already. */
export function wireSettings(
  settings: Partial<FlowSettings>,
  excludedUnder: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const { replication_policy, topics_exclude, config_properties_exclude, ...same } = settings;
  const names = excludedUnder.length === 0 ? [excludeKeys[0]] : excludedUnder;
  return {
    ...same,
    ...(topics_exclude === undefined ? {} : Object.fromEntries(names.map((name) => [name, topics_exclude]))),
    ...(replication_policy === undefined
      ? {}
      : { replication_policy_class: policyClasses[replication_policy] }),
    ...(config_properties_exclude === undefined
      ? {}
      : { config_properties_exclude: config_properties_exclude.join(',') }),
  };
}

/**
 * The body that changes some fields of a flow: what it has now, and over it what changes. So nothing is lost whether Aiven
 * merges an update into the flow, as its API description says ("Patch"), or puts it in its place. `kept`: Aiven's names of what does not
 * change.
 */
export function updatedFlow(
  live: WireFlow,
  { changed, settings }: { readonly changed: ReadonlySet<string>; readonly settings: FlowSettings },
): { readonly body: Readonly<Record<string, unknown>>; readonly kept: ReadonlySet<string> } {
  const wanted = { ...flowResets, ...settings };
  const stated = Object.fromEntries(Object.entries(wanted).filter(([field]) => changed.has(field)));
  const named = new Map(Object.entries(wireSettings(stated, excludeKeysOf(live))));
  const body = liveAndStated(writable(live), named);
  return { body, kept: new Set(Object.keys(body).filter((key) => !named.has(key))) };
}

/** All that is set on a flow and can be written: not its identity, and not what Aiven measures. */
function writable(live: WireFlow): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(live).filter(([key, value]) => !readOnly.has(key) && isSet(value)),
  );
}

const readOnly: ReadonlySet<string> = new Set(['source_cluster', 'target_cluster', 'replication_progress']);

/** An empty list or text reads back absent. */
function isSet(value: unknown): boolean {
  return value != null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function policyOf(name: string | null | undefined): FlowSettings['replication_policy'] | undefined {
  if (name === policyClasses.identity) return 'identity';
  return name === policyClasses.default ? 'default' : undefined;
}

function locationOf(
  text: string | null | undefined,
): FlowSettings['offset_syncs_topic_location'] | undefined {
  return text === 'source' || text === 'target' ? text : undefined;
}

function given<K extends keyof FlowSettings>(
  field: K,
  value: FlowSettings[K] | null | undefined,
): Partial<FlowSettings> {
  return value == null ? {} : { [field]: value };
}

function splitList(text: string): readonly string[] {
  return commaList(text).filter((part) => part !== '');
}
