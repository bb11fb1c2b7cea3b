import type { Reading } from '../model/reading.ts';
import {
  type ServiceSettingName,
  type ServiceSettingValues,
  serviceDefaults,
  serviceSettingNames,
} from '../model/service-defaults.ts';

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
export type ServiceSettings = { readonly [K in ServiceSettingName]: Setting<ServiceSettingValues[K]> };

/** Settings for which rights are derived, as the spec states them. The others count as stated only where nobody looked. */
type DerivingSetting = 'emit_checkpoints_enabled' | 'sync_topic_configs_enabled';

export function isDeriving(name: ServiceSettingName): name is DerivingSetting {
  return name === 'emit_checkpoints_enabled' || name === 'sync_topic_configs_enabled';
}

/** `unknown`: the live service could not be read, or its value has another form than expected. */
export type Switch = 'on' | 'off' | 'unknown';

/**
 * What a service does, whatever the spec states of it: nobody writes these settings but Aiven's users. What is stated counts only
 * where nobody looked.
 */
export function switchedOn(
  name: DerivingSetting,
  stated: Partial<ServiceSettingValues>,
  live: Reading<Readonly<Record<string, unknown>>> | undefined,
): Switch {
  const { value, basis } = serviceSettings(live === undefined ? stated : {}, live)[name];
  if (basis === 'unknown') return 'unknown';
  return value ? 'on' : 'off';
}

/** What is stated, else what the live service has, else the default. `live` left out: nobody looked. */
export function serviceSettings(
  stated: Partial<ServiceSettingValues> = {},
  live?: Reading<Readonly<Record<string, unknown>>>,
): ServiceSettings {
  const settings = serviceSettingNames.map((name) => [name, settingOf(name, stated, live)] as const);
  return Object.fromEntries(settings) as ServiceSettings; // one for each name, in the form of its default
}

function settingOf<K extends ServiceSettingName>(
  name: K,
  stated: Partial<ServiceSettingValues>,
  live: Reading<Readonly<Record<string, unknown>>> | undefined,
): Setting<ServiceSettingValues[K]> {
  const said = live === undefined || isDeriving(name) ? stated[name] : undefined;
  const fallback: ServiceSettingValues[K] = serviceDefaults[name];
  if (said !== undefined) return { value: said, basis: 'stated' };
  if (live === undefined) return { value: fallback, basis: 'assumed' };
  if (live.state === 'unknown') return { value: fallback, basis: 'unknown' };
  const raw = live.value[name];
  if (raw === undefined || raw === null) return { value: fallback, basis: 'default' };
  const value = likeDefault(raw, fallback);
  return value === undefined ? { value: fallback, basis: 'unknown' } : { value, basis: 'live' };
}

/** In the form of the default; undefined: it has another one. */
function likeDefault<T extends ServiceSettingValues[ServiceSettingName]>(
  raw: unknown,
  fallback: T,
): T | undefined {
  const value = Array.isArray(fallback) ? patternList(raw) : typeof raw === typeof fallback ? raw : undefined;
  return value as T | undefined; // of the type of the fallback, as was just looked at
}

/** Aiven takes one text of patterns with commas between them; Kafka splits it. An empty text is an empty list. */
function patternList(value: unknown): readonly string[] | undefined {
  const parts = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
