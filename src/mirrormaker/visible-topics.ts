import { covers, type ResourcePattern } from '../model/acl-coverage.ts';
import { maxTopicLength } from '../model/topic-name.ts';
import type { AccessEntry, MirrorCluster, MirrorFlow } from './mirror-flow.ts';
import { isHeartbeatsTopic, remotePrefix, remoteTopic } from './names.ts';
import type { TopicSelection, VisiblePrefix } from './selection.ts';

/** On one cluster. In a mesh of clusters topics arrive over every path without a loop, too many to follow them all. */
const maxPrefixes = 200;
/** Followed on one cluster, however few topics are known. */
const minNames = 5_000;
/** The same for names that return to a cluster; where clusters form many circles, names return over each. */
const minReturns = 100;

/** How many names are followed on each cluster, and how many of them that have been there before. */
export interface MaxNames {
  readonly all: number;
  readonly returned: number;
}

/** Enough for every name in a chain of clusters; in a mesh, names beyond are not followed. */
export function maxVisibleNames(clusters: ReadonlyMap<string, MirrorCluster>): MaxNames {
  const known = [...clusters.values()].reduce((sum, { topics }) => sum + topics.length, 0);
  return { all: Math.max(minNames, 4 * known), returned: Math.max(minReturns, known) };
}

/** Where a prefix is visible in several ways, the one with the highest number counts: it lets more flows be granted the prefix. */
const worth = { hand: 1, flow: 2, mirrored: 3 } as const satisfies Record<VisiblePrefix['by'], number>;

/** A flow with the rights that it brings to the logins of its clusters. */
export interface FlowRights {
  readonly flow: MirrorFlow;
  readonly selection: TopicSelection;
  readonly source: readonly AccessEntry[];
  readonly target: readonly AccessEntry[];
}

/** Topics of one cluster that MirrorMaker 2 sees beyond what a flow asks for itself. Only ever grows. */
export interface VisibleTopics {
  /**
   * Names that a flow is granted or will make there, with the flows that each came through; none where it is there by itself.
   * Heartbeats are looked at apart.
   */
  readonly names: ReadonlyMap<string, ReadonlySet<MirrorFlow>>;
  /** By prefix. */
  readonly prefixes: ReadonlyMap<string, VisiblePrefix>;
}

/** Grows with every name and prefix, with what a prefix is worth, and where one turns out to be there by itself. */
export function visibleSize({ names, prefixes }: VisibleTopics): number {
  let size = 0;
  for (const through of names.values()) size += through.size === 0 ? 2 : 1;
  for (const { by, through } of prefixes.values()) size += 2 * worth[by] + (through.size === 0 ? 1 : 0);
  return size;
}

export const nothingVisible: VisibleTopics = { names: new Map(), prefixes: new Map() };

/**
 * What a flow may take of what others bring into view. What came through it before has come round, and would come round for
 * ever under a longer name each time: nothing is derived for that, and the spec check refuses the circle.
 */
export function openTo(
  flow: MirrorFlow,
  { names, prefixes }: VisibleTopics,
): { readonly names: readonly string[]; readonly prefixes: readonly VisiblePrefix[] } {
  return {
    names: [...names].filter(([, through]) => !through.has(flow)).map(([name]) => name),
    prefixes: [...prefixes.values()].filter(({ through }) => !through.has(flow)),
  };
}

/**
 * What flows bring into view on a cluster: Read, Write and Alter bring Describe, so a login sees what any of its flows may
 * read or write there; on Aiven's services it sees everything, and what flows write can be told ahead. `before`: on all
 * clusters.
 */
