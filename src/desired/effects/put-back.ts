import { syncedConfigs } from '../../mirrormaker/synced-configs.ts';
import { originalOf } from '../../mirrormaker/written-topics.ts';
import { configPath } from '../../model/field-path.ts';
import { flowName } from '../../model/flow.ts';
import type { FlowEffect } from '../../model/flow-effect.ts';
import type { TopicId } from '../../model/topic.ts';
import { isTold } from '../derived/planned-topics.ts';
import { type FlowWorld, pairsFrom } from './flow-world.ts';
import type { News } from './hop.ts';
import { copiesAt, type Pair, pairsOf } from './taking.ts';

/** What flows that run from then on make of configs that the plan changes on their target. */
export function putBacks(world: FlowWorld): readonly FlowEffect[] {
  return world.flows.flatMap((flow) => {
    const { after } = flow;
    if (after === undefined || after.flow.configSync === 'off') return [];
    const { sourceCluster, targetCluster } = after.flow;
    const original = originalOf(after.flow);
    return world.planned.changedOn(targetCluster).flatMap(({ name: remote }): FlowEffect[] => {
      const name = original(remote);
      if (name === undefined) return [];
      return pairsOf(flow, sourceCluster, name)
        .filter((pair) => pair.remote === remote && pair.after !== 'no')
        .flatMap((pair) => undone(world, pair, sourceCluster));
    });
  });
}

/** A topic that the plan changes, and that a flow brings something else, so that the flows behind it carry on that. */
export interface Overruled {
  readonly cause: TopicId;
  readonly pair: Pair;
  readonly news: News;
}

export function overruled(world: FlowWorld): readonly Overruled[] {
  return world.flows.flatMap((flow) =>
    [flow.before, flow.after].flatMap((side): Overruled[] => {
      if (side === undefined) return [];
      const { sourceCluster, targetCluster } = side.flow;
      const original = originalOf(side.flow);
      return world.planned.changedOn(targetCluster).flatMap((cause): Overruled[] => {
        const name = original(cause.name);
        if (name === undefined || world.planned.of(sourceCluster, name) === 'absent') return [];
        if (pairsFrom(world, targetCluster, cause.name).length === 0) return [];
        const topic = world.planned.of(sourceCluster, name);
        const news: News = { cluster: sourceCluster, name, topic, configs: 'all', brings: 'nothing' };
        return pairsOf(flow, sourceCluster, name)
          .filter((pair) => pair.cluster === targetCluster && pair.remote === cause.name)
          .map((pair) => ({ cause, pair, news }));
      });
    }),
  );
}

function undone(world: FlowWorld, pair: Pair, sourceCluster: string): readonly FlowEffect[] {
  const { flow, name, cluster, remote } = pair;
  const source = world.planned.of(sourceCluster, name);
  const target = world.planned.of(cluster, remote);
  if (source === 'absent' || !isTold(target)) return [];
  const configs = [...target.changed].filter((config) => copiesAt('after', pair, config));
  if (configs.length === 0) return [];
  const effect: FlowEffect = {
    cause: { kind: 'topic', cluster, name: remote },
    over: [{ name: flowName(flow.id), state: flow.isListed ? 'runs' : 'unlisted' }],
    targetCluster: cluster,
    takesOver: { topics: [], untold: [] },
    putBack: [],
    undecided: [],
    mixes: [],
    grows: [],
  };
  const because = whyUndecided(pair, source);
  if (because !== '')
    return [{ ...effect, undecided: configs.map((config) => ({ field: configPath(config), because })) }];
  if (!isTold(source)) return [];
  const putBack = syncedConfigs({
    source: source.config,
    target: target.config,
    copies: (config) => copiesAt('after', pair, config),
    sourceIsAiven: world.spec.clusters.get(sourceCluster)?.type === 'aiven',
    sourceIsNew: source.live === undefined,
  })
    .filter((synced) => target.changed.has(synced.name))
    .map((synced) => ({
      field: configPath(synced.name),
      from: target.config.get(synced.name)?.value ?? null,
      to: synced.value,
    }));
  return putBack.length === 0 ? [] : [{ ...effect, putBack }];
}

/** Empty: it can be told. */
function whyUndecided({ flow, after }: Pair, source: ReturnType<FlowWorld['planned']['of']>): string {
  if (source !== 'absent' && 'unread' in source) return source.unread;
  if (after !== 'yes') return 'a pattern of the flow cannot be evaluated here';
  if (flow.unclear !== undefined) return `how the flow runs could not be read: ${flow.unclear}`;
  if (flow.after?.flow.configSync === 'unknown')
    return `the settings of ${flow.id.service} could not be read`;
  return '';
}
