import type { MirrorFlow } from '../mirror-flow.ts';
import { mayMatchUnder, overlap } from '../pattern-under-prefix.ts';
import { exactNames, type TopicPattern } from '../patterns.ts';
import { excludesAll, mayMirror, topicFilter } from '../topic-filter.ts';

/** Pairs beyond this are not compared one by one. Names do not count, as they are looked up. */
const maxPairs = 100_000;

/** Whether two flows may mirror topics of the same name, each from its own source; true when that cannot be told. */
export function mayShareTopic(one: MirrorFlow, other: MirrorFlow): boolean {
  const [ones, others] = [topicFilter(one), topicFilter(other)];
  const [oneTakes, otherTakes] = [mayMirror(one), mayMirror(other)];
  const bothTake = (name: string): boolean => oneTakes(name) && otherTakes(name);
  if ([...ones.include, ...others.include].some((pattern) => exactNames(pattern).some(bothTake))) return true;
  const [wide, otherWide] = [wideParts(ones.include), wideParts(others.include)];
  if (wide.length * otherWide.length > maxPairs) return true;
  const excludes = [...ones.exclude, ...others.exclude];
  return wide.some((part) => otherWide.some((another) => mayMeet(part, another, excludes)));
}

/** What a pattern matches beyond single names. */
type Wide =
  | { readonly prefix: string }
  | { readonly pattern: Exclude<TopicPattern, { readonly kind: 'exact' }> };

function wideParts(patterns: readonly TopicPattern[]): readonly Wide[] {
  return patterns.flatMap((pattern): readonly Wide[] =>
    pattern.kind === 'exact' ? pattern.prefixes.map((prefix) => ({ prefix })) : [{ pattern }],
  );
}

function mayMeet(one: Wide, other: Wide, excludes: readonly TopicPattern[]): boolean {
  if ('prefix' in one && excludesAll(excludes, one.prefix)) return false;
  if ('prefix' in other && excludesAll(excludes, other.prefix)) return false;
  if ('prefix' in one) {
    return 'prefix' in other ? overlap(one.prefix, other.prefix) : mayMatchUnder(other.pattern, one.prefix);
  }
  if ('prefix' in other) return mayMatchUnder(one.pattern, other.prefix);
  return mayMatchUnder(one.pattern, headOf(other)) && mayMatchUnder(other.pattern, headOf(one));
}

/** What all matches start with. */
function headOf({ pattern }: Wide & { readonly pattern: TopicPattern }): string {
  return pattern.kind === 'open' ? pattern.head : '';
}
