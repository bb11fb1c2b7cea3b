import type { FlowSettings } from '../../src/model/flow.ts';
import { brokersDays, type Estate, type EstateFlow } from './flow-estate.ts';

/**
 * What MirrorMaker 2 makes of an estate, said once more and without the product's own code: a flow that runs gives each topic that it
 * takes its records, its retention and its partitions, again and again, and makes it where it is missing.
 */
export interface SimulatedTopic {
  readonly days: number;
  readonly partitions: number;
  readonly holdsRecords: boolean;
  /** Where records that come here were written first: `kafka-west/orders`. */
  readonly origins: ReadonlySet<string>;
}

/** By cluster, then by name. */
export type Simulated = ReadonlyMap<string, ReadonlyMap<string, SimulatedTopic>>;

export interface RunningFlow {
  readonly source: string;
  readonly target: string;
  readonly settings: Partial<FlowSettings>;
  readonly copiesConfigs: boolean;
}

export type Moment = 'before' | 'after';

/** The flows that run, by what Aiven has before the plan and by what the spec says after it. */
export function flowsAt(moment: Moment, estate: Estate): readonly RunningFlow[] {
  const { clusters, flows, settings = {} } = estate;
  // What nobody could look at is taken to be on.
  const isOff = settings !== 'unread' && settings['sync_topic_configs_enabled'] === false;
  return flows.flatMap((flow): RunningFlow[] => {
    const { source, target } = flow;
    const isLeftOut = [source, target].some((key) => clusters[key]?.leftOut === true);
    const asSet = moment === 'before' || isLeftOut || flow.spec === undefined ? flow.live : specOf(flow);
    if (asSet === undefined || asSet.enabled === false) return [];
    const isElsewhere = [source, target].some(
      (key) => clusters[key]?.attachedTo !== undefined && (moment === 'before' || !isMoved(estate, key)),
    );
    return isElsewhere ? [] : [{ source, target, settings: asSet, copiesConfigs: !isOff }];
  });
}

/** An alias is attached anew where a flow of the spec names it. */
function isMoved({ clusters, flows }: Estate, key: string): boolean {
  const isNamed = flows.some(
    ({ source, target, spec }) =>
      spec !== undefined && spec !== 'removed' && (source === key || target === key),
  );
  return clusters[key]?.attachedTo !== undefined && isNamed;
}

function specOf({ spec }: EstateFlow): Partial<FlowSettings> | undefined {
  return spec === 'removed' ? undefined : spec;
}

/** The topics that are there, before any flow has run. */
export function topicsOf({ clusters }: Estate): Simulated {
  return new Map(
    Object.entries(clusters).map(([key, { live = {} }]) => [
      key,
      new Map(
        Object.entries(live).map(([name, { days = brokersDays, partitions = 1, records = 3 }]) => [
          name,
          { days, partitions, holdsRecords: records > 0, origins: new Set([originOf(key, name, clusters)]) },
        ]),
      ),
    ]),
  );
}

/** A name with the alias of a cluster in front belongs to a copy of that cluster's topic. */
function originOf(key: string, name: string, clusters: Estate['clusters']): string {
  const alias = Object.keys(clusters).find((each) => name.startsWith(`${each}.`));
  if (alias !== undefined) return originOf(alias, name.slice(alias.length + 1), clusters);
  return `${clusters[key]?.attachedTo ?? `kafka-${key}`}/${name}`;
}

/** A copy by its name holds whatever its source holds, also where no flow runs now that made it. */
export function withCopies({ clusters }: Estate, topics: Simulated): Simulated {
  let all = topics;
  for (let round = 0; round < Object.keys(clusters).length; round++) {
    all = new Map(
      [...all].map(([key, there]) => [
        key,
        new Map(
          [...there].map(([name, one]) => [
            name,
            { ...one, origins: copiedOrigins(name, one, all, clusters) },
          ]),
        ),
      ]),
    );
  }
  return all;
}

function copiedOrigins(
  name: string,
  { origins }: SimulatedTopic,
  topics: Simulated,
  clusters: Estate['clusters'],
): ReadonlySet<string> {
  const alias = Object.keys(clusters).find((each) => name.startsWith(`${each}.`));
  if (alias === undefined || clusters[alias]?.attachedTo !== undefined) return origins;
  const source = topics.get(alias)?.get(name.slice(alias.length + 1));
  return new Set([...origins, ...(source?.origins ?? [])]);
}

