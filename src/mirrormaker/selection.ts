import type { MirrorFlow } from './mirror-flow.ts';
import { isCycle } from './names.ts';
import { overlap } from './pattern-under-prefix.ts';
import type { Exact, TopicPattern } from './patterns.ts';
import { defaultExclude, type TopicFilter, topicFilter } from './topic-filter.ts';

/** What a flow takes from its source, in the terms of ACLs. Everything sorted. */
export interface TopicSelection {
  /** Granted one by one: spelled out by a pattern, or known to exist and matched. */
  readonly names: readonly string[];
  /** Granted as PREFIXED, for topics that do not exist yet too. */
  readonly prefixes: readonly string[];
  /** Every known or spelled-out name that the flow mirrors, whichever way it is granted. */
  readonly mirrored: readonly string[];
  /** Patterns of which only known names could be granted, and why. */
  readonly notAhead: readonly NotAhead[];
  /** Patterns, of either list, that cannot be evaluated here. */
  readonly notEvaluable: readonly { readonly pattern: string; readonly because: string }[];
  /** Names, and prefixes with `*`, that the patterns clearly want and MirrorMaker 2 never mirrors. */
  readonly never: readonly { readonly name: string; readonly because: 'cycle' | 'internal' }[];
}

export interface NotAhead {
  readonly pattern: string;
  readonly because: string;
  /** Names granted in its place. */
  readonly names: readonly string[];
}

/**
 * Excludes that name bookkeeping topics by convention, in the spellings of `TOPICS_EXCLUDE_DEFAULT` (2.x to 4.x)
 * and of Aiven's documentation. A prefix may still be granted beside them.
 */
const conventionalExcludes: ReadonlySet<string> = new Set([
  ...defaultExclude,
  '.*[\\-\\.]internal',
  '.*[-.]internal',
  '.*[\\-.]internal',
  '.*[-\\.]internal',
  '.*\\.internal',
  '.*-internal',
  '.*\\-internal',
  '.*[.]internal',
  '.*[.]replica',
]);

/** Names that begin like this are Kafka's and MirrorMaker 2's own; a prefix that reaches them is never granted. */
const reservedHeads = ['__', '.', 'mm2'];

/**
 * Never a prefix that covers more than the flow's own topics: where the patterns are not exactly literals and
 * prefixes, the names in `known` that match are granted, and the rest is reported.
 */
export function selectTopics(flow: MirrorFlow, known: readonly string[]): TopicSelection {
  const filter = topicFilter(flow);
  const sayable = sayablePart(flow, filter);
  const candidates = [...new Set([...known, ...sayable.names])].sort();
  const mirrored = candidates.filter((name) => filter.verdict(name) === 'mirrored');
  const covered = (name: string): boolean => sayable.prefixes.some((prefix) => name.startsWith(prefix));
  return {
    names: mirrored.filter((name) => !covered(name)),
    prefixes: sayable.prefixes,
    mirrored,
    notAhead: notAhead(filter, mirrored),
    notEvaluable: [...filter.include, ...filter.exclude].flatMap((pattern) =>
      pattern.kind === 'not-evaluable'
        ? [{ pattern: pattern.pattern, because: `it has ${pattern.construct}` }]
        : [],
    ),
    never: [...sayable.cyclic, ...neverMirrored(flow, filter, candidates, new Set(sayable.names), covered)],
  };
}

interface SayablePart extends Exact {
  readonly cyclic: TopicSelection['never'];
}

/** What the patterns say in so many names and prefixes, less the prefixes that would reach too far. */
function sayablePart(flow: MirrorFlow, { include, exclude }: TopicFilter): SayablePart {
  const names = new Set<string>();
  const prefixes = new Set<string>();
  const cyclic = new Set<string>();
  for (const pattern of include) {
    const part = exactPart(pattern);
    for (const name of part.names) names.add(name);
    for (const prefix of part.prefixes) {
      if (prefixObstacle(prefix, exclude) !== undefined) continue;
      const all = isCycle(flow.settings.replication_policy, flow.target, `${prefix}x`);
      (all ? cyclic : prefixes).add(prefix);
    }
  }
  return {
    names: [...names],
    prefixes: outermost([...prefixes]),
    cyclic: [...cyclic].sort().map((prefix) => ({ name: `${prefix}*`, because: 'cycle' })),
  };
}

function exactPart(pattern: TopicPattern): Exact {
  if (pattern.kind === 'exact') return pattern;
  return pattern.kind === 'open' ? pattern.certain : { names: [], prefixes: [] };
}

function notAhead({ include, exclude }: TopicFilter, mirrored: readonly string[]): readonly NotAhead[] {
  const found: NotAhead[] = [];
  for (const pattern of include) {
    if (pattern.kind === 'exact') {
      for (const prefix of pattern.prefixes) {
        const because = prefixObstacle(prefix, exclude);
        if (because === undefined || because === 'excluded') continue;
        found.push({
          pattern: pattern.pattern,
          because,
          names: mirrored.filter((name) => name.startsWith(prefix)),
        });
      }
    } else if (pattern.kind !== 'not-evaluable') {
      const because =
        pattern.kind === 'open'
          ? whyOpen(pattern.certain)
          : 'a right on every topic would reach internal topics too';
      found.push({ pattern: pattern.pattern, because, names: mirrored.filter(pattern.matches) });
    }
  }
  return found;
}

function whyOpen(certain: Exact): string {
  const unescaped = certain.names.length + certain.prefixes.length > 0;
  return unescaped
    ? 'an unescaped dot stands for any character'
    : 'Kafka ACLs know whole names and prefixes only';
}

/** What really came from the target, and internal topics caught by a wide pattern, surprise nobody. */
function neverMirrored(
  flow: MirrorFlow,
  filter: TopicFilter,
  candidates: readonly string[],
  spelled: ReadonlySet<string>,
  covered: (name: string) => boolean,
): TopicSelection['never'] {
  return candidates.flatMap((name) => {
    const because = filter.verdict(name);
    if (because !== 'cycle' && because !== 'internal') return [];
    const odd = because === 'cycle' && covered(name) && !name.startsWith(`${flow.target}.`);
    return spelled.has(name) || odd ? [{ name, because }] : [];
  });
}

/** Why a prefix would grant more than the flow's topics; `excluded`: the flow wants nothing of it. */
function prefixObstacle(prefix: string, exclude: readonly TopicPattern[]): string | undefined {
  const all = `a right on every topic ${prefix}*`;
  const reserved = reservedHeads.find((head) => overlap(head, prefix));
  if (reserved !== undefined) return `${all} would reach internal topics (${reserved}*)`;
  for (const pattern of exclude) {
    switch (pattern.kind) {
      case 'everything':
        return 'excluded';
      case 'not-evaluable':
        return `the exclude pattern ${pattern.pattern} has ${pattern.construct}`;
      case 'exact':
        if (pattern.prefixes.some((excluded) => prefix.startsWith(excluded))) return 'excluded';
        if ([...pattern.names, ...pattern.prefixes].some((excluded) => excluded.startsWith(prefix))) {
          return `${all} would reach what ${pattern.pattern} excludes`;
        }
        break;
      case 'open':
        if (!conventionalExcludes.has(pattern.pattern) && overlap(pattern.head, prefix)) {
          return `${all} could reach what ${pattern.pattern} excludes`;
        }
    }
  }
  return undefined;
}

/** A prefix inside another adds nothing. */
function outermost(prefixes: readonly string[]): readonly string[] {
  return prefixes
    .filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
    .sort();
}