export function visibleOn(
  cluster: MirrorCluster,
  flows: readonly FlowRights[],
  clusters: ReadonlyMap<string, MirrorCluster>,
  before: ReadonlyMap<string, VisibleTopics>,
  maxNames: MaxNames,
): VisibleTopics {
  const last = before.get(cluster.key) ?? nothingVisible;
  const names = new Map(last.names);
  const prefixes = new Map(last.prefixes);
  const hasBeenHere = (through: ReadonlySet<MirrorFlow>): boolean =>
    [...through].some(({ sourceCluster }) => sourceCluster === cluster.key);
  let returned = [...names.values()].filter(hasBeenHere).length;
  const addName = (name: string, through: ReadonlySet<MirrorFlow>): void => {
    const there = names.get(name);
    if (there !== undefined) {
      if (isShorter(through, there)) names.set(name, through);
      return;
    }
    if (names.size >= maxNames.all || name.length > maxTopicLength || isHeartbeatsTopic(name)) return;
    if (hasBeenHere(through) && ++returned > maxNames.returned) return;
    names.set(name, through);
  };
  const add = (
    { name, patternType }: ResourcePattern,
    by: VisiblePrefix['by'],
    through: ReadonlySet<MirrorFlow>,
  ): void => {
    if (patternType === 'LITERAL' && name !== '*') {
      addName(name, through);
      return;
    }
    const prefix = name === '*' ? '' : name;
    const there = prefixes.get(prefix);
    if (there === undefined) {
      const tooMany = prefixes.size >= maxPrefixes || prefix.length > maxTopicLength;
      if (!tooMany) prefixes.set(prefix, { prefix, by, through });
      return;
    }
    const better = worth[by] > worth[there.by];
    const shorter = isShorter(through, there.through);
    if (!better && !shorter) return;
    prefixes.set(prefix, {
      prefix,
      by: better ? by : there.by,
      through: shorter ? through : there.through,
    });
  };
  /** Makes what a login may read visible. That is no new way for names that came over other flows, so theirs stays. */
  const note = (pattern: ResourcePattern): void => {
    const isPrefix = pattern.patternType === 'PREFIXED' || pattern.name === '*';
    const prefix = pattern.name === '*' ? '' : pattern.name;
    const there = isPrefix ? prefixes.get(prefix)?.through : names.get(pattern.name);
    add(pattern, 'flow', there ?? none);
  };
  if (cluster.rights === 'granted') for (const pattern of cluster.alsoVisible) add(pattern, 'hand', none);
  for (const one of flows) {
    if (one.flow.targetCluster === cluster.key) {
      const { flow, selection } = one;
      const { replication_policy: policy } = flow.settings;
      const wayOf = waysFrom(flow, selection, clusters, before);
      for (const name of selection.mirrored)
        addName(remoteTopic(policy, flow.source, name), wayOf.name(name));
      for (const prefix of selection.prefixes) {
        const remote = remotePrefix(policy, flow.source, prefix);
        add({ name: remote, patternType: 'PREFIXED' }, arrives(flow), wayOf.prefix(prefix));
      }
    }
    // What it writes was added above. The other rights on its target are for MirrorMaker 2's own topics, which no flow takes.
    if (cluster.rights === 'granted')
      for (const pattern of seenThrough({ ...one, target: [] }, cluster.key)) note(pattern);
  }
  return { names, prefixes };
}

const none: ReadonlySet<MirrorFlow> = new Set();

/** Names are found along the shortest ways first, so a later way is shorter only if it is empty: the name is there by itself. */
function isShorter(one: ReadonlySet<MirrorFlow>, other: ReadonlySet<MirrorFlow>): boolean {
  return one.size === 0 && other.size > 0;
}

/** The ways of the names and prefixes that a flow takes, each with the flow added. What the source has of its own came over no flow before. */
function waysFrom(
  flow: MirrorFlow,
  { shown }: TopicSelection,
  clusters: ReadonlyMap<string, MirrorCluster>,
  before: ReadonlyMap<string, VisibleTopics>,
) {
  const visible = before.get(flow.sourceCluster) ?? nothingVisible;
  const own = new Set(clusters.get(flow.sourceCluster)?.topics);
  const onlyShown = new Set(shown);
  const longer = new Map<ReadonlySet<MirrorFlow>, ReadonlySet<MirrorFlow>>();
  const past = (way: ReadonlySet<MirrorFlow>): ReadonlySet<MirrorFlow> => {
    const found = longer.get(way) ?? new Set([...way, flow]);
    longer.set(way, found);
    return found;
  };
  return {
    name: (name: string) => past(own.has(name) ? none : (visible.names.get(name) ?? none)),
    prefix: (prefix: string) =>
      past(onlyShown.has(prefix) ? (visible.prefixes.get(prefix)?.through ?? none) : none),
  };
}

function arrives({ settings }: MirrorFlow): VisiblePrefix['by'] {
  return settings.replication_policy === 'default' ? 'mirrored' : 'flow';
}

/** The rights that a flow brings to the login on one cluster. Two aliases of a flow may be one cluster. */
export function rightsOn(
  key: string,
  { flow, source, target }: Omit<FlowRights, 'selection'>,
): readonly AccessEntry[] {
  return [...(flow.sourceCluster === key ? source : []), ...(flow.targetCluster === key ? target : [])];
}

/** Read, Write and Alter bring Describe. */
function seenThrough(rights: Omit<FlowRights, 'selection'>, key: string): readonly ResourcePattern[] {
  return rightsOn(key, rights)
    .filter(({ resourceType }) => resourceType === 'Topic')
    .filter(({ operation }) => operation === 'Read' || operation === 'Write' || operation === 'Alter')
    .map(({ resourceName, patternType }) => ({ name: resourceName, patternType }));
}

/** Whether the login on the cluster sees a topic of this name. */
export function visibleTo(cluster: MirrorCluster, flows: readonly FlowRights[]): (topic: string) => boolean {
  if (cluster.rights === 'everything') return () => true;
  const patterns = [...cluster.alsoVisible, ...flows.flatMap((one) => seenThrough(one, cluster.key))];
  const names = new Set(
    patterns.flatMap(({ patternType, name }) => (patternType === 'LITERAL' ? [name] : [])),
  );
  const wide = patterns.filter(({ patternType, name }) => patternType === 'PREFIXED' || name === '*');
  return (topic) =>
    names.has(topic) || wide.some((pattern) => covers(pattern, { name: topic, patternType: 'LITERAL' }));
}
