import { configFilter } from '../../mirrormaker/config-filter.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import {
  isCycle,
  isHeartbeatsTopic,
  isInternalTopic,
  isOwnHeartbeats,
  remoteTopic,
} from '../../mirrormaker/names.ts';
import { mayMirror, topicFilter } from '../../mirrormaker/topic-filter.ts';
import type { RunningFlow } from './running-flows.ts';

/** `maybe`: a pattern that cannot be evaluated here decides. */
export type Taken = 'yes' | 'maybe' | 'no';

/** A flow as it runs at one moment. */
export interface Side {
  readonly flow: MirrorFlow;
  takes(name: string): Taken;
  remote(name: string): string;
  copies(config: string): ReturnType<ReturnType<typeof configFilter>>;
}

/** A flow with what it takes before and after the plan. */
export interface TakingFlow extends RunningFlow {
  readonly before?: Side;
  readonly after?: Side;
}

/** A topic of a source as a flow writes it: on the target, under its name there. */
export interface Pair {
  readonly flow: TakingFlow;
  readonly name: string;
  readonly cluster: string;
  readonly remote: string;
  readonly before: Taken;
  readonly after: Taken;
}

/** `aliases`: of the spec; heartbeats that came over them are MirrorMaker 2's own. */
export function takingFlow(running: RunningFlow, aliases: ReadonlySet<string>): TakingFlow {
  const { runsNow, runsThen } = running;
  return {
    ...running,
    ...(runsNow === undefined ? {} : { before: sideOf(runsNow, aliases) }),
    ...(runsThen === undefined ? {} : { after: sideOf(runsThen, aliases) }),
  };
}

function sideOf(flow: MirrorFlow, aliases: ReadonlySet<string>): Side {
  const { settings, source, target } = flow;
  const { verdict } = topicFilter(flow);
  const may = mayMirror(flow);
  const own = new Set([...aliases, source, target]);
  return {
    flow,
    takes: (name) => {
      if (isHeartbeatsTopic(name)) {
        const isTaken = !isInternalTopic(name) && !isCycle(settings.replication_policy, target, name);
        return isTaken && !isOwnHeartbeats(name, own) ? 'yes' : 'no';
      }
      if (verdict(name) === 'mirrored') return 'yes';
      return may(name) ? 'maybe' : 'no';
    },
    remote: (name) => remoteTopic(settings.replication_policy, source, name),
    copies: configFilter(settings.config_properties_exclude),
  };
}

/** What a flow makes of a topic of a cluster; two where the plan gives the copy another name or place. */
export function pairsOf(flow: TakingFlow, cluster: string, name: string): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const moment of ['before', 'after'] as const) {
    const side = flow[moment];
    if (side === undefined || side.flow.sourceCluster !== cluster) continue;
    const taken = side.takes(name);
    if (taken === 'no') continue;
    const [target, remote] = [side.flow.targetCluster, side.remote(name)];
    const key = JSON.stringify([target, remote]);
    const pair = pairs.get(key) ?? { flow, name, cluster: target, remote, before: 'no', after: 'no' };
    pairs.set(key, { ...pair, [moment]: taken });
  }
  return [...pairs.values()];
}

/** Whether a flow copies a config of a pair at a moment; in doubt it does. */
export function copiesAt(moment: 'before' | 'after', { flow, ...pair }: Pair, config: string): boolean {
  return pair[moment] !== 'no' && flow[moment]?.copies(config) !== 'excluded';
}

/** Whether a flow surely copies a config of a pair already. */
export function surelyCopies({ flow, before }: Pair, config: string): boolean {
  return before === 'yes' && flow.before?.copies(config) === 'copied';
}
