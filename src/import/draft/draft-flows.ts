import { serviceSettings } from '../../mirrormaker/service-settings.ts';
import { type FlowSettings, flowName, type LiveFlow } from '../../model/flow.ts';
import { flowDefaults, flowFields } from '../../model/flow-defaults.ts';
import {
  type IntegrationTuning,
  integrationTuningDefaults,
  type LiveIntegration,
} from '../../model/integration.ts';
import type { LiveMirrorMaker } from '../../model/live.ts';
import { serviceDefaults, serviceSettingNames } from '../../model/service-defaults.ts';
import { compareText } from '../../model/text-order.ts';
import type { Plain } from '../../spec/text/plain.ts';
import type { NamedCluster, RefusedAlias } from '../estate.ts';
import type { LeftOut } from '../left-out.ts';
import type { FlowDraft, MirrorMakerDraft } from '../spec-draft.ts';

interface FlowContext {
  /** The cluster of every alias of the spec. */
  readonly aliases: ReadonlyMap<string, NamedCluster>;
  readonly refused: readonly RefusedAlias[];
  readonly leftOut: LeftOut;
}

/** What a spec can say of a MirrorMaker 2 service. */
export function draftMirrorMaker(live: LiveMirrorMaker, context: FlowContext): MirrorMakerDraft {
  const { service } = live;
  const { leftOut } = context;
  for (const kind of ['integrations', 'flows'] as const) {
    const listing = live[kind];
    if (listing.state === 'unknown')
      leftOut.add({
        path: ['mirrormaker', service, kind],
        what: `${kind} of ${service}`,
        why: listing.message,
      });
    else
      for (const [index, { id, reason }] of (listing.unreadable ?? []).entries()) {
        const name = id === undefined ? '' : id.kind === 'flow' ? ` ${flowName(id)}` : ` ${id.cluster}`;
        const path = ['mirrormaker', service, kind, `unreadable ${index}`];
        leftOut.add({ path, what: `one of the ${kind} of ${service}${name}`, why: reason.message });
      }
  }
  const integrations = live.integrations.state === 'known' ? live.integrations.value : [];
  const flows = live.flows.state === 'known' ? live.flows.value : [];
  const attached = new Set(integrations.map(({ id }) => id.cluster));
  const sayable = flows
    .toSorted((a, b) => compareText(flowName(a.id), flowName(b.id)))
    .flatMap((flow) => draftFlow(service, flow, attached, context) ?? []);
  return {
    service,
    settings: draftSettings(live, leftOut),
    tuning: draftTuning(service, integrations, context),
    flows: sayable,
  };
}

/** Undefined: it cannot be said, and `leftOut` tells why. */
function draftFlow(
  service: string,
  live: LiveFlow,
  attached: ReadonlySet<string>,
  { aliases, refused, leftOut }: FlowContext,
): FlowDraft | undefined {
  const name = flowName(live.id);
  const path = ['mirrormaker', service, 'flows', name];
  const what = `flow ${name} of ${service}`;
  if (leftOut.excludes(path, what)) return undefined;
  const no = (why: string): undefined => {
    leftOut.add({ path, what, why });
    return undefined;
  };
  for (const alias of [live.id.source, live.id.target]) {
    const refusal = refused.find((one) => one.service === service && one.alias === alias);
    if (refusal !== undefined) return no(refusal.why);
    if (!attached.has(alias)) return no(`nothing is attached to ${service} as ${alias}`);
    if (!aliases.has(alias)) return no(`the spec has no cluster ${alias}`);
  }
  if (live.settings.enabled === undefined) return no('Aiven does not tell whether it is enabled');
  for (const [field, why] of live.untold ?? []) {
    leftOut.add({ path: [...path, field], what: `${field} of ${what}`, why });
  }
  noteForeign(live.stored, flowFields, path, what, leftOut);
  const fields = new Map<string, Plain>();
  for (const field of flowFields) {
    const value = live.settings[field];
    if (value === undefined || isDefault(field, value)) continue;
    if (leftOut.excludes([...path, field], `${field} of ${what}`)) continue;
    fields.set(field, value);
  }
  const external = [live.id.source, live.id.target].some(
    (alias) => aliases.get(alias)?.place.type !== 'service',
  );
  // What the flow needs cannot be told where Aiven does not tell what decides it.
  if (external) fields.set('access', live.untold === undefined ? 'check' : 'off');
  return { name, fields };
}

