import { serviceSettings } from '../mirrormaker/service-settings.ts';
import type { Difference, Differences, LayoutDifference, SettingDifference } from '../model/difference.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import { serviceSettingNames } from '../model/service-defaults.ts';
import type { TopicId } from '../model/topic.ts';
import type { Drift } from '../plan/drift.ts';
import type { MirrorMakerSettings, Spec } from '../spec/spec.ts';

/** What a drift consists of, in the order of the plan. `drift.lasting` names in words what is found here by its values. */
export function findDifferences(
  { plan, lasting }: Pick<Drift, 'plan' | 'lasting'>,
  spec: Spec,
  live: Live,
): Differences {
  const changes = plan.changes.flatMap((change): Difference[] =>
    change.action === 'update'
      ? change.fields.map((field) => ({ is: 'change', change, field }))
      : [{ is: 'change', change }],
  );
  const layouts = lasting.flatMap((finding) => layoutOf(finding, spec, live) ?? []);
  const isSetting = ({ code }: Finding) => code === 'settings-differ';
  const settings = lasting.some(isSetting) ? settingsOf(spec, live) : [];
  return {
    differences: [...changes, ...layouts, ...settings],
    others: lasting.filter((finding) => !isSetting(finding) && layoutOf(finding, spec, live) === undefined),
  };
}

const layoutCodes: ReadonlyMap<string, LayoutDifference['field']> = new Map([
  ['partitions-decrease', 'partitions'],
  ['replication-change-unsupported', 'replication'],
]);

/** Undefined: the finding is about something else. */
function layoutOf({ code, about }: Finding, spec: Spec, live: Live): LayoutDifference | undefined {
  const field = layoutCodes.get(code);
  if (field === undefined || about?.kind !== 'topic') return undefined;
  const stated = spec.clusters.get(about.cluster)?.topics.get(about.name)?.[field];
  const there = liveTopic(about, live)?.[field];
  if (stated === undefined || there === undefined) return undefined;
  return { is: 'layout', id: about, field, spec: stated, live: there };
}

/** Undefined: it is not there, or was not read. */
function liveTopic({ cluster, name }: TopicId, live: Live) {
  const reading = live.clusters.get(cluster)?.topics.get(name);
  return reading?.state === 'known' ? reading.value : undefined;
}

function settingsOf({ mirrormakers }: Spec, live: Live): readonly SettingDifference[] {
  return [...mirrormakers.values()].flatMap(({ service, settings }) => {
    const reading = live.mirrormakers.get(service)?.settings;
    if (reading?.state !== 'known') return [];
    const there = serviceSettings({}, reading);
    const stated = statedIn(settings);
    return serviceSettingNames.flatMap((key): SettingDifference[] => {
      const [wanted, { value, basis }] = [stated[key], there[key]];
      if (wanted === undefined || basis === 'unknown' || isSame(wanted, value)) return [];
      return [{ is: 'setting', service, key, spec: wanted, live: value }];
    });
  });
}

type Values = Partial<Record<(typeof serviceSettingNames)[number], SettingDifference['spec']>>;

function statedIn({ others, stated, ...switches }: MirrorMakerSettings): Values {
  return { ...others, ...Object.fromEntries([...stated].map((key) => [key, switches[key]])) };
}

/** The order of a list has no meaning. */
function isSame(one: SettingDifference['spec'], other: SettingDifference['live']): boolean {
  const text = (value: SettingDifference['spec']) =>
    typeof value === 'object' ? JSON.stringify(value.toSorted()) : String(value);
  return text(one) === text(other);
}
