import { type SyncedConfig, syncedConfigs } from '../../mirrormaker/synced-configs.ts';
import { emptinessOf } from '../../model/emptiness.ts';
import { flowName } from '../../model/flow.ts';
import type {
  ConfigTakeover,
  FlowOnTheWay,
  GrownTopic,
  MixedTopic,
  UntoldTopic,
} from '../../model/flow-effect.ts';
import type { LiveTopicConfig } from '../../model/topic.ts';
import { isTold, type PlannedReading, type PlannedTopic } from '../derived/planned-topics.ts';
import { changesOf } from './config-changes.ts';
import { copiesAt, type Pair, surelyCopies } from './taking.ts';

/** What is new of a topic, and goes on over the flows that take it. */
export interface News {
  readonly cluster: string;
  readonly name: string;
  /** As it will be. */
  readonly topic: PlannedReading;
  /** Configs whose values are new. */
  readonly configs: 'all' | ReadonlySet<string>;
  /** Records that it did not get before: of its own topic, or of another one, or of another cluster. */
  readonly brings: 'nothing' | 'own' | 'foreign';
  /** How many it will have, where it gets some; left out: it gets none. */
  readonly partitions?: number;
}

export interface Arrival {
  readonly over: FlowOnTheWay;
  readonly takesOver: readonly ConfigTakeover[];
  readonly untold: readonly UntoldTopic[];
  readonly mixes: readonly MixedTopic[];
  readonly grows: readonly GrownTopic[];
  readonly news: News;
}

export interface HopOptions {
  readonly pair: Pair;
  readonly news: News;
  readonly target: PlannedReading;
  /** Of the target's topic, where only lists tell it. */
  readonly partitions: number | undefined;
  /** `begins`: the flow takes the topic, or more of its configs, only from then on. */
  readonly how: 'carries' | 'begins';
  readonly sourceIsAiven: boolean;
  readonly isProtected: boolean;
}

const vaguePattern = 'a pattern of the flow cannot be evaluated here';
const none: Pick<Arrival, 'takesOver' | 'untold' | 'mixes' | 'grows'> = {
  takesOver: [],
  untold: [],
  mixes: [],
  grows: [],
};

/** What a flow makes of the news of a topic of its source on its target. */
export function hop(options: HopOptions): Arrival {
  const { pair, news, target } = options;
  const { cluster, remote: name } = pair;
  const over = { name: flowName(pair.flow.id), state: stateOf(options) };
  if (target === 'absent') return { ...none, over, news: createdBy(options) };
  const configs = configsOn(options, target);
  const records = recordsOn(options, target);
  const partitions = partitionsOn(options, target);
  return {
    ...none,
    over,
    takesOver: configs.takesOver,
    untold: configs.untold,
    mixes: records.mixes,
    grows: partitions.grows,
    news: {
      cluster,
      name,
      topic: configs.topic,
      configs: configs.names,
      brings: records.brings,
      ...partitions.news,
    },
  };

  function createdBy({ news: { topic, brings, partitions: count } }: HopOptions): News {
    // Under its own name it is a topic of the target, whose copies further on are taken for its own.
    const made = brings === 'foreign' || name === pair.name ? 'foreign' : 'own';
    const counted = isTold(topic) ? topic.partitions : count;
    const config = isTold(topic) ? [...topic.config].filter(([config]) => isCopied(pair, config)) : [];
    return {
      cluster,
      name,
      topic: isTold(topic) ? { config: new Map(config), changed: new Set(), grows: false } : news.topic,
      configs: 'all',
      brings: made,
      ...(counted === undefined ? {} : { partitions: counted }),
    };
  }
}

function isCopied(pair: Pair, config: string): boolean {
  return copiesAt('before', pair, config) || copiesAt('after', pair, config);
}

/** Whether the flow gives the target this config of the source, and did not before. */
function isNewThere({ pair, news, how }: HopOptions, config: string): boolean {
  if (how === 'begins') return copiesAt('after', pair, config) && !surelyCopies(pair, config);
  return (news.configs === 'all' || news.configs.has(config)) && isCopied(pair, config);
}

function stateOf(options: HopOptions): FlowOnTheWay['state'] {
  const { pair, news } = options;
  if (pair.before === 'no') return 'begins';
  const names =
    news.configs === 'all' ? [] : [...news.configs].filter((config) => isNewThere(options, config));
  if (pair.after === 'no' || names.some((config) => !copiesAt('after', pair, config))) return 'ends';
  return pair.flow.isListed ? 'runs' : 'unlisted';
}

interface Configs {
  readonly takesOver: readonly ConfigTakeover[];
  readonly untold: readonly UntoldTopic[];
  readonly topic: PlannedReading;
  readonly names: ReadonlySet<string> | 'all';
}

