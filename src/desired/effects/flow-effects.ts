import type { FlowEffect, FlowOnTheWay } from '../../model/flow-effect.ts';
import { keyOf, type ResourceId } from '../../model/resource.ts';
import type { TopicId } from '../../model/topic.ts';
import { isTold, plannedTopics } from '../derived/planned-topics.ts';
import { beginnings } from './beginnings.ts';
import { arrivalOf, type FlowEffectOptions, type FlowWorld, flowWorld, pairsFrom } from './flow-world.ts';
import type { Arrival, News } from './hop.ts';
import { putBacks } from './put-back.ts';
import type { Pair } from './taking.ts';

/** What the changes of a plan come to on other clusters over the flows that run, before it or after it. */
export function flowEffects(options: FlowEffectOptions): readonly FlowEffect[] {
  const { desired, live } = options;
  return effectsIn(flowWorld(options, plannedTopics(desired, live)), options);
}

export function effectsIn(world: FlowWorld, { live, logins }: FlowEffectOptions): readonly FlowEffect[] {
  const found = new Effects();
  for (const { cause, news } of changedTopics(world)) spread(world, cause, news, found);
  for (const flow of world.flows) {
    for (const beginning of beginnings(world, flow, live, logins)) {
      const { cause, arrival, cluster } = beginning;
      found.add(cause, [arrival.over], cluster, arrival);
      goOn(
        world,
        { cause, path: [arrival.over], seen: new Set([`${cluster} ${arrival.news.name}`]) },
        arrival,
        found,
      );
    }
  }
  return [...found.all(), ...putBacks(world)];
}

interface Root {
  readonly cause: TopicId;
  readonly news: News;
}

/** The topics that the plan creates or changes, as far as flows care. */
function changedTopics({ spec, planned }: FlowWorld): readonly Root[] {
  return [...spec.clusters.keys()].flatMap((cluster) =>
    planned.changedOn(cluster).flatMap((id): Root[] => {
      const topic = planned.of(cluster, id.name);
      if (!isTold(topic)) return [];
      const isNew = topic.live === undefined;
      const { partitions, grows } = topic;
      const news: News = {
        cluster,
        name: id.name,
        topic,
        configs: isNew ? 'all' : topic.changed,
        brings: isNew ? 'own' : 'nothing',
        ...((isNew || grows) && partitions !== undefined ? { partitions } : {}),
      };
      return [{ cause: id, news }];
    }),
  );
}

interface Way {
  readonly cause: ResourceId;
  readonly path: readonly FlowOnTheWay[];
  /** Topics that were come by, so that flows in a circle come to an end. */
  readonly seen: ReadonlySet<string>;
}

function spread(world: FlowWorld, cause: TopicId, news: News, found: Effects): void {
  const { cluster, name } = news;
  const isNew = isTold(news.topic) && news.topic.live === undefined;
  const way: Way = { cause, path: [], seen: new Set([`${cluster} ${name}`]) };
  for (const pair of pairsFrom(world, cluster, name)) {
    // What a flow takes only from then on is told of the flow.
    if (pair.before === 'no' && !isNew) continue;
    follow(world, way, pair, news, found);
  }
}

function goOn(world: FlowWorld, way: Way, { news }: Arrival, found: Effects): void {
  if (
    news.brings === 'nothing' &&
    news.partitions === undefined &&
    news.configs !== 'all' &&
    news.configs.size === 0
  )
    return;
  for (const pair of pairsFrom(world, news.cluster, news.name)) follow(world, way, pair, news, found);
}

function follow(world: FlowWorld, way: Way, pair: Pair, news: News, found: Effects): void {
  const at = `${pair.cluster} ${pair.remote}`;
  if (way.seen.has(at)) return;
  const arrival = arrivalOf(world, pair, news, 'carries');
  const path = [...way.path, arrival.over];
  found.add(way.cause, path, pair.cluster, arrival);
  goOn(world, { cause: way.cause, path, seen: new Set([...way.seen, at]) }, arrival, found);
}

/** Of one cause over the same flows, all topics together. */
class Effects {
  readonly #found = new Map<string, FlowEffect>();

  add(
    cause: ResourceId,
    over: readonly FlowOnTheWay[],
    targetCluster: string,
    arrival: Omit<Arrival, 'over' | 'news'>,
  ): void {
    const { takesOver, untold, mixes, grows } = arrival;
    if (takesOver.length + untold.length + mixes.length + grows.length === 0) return;
    const key = JSON.stringify([keyOf(cause), over, targetCluster]);
    const before = this.#found.get(key);
    this.#found.set(key, {
      cause,
      over,
      targetCluster,
      takesOver: {
        topics: [...(before?.takesOver.topics ?? []), ...takesOver],
        untold: [...(before?.takesOver.untold ?? []), ...untold],
      },
      putBack: [],
      undecided: [],
      mixes: [...(before?.mixes ?? []), ...mixes],
      grows: [...(before?.grows ?? []), ...grows],
    });
  }

  all(): readonly FlowEffect[] {
    return [...this.#found.values()];
  }
}
