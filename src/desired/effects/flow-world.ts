import type { Desired } from '../../model/desired.ts';
import type { Live } from '../../model/live.ts';
import type { Spec } from '../../spec/spec.ts';
import type { PlannedTopics } from '../derived/planned-topics.ts';
import { type MirrorLogins, viewOf } from '../derived/view.ts';
import { type Arrival, hop, type News } from './hop.ts';
import { runningFlows } from './running-flows.ts';
import { type Pair, pairsOf, type TakingFlow, takingFlow } from './taking.ts';

/** The flows that run before or after the plan, and the topics as it would leave them. */
export interface FlowWorld {
  readonly spec: Spec;
  readonly flows: readonly TakingFlow[];
  readonly planned: PlannedTopics;
  /** Names of the topics of a cluster; undefined: nobody could look. */
  readonly namesOn: (cluster: string) => ReadonlySet<string> | undefined;
  /** As lists tell it of topics that were not read in full as well; undefined: nobody told. */
  readonly partitionsOn: (cluster: string, name: string) => number | undefined;
  readonly isProtected: (cluster: string, name: string) => boolean;
}

export interface FlowEffectOptions {
  readonly spec: Spec;
  readonly desired: Pick<Desired, 'topics' | 'leavesOut' | 'integrations' | 'endpoints'>;
  readonly live: Live;
  readonly logins: MirrorLogins;
}

export function flowWorld(
  { spec, desired, live, logins }: FlowEffectOptions,
  planned: PlannedTopics,
): FlowWorld {
  const running = runningFlows(spec, desired, live);
  const aliases = new Set([...spec.aliases.keys(), ...running.flatMap(({ id }) => [id.source, id.target])]);
  const views = new Map<string, ReturnType<typeof viewOf>>();
  const view = (cluster: string) => {
    const found = views.get(cluster) ?? viewOf(cluster, live, logins);
    views.set(cluster, found);
    return found;
  };
  const names = new Map<string, ReadonlySet<string> | undefined>();
  return {
    spec,
    flows: running.map((flow) => takingFlow(flow, aliases)),
    planned,
    namesOn: (cluster) => {
      const looked = view(cluster);
      if (!names.has(cluster))
        names.set(cluster, looked.state === 'known' ? new Set(looked.value.names) : undefined);
      return names.get(cluster);
    },
    partitionsOn: (cluster, name) => {
      const looked = view(cluster);
      return looked.state === 'known' ? looked.value.partitions.get(name) : undefined;
    },
    isProtected: (cluster, name) => spec.clusters.get(cluster)?.topics.get(name)?.protect === true,
  };
}

export function arrivalOf(world: FlowWorld, pair: Pair, news: News, how: 'carries' | 'begins'): Arrival {
  return hop({
    pair,
    news,
    how,
    target: world.planned.of(pair.cluster, pair.remote),
    partitions: world.partitionsOn(pair.cluster, pair.remote),
    sourceIsAiven: world.spec.clusters.get(news.cluster)?.type === 'aiven',
    isProtected: world.isProtected(pair.cluster, pair.remote),
  });
}

/** What all flows make of a topic. */
export function pairsFrom(
  { flows }: Pick<FlowWorld, 'flows'>,
  cluster: string,
  name: string,
): readonly Pair[] {
  return flows.flatMap((flow) => pairsOf(flow, cluster, name));
}