/** What a flow copies is worth a line even where it is the default. */
function isDefault(field: keyof FlowSettings, value: FlowSettings[keyof FlowSettings]): boolean {
  if (field === 'topics') return false;
  const defaults: Partial<FlowSettings> = flowDefaults;
  return Array.isArray(value) ? value.length === 0 : value === defaults[field];
}

/** Each setting that is not what a service does without it. */
function draftSettings({ service, settings }: LiveMirrorMaker, leftOut: LeftOut): ReadonlyMap<string, Plain> {
  if (settings.state === 'unknown') return new Map();
  const there = serviceSettings({}, settings);
  return new Map(
    serviceSettingNames.flatMap((name): [string, Plain][] => {
      const { value, basis } = there[name];
      const path = ['mirrormaker', service, 'settings', name];
      const what = `${name} of ${service}`;
      if (basis === 'unknown')
        leftOut.add({ path, what, why: 'its value has a form that this version does not know' });
      const isSaid = basis === 'live' && JSON.stringify(value) !== JSON.stringify(serviceDefaults[name]);
      return isSaid && !leftOut.excludes(path, what) ? [[name, value]] : [];
    }),
  );
}

/** Of aliases that flows of the service use: tuning alone would be a line without effect. */
function draftTuning(
  service: string,
  integrations: readonly LiveIntegration[],
  { aliases, refused, leftOut }: FlowContext,
): MirrorMakerDraft['tuning'] {
  const tuned = new Map<string, ReadonlyMap<string, Plain>>();
  for (const { id, tuning, stored } of integrations.toSorted((a, b) =>
    compareText(a.id.cluster, b.id.cluster),
  )) {
    const alias = id.cluster;
    const path = ['mirrormaker', service, 'clusters', alias];
    const what = `integration ${alias} of ${service}`;
    const refusal = refused.find((one) => one.service === service && one.alias === alias);
    if (refusal !== undefined || !aliases.has(alias)) {
      leftOut.add({ path, what, why: refusal?.why ?? `the spec has no cluster ${alias}` });
      continue;
    }
    if (leftOut.excludes(path, `tuning of ${what}`)) continue;
    noteForeign(stored, [...Object.keys(tuning), 'user_config.cluster_alias'], path, what, leftOut);
    const own = tuningOf(tuning, path, what, leftOut);
    if (own.size > 0) tuned.set(alias, own);
  }
  return tuned;
}

function tuningOf(
  tuning: IntegrationTuning,
  path: readonly string[],
  what: string,
  leftOut: LeftOut,
): ReadonlyMap<string, Plain> {
  const defaults: Readonly<Record<string, string | number>> = integrationTuningDefaults;
  const own = new Map<string, Plain>();
  for (const [key, value] of Object.entries(tuning).sort(([a], [b]) => compareText(a, b))) {
    const where = [...path, key];
    if (leftOut.excludes(where, `${key} of ${what}`)) continue;
    const usual = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (usual === undefined)
      leftOut.add({ path: where, what: `${key} of ${what}`, why: 'this version does not know it' });
    else if (typeof usual === 'number' && typeof value === 'string') {
      const why = 'its value is no number';
      if (/^-?[0-9]{1,15}$/.test(value)) own.set(key, Number(value));
      else leftOut.add({ path: where, what: `${key} of ${what}`, why });
    } else if (value !== usual) own.set(key, value);
  }
  return own;
}

function noteForeign(
  stored: ReadonlyMap<string, unknown> | undefined,
  known: readonly string[],
  path: readonly string[],
  what: string,
  leftOut: LeftOut,
): void {
  for (const field of stored?.keys() ?? []) {
    if (known.includes(field)) continue;
    leftOut.add({
      path: [...path, field],
      what: `${field} of ${what}`,
      why: 'a spec cannot state it; it stays as it is',
    });
  }
}
