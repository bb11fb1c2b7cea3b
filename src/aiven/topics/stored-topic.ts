import { configPath, tagPath } from '../../model/field-path.ts';
import { canonicalJson, type StoredFields } from '../../model/stored-fields.ts';
import type { WireConfigEntry, WireTopic } from '../wire/topic.ts';
import { isTopicSource, kafkaConfigName } from './topic-config.ts';

/**
 * What Aiven keeps of the topic itself, by the names that a plan uses. Its layout is no part of it: partitions and replicas
 * change by their own fields only.
 */
export function storedOfTopic(
  wire: Omit<WireTopic, 'config'>,
  own: readonly (readonly [string, WireConfigEntry])[],
): StoredFields {
  const { topic_description: description, owner_user_group_id: owner } = wire;
  return new Map([
    ...own.map(([key, { value }]) => [configPath(kafkaConfigName(key)), String(value)] as const),
    ...(wire.tags ?? []).map(({ key, value }) => [tagPath(key), canonicalJson(value)] as const),
    ...(description ? [['description', canonicalJson(description)] as const] : []),
    ...(owner ? [['owner_user_group_id', canonicalJson(owner)] as const] : []),
  ]);
}

/** The configs that the topic itself carries, in Aiven's spelling. */
export function ownConfig(wire: WireTopic): readonly (readonly [string, WireConfigEntry])[] {
  return Object.entries(wire.config).filter(([, entry]) => isOwn(entry));
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
