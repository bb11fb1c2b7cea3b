import { configPath, tagPath } from '../../model/field-path.ts';
import { canonicalJson, type StoredFields } from '../../model/stored-fields.ts';
import type { WireConfigEntry, WireTopic } from '../wire/topic.ts';
import { isOwn, kafkaConfigName } from './topic-config.ts';

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
