import type { Live } from '../../model/live.ts';
import { plannedTopics } from '../derived/planned-topics.ts';
import { effectsIn } from './flow-effects.ts';
import { type FlowEffectOptions, flowWorld } from './flow-world.ts';

export interface ComparedTopics {
  /** To read in full, sorted. */
  readonly topics: readonly string[];
  /** Of them, on a target: an empty one has nothing to lose. */
  readonly countedTopics: readonly string[];
}

/** Which topics have to be read, by key of the cluster, so that the effects can be told. What is not read yet is taken to matter. */
export function topicsToCompare(options: FlowEffectOptions): ReadonlyMap<string, ComparedTopics> {
  const { live, desired } = options;
  const planned = plannedTopics(desired, live);
  const asked = new Map<string, Set<string>>();
  const of: typeof planned.of = (cluster, name) => {
    if (isListed(live, cluster, name)) asked.set(cluster, (asked.get(cluster) ?? new Set()).add(name));
    return planned.of(cluster, name);
  };
  const world = flowWorld(options, { ...planned, of });
  effectsIn(world, options);
  const targets = new Set(
    world.flows.flatMap(({ runsNow, runsThen }) =>
      [runsNow, runsThen].flatMap((flow) => flow?.targetCluster ?? []),
    ),
  );
  return new Map(
    [...asked].map(([key, names]) => {
      const topics = [...names].sort();
      return [key, { topics, countedTopics: targets.has(key) ? topics : [] }];
    }),
  );
}

function isListed(live: Live, cluster: string, name: string): boolean {
  const names = live.clusters.get(cluster)?.topicNames;
  return names?.state === 'known' && names.value.includes(name);
}
