import { configPath } from '../../model/field-path.ts';
import type { LiveTopic } from '../../model/topic.ts';
import { isTopicName } from '../../model/topic-name.ts';
import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import type { DraftPath, LeftOut } from '../left-out.ts';
import { isReservedKey } from '../reserved-keys.ts';
import { configText } from './config-text.ts';

/** What topics can share by naming a profile. */
export interface TopicSettingsDraft {
  readonly partitions?: number;
  readonly replication?: number;
  readonly config: PlainMap;
  /** Empty: not stated. */
  readonly tags: ReadonlyMap<string, string>;
}

export interface TopicDraft extends TopicSettingsDraft {
  readonly name: string;
  readonly description?: string;
  readonly owner_user_group_id?: string;
  /** Name of the profile that these settings are laid over. */
  readonly profile?: string;
}

export interface TopicProfile {
  readonly name: string;
  readonly settings: TopicSettingsDraft;
}

const owner = 'owner_user_group_id';

/** What a spec can say of a live topic; undefined: nothing, and `leftOut` tells why. */
export function draftTopic(
  path: DraftPath,
  live: LiveTopic,
  place: 'aiven' | 'external',
  leftOut: LeftOut,
): TopicDraft | undefined {
  const { name } = live.id;
  const what = `topic ${name}`;
  if (leftOut.excludes(path, what)) return undefined;
  if (!isTopicName(name) || isReservedKey(name)) {
    leftOut.add({ path, what, why: 'a spec cannot hold the name as a key' });
    return undefined;
  }
  const states = (field: string) => !leftOut.excludes([...path, field], `${field} of topic ${name}`);
  const tags = draftTags(live, path, leftOut);
  noteOthers(path, live, leftOut);
  return {
    name,
    ...(states('partitions') && { partitions: live.partitions }),
    ...(states('replication') && { replication: live.replication }),
    config: draftConfig(path, live, place, leftOut),
    tags: tags.size > 0 && states('tags') ? tags : new Map(),
    ...(live.description !== undefined && states('description') && { description: live.description }),
    ...(live.owner_user_group_id !== undefined &&
      states(owner) && { owner_user_group_id: live.owner_user_group_id }),
  };
}

/** Overrides of the topic itself, sorted. What it has of the cluster is not the topic's to say. */
function draftConfig(
  path: DraftPath,
  live: LiveTopic,
  place: 'aiven' | 'external',
  leftOut: LeftOut,
): PlainMap {
  const config = new Map<string, Plain>();
  const own = [...live.config].filter(
    ([key, { overridden }]) => overridden || live.stored?.has(configPath(key)) === true,
  );
  for (const [key, { value }] of own.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const where = [...path, 'config', key];
    const what = `${key} of topic ${live.id.name}`;
    if (leftOut.excludes(where, what)) continue;
    const text =
      value === null ? { ok: false as const, why: 'its value is hidden' } : configText(key, value, place);
    if (text.ok) config.set(key, text.value);
    else leftOut.add({ path: where, what, why: text.why });
  }
  return config;
}

function draftTags({ id, tags }: LiveTopic, path: DraftPath, leftOut: LeftOut): ReadonlyMap<string, string> {
  const all = [...(tags ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  if (!all.some(([key]) => isReservedKey(key))) return new Map(all);
  const why = 'a spec cannot hold one of their keys';
  leftOut.add({ path: [...path, 'tags'], what: `tags of topic ${id.name}`, why });
  return new Map();
}

function noteOthers(path: DraftPath, { id, stored }: LiveTopic, leftOut: LeftOut): void {
  for (const field of stored?.keys() ?? []) {
    if (
      field === owner ||
      field === 'description' ||
      field.startsWith('config.') ||
      field.startsWith('tags.')
    )
      continue;
    leftOut.add({
      path: [...path, field],
      what: `${field} of topic ${id.name}`,
      why: 'a spec cannot state it; it stays as it is',
    });
  }
}
