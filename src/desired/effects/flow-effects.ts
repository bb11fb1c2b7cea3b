import { flowName } from '../../model/flow.ts';
import type {
  ConfigTakeover,
  FlowEffect,
  FlowOnTheWay,
  GrownTopic,
  MixedTopic,
  UntoldTopic,
} from '../../model/flow-effect.ts';
import { keyOf, type ResourceId } from '../../model/resource.ts';
import type { TopicId } from '../../model/topic.ts';
import { isTold, plannedTopics } from '../derived/planned-topics.ts';
import { beginnings } from './beginnings.ts';
import { arrivalOf, type FlowEffectOptions, type FlowWorld, flowWorld, pairsFrom } from './flow-world.ts';
import type { Arrival, News } from './hop.ts';
import { overruled, putBacks } from './put-back.ts';
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
      const seen = new Set([`${cluster} ${arrival.news.name}`]);
      goOn(world, { cause, path: [arrival.over], seen, gone: new Set() }, arrival, found);
    }
  }
  for (const { cause, pair, news } of overruled(world)) {
    const arrival = arrivalOf(world, pair, news, 'carries');
    const seen = new Set([`${news.cluster} ${news.name}`, `${pair.cluster} ${pair.remote}`]);
    goOn(world, { cause, path: [arrival.over], seen, gone: new Set() }, arrival, found);
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
  /** What the same news came over already, by whatever way: flows between all clusters have more ways than anybody can go. */
  readonly gone: Set<string>;
}

function spread(world: FlowWorld, cause: TopicId, news: News, found: Effects): void {
  const { cluster, name } = news;
  const isNew = isTold(news.topic) && news.topic.live === undefined;
  const way: Way = { cause, path: [], seen: new Set([`${cluster} ${name}`]), gone: new Set() };
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
  // A circle in which only some flows keep names makes ever longer ones, and none of them is there.
  const isAgain = way.path.some(({ name }) => name === flowName(pair.flow.id));
  if (isAgain && world.planned.of(pair.cluster, pair.remote) === 'absent') return;
  const step = `${keyOf(pair.flow.id)} ${news.cluster} ${at} ${newsText(news)}`;
  if (way.gone.has(step)) return;
  way.gone.add(step);
  const arrival = arrivalOf(world, pair, news, 'carries');
  const path = [...way.path, arrival.over];
  found.add(way.cause, path, pair.cluster, arrival);
  goOn(world, { cause: way.cause, path, seen: new Set([...way.seen, at]), gone: way.gone }, arrival, found);
}

function newsText({ name, topic, configs, brings, partitions }: News): string {
  const told = isTold(topic)
    ? [...topic.config].filter(([config]) => configs === 'all' || configs.has(config))
    : 'unread';
  return JSON.stringify([name, told, configs === 'all' || [...configs], brings, partitions]);
}

/** Of one cause over the same flows, all topics together, and each once. */
class Effects {
  readonly #found = new Map<string, Collected>();

  add(
    cause: ResourceId,
    over: readonly FlowOnTheWay[],
    targetCluster: string,
    { takesOver, untold, mixes, grows }: Omit<Arrival, 'over' | 'news'>,
  ): void {
    if (takesOver.length + untold.length + mixes.length + grows.length === 0) return;
    const key = JSON.stringify([keyOf(cause), over, targetCluster]);
    const all: Collected = this.#found.get(key) ?? {
      ...{ cause, over, targetCluster },
      ...{ topics: new Map(), untold: new Map(), mixes: new Map(), grows: new Map() },
    };
    this.#found.set(key, all);
    for (const one of takesOver) all.topics.set(JSON.stringify([one.live.id.name, one.fields]), one);
    for (const one of untold) all.untold.set(JSON.stringify([one.name, one.because]), one);
    for (const one of mixes) all.mixes.set(one.name ?? '', one);
    for (const one of grows) all.grows.set(JSON.stringify([one.name, one.to]), one);
  }

  all(): readonly FlowEffect[] {
    return [...this.#found.values()].map(({ cause, over, targetCluster, topics, untold, mixes, grows }) => ({
      cause,
      over,
      targetCluster,
      takesOver: { topics: [...topics.values()], untold: [...untold.values()] },
      putBack: [],
      undecided: [],
      mixes: [...mixes.values()],
      grows: [...grows.values()],
    }));
  }
}

interface Collected extends Pick<FlowEffect, 'cause' | 'over' | 'targetCluster'> {
  readonly topics: Map<string, ConfigTakeover>;
  readonly untold: Map<string, UntoldTopic>;
  readonly mixes: Map<string, MixedTopic>;
  readonly grows: Map<string, GrownTopic>;
}
