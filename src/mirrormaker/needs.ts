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
  const derive = deriving(flows, clusters);
  let seen: Seen = { heartbeats: new Map(), topics: new Map() };
  for (;;) {
    const needs = flows.map((flow) => derive(flow, select(flow, seen), seen.heartbeats));
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
  const touching = byCluster(needs);
  return new Map(
    [...clusters].map(([key, cluster]) => [
      key,
      visibleOn(cluster, touching.get(key) ?? [], clusters, before, maxNames),
    ]),
  );
}

/** The flows from and to each cluster, in their order: no other one brings anything to it. */
function byCluster(needs: readonly FlowNeeds[]): ReadonlyMap<string, readonly FlowNeeds[]> {
  const touching = new Map<string, FlowNeeds[]>();
  for (const one of needs) {
    for (const key of new Set([one.flow.sourceCluster, one.flow.targetCluster])) {
      const others = touching.get(key);
      if (others === undefined) touching.set(key, [one]);
      else others.push(one);
    }
  }
  return touching;
}

/** Derives the needs of a flow again only when there is something new for it. */
function deriving(
  flows: readonly MirrorFlow[],
  clusters: ReadonlyMap<string, MirrorCluster>,
): (flow: MirrorFlow, selection: TopicSelection, seen: SeenHeartbeats) => FlowNeeds {
  const last = new Map<MirrorFlow, { readonly size: number; readonly needs: FlowNeeds }>();
  const emitters = new Set(
    flows.filter(({ settings }) => settings.emit_backward_heartbeats_enabled).map(endsOf),
  );
  return (flow, selection, seen) => {
    const size = seen.get(flow.sourceCluster)?.size ?? 0;
    const before = last.get(flow);
    if (before?.size === size && before.needs.selection === selection) return before.needs;
    // The backward heartbeats of a flow are emitted by the worker of its reverse flow.
    const { service, source, target } = flow;
    const isEmittedInto = emitters.has(endsOf({ service, source: target, target: source }));
    const needs = needsGiven({ flow, selection, isEmittedInto, seen, clusters });
    last.set(flow, { size, needs });
    return needs;
  };
}

function endsOf({ service, source, target }: Pick<MirrorFlow, 'service' | 'source' | 'target'>): string {
  return JSON.stringify([service, source, target]);
}

function needsGiven(options: {
  readonly flow: MirrorFlow;
  readonly selection: TopicSelection;
  /** The worker of the reverse flow emits heartbeats into the target of this one. */
  readonly isEmittedInto: boolean;
  readonly seen: SeenHeartbeats;
  readonly clusters: ReadonlyMap<string, MirrorCluster>;
}): FlowNeeds {
  const { flow, selection, isEmittedInto, seen, clusters } = options;
  const granted = (key: string): boolean => clusters.get(key)?.rights === 'granted';
  const heartbeats: FlowHeartbeats = {
    mirrored: mirroredHeartbeats(flow, seen),
    createdAhead: flow.internalTopics === 'ahead' && granted(flow.targetCluster),
    emitted: flow.settings.emit_heartbeats_enabled || isEmittedInto,
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
  const made = heartbeatsMade(needs);
  const touching = byCluster(needs);
  for (const [key, cluster] of clusters) {
    const names = new Set(before.get(key));
    const visible = visibleTo(cluster, touching.get(key) ?? []);
    const mayExist = [...cluster.topics.filter(isHeartbeatsTopic), ...(made.get(key) ?? [])];
    for (const name of mayExist.sort(shortestFirst)) {
      if (names.size < maxHeartbeatsTopics && visible(name)) names.add(name);
    }
    seen.set(key, names);
  }
  return seen;
}

/**
 * Heartbeats topics that the flows bring to each cluster. `MirrorHeartbeatConnector.start` creates `heartbeats` whether
 * or not any are emitted, as far as it may.
 */
function heartbeatsMade(needs: readonly FlowNeeds[]): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, string[]>();
  const add = (key: string, ...names: readonly string[]): void => {
    const there = made.get(key);
    if (there === undefined) made.set(key, [...names]);
    else there.push(...names);
  };
  for (const { flow, heartbeats } of needs) {
    const { source, sourceCluster, targetCluster, settings } = flow;
    add(
      targetCluster,
      heartbeatsTopic,
      ...heartbeats.map((name) => remoteTopic(settings.replication_policy, source, name)),
    );
    if (settings.emit_backward_heartbeats_enabled && sourceCluster !== targetCluster)
      add(sourceCluster, heartbeatsTopic);
  }
  return made;
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
