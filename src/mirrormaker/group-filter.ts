import { groupGrant } from './groups.ts';
import type { MirrorFlow } from './mirror-flow.ts';
import { mayMatchUnder } from './pattern-under-prefix.ts';
import { readTopicPattern, type TopicPattern } from './patterns.ts';
import type { ServiceSettings } from './service-settings.ts';

/**
 * What the service's own `groups` and `groups_exclude` leave of the groups that a flow lists with one glob:
 * `DefaultGroupFilter.shouldReplicateGroup`, which holds for every flow of the service.
 */
export type GroupVerdict =
  | { readonly state: 'translated' }
  /** Some of the groups that the glob stands for are left out, by this setting and pattern. */
  | { readonly state: 'partly'; readonly by: FilterSetting; readonly pattern: string }
  | { readonly state: 'left-out'; readonly by: FilterSetting; readonly pattern: string }
  /** A pattern cannot be evaluated here, or the setting could not be read. */
  | { readonly state: 'unknown'; readonly by: FilterSetting };

export type FilterSetting = 'groups' | 'groups_exclude';

/** `glob`: a name, or a prefix with `*` at its end; others no ACL can say. */
export function groupVerdict(
  glob: string,
  { groups, groups_exclude }: Pick<ServiceSettings, FilterSetting>,
): GroupVerdict {
  if (groups_exclude.basis === 'unknown') return { state: 'unknown', by: 'groups_exclude' };
  if (groups.basis === 'unknown') return { state: 'unknown', by: 'groups' };
  const include = groups.value.map(readTopicPattern);
  const exclude = groups_exclude.value.map(readTopicPattern);
  const isPrefix = glob.endsWith('*');
  const text = isPrefix ? glob.slice(0, -1) : glob;
  const takesAll = (pattern: TopicPattern): boolean =>
    isPrefix ? coversPrefix(pattern, text) : pattern.kind !== 'not-evaluable' && pattern.matches(text);
  const takesSome = (pattern: TopicPattern): boolean =>
    isPrefix ? mayMatchUnder(pattern, text) : pattern.kind === 'not-evaluable' || pattern.matches(text);

  const out = exclude.find(takesAll);
  if (out !== undefined) return { state: 'left-out', by: 'groups_exclude', pattern: out.pattern };
  if (!include.some(takesSome)) {
    return { state: 'left-out', by: 'groups', pattern: groups.value.join(', ') || 'an empty list' };
  }
  const doubtful = exclude.find(takesSome);
  if (doubtful?.kind === 'not-evaluable') return { state: 'unknown', by: 'groups_exclude' };
  if (doubtful !== undefined) return { state: 'partly', by: 'groups_exclude', pattern: doubtful.pattern };
  if (include.some(takesAll)) return { state: 'translated' };
  return include.some(({ kind }) => kind === 'not-evaluable')
    ? { state: 'unknown', by: 'groups' }
    : { state: 'partly', by: 'groups', pattern: groups.value.join(', ') };
}

/** The globs of a flow without those that its service leaves out for certain: rights on such groups would do nothing. */
export function translatedGroups({ groups, serviceSettings }: MirrorFlow): readonly string[] {
  return groups.filter(
    (glob) => groupGrant(glob) === undefined || groupVerdict(glob, serviceSettings).state !== 'left-out',
  );
}

/** Whether every name that starts with the prefix matches for certain. */
function coversPrefix(pattern: TopicPattern, prefix: string): boolean {
  switch (pattern.kind) {
    case 'everything':
      return true;
    case 'exact':
      return pattern.prefixes.some((other) => prefix.startsWith(other));
    default:
      return false;
  }
}
