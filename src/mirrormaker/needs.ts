import { covers, type ResourcePattern } from '../model/acl-coverage.ts';
import { sourceAccess } from './access-source.ts';
import { targetAccess } from './access-target.ts';
import { internalTopics } from './internal-topics.ts';
import type { AccessEntry, FlowHeartbeats, InternalTopic, MirrorCluster, MirrorFlow } from './mirror-flow.ts';
import { heartbeatsTopic, isCycle, isHeartbeatsTopic, remoteTopic } from './names.ts';
import { selectTopics, type TopicSelection } from './selection.ts';

/** In a mesh of clusters heartbeats take every path without a loop, more than anyone wants listed. */
const maxHeartbeatsTopics = 100;

/** What one flow needs on clusters where MirrorMaker 2 has only the rights it is granted. */
export interface FlowNeeds {
  readonly flow: MirrorFlow;
  readonly selection: TopicSelection;
  /** Heartbeats topics that it sees on its source, and so mirrors past the patterns. */
  readonly heartbeats: readonly string[];
  /** Empty where MirrorMaker 2 creates its topics itself. */
  readonly topics: readonly InternalTopic[];
  readonly source: readonly AccessEntry[];
  readonly target: readonly AccessEntry[];
}

/** Kafka's limit, `Topic.MAX_NAME_LENGTH`. */
const maxTopicNameLength = 249;

/**
 * The needs of every flow, enabled or not, in the order given.
 *
 * Flows are looked at together because of heartbeats: they are mirrored past the patterns wherever the connecting
 * user sees them, and what one flow may write, another one sees. So what is granted decides what is seen, and what is
 * seen decides what is granted; this runs until both agree.
 */
export function needsOf(
  flows: readonly MirrorFlow[],
  clusters: ReadonlyMap<string, MirrorCluster>,
): readonly FlowNeeds[] {
  const selections = flows.map((flow) => ({
    flow,
    selection: selectTopics(flow, clusters.get(flow.sourceCluster)?.topics ?? []),
  }));
  let seen: SeenHeartbeats = new Map();
  for (;;) {
    const needs = selections.map(({ flow, selection }) =>
      needsGiven({ flow, selection, flows, seen, clusters }),
    );
    const next = heartbeatsSeen(needs, seen, clusters);
    if (sizeOf(next) === sizeOf(seen)) return needs;
    seen = next;
  }
}

/** Heartbeats topics that MirrorMaker 2 sees, by key of the cluster. Only ever grows. */
type SeenHeartbeats = ReadonlyMap<string, ReadonlySet<string>>;

function needsGiven(options: {
  readonly flow: MirrorFlow;
  readonly selection: TopicSelection;
  readonly flows: readonly MirrorFlow[];
  readonly seen: SeenHeartbeats;
  readonly clusters: ReadonlyMap<string, MirrorCluster>;
}): FlowNeeds {
  const { flow, selection, flows, seen, clusters } = options;
  const granted = (key: string): boolean => clusters.get(key)?.rights === 'granted';
  const heartbeats: FlowHeartbeats = {
    mirrored: mirroredHeartbeats(flow, seen),
    createdAhead: flow.internalTopics === 'ahead' && granted(flow.targetCluster),
    emitted: flow.settings.emit_heartbeats_enabled || flows.some((other) => emitsBackInto(other, flow)),
  };
  return {
    flow,
    selection,
    heartbeats: heartbeats.mirrored,
    topics:
      flow.internalTopics === 'ahead'
        ? internalTopics(flow, heartbeats.mirrored).filter(({ cluster }) => granted(cluster))
        : [],
    source: granted(flow.sourceCluster) ? sourceAccess(flow, selection, heartbeats) : [],
    target: granted(flow.targetCluster) ? targetAccess(flow, selection, heartbeats) : [],
  };
}

/** The backward heartbeats of a flow are emitted by the worker of its reverse flow. */
function emitsBackInto(other: MirrorFlow, flow: MirrorFlow): boolean {
  return (
    other.service === flow.service &&
    other.source === flow.target &&
    other.target === flow.source &&
    other.settings.emit_backward_heartbeats_enabled
  );
}

function mirroredHeartbeats(flow: MirrorFlow, seen: SeenHeartbeats): readonly string[] {
  const policy = flow.settings.replication_policy;
  return [...(seen.get(flow.sourceCluster) ?? [])]
    .filter((name) => !isCycle(policy, flow.target, name))
    .filter((name) => remoteTopic(policy, flow.source, name).length <= maxTopicNameLength)
    .sort();
}

function heartbeatsSeen(
  needs: readonly FlowNeeds[],
  before: SeenHeartbeats,
  clusters: ReadonlyMap<string, MirrorCluster>,
): SeenHeartbeats {
  const seen = new Map<string, Set<string>>();
  for (const [key, cluster] of clusters) {
    const names = new Set(before.get(key));
    const visible = visibleTo(cluster, needs);
    const mayExist = [...cluster.topics.filter(isHeartbeatsTopic), ...heartbeatsMadeOn(key, needs, before)];
    for (const name of mayExist.sort(shortestFirst)) {
      if (names.size < maxHeartbeatsTopics && visible(name)) names.add(name);
    }
    seen.set(key, names);
  }
  return seen;
}

/**
 * Heartbeats topics that the flows bring to a cluster. `MirrorHeartbeatConnector.start` creates `heartbeats` whether
 * or not any are emitted, as far as it may.
 */
function heartbeatsMadeOn(key: string, needs: readonly FlowNeeds[], seen: SeenHeartbeats): readonly string[] {
  return needs.flatMap(({ flow }) => {
    const emitted = flow.sourceCluster === key && flow.settings.emit_backward_heartbeats_enabled;
    if (flow.targetCluster !== key) return emitted ? [heartbeatsTopic] : [];
    const mirrored = mirroredHeartbeats(flow, seen).map((name) =>
      remoteTopic(flow.settings.replication_policy, flow.source, name),
    );
    return [heartbeatsTopic, ...mirrored];
  });
}

function visibleTo(cluster: MirrorCluster, needs: readonly FlowNeeds[]): (topic: string) => boolean {
  if (cluster.rights === 'everything') return () => true;
  const patterns = [...cluster.alsoVisible, ...needs.flatMap((one) => seenThrough(one, cluster.key))];
  const names = new Set(
    patterns.flatMap(({ patternType, name }) => (patternType === 'LITERAL' ? [name] : [])),
  );
  const wide = patterns.filter(({ patternType, name }) => patternType === 'PREFIXED' || name === '*');
  return (topic) =>
    names.has(topic) || wide.some((pattern) => covers(pattern, { name: topic, patternType: 'LITERAL' }));
}

/** Read, Write and Alter bring Describe. */
function seenThrough({ flow, source, target }: FlowNeeds, key: string): readonly ResourcePattern[] {
  return [...(flow.sourceCluster === key ? source : []), ...(flow.targetCluster === key ? target : [])]
    .filter(({ resourceType }) => resourceType === 'Topic')
    .filter(({ operation }) => operation === 'Read' || operation === 'Write' || operation === 'Alter')
    .map(({ resourceName, patternType }) => ({ name: resourceName, patternType }));
}

function shortestFirst(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function sizeOf(seen: SeenHeartbeats): number {
  let size = 0;
  for (const names of seen.values()) size += names.size;
  return size;
}
