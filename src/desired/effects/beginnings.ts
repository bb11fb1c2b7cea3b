import { originalOf } from '../../mirrormaker/written-topics.ts';
import type { Live } from '../../model/live.ts';
import type { ResourceId } from '../../model/resource.ts';
import { isTold } from '../derived/planned-topics.ts';
import { type MirrorLogins, viewOf } from '../derived/view.ts';
import { arrivalOf, type FlowWorld, pairsFrom } from './flow-world.ts';
import type { Arrival, News } from './hop.ts';
import { type Pair, pairsOf, type Side, type TakingFlow } from './taking.ts';

/** A topic that a flow begins to take, or of which it begins to copy more configs. */
export interface Beginning {
  readonly cause: ResourceId;
  /** Of the target. */
  readonly cluster: string;
  readonly arrival: Arrival;
}

export function beginnings(
  world: FlowWorld,
  flow: TakingFlow,
  live: Live,
  logins: MirrorLogins,
): readonly Beginning[] {
  const { after } = flow;
  // How a flow runs that could not be read is not changed by the plan.
  if (after === undefined || flow.unclear !== undefined) return [];
  const { sourceCluster, targetCluster } = after.flow;
  const view = viewOf(sourceCluster, live, logins);
  if (view.state === 'unknown') {
    const because = `the topics of ${sourceCluster} could not be looked at: ${view.message}`;
    return unseen(world, flow, after, because);
  }
  const there = world.namesOn(targetCluster);
  return view.value.names.flatMap((name): Beginning[] =>
    pairsOf(flow, sourceCluster, name)
      .filter((pair) => pair.after !== 'no' && isOpen(pair))
      .flatMap((pair): Beginning[] => {
        const isThere = there === undefined ? 'unknown' : there.has(pair.remote);
        if (isThere === 'unknown') {
          // A name with the alias in it is hardly there by chance.
          if (after.flow.settings.replication_policy !== 'identity') return [];
          const because = `whether it is on ${targetCluster} could not be looked at`;
          return [told(world, flow, pair.remote, because)];
        }
        const goesOn = pairsFrom(world, targetCluster, pair.remote).length > 0;
        if (!isThere && !goesOn) return [];
        return [begins(world, pair)];
      }),
  );
}

/** Whether the plan changes what the flow makes of it. */
function isOpen({ flow, before }: Pair): boolean {
  const filters = [flow.before, flow.after].map((side) =>
    JSON.stringify(side?.flow.settings.config_properties_exclude),
  );
  return !(before === 'yes' && filters[0] === filters[1]) && !isSameVague(flow, before);
}

/** Of a pattern that cannot be evaluated, nobody knows what it takes; but it takes the same as before. */
function isSameVague({ before, after }: TakingFlow, taken: Pair['before']): boolean {
  return taken === 'maybe' && JSON.stringify(before?.flow.settings) === JSON.stringify(after?.flow.settings);
}

function begins(world: FlowWorld, pair: Pair): Beginning {
  const { flow, name, cluster } = pair;
  const source = flow.after?.flow.sourceCluster ?? '';
  const topic = world.planned.of(source, name);
  const isNew = pair.before !== 'yes';
  const partitions = isTold(topic) ? topic.partitions : undefined;
  const news: News = {
    cluster: source,
    name,
    topic,
    configs: 'all',
    brings: isNew ? 'own' : 'nothing',
    ...(isNew && partitions !== undefined ? { partitions } : {}),
  };
  return { cause: flow.begins, cluster, arrival: arrivalOf(world, pair, news, 'begins') };
}

function told(world: FlowWorld, flow: TakingFlow, remote: string | undefined, because: string): Beginning {
  const cluster = flow.after?.flow.targetCluster ?? '';
  const isProtected = remote !== undefined && world.isProtected(cluster, remote);
  const named = remote === undefined ? {} : { name: remote };
  const copies = flow.after?.flow.configSync !== 'off';
  const mixes = flow.after?.flow.settings.replication_policy === 'identity';
  const state = flow.before === undefined ? 'begins' : 'runs';
  return {
    cause: flow.begins,
    cluster,
    arrival: {
      over: { name: `${flow.id.source} -> ${flow.id.target}`, state },
      takesOver: [],
      untold: copies ? [{ ...named, because, isProtected }] : [],
      mixes: mixes ? [{ ...named, isProtected }] : [],
      grows: [],
      news: {
        cluster,
        name: remote ?? '',
        topic: { unread: because },
        configs: new Set(),
        brings: 'nothing',
      },
    },
  };
}

/** All that decides which topics a flow takes, under which names, and which of their configs. */
function selectionOf({ settings }: Side['flow']): string {
  const { topics, topics_exclude, replication_policy, config_properties_exclude } = settings;
  return JSON.stringify([topics, topics_exclude, replication_policy, config_properties_exclude]);
}

/** Where nobody could look at the source: what is on the target under a name that the flow would write. */
function unseen(world: FlowWorld, flow: TakingFlow, after: Side, because: string): readonly Beginning[] {
  const { targetCluster, settings } = after.flow;
  const there = world.namesOn(targetCluster);
  if (there === undefined) {
    const mayTakeMore =
      flow.before === undefined || selectionOf(flow.before.flow) !== selectionOf(after.flow);
    return mayTakeMore && settings.replication_policy === 'identity'
      ? [told(world, flow, undefined, because)]
      : [];
  }
  const original = originalOf(after.flow);
  return [...there].flatMap((remote): Beginning[] => {
    const name = original(remote);
    if (name === undefined) return [];
    const pairs = pairsOf(flow, after.flow.sourceCluster, name);
    const isNew = pairs.some((pair) => pair.remote === remote && pair.after !== 'no' && isOpen(pair));
    return isNew ? [told(world, flow, remote, because)] : [];
  });
}
