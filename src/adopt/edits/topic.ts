import { LeftOut } from '../../import/left-out.ts';
import { configText } from '../../import/topics/config-text.ts';
import { topicMap } from '../../import/topics/settings-text.ts';
import { draftTopic } from '../../import/topics/topic-draft.ts';
import type { ChangeOf, FieldChange } from '../../model/change.ts';
import { lastNameOf, partOf } from '../../model/field-path.ts';
import { matchesNamePattern } from '../../model/name-pattern.ts';
import type { LiveTopic, TopicId } from '../../model/topic.ts';
import { isMap } from '../../spec/text/scalar-text.ts';
import { cannot, type EditContext, type Edits, edit, saidAt, set, unset } from './edit-context.ts';

type TopicChange = ChangeOf<'topic'>;

export function topicPath({ cluster, name }: TopicId): readonly string[] {
  return ['clusters', cluster, 'topics', name];
}

/** A topic that is missing, or one too much. */
export function wholeTopicEdits(change: TopicChange, context: EditContext): Edits {
  if (change.action === 'delete') return kept(change.live, change.provenance.origin === 'declared', context);
  const path = topicPath(change.id);
  const topic = saidAt(context.said, path);
  if (topic === undefined) return derived(change);
  if (topic !== null && isMap(topic) && (topic.has('produce') || topic.has('consume')))
    return cannot('its lines also say who may use it (`produce`, `consume`); take it out by hand');
  return edit({ path, to: { kind: 'remove' } });
}

function derived({ provenance }: TopicChange): Edits {
  return cannot(
    provenance.origin === 'derived'
      ? `no line asks for it: ${provenance.flows.join(', ')} needs it`
      : 'no line of its own asks for it',
  );
}

/** It stays: no line says that it must go, and where what is not listed is deleted, it is listed. */
function kept(live: LiveTopic, hasTombstone: boolean, context: EditContext): Edits {
  const { cluster: key, name } = live.id;
  const cluster = context.spec.clusters.get(key);
  const tombstone = ['clusters', key, 'removed', 'topics', name];
  const goes = hasTombstone ? [{ path: tombstone, to: { kind: 'remove' } } as const] : [];
  const scope = cluster?.manage.topics;
  const isOwned =
    scope?.prune === 'scope' &&
    scope.scope.some(({ pattern }) => matchesNamePattern(pattern, name)) &&
    !scope.exclude.some(({ pattern }) => matchesNamePattern(pattern, name));
  if (!isOwned) return edit(...goes);
  const path = topicPath(live.id);
  const draft = draftTopic(path, live, cluster?.type ?? 'external', new LeftOut(new Map()));
  if (draft === undefined) return cannot('a spec cannot hold its name');
  return edit(...goes, { path, to: { kind: 'set', value: topicMap(draft) } });
}

/** One field of a topic that is there. */
export function topicFieldEdits(
  change: TopicChange & { readonly action: 'update' | 'replace' },
  { field, from }: FieldChange,
  context: EditContext,
): Edits {
  const path = topicPath(change.id);
  if (saidAt(context.said, path) === undefined) return derived(change);
  const { live } = change;
  const { of, name } = partOf(field);
  if (of === 'config') return configEdits(path, lastNameOf(field), from, change, context);
  if (of === 'tags') return tagEdits(path, lastNameOf(field), live, context);
  switch (name) {
    case 'partitions':
      return set([...path, name], live.partitions);
    case 'replication':
      return set([...path, name], live.replication);
    case 'description':
      return live.description === undefined
        ? unset(context, [...path, name], ofProfile)
        : set([...path, name], live.description);
    case 'owner_user_group_id':
      return live.owner_user_group_id === undefined
        ? unset(context, [...path, name], ofProfile)
        : set([...path, name], live.owner_user_group_id);
    default:
      return cannot('this version does not know the field');
  }
}

const ofProfile = 'its profile says it, and a topic cannot take that back';

function configEdits(
  path: readonly string[],
  key: string,
  from: FieldChange['from'],
  { id }: TopicChange,
  { spec }: EditContext,
): Edits {
  if (typeof from !== 'string') return cannot('its value is hidden, or the cluster does not tell it');
  const text = configText(key, from, spec.clusters.get(id.cluster)?.type ?? 'external');
  return text.ok ? set([...path, 'config', key], text.value) : cannot(text.why);
}

/** The tags of a topic are those of its profile and its own. */
function tagEdits(path: readonly string[], key: string, live: LiveTopic, context: EditContext): Edits {
  const value = live.tags?.get(key);
  const at = [...path, 'tags'];
  if (value !== undefined) {
    const own = saidAt(context.said, at);
    if (own !== null) return set([...at, key], value);
    return set(at, new Map(live.tags));
  }
  if (saidAt(context.said, [...at, key]) !== undefined)
    return edit({ path: [...at, key], to: { kind: 'remove' } });
  return live.tags === undefined || live.tags.size === 0 ? set(at, null) : cannot(ofProfile);
}
