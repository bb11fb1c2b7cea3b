import { inOneOrder } from '../../model/comma-list.ts';
import type { LiveTopicConfig } from '../../model/topic.ts';
import { exactInteger } from '../wire/exact-json.ts';
import type { WireConfigEntry, WireConfigValue } from '../wire/topic.ts';

/**
 * Aiven's API writes Kafka's topic configs with underscores and as typed JSON; the model writes them with
 * dots and as Kafka's own text.
 */
export function kafkaConfigName(key: string): string {
  return key.replaceAll('_', '.');
}

/** `retention_ms` for `retention.ms`. */
export function aivenConfigKey(name: string): string {
  return name.replaceAll('.', '_');
}

/** Kafka's text of a value: integers in digits, booleans as `true` and `false`. `null` stays null. */
function kafkaConfigValue(value: WireConfigValue): string | null {
  return value === null ? null : String(value);
}

const integer = /^-?\d+$/;
const decimal = /^-?\d+(\.\d+)?$/;
const decimals: ReadonlySet<string> = new Set(['min.cleanable.dirty.ratio']);
/** Texts that could look like numbers: `message.format.version` is `3.9`. */
const texts: ReadonlySet<string> = new Set([
  'cleanup.policy',
  'compression.type',
  'message.format.version',
  'message.timestamp.type',
]);

/**
 * The JSON value that Aiven's API expects. A key that this version does not know is sent as the type that its
 * text looks like, so that new configs of Aiven can be used at once.
 */
export function aivenConfigValue(name: string, value: string): unknown {
  // Kafka takes the policies in any order; Aiven's enumeration knows `compact,delete` only.
  if (name === 'cleanup.policy') return inOneOrder(value);
  if (texts.has(name)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  if (integer.test(value)) return exactInteger(BigInt(value).toString());
  if (decimals.has(name) && decimal.test(value)) return Number(value);
  return value;
}

/** A value as Aiven answered it, to be sent back unchanged; `parseExactly` made texts of long integers. */
export function unchangedConfigValue(value: WireConfigValue): unknown {
  return typeof value === 'string' && /^-?\d{16,}$/.test(value) ? exactInteger(value) : value;
}

/** Sources that are not the topic itself. Aiven spells them in lower case, Kafka in upper case. */
const inheritedSources: ReadonlySet<string> = new Set([
  'unknown_config',
  'dynamic_broker_config',
  'dynamic_default_broker_config',
  'static_broker_config',
  'default_config',
  'dynamic_broker_logger_config',
]);

const origins: ReadonlyMap<string, NonNullable<LiveTopicConfig['from']>> = new Map([
  ['dynamic_broker_config', 'cluster'],
  ['dynamic_default_broker_config', 'cluster'],
  ['static_broker_config', 'file'],
  ['default_config', 'default'],
]);

/** `undefined`: the source is one that this version does not know, so it cannot be told whether it is overridden. */
export function liveTopicConfig(name: string, entry: WireConfigEntry): LiveTopicConfig | undefined {
  const overridden = isOwn(entry);
  if (!isTopicSource(entry.source) && !inheritedSources.has(entry.source.toLowerCase())) return undefined;
  const value = kafkaConfigValue(entry.value);
  const inherited = overridden ? inheritedValue(name, entry) : value;
  const from = overridden ? undefined : origins.get(entry.source.toLowerCase());
  return {
    value,
    overridden,
    ...(inherited == null ? {} : { inherited }),
    ...(from === undefined ? {} : { from }),
  };
}

/**
 * The first synonym below the topic. Broker synonyms may have another unit: `log.retention.hours` stands for
 * `retention.ms` (Kafka's `ServerTopicConfigSynonyms`), and its value is in hours.
 */
function inheritedValue(name: string, { synonyms }: WireConfigEntry): string | undefined {
  const synonym = synonyms?.find(({ source }) => !isTopicSource(source));
  if (synonym?.value == null) return undefined;
  const value = String(synonym.value);
  const factor = name.endsWith('.ms') ? millisecondsIn(synonym.name) : 1;
  if (factor === 1) return value;
  return /^\d{1,12}$/.test(value) ? String(BigInt(value) * BigInt(factor)) : undefined;
}

function millisecondsIn(synonym: string): number {
  if (synonym.endsWith('.hours')) return 3_600_000;
  return synonym.endsWith('.minutes') ? 60_000 : 1;
}

function isTopicSource(source: string): boolean {
  const name = source.toLowerCase();
  return name === 'topic_config' || name === 'dynamic_topic_config';
}

/**
 * Whether the topic itself carries it. Aiven reports an override that equals Kafka's default as `default_config`. Where the cluster has a default of its own, the
 * value below the topic tells it apart: it is another one.
 */
export function isOwn({ value, source, synonyms }: WireConfigEntry): boolean {
  if (value === null) return false;
  if (isTopicSource(source)) return true;
  if (source.toLowerCase() !== 'default_config') return false;
  const below = synonyms?.find((synonym) => !isTopicSource(synonym.source));
  return below !== undefined && isBrokers(below.source) && below.value != null && below.value !== value;
}

function isBrokers(source: string): boolean {
  return /^(dynamic|static)_.*broker_config$/i.test(source);
}
