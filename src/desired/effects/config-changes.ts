import { isSameAs, type SyncedConfig } from '../../mirrormaker/synced-configs.ts';
import type { FieldChange } from '../../model/change.ts';
import { configPath } from '../../model/field-path.ts';
import type { LiveTopic } from '../../model/topic.ts';

/** What a sync changes on a topic of the target as it is now. */
export function changesOf(synced: readonly SyncedConfig[], { config }: LiveTopic): readonly FieldChange[] {
  return synced.flatMap(({ name, value }): FieldChange[] => {
    const now = config.get(name);
    if (now === undefined || isSameAs(value, now)) return [];
    return [{ field: configPath(name), from: now.value, to: value }];
  });
}
