import { liveMatches } from '../../mirrormaker/matches.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, remoteTopic } from '../../mirrormaker/names.ts';
import { originalOf } from '../../mirrormaker/written-topics.ts';
import type { FlowId } from '../../model/flow.ts';
import type { ClusterOffsets } from '../../model/topic-offsets.ts';
import type { WatchedFlow } from '../../plan/flows/flow-sightings.ts';
import type { FlowLook, MirroredPair } from '../../plan/flows/topic-movement.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Spec } from '../../spec/spec.ts';

/** What decides how the looks at a flow are read. `plan`: as of after the writes, for what the login lacks. */
export function watchedFlow(options: {
  readonly spec: Spec;
  readonly flow: MirrorFlow;
  readonly looks: readonly FlowLook[];
  readonly plan: Plan;
  readonly isStarting: boolean;
}): WatchedFlow {
  const { spec, flow, looks, plan, isStarting } = options;
  const onSource = namesIn(looks.map(({ source }) => source));
  const { doubtful, maybeMore } = liveMatches(flow, onSource);
  return {
    id: flowIdOf(spec, flow),
    pairs: pairsOf(flow, onSource, namesIn(looks.map(({ target }) => target))),
    isUncertain: maybeMore || doubtful.length > 0,
    policy: flow.settings.replication_policy,
    lacks: lacksOf(flow, plan),
    isStarting,
  };
}

function flowIdOf(spec: Spec, { service, source, target }: MirrorFlow): FlowId {
  const project = spec.mirrormakers.get(service)?.project ?? spec.project;
  return { kind: 'flow', project, service, source, target };
}

function namesIn(clusters: readonly ClusterOffsets[]): readonly string[] {
  const names = clusters.flatMap((cluster) => (cluster.state === 'known' ? [...cluster.value.keys()] : []));
  return [...new Set(names)];
}

/** Whatever matches on the source, and whatever on the target looks as if the flow had brought it. */
function pairsOf(
  flow: MirrorFlow,
  onSource: readonly string[],
  onTarget: readonly string[],
): readonly MirroredPair[] {
  const original = originalOf(flow);
  const pairs = new Map<string, MirroredPair>();
  for (const { name, remote } of liveMatches(flow, onSource).mirrored) {
    pairs.set(remote, { name, remote, kind: 'records' });
  }
  for (const name of onSource.filter(isHeartbeatsTopic)) {
    const remote = remoteTopic(flow.settings.replication_policy, flow.source, name);
    pairs.set(remote, { name, remote, kind: 'heartbeats' });
  }
  for (const remote of onTarget) {
    const name = original(remote);
    if (name === undefined || pairs.has(remote)) continue;
    pairs.set(remote, { name, remote, kind: isHeartbeatsTopic(name) ? 'heartbeats' : 'records' });
  }
  return [...pairs.values()];
}

function lacksOf({ service, source, target }: MirrorFlow, { flows }: Plan): WatchedFlow['lacks'] {
  const found = flows.find(
    (flow) => flow.service === service && flow.source === source && flow.target === target,
  );
  return (found?.logins ?? []).flatMap(({ stopsBy, cluster }) =>
    stopsBy.map(({ words, stops }) => ({ words: `${words} on ${cluster}`, stops })),
  );
}
