import type { Reading } from '../model/reading.ts';
import { serviceDefaults } from '../model/service-defaults.ts';

/** A setting of a MirrorMaker 2 service with where its value comes from. */
export interface Setting<T> {
  readonly value: T;
  readonly basis: SettingBasis;
}

export type SettingBasis =
  /** The spec says so. */
  | 'stated'
  /** The live service has it set. */
  | 'live'
  /** The live service has nothing set, so MirrorMaker 2's own default holds. */
  | 'default'
  /** The same, but nobody looked at the live service. */
  | 'assumed'
  /** The live service could not be read, or its value has another form than expected; the value is the default. */
  | 'unknown';

/** Settings of a service that decide what its flows do: Aiven's `user_config.kafka_mirrormaker`. */
export interface ServiceSettings {
  readonly emit_checkpoints_enabled: Setting<boolean>;
  readonly emit_checkpoints_interval_seconds: Setting<number>;
  readonly sync_topic_configs_enabled: Setting<boolean>;
  readonly sync_group_offsets_enabled: Setting<boolean>;
  readonly refresh_topics_enabled: Setting<boolean>;
  readonly refresh_groups_enabled: Setting<boolean>;
  /** Java regular expressions on whole group names. */
  readonly groups: Setting<readonly string[]>;
  readonly groups_exclude: Setting<readonly string[]>;
}

export type ServiceSettingName = keyof ServiceSettings;

const defaults = serviceDefaults satisfies {
  readonly [K in ServiceSettingName]: ServiceSettings[K]['value'];
};

export interface StatedSettings {
  readonly emit_checkpoints_enabled?: boolean;
  readonly sync_topic_configs_enabled?: boolean;
}

/** `unknown`: the live service could not be read, or its value has another form than expected. */
export type Switch = 'on' | 'off' | 'unknown';

/**
 * What a service does, whatever the spec states of it: nobody writes these settings but Aiven's users. What is stated counts only
 * where nobody looked.
 */
export function switchedOn(
  name: keyof StatedSettings,
  stated: StatedSettings,
  live: Reading<Readonly<Record<string, unknown>>> | undefined,
): Switch {
  const { value, basis } = serviceSettings(live === undefined ? stated : {}, live)[name];
  if (basis === 'unknown') return 'unknown';
  return value ? 'on' : 'off';
}

/** What is stated, else what the live service has, else the default. `live` left out: nobody looked. */
export function serviceSettings(
  stated: StatedSettings = {},
  live?: Reading<Readonly<Record<string, unknown>>>,
): ServiceSettings {
  const of = <T>(
    name: ServiceSettingName,
    fallback: T,
    said: T | undefined,
    read: (value: unknown) => T | undefined,
  ): Setting<T> => {
    if (said !== undefined) return { value: said, basis: 'stated' };
    if (live === undefined) return { value: fallback, basis: 'assumed' };
    if (live.state === 'unknown') return { value: fallback, basis: 'unknown' };
    const raw = live.value[name];
    if (raw === undefined || raw === null) return { value: fallback, basis: 'default' };
    const value = read(raw);
    return value === undefined ? { value: fallback, basis: 'unknown' } : { value, basis: 'live' };
  };
  const flag = (name: ServiceSettingName, fallback: boolean, said?: boolean): Setting<boolean> =>
    of(name, fallback, said, (value) => (typeof value === 'boolean' ? value : undefined));
  const list = (name: ServiceSettingName, fallback: readonly string[]): Setting<readonly string[]> =>
    of(name, fallback, undefined, patternList);
  return {
    emit_checkpoints_enabled: flag(
      'emit_checkpoints_enabled',
      defaults.emit_checkpoints_enabled,
      stated.emit_checkpoints_enabled,
    ),
    emit_checkpoints_interval_seconds: of<number>(
      'emit_checkpoints_interval_seconds',
      defaults.emit_checkpoints_interval_seconds,
      undefined,
      (value) => (typeof value === 'number' ? value : undefined),
    ),
    sync_topic_configs_enabled: flag(
      'sync_topic_configs_enabled',
      defaults.sync_topic_configs_enabled,
      stated.sync_topic_configs_enabled,
    ),
    sync_group_offsets_enabled: flag('sync_group_offsets_enabled', defaults.sync_group_offsets_enabled),
    refresh_topics_enabled: flag('refresh_topics_enabled', defaults.refresh_topics_enabled),
    refresh_groups_enabled: flag('refresh_groups_enabled', defaults.refresh_groups_enabled),
    groups: list('groups', defaults.groups),
    groups_exclude: list('groups_exclude', defaults.groups_exclude),
  };
}

/** Aiven takes one text of patterns with commas between them; Kafka splits it. An empty text is an empty list. */
function patternList(value: unknown): readonly string[] | undefined {
  const parts = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
