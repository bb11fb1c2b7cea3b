import { maxTopicLength } from '../model/topic-name.ts';
import { sourceAccess } from './access-source.ts';
import { targetAccess } from './access-target.ts';
import { internalTopics } from './internal-topics.ts';
import type { FlowHeartbeats, InternalTopic, MirrorCluster, MirrorFlow } from './mirror-flow.ts';
import { heartbeatsTopic, isCycle, isHeartbeatsTopic, remoteTopic } from './names.ts';
import { selectTopics, type TopicSelection } from './selection.ts';
import {
  type FlowRights,
  maxVisibleNames,
  nothingVisible,
  openTo,
  type VisibleTopics,
  visibleOn,
  visibleSize,
  visibleTo,
} from './visible-topics.ts';

/** On one cluster. In a mesh of clusters heartbeats arrive over every path without a loop, too many to list them all. */
const maxHeartbeatsTopics = 100;

/** What one flow needs on clusters where MirrorMaker 2 has only the rights it is granted. */
export interface FlowNeeds extends FlowRights {
  /** MirrorMaker 2 sees every topic of the source, as on Aiven's services. */
  readonly seesAll: boolean;
  /** Heartbeats topics that it sees on its source, and so mirrors past the patterns. */
  readonly heartbeats: readonly string[];
  /** Empty where MirrorMaker 2 creates its topics itself. */
  readonly topics: readonly InternalTopic[];
}

/**
 * The needs of every flow, enabled or not, in the order given.
 *
 * Flows are looked at together: what one flow may read or write, another one sees, and what it sees it mirrors if its
 * patterns match; heartbeats past the patterns. So what is granted decides what is seen, and what is seen decides what is
 * granted; this runs until both agree.
 */
export function needsOf(
  flows: readonly MirrorFlow[],
  clusters: ReadonlyMap<string, MirrorCluster>,
): readonly FlowNeeds[] {
  const select = selecting(clusters);
  let seen: Seen = { heartbeats: new Map(), topics: new Map() };
  for (;;) {
    const needs = flows.map((flow) =>
      needsGiven({ flow, selection: select(flow, seen), flows, seen: seen.heartbeats, clusters }),
    );
    const next: Seen = {
      heartbeats: heartbeatsSeen(needs, seen.heartbeats, clusters),
      topics: topicsSeen(needs, seen.topics, clusters),
    };
    if (sizeOf(next) === sizeOf(seen)) return needs;
    seen = next;
  }
}

interface Seen {
  readonly heartbeats: SeenHeartbeats;
  /** By key of the cluster. */
  readonly topics: ReadonlyMap<string, VisibleTopics>;
}

/** Heartbeats topics that MirrorMaker 2 sees, by key of the cluster. Only ever grows. */
type SeenHeartbeats = ReadonlyMap<string, ReadonlySet<string>>;

/** Selects the topics of a flow again only when its login has come to see more. */
function selecting(
  clusters: ReadonlyMap<string, MirrorCluster>,
): (flow: MirrorFlow, seen: Seen) => TopicSelection {
  const last = new Map<MirrorFlow, { readonly size: number; readonly selection: TopicSelection }>();
  return (flow, { topics }) => {
    const visible = topics.get(flow.sourceCluster) ?? nothingVisible;
    const size = visibleSize(visible);
    const before = last.get(flow);
    if (before?.size === size) return before.selection;
    const { names, prefixes } = openTo(flow, visible);
    const known = [...(clusters.get(flow.sourceCluster)?.topics ?? []), ...names];
    const selection = selectTopics(flow, known, prefixes);
    last.set(flow, { size, selection });
    return selection;
  };
}

function topicsSeen(
  needs: readonly FlowNeeds[],
  before: ReadonlyMap<string, VisibleTopics>,
  clusters: ReadonlyMap<string, MirrorCluster>,
): ReadonlyMap<string, VisibleTopics> {
  const maxNames = maxVisibleNames(clusters);
  return new Map(
    [...clusters].map(([key, cluster]) => [key, visibleOn(cluster, needs, clusters, before, maxNames)]),
  );
}

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
    seesAll: clusters.get(flow.sourceCluster)?.rights === 'everything',
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
    .filter((name) => remoteTopic(policy, flow.source, name).length <= maxTopicLength)
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

function shortestFirst(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function sizeOf({ heartbeats, topics }: Seen): number {
  let size = 0;
  for (const names of heartbeats.values()) size += names.size;
  for (const visible of topics.values()) size += visibleSize(visible);
  return size;
}
