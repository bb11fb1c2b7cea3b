import type { MirrorFlow } from './mirror-flow.ts';
import { isCycle } from './names.ts';
import { mayMatchUnder, overlap } from './pattern-under-prefix.ts';
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
  /** Prefixes that are granted only because other flows bring all their topics into view and a pattern may match some. */
  readonly shown: readonly string[];
  /** Prefixes whose topics MirrorMaker 2 sees and may match, without rights on those that come later. */
  readonly blind: readonly BlindSpot[];
  /** Names, and prefixes with `*`, that the patterns clearly want and MirrorMaker 2 never mirrors. */
  readonly never: readonly { readonly name: string; readonly because: 'cycle' | 'internal' }[];
}

export interface NotAhead {
  readonly pattern: string;
  readonly because: string;
  /** Names granted in its place. */
  readonly names: readonly string[];
}

/** Topics of the source that MirrorMaker 2 sees, whatever the flow asks for itself. */
export interface VisiblePrefix {
  /** Empty: all topics. */
  readonly prefix: string;
  /**
   * `mirrored`: a flow writes them, with the alias of their source in front. `flow`: another flow reads them, or writes
   * them under their own names. `hand`: a right that is not derived shows them.
   */
  readonly by: 'mirrored' | 'flow' | 'hand';
  /** The flows that it came through; none where it is there by itself. */
  readonly through: ReadonlySet<MirrorFlow>;
}

export interface BlindSpot {
  readonly pattern: string;
  readonly prefix: string;
  readonly by: VisiblePrefix['by'];
  readonly because: string;
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

/** Names of Kafka's and MirrorMaker 2's own topics begin like this; a prefix that covers such names is never granted. */
const reservedHeads = ['__', '.', 'mm2'];

/**
 * Never a prefix that covers more than the flow's own topics, but for topics that other flows bring into view: where the
 * patterns are not exactly literals and prefixes, the names in `known` that match are granted, and the rest is reported.
 */
export function selectTopics(
  flow: MirrorFlow,
  known: readonly string[],
  visible: readonly VisiblePrefix[] = [],
): TopicSelection {
  const filter = topicFilter(flow);
  const sayable = sayablePart(flow, filter);
  const { shown, blind } = inView(flow, filter, sayable.prefixes, visible);
  const prefixes = outermost([...sayable.prefixes, ...shown]);
  const candidates = [...new Set([...known, ...sayable.names])].sort();
  const mirrored = candidates.filter((name) => filter.verdict(name) === 'mirrored');
  const covered = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix));
  return {
    names: mirrored.filter((name) => !covered(name)),
    prefixes,
    mirrored,
    notAhead: notAhead(filter, mirrored),
    notEvaluable: [...filter.include, ...filter.exclude].flatMap((pattern) =>
      pattern.kind === 'not-evaluable'
        ? [{ pattern: pattern.pattern, because: `it has ${pattern.construct}` }]
        : [],
    ),
    shown: shown.filter((prefix) => prefixes.includes(prefix)),
    blind,
    never: [...sayable.cyclic, ...neverMirrored(flow, filter, candidates, new Set(sayable.names), covered)],
  };
}

/**
 * MirrorMaker 2 mirrors what it sees and what matches. A pattern that ACLs cannot say may match topics under a prefix
 * that another flow shows, so there the whole prefix is granted. Where that would reach too far, it is a blind spot.
 */
function inView(
  flow: MirrorFlow,
  { include, exclude }: TopicFilter,
  granted: readonly string[],
  visible: readonly VisiblePrefix[],
): { readonly shown: readonly string[]; readonly blind: readonly BlindSpot[] } {
  const { replication_policy: policy } = flow.settings;
  const shown = new Set<string>();
  const blind: BlindSpot[] = [];
  for (const { prefix, by } of visible) {
    if (granted.some((one) => prefix.startsWith(one))) continue;
    if (isCycle(policy, flow.target, `${prefix}x`)) continue;
    const pattern = include.find((one) => isOpen(one, exclude) && mayMatchUnder(one, prefix));
    if (pattern === undefined) continue;
    const because = obstacleInView({ prefix, by }, policy, exclude);
    if (because === 'excluded') continue;
    if (because === undefined) shown.add(prefix);
    else blind.push({ pattern: pattern.pattern, prefix, by, because });
  }
  return { shown: outermost([...shown]), blind };
}

/** Whether the pattern wants more than is granted for it ahead. */
function isOpen(pattern: TopicPattern, exclude: readonly TopicPattern[]): boolean {
  switch (pattern.kind) {
    case 'not-evaluable':
      return false;
    case 'exact':
      return pattern.prefixes.some((prefix) => {
        const because = prefixObstacle(prefix, exclude);
        return because !== undefined && because !== 'excluded';
      });
    default:
      return true;
  }
}

function obstacleInView(
  { prefix, by }: Pick<VisiblePrefix, 'prefix' | 'by'>,
  policy: MirrorFlow['settings']['replication_policy'],
  exclude: readonly TopicPattern[],
): string | undefined {
  const obstacle = prefixObstacle(prefix, exclude);
  if (obstacle !== undefined) return obstacle;
  if (by === 'hand') return 'the right that shows them is not derived';
  return by === 'flow' && policy === 'identity'
    ? `with replication_policy: identity a right on every topic ${prefix}* would reach the target's own`
    : undefined;
}

interface SayablePart extends Exact {
  readonly cyclic: TopicSelection['never'];
}

/** What the patterns say as names and prefixes, without the prefixes that would grant too much. */
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

/** Without what nobody expects to be mirrored: topics that really came from the target, and internal ones that only a wide pattern matches. */
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
