import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import { inlineText } from '../../spec/text/scalar-text.ts';
import type { TopicDraft, TopicSettingsDraft } from './topic-draft.ts';

/** The settings by the keys of the spec, without what is empty. */
export function settingsMap({
  partitions,
  replication,
  config,
  tags,
}: TopicSettingsDraft): Map<string, Plain> {
  return new Map<string, Plain>([
    ...(partitions === undefined ? [] : [['partitions', partitions] as const]),
    ...(replication === undefined ? [] : [['replication', replication] as const]),
    ...(config.size === 0 ? [] : [['config', config] as const]),
    ...(tags.size === 0 ? [] : [['tags', tags] as const]),
  ]);
}

export function topicMap(topic: TopicDraft): PlainMap {
  const { profile, description, owner_user_group_id: owner } = topic;
  return new Map<string, Plain>([
    ...(profile === undefined ? [] : [['profile', profile] as const]),
    ...settingsMap(topic),
    ...(owner === undefined ? [] : [['owner_user_group_id', owner] as const]),
    ...(description === undefined ? [] : [['description', description] as const]),
  ]);
}

/**
 * What a topic with these settings still has to say over a profile; undefined: the profile says something that the topic does
 * not have, and nothing can be unsaid.
 */
export function overProfile(
  own: TopicSettingsDraft,
  profile: TopicSettingsDraft,
): TopicSettingsDraft | undefined {
  if (profile.partitions !== undefined && own.partitions === undefined) return undefined;
  if (profile.replication !== undefined && own.replication === undefined) return undefined;
  const config = rest(own.config, profile.config);
  const tags = rest(own.tags, profile.tags);
  if (config === undefined || tags === undefined) return undefined;
  return {
    ...(own.partitions !== undefined &&
      own.partitions !== profile.partitions && { partitions: own.partitions }),
    ...(own.replication !== undefined &&
      own.replication !== profile.replication && { replication: own.replication }),
    config,
    tags,
  };
}

function rest<V>(
  own: ReadonlyMap<string, V>,
  base: ReadonlyMap<string, V>,
): ReadonlyMap<string, V> | undefined {
  if ([...base.keys()].some((key) => !own.has(key))) return undefined;
  return new Map([...own].filter(([key, value]) => base.get(key) !== value));
}

/** Characters that the settings take on the line of a topic. */
export function settingsLength(settings: TopicSettingsDraft): number {
  return inlineText(settingsMap(settings)).length;
}
