import type { MirrorFlow } from '../mirror-flow.ts';
import { mayMatchUnder } from '../pattern-under-prefix.ts';
import type { TopicPattern } from '../patterns.ts';
import { mayMirror, topicFilter } from '../topic-filter.ts';

/** Pairs of patterns beyond this are not compared one by one. */
const maxPairs = 100_000;

/** Whether two flows may mirror topics of the same name, each from its own source; true when that cannot be told. */
export function mayShareTopic(one: MirrorFlow, other: MirrorFlow): boolean {
  const [ones, others] = [topicFilter(one), topicFilter(other)];
  if (ones.include.length * others.include.length > maxPairs) return true;
  const bothTake = both(mayMirror(one), mayMirror(other));
  const excludes = [...ones.exclude, ...others.exclude];
  return ones.include.some((pattern) =>
    others.include.some((another) => mayShare(pattern, another, bothTake, excludes)),
  );
}

type Takes = (name: string) => boolean;

function both(one: Takes, other: Takes): Takes {
  return (name) => one(name) && other(name);
}

function mayShare(
  one: TopicPattern,
  other: TopicPattern,
  bothTake: Takes,
  excludes: readonly TopicPattern[],
): boolean {
  if (one.kind === 'not-evaluable' || other.kind === 'not-evaluable') return true;
  if (one.kind === 'exact') return exactMayShare(one, other, bothTake, excludes);
  if (other.kind === 'exact') return exactMayShare(other, one, bothTake, excludes);
  if (one.kind === 'everything') return true;
  return other.kind === 'everything' || mayMatchUnder(one, other.head) || mayMatchUnder(other, one.head);
}

function exactMayShare(
  exact: TopicPattern & { readonly kind: 'exact' },
  other: Exclude<TopicPattern, { readonly kind: 'not-evaluable' }>,
  bothTake: Takes,
  excludes: readonly TopicPattern[],
): boolean {
  if (exact.names.some((name) => other.matches(name) && bothTake(name))) return true;
  return exact.prefixes.some((prefix) => {
    const isExcluded = excludes.some(
      (exclude) => exclude.kind === 'exact' && exclude.prefixes.some((out) => prefix.startsWith(out)),
    );
    if (isExcluded) return false;
    if (other.kind !== 'exact') return mayMatchUnder(other, prefix);
    const names = other.names.filter((name) => name.startsWith(prefix));
    return (
      names.some(bothTake) ||
      other.prefixes.some((another) => another.startsWith(prefix) || prefix.startsWith(another))
    );
  });
}
