import { internalTopics } from './internal-topics.ts';
import type { MirrorFlow } from './mirror-flow.ts';
import { heartbeatsTopic, isHeartbeatsTopic, originalNames } from './names.ts';
import { mayMirror } from './topic-filter.ts';

/**
 * Whether a flow writes a topic of this name on a cluster: a mirrored topic on its target, or one of MirrorMaker 2's
 * own on either side. In doubt (a pattern that cannot be evaluated here) the answer is yes.
 */
export function writtenTopics(flows: readonly MirrorFlow[]): (cluster: string, topic: string) => boolean {
  const own = new Set(
    flows.flatMap((flow) =>
      internalTopics(flow, []).map(({ cluster, name }) => JSON.stringify([cluster, name])),
    ),
  );
  // MirrorHeartbeatConnector.start creates it whether or not any are emitted.
  for (const { targetCluster } of flows) own.add(JSON.stringify([targetCluster, heartbeatsTopic]));
  const mirrors = flows.map((flow) => ({ flow, selects: mayMirror(flow) }));
  return (cluster, topic) =>
    own.has(JSON.stringify([cluster, topic])) ||
    mirrors.some(
      ({ flow, selects }) =>
        flow.targetCluster === cluster &&
        namesFor(flow, topic).some((name) => isHeartbeatsTopic(name) || selects(name)),
    );
}

/**
 * The name on the source of a topic that the flow would write on its target; undefined: it would not. Of two that are
 * possible, the one with the alias cut off.
 */
export function originalOf(flow: MirrorFlow): (topic: string) => string | undefined {
  const selects = mayMirror(flow);
  return (topic) => namesFor(flow, topic).find((name) => isHeartbeatsTopic(name) || selects(name));
}

function namesFor({ settings, source }: MirrorFlow, topic: string): readonly string[] {
  return originalNames(settings.replication_policy, source, topic);
}

/** Whether the flow takes a topic of its source: by its patterns, in doubt, or as heartbeats, which it takes past them. */
export function mayTake(flow: MirrorFlow): (topic: string) => boolean {
  const selects = mayMirror(flow);
  return (topic) => isHeartbeatsTopic(topic) || selects(topic);
}