/** What the spec writes of topics. A cluster that is left out stays as it is. */
export function withSpec({ clusters }: Estate, topics: Simulated): Simulated {
  return new Map(
    Object.entries(clusters).map(([key, { spec = {}, leftOut }]) => {
      const there = new Map(topics.get(key));
      for (const [name, { days, partitions = 1 }] of leftOut === true ? [] : Object.entries(spec)) {
        const now = there.get(name);
        there.set(name, {
          days: days ?? now?.days ?? brokersDays,
          partitions: Math.max(partitions, now?.partitions ?? 0),
          holdsRecords: now?.holdsRecords ?? false,
          origins: now?.origins ?? new Set([originOf(key, name, clusters)]),
        });
      }
      return [key, there];
    }),
  );
}

/** An alias that stands for another service from then on has other producers. */
export function afterMoves(estate: Estate, topics: Simulated): Simulated {
  const { clusters } = estate;
  return new Map(
    [...topics].map(([key, there]) => {
      if (!isMoved(estate, key)) return [key, there];
      const moved = [...there].map(([name, topic]) => {
        const origins = [...topic.origins].map((one) =>
          one === `${clusters[key]?.attachedTo}/${name}` ? `kafka-${key}/${name}` : one,
        );
        return [name, { ...topic, origins: new Set(origins) }] as const;
      });
      return [key, new Map(moved)];
    }),
  );
}

/** All states that flows lead to, one after the other, until nothing changes or they go round in a circle. */
export function statesUnder(flows: readonly RunningFlow[], topics: Simulated): readonly Simulated[] {
  const states = [topics];
  for (let round = 0; round < maxRounds; round++) {
    const before = states.length;
    for (const flow of flows) {
      const last = states.at(-1) ?? topics;
      const next = mirrored(flow, last);
      if (textOf(next) !== textOf(last)) states.push(next);
    }
    if (states.length === before) break;
  }
  return states;
}

const maxRounds = 8;

export function isStable(flows: readonly RunningFlow[], topics: Simulated): boolean {
  return flows.every((flow) => textOf(mirrored(flow, topics)) === textOf(topics));
}

function mirrored(flow: RunningFlow, topics: Simulated): Simulated {
  const target = new Map(topics.get(flow.target));
  for (const [name, from] of topics.get(flow.source) ?? []) {
    if (!takes(flow, name)) continue;
    const remote = remoteName(flow, name);
    const to = target.get(remote);
    const copies =
      (to === undefined || flow.copiesConfigs) &&
      !excludes(flow.settings.config_properties_exclude, 'retention.ms');
    target.set(remote, {
      days: copies ? from.days : (to?.days ?? brokersDays),
      partitions: Math.max(from.partitions, to?.partitions ?? 0),
      holdsRecords: to?.holdsRecords ?? false,
      origins: new Set([...(to?.origins ?? []), ...from.origins]),
    });
  }
  return new Map(topics).set(flow.target, target);
}

function takes({ target, settings }: RunningFlow, name: string): boolean {
  const isBeat = name.endsWith('.heartbeats');
  const isRenamed = settings.replication_policy !== 'identity' || name.endsWith('heartbeats');
  if (isRenamed && name.split('.').slice(0, -1).includes(target)) return false;
  if (isBeat) return true;
  return excludes(settings.topics ?? ['.*'], name) && !excludes(settings.topics_exclude, name);
}

function excludes(patterns: readonly string[] | undefined, name: string): boolean {
  return (patterns ?? []).some((pattern) => new RegExp(`^(?:${pattern})$`).test(name));
}

function remoteName({ source, settings }: RunningFlow, name: string): string {
  const keeps = settings.replication_policy === 'identity' && !name.endsWith('heartbeats');
  return keeps ? name : `${source}.${name}`;
}

function textOf(topics: Simulated): string {
  return JSON.stringify(
    [...topics].map(([key, there]) => [
      key,
      [...there]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [name, { ...one, origins: [...one.origins].sort() }]),
    ]),
  );
}