function configsOn(options: HopOptions, target: Exclude<PlannedReading, 'absent'>): Configs {
  const { pair, news, sourceIsAiven, isProtected } = options;
  const { flow, remote: name } = pair;
  const nothing: Configs = { takesOver: [], untold: [], topic: target, names: new Set() };
  const sync = (flow.runsThen ?? flow.runsNow)?.configSync;
  const candidates =
    news.configs === 'all' ? 'all' : [...news.configs].filter((config) => isNewThere(options, config));
  if (sync === 'off' || candidates.length === 0) return nothing;
  const untold = (because: string): Configs => ({
    ...nothing,
    untold: [{ name, because, isProtected }],
    topic: { unread: because },
    names: news.configs,
  });
  // One that the plan creates has nothing to lose.
  if (isTold(target) && target.live === undefined && !isTold(news.topic)) return nothing;
  if (news.topic === 'absent') return untold(`${news.name} is gone from ${news.cluster}`);
  if (!isTold(news.topic)) return untold(news.topic.unread);
  if (!isTold(target)) return untold(target.unread);
  if (flow.unclear !== undefined) return untold(`how the flow runs could not be read: ${flow.unclear}`);
  if (pair.before !== 'yes' && pair.after !== 'yes') return untold(vaguePattern);
  const synced = syncedConfigs({
    source: news.topic.config,
    target: target.config,
    copies: (config) => isNewThere(options, config),
    sourceIsAiven,
    sourceIsNew: news.topic.live === undefined,
  });
  const fields = target.live === undefined ? [] : changesOf(synced, target.live);
  if (sync === 'unknown' && fields.length > 0)
    return untold(`whether ${flow.id.service} copies configs could not be read`);
  return {
    takesOver:
      target.live === undefined || fields.length === 0 ? [] : [{ live: target.live, fields, isProtected }],
    untold: options.how === 'begins' ? [] : unclearResets(options, news.topic),
    topic: overlaid(target, synced),
    names: new Set(synced.map((one) => one.name)),
  };
}

/** Configs that the plan takes off the source, where nobody told what they go back to. */
function unclearResets(options: HopOptions, source: PlannedTopic): readonly UntoldTopic[] {
  const { news, pair, isProtected } = options;
  const names = news.configs === 'all' ? [...source.changed] : [...news.configs];
  return names
    .filter((config) => isNewThere(options, config) && source.config.get(config)?.value === null)
    .map((config) => ({
      name: pair.remote,
      because: `what ${config} of ${news.name} on the source goes back to is not told`,
      isProtected,
    }));
}

function overlaid(target: PlannedTopic, synced: readonly SyncedConfig[]): PlannedTopic {
  const config = new Map<string, LiveTopicConfig>(target.config);
  for (const { name, value } of synced) {
    const inherited = config.get(name)?.inherited;
    config.set(name, {
      value: value ?? inherited ?? null,
      overridden: value !== null,
      ...(inherited === undefined ? {} : { inherited }),
    });
  }
  return { ...target, config };
}

/** Under the identity policy, and where an alias stands for another cluster, nothing tells the records from those that are there. */
function recordsOn(
  { pair, news, isProtected }: HopOptions,
  target: Exclude<PlannedReading, 'absent'>,
): { readonly mixes: readonly MixedTopic[]; readonly brings: News['brings'] } {
  const { brings } = news;
  if (brings === 'nothing') return { mixes: [], brings };
  const { remote: name } = pair;
  const isMoved = pair.flow.isOtherSource && pair.before === 'no';
  const isForeign = brings === 'foreign' || name === pair.name || isMoved;
  const isSure = pair.before === 'yes' || pair.after === 'yes';
  if (!isTold(target) || !isSure || pair.flow.unclear !== undefined) {
    const isThere = !isTold(target) || target.live !== undefined;
    return {
      mixes: isForeign && isThere ? [{ name, isProtected }] : [],
      brings: isForeign ? 'foreign' : brings,
    };
  }
  const { live } = target;
  if (live === undefined) return { mixes: [], brings: isForeign ? 'foreign' : brings };
  if (isForeign) return { mixes: [{ name, live, isProtected }], brings: 'foreign' };
  return { mixes: [], brings: emptinessOf(live) === 'empty' ? brings : 'nothing' };
}

/** `MirrorSourceConnector.createNewPartitions`: the target gets as many as the source has. */
function partitionsOn(
  { pair, news, partitions: listed }: HopOptions,
  target: Exclude<PlannedReading, 'absent'>,
): { readonly grows: readonly GrownTopic[]; readonly news: Pick<News, 'partitions'> } {
  const { partitions: to } = news;
  const from = isTold(target) ? target.partitions : listed;
  if (to === undefined || !pair.flow.mayGrow) return { grows: [], news: {} };
  if (from === undefined)
    return { grows: isTold(target) ? [] : [{ name: pair.remote, to }], news: { partitions: to } };
  if (from >= to) return { grows: [], news: {} };
  const isThere = !isTold(target) || target.live !== undefined;
  return { grows: isThere ? [{ name: pair.remote, from, to }] : [], news: { partitions: to } };
}
