import type { MirrorFlow } from './mirror-flow.ts';
import { isCycle, isInternalTopic } from './names.ts';
import { matcherOf, readTopicPattern, type TopicPattern } from './patterns.ts';

/** What of a flow decides which topics it takes. */
export type Selecting = Pick<MirrorFlow, 'settings' | 'target'>;

export interface TopicFilter {
  readonly include: readonly TopicPattern[];
  readonly exclude: readonly TopicPattern[];
  readonly verdict: (name: string) => Verdict;
}

export type Verdict =
  | 'mirrored'
  | 'not-wanted'
  /** Wanted, unless an exclude pattern that cannot be evaluated here says otherwise, or MirrorMaker 2's own list still holds. */
  | 'unknown'
  /** Wanted by the patterns, never mirrored: it has been on the target before. */
  | 'cycle'
  /** Wanted by the patterns, never mirrored: internal to Kafka or MirrorMaker 2. */
  | 'internal';

/** `DefaultTopicFilter.TOPICS_EXCLUDE_DEFAULT` since 4.0, what a flow without a list excludes. */
export const defaultExclude = ['mm2.*\\.internal', '.*\\.replica', '__.*'];

/** The flow's patterns, as `MirrorSourceConnector.shouldReplicateTopic` uses them but for heartbeats. */
export function topicFilter({ settings, target }: Selecting): TopicFilter {
  // Aiven runs a flow without topics with `.*`.
  const include = (settings.topics.length === 0 ? ['.*'] : settings.topics).map(readTopicPattern);
  const exclude = (settings.topics_exclude ?? defaultExclude).map(readTopicPattern);
  const wanted = anyOf(include);
  const excluded = anyOf(exclude);
  const doubtful = exclude.some(({ kind }) => kind === 'not-evaluable');
  const mayBeExcluded = excludedByEmptyList(settings);
  return {
    include,
    exclude,
    verdict: (name) => {
      if (!wanted(name) || excluded(name)) return 'not-wanted';
      if (isInternalTopic(name)) return 'internal';
      if (isCycle(settings.replication_policy, target, name)) return 'cycle';
      return doubtful || mayBeExcluded(name) ? 'unknown' : 'mirrored';
    },
  };
}

/**
 * Of an empty list nobody can tell what it excludes. Aiven reads it back like one that was never set, and no source says whether nothing
 * is excluded then, or what MirrorMaker 2 excludes by itself: these names.
 */
export function excludedByEmptyList({
  topics_exclude: list,
}: Pick<Selecting['settings'], 'topics_exclude'>): (name: string) => boolean {
  return list?.length === 0 ? anyOf(defaultExclude.map(readTopicPattern)) : () => false;
}

/** Whether the flow takes a topic of its source; true when that cannot be told. */
export function mayMirror(flow: Selecting): (name: string) => boolean {
  const { include, verdict } = topicFilter(flow);
  const vague = include.some(({ kind }) => kind === 'not-evaluable');
  return (name) => {
    const told = verdict(name);
    return told === 'mirrored' || told === 'unknown' || (vague && told === 'not-wanted');
  };
}

/** Whether nothing that starts with the prefix is taken. */
export function excludesAll(exclude: readonly TopicPattern[], prefix: string): boolean {
  return exclude.some(
    (pattern) =>
      pattern.kind === 'everything' ||
      (pattern.kind === 'exact' && pattern.prefixes.some((out) => prefix.startsWith(out))),
  );
}

/** Patterns that cannot be evaluated match nothing here; who asks must look at them apart. */
function anyOf(patterns: readonly TopicPattern[]): (name: string) => boolean {
  const exact = matcherOf(patterns.filter((pattern) => pattern.kind === 'exact'));
  const others = patterns.flatMap((pattern) =>
    pattern.kind === 'open' || pattern.kind === 'everything' ? [pattern.matches] : [],
  );
  return (name) => exact(name) || others.some((matches) => matches(name));
}
