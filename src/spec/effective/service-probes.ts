import type { MirrorMakerSpec, Spec } from '../spec.ts';

/** Settings of a MirrorMaker 2 service that decide which topics and rights its flows need. */
const decidingSettings = [
  'emit_checkpoints_enabled',
  'sync_topic_configs_enabled',
  'groups',
  'groups_exclude',
] as const;

type DecidingSetting = (typeof decidingSettings)[number];

/** The spec without one setting that a live service has and the spec does not state, for telling what depends on it. */
export interface ServiceProbe {
  /** `service mm2 has groups foo`; of a default `emit_checkpoints_enabled true of mm2`. */
  readonly text: string;
  readonly spec: Spec;
}

export function serviceProbes(spec: Spec): readonly ServiceProbe[] {
  return [...spec.mirrormakers].flatMap(([service, mirrormaker]) =>
    decidingSettings.flatMap((name): ServiceProbe[] => {
      const value = liveValue(mirrormaker, name);
      if (value === undefined) return [];
      const mirrormakers = new Map(spec.mirrormakers).set(service, without(mirrormaker, [name]));
      return [{ text: `service ${service} has ${name} ${inWords(value)}`, spec: { ...spec, mirrormakers } }];
    }),
  );
}

/**
 * The spec with another value of one setting that it leaves to a default, which nobody has compared with the live service. Of the lists of
 * groups one that leaves all of them out.
 */
export function assumedServiceProbes(spec: Spec): readonly ServiceProbe[] {
  return [...spec.mirrormakers].flatMap(([service, mirrormaker]) => {
    const { settings } = mirrormaker;
    if (settings.live !== undefined) return [];
    const flipped = (['emit_checkpoints_enabled', 'sync_topic_configs_enabled'] as const)
      .filter((name) => !settings.stated.has(name))
      .map((name) => ({
        text: `${name} ${settings[name]} of ${service}`,
        other: { ...settings, [name]: !settings[name], stated: new Set([...settings.stated, name]) },
      }));
    const emptied = (
      [
        ['groups', 'none-of-them'],
        ['groups_exclude', '.*'],
      ] as const
    )
      .filter(([name]) => settings.others?.[name] === undefined)
      .map(([name, pattern]) => ({
        text: `${name} of ${service} at its default`,
        other: { ...settings, others: { ...settings.others, [name]: [pattern] } },
      }));
    return [...flipped, ...emptied].map(({ text, other }): ServiceProbe => {
      const mirrormakers = new Map(spec.mirrormakers).set(service, { ...mirrormaker, settings: other });
      return { text, spec: { ...spec, mirrormakers } };
    });
  });
}

/** All of `serviceProbes` at once. */
export function withoutServiceSettings(spec: Spec): Spec {
  const mirrormakers = [...spec.mirrormakers].map(
    ([service, mirrormaker]) => [service, without(mirrormaker, decidingSettings)] as const,
  );
  return { ...spec, mirrormakers: new Map(mirrormakers) };
}

function liveValue({ settings }: MirrorMakerSpec, name: DecidingSetting): unknown {
  if (settings.live?.state !== 'known') return undefined;
  return settings.live.value[name] ?? undefined;
}

function without(mirrormaker: MirrorMakerSpec, names: readonly DecidingSetting[]): MirrorMakerSpec {
  const { settings } = mirrormaker;
  if (settings.live?.state !== 'known') return mirrormaker;
  const left = Object.entries(settings.live.value).filter(([name]) => !names.some((one) => one === name));
  return {
    ...mirrormaker,
    settings: { ...settings, live: { state: 'known', value: Object.fromEntries(left) } },
  };
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.join(', ');
  return value === '' ? 'empty' : String(value);
}
