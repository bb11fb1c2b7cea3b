import type { FieldChange, FieldValue } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { Flow, FlowField, FlowSettings, LiveFlow } from '../../model/flow.ts';
import { flowName } from '../../model/flow.ts';
import { flowDefaults, flowFields, flowResets } from '../../model/flow-defaults.ts';
import { comparison, foreignFields, type KindComparison } from './comparison.ts';

/** Only what the spec states is compared. Whatever else is set on the live flow stays, and is shown. */
export const flowComparison: KindComparison<'flow'> = {
  kind: 'flow',
  compare(desired, live) {
    const results = flowFields
      .filter((field) => desired.stated.has(field))
      .map((field) => compareField(field, desired, live));
    return comparison({
      fields: results.flatMap(({ change }) => change ?? []),
      findings: [
        ...results.flatMap(({ finding }) => finding ?? []),
        ...differentLists(desired, live),
        ...untoldSwitches(desired, live),
      ],
      unlisted: unstated(desired, live),
    });
  },
  stated: (desired) =>
    flowFields
      .filter((field) => desired.stated.has(field))
      .map((field) => ({ field, value: show(desired.settings[field]) })),
  describe: (desired) =>
    flowFields
      .filter((field) => desired.settings[field] !== undefined)
      .map((field) => ({ field, from: null, to: show(desired.settings[field]) })),
  describeLive: (live) =>
    flowFields
      .filter((field) => live.settings[field] !== undefined)
      .map((field) => ({ field, from: show(live.settings[field]), to: null })),
};

const switches = [
  'sync_group_offsets_enabled',
  'emit_heartbeats_enabled',
  'emit_backward_heartbeats_enabled',
  'exactly_once_delivery_enabled',
] as const satisfies readonly FlowField[];

/**
 * Aiven's answer has what was sent at some time, so a flow that somebody else made may lack a switch. That it is off then is
 * assumed: no source says it, and Apache's own default of heartbeats is on.
 */
function untoldSwitches(desired: Flow, live: LiveFlow): readonly Finding[] {
  const untold = switches.filter(
    (field) =>
      live.stored !== undefined &&
      live.settings[field] === undefined &&
      live.untold?.has(field) !== true &&
      !(desired.stated.has(field) && desired.settings[field] === true),
  );
  if (untold.length === 0) return [];
  return [
    {
      code: 'flow-switch-assumed',
      severity: 'notice',
      message: `Aiven does not tell ${untold.join(' and ')} of ${flowName(desired.id)}, so false is assumed, and what the flow needs is derived from that`,
      hint: 'Set them once in Aiven to what you want; then they are told, and compared.',
      position: desired.provenance.position,
      about: desired.id,
    },
  ];
}

/** Aiven has the list under several names, and does not say which one counts. A spec that states it has it written to all. */
function differentLists(desired: Flow, live: LiveFlow): readonly Finding[] {
  const untold = live.untold?.get('topics_exclude');
  if (untold === undefined || !desired.stated.has('topics_exclude')) return [];
  return [
    {
      code: 'exclude-lists-differ',
      severity: 'warning',
      message: `which topics ${flowName(desired.id)} excludes today cannot be told: ${untold}`,
      hint: 'The apply writes the list of the spec under each of these names. Look whether topics were copied that should not have been.',
      position: desired.provenance.position,
      about: desired.id,
    },
  ];
}

type Value = FlowSettings[FlowField];

/** What an absent field of Aiven's answer means. Of `enabled`, which Aiven requires, nothing is assumed, nor of what a flow has from its service or its age. */
function meaningOfAbsent(field: FlowField): Value {
  switch (field) {
    case 'enabled':
    case 'replication_factor':
    case 'sync_group_offsets_interval_seconds':
    case 'offset_lag_max':
    case 'follower_fetching_enabled':
      return undefined;
    case 'topics_exclude':
    case 'config_properties_exclude':
      return [];
    default:
      return flowDefaults[field];
  }
}

/** Whether Aiven's answer has the field with a value that means something else than an absent field. */
function isSet(live: LiveFlow, field: FlowField): boolean {
  const actual = live.settings[field];
  return actual !== undefined && !same(actual, meaningOfAbsent(field));
}

interface FieldResult {
  readonly change?: FieldChange;
  readonly finding?: Finding;
}

function compareField(field: FlowField, desired: Flow, live: LiveFlow): FieldResult {
  const wanted = desired.settings[field];
  if (live.untold?.has(field)) return { change: { field, from: 'cannot tell', to: show(wanted) } };
  if (wanted === undefined) return resetField(field, desired, live);
  const actual = live.settings[field] ?? meaningOfAbsent(field);
  return same(wanted, actual) ? {} : { change: { field, from: show(actual), to: show(wanted) } };
}

/** The spec says `null`, for a field that has no value of its own as its default. */
function resetField(field: FlowField, desired: Flow, live: LiveFlow): FieldResult {
  const resets: Partial<FlowSettings> = flowResets;
  const reset = resets[field];
  const actual = live.settings[field];
  if (!isSet(live, field) || (reset !== undefined && same(actual, reset))) return {};
  if (reset !== undefined) return { change: { field, from: show(actual), to: null } };
  const text = `${field} of ${flowName(desired.id)}`;
  return {
    finding: {
      code: 'cannot-reset',
      severity: 'error',
      message: `${text} is ${String(actual)}, and Aiven has no way to unset it`,
      hint: `State the number you want, or remove the line: then it stays at ${String(actual)}.`,
      position: desired.provenance.position,
      about: desired.id,
    },
  };
}

function unstated(desired: Flow, live: LiveFlow): readonly { field: string; value: string }[] {
  const known = flowFields
    .filter((field) => !desired.stated.has(field))
    .flatMap((field) => {
      const untold = live.untold?.get(field);
      if (untold !== undefined) return [{ field, value: `cannot tell: ${untold}` }];
      return isSet(live, field) ? [{ field, value: String(show(live.settings[field])) }] : [];
    });
  return [...known, ...foreignFields(live.stored, (field) => flowFields.some((name) => name === field))];
}

/** MirrorMaker 2 joins a list of patterns with `|`, so its order has no meaning. */
function same(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
}

function show(value: Value): FieldValue {
  if (value === undefined) return null;
  return Array.isArray(value) ? value : String(value);
}
