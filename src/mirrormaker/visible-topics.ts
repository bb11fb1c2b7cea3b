import { covers, type ResourcePattern } from '../model/acl-coverage.ts';
import { maxTopicLength } from '../model/topic-name.ts';
import { remoteTopics } from './access-target.ts';
import type { AccessEntry, MirrorCluster, MirrorFlow } from './mirror-flow.ts';
import { isHeartbeatsTopic, remoteTopic } from './names.ts';
import type { TopicSelection, VisiblePrefix } from './selection.ts';

/** In a mesh of clusters topics take every path without a loop, more than anyone wants listed. */
const maxPrefixes = 200;
const fewestNames = 5_000;

/** How many names are followed on each cluster: all those of a chain of clusters, not all those of a mesh. */
export function maxVisibleNames(clusters: ReadonlyMap<string, MirrorCluster>): number {
  const known = [...clusters.values()].reduce((sum, { topics }) => sum + topics.length, 0);
  return Math.max(fewestNames, 4 * known);
}

/** How far a prefix may be granted on: a mirrored one under every policy, one that is shown by hand never. */
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
  /** Names that a flow is granted or will make there. Heartbeats are looked at apart. */
  readonly names: ReadonlySet<string>;
  /** By prefix. */
  readonly prefixes: ReadonlyMap<string, VisiblePrefix>;
}

/** Grows with every name and prefix, and with what a prefix is worth. */
export function visibleSize({ names, prefixes }: VisibleTopics): number {
  let size = names.size;
  for (const { by } of prefixes.values()) size += worth[by];
  return size;
}

export const nothingVisible: VisibleTopics = { names: new Set(), prefixes: new Map() };

/**
 * What flows bring into view on a cluster: Read, Write and Alter bring Describe, so a login sees what any of its flows may
 * read or write there; on Aiven's services it sees everything, and what flows write can be told ahead.
 */
export function visibleOn(
  cluster: MirrorCluster,
  flows: readonly FlowRights[],
  before: VisibleTopics,
  maxNames: number,
): VisibleTopics {
  const names = new Set(before.names);
  const prefixes = new Map(before.prefixes);
  const addName = (name: string): void => {
    if (names.size < maxNames && name.length <= maxTopicLength && !isHeartbeatsTopic(name)) names.add(name);
  };
  const add = ({ name, patternType }: ResourcePattern, by: VisiblePrefix['by']): void => {
    if (patternType === 'LITERAL' && name !== '*') {
      addName(name);
      return;
    }
    const prefix = name === '*' ? '' : name;
    const there = prefixes.get(prefix);
    const tooMany = prefixes.size >= maxPrefixes || prefix.length > maxTopicLength;
    if (there === undefined ? !tooMany : worth[by] > worth[there.by]) prefixes.set(prefix, { prefix, by });
  };
  if (cluster.rights === 'granted') for (const pattern of cluster.alsoVisible) add(pattern, 'hand');
  for (const one of flows) {
    if (one.flow.targetCluster === cluster.key) {
      for (const pattern of remoteTopics(one.flow, one.selection)) add(pattern, arrives(one.flow));
      for (const name of one.selection.mirrored) {
        addName(remoteTopic(one.flow.settings.replication_policy, one.flow.source, name));
      }
    }
    if (cluster.rights === 'granted')
      for (const pattern of seenThrough(one, cluster.key)) add(pattern, 'flow');
  }
  return { names, prefixes };
}

function arrives({ settings }: MirrorFlow): VisiblePrefix['by'] {
  return settings.replication_policy === 'default' ? 'mirrored' : 'flow';
}

/** Read, Write and Alter bring Describe. */
export function seenThrough({ flow, source, target }: FlowRights, key: string): readonly ResourcePattern[] {
  return [...(flow.sourceCluster === key ? source : []), ...(flow.targetCluster === key ? target : [])]
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
