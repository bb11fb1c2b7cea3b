import { configFilter } from '../../mirrormaker/config-filter.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, isInternalTopic, remoteTopic } from '../../mirrormaker/names.ts';
import { mayMirror, topicFilter } from '../../mirrormaker/topic-filter.ts';
import { originalOf } from '../../mirrormaker/written-topics.ts';
import type { FieldChange } from '../../model/change.ts';
import { configPath } from '../../model/field-path.ts';
import type { LiveFlow } from '../../model/flow.ts';
import type { ConfigTakeovers, FlowMatches } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import type { Reading } from '../../model/reading.ts';
import type { LiveTopic, LiveTopicConfig } from '../../model/topic.ts';
import type { Spec } from '../../spec/spec.ts';
import { specFlows } from '../derived/mirror-flows.ts';
import { flowMatches, type MirrorLogins, viewOf } from './view.ts';

/**
 * With sync_topic_configs_enabled MirrorMaker 2 gives each topic that it mirrors the configs of its source
 * (`MirrorSourceConnector.syncTopicConfigs`), also one that was there before. Which topics would come under that, or under
 * more of it than now.
 */
export function configTakeovers(
  spec: Spec,
  flow: MirrorFlow,
  matches: Reading<FlowMatches>,
  live: Live,
  logins: MirrorLogins,
): ConfigTakeovers {
  const isProtected = (name: string) =>
    spec.clusters.get(flow.targetCluster)?.topics.get(name)?.protect === true;
  const sourceIsAiven = spec.clusters.get(flow.sourceCluster)?.type === 'aiven';
  const topics: ConfigTakeovers['topics'][number][] = [];
  const untold: ConfigTakeovers['untold'][number][] = [];
  for (const { name, remote, because, syncs } of candidates(flow, matches, live, logins)) {
    const tell = (reason: string): void => {
      untold.push(
        remote === undefined
          ? { because: reason, isProtected: false }
          : { name: remote, because: reason, isProtected: isProtected(remote) },
      );
    };
    if (because !== undefined || name === undefined || remote === undefined) {
      tell(because ?? 'nobody could look');
      continue;
    }
    const source = live.clusters.get(flow.sourceCluster)?.topics.get(name);
    const target = live.clusters.get(flow.targetCluster)?.topics.get(remote);
    if (target?.state === 'known' && target.value === undefined) continue; // it is gone meanwhile
    if (source?.state !== 'known' || source.value === undefined) {
      tell(reasonOf(source, name, flow.sourceCluster));
    } else if (target?.state !== 'known' || target.value === undefined) {
      tell(reasonOf(target, remote, flow.targetCluster));
    } else {
      const fields = syncedFields(source.value, target.value, syncs, sourceIsAiven);
      if (fields.length > 0) topics.push({ live: target.value, fields, isProtected: isProtected(remote) });
    }
  }
  return { topics, untold };
}

export interface ComparedTopics {
  /** To read in full, sorted. */
  readonly topics: readonly string[];
  /** Of them, on a target: an empty one has nothing to lose. */
  readonly countedTopics: readonly string[];
}

/** Which topics have to be read, by key of the cluster, so that the takeovers can be told. */
export function topicsToCompare(
  spec: Spec,
  live: Live,
  logins: MirrorLogins,
): ReadonlyMap<string, ComparedTopics> {
  const [read, counted] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const want = (wanted: typeof read, key: string, name: string) =>
    wanted.set(key, (wanted.get(key) ?? new Set()).add(name));
  for (const { flow } of specFlows(spec)) {
    for (const { name, remote, because } of candidates(flow, flowMatches(flow, live, logins), live, logins)) {
      if (because !== undefined || name === undefined || remote === undefined) continue;
      want(read, flow.sourceCluster, name);
      want(read, flow.targetCluster, remote);
      want(counted, flow.targetCluster, remote);
    }
  }
  return new Map(
    [...read].map(([key, names]) => [
      key,
      { topics: [...names].sort(), countedTopics: [...(counted.get(key) ?? [])].sort() },
    ]),
  );
}

type Synced = ReturnType<ReturnType<typeof configFilter>>;

interface Candidate {
  /** On the source; left out where nobody could look. */
  readonly name?: string;
  /** On the target; left out where nobody could look at either. */
  readonly remote?: string;
  /** Why nothing can be told about it. */
  readonly because?: string;
  readonly syncs: (config: string) => Synced;
}

function candidates(
  flow: MirrorFlow,
  matches: Reading<FlowMatches>,
  live: Live,
  logins: MirrorLogins,
): readonly Candidate[] {
  const flows = live.mirrormakers.get(flow.service)?.flows;
  // A flow that could not be read is not planned.
  if (!flow.settings.enabled || !flow.syncTopicConfigs || flows?.state !== 'known') return [];
  const now = flows.value.find(({ id }) => id.source === flow.source && id.target === flow.target)?.settings;
  const then = configFilter(flow.settings.config_properties_exclude);
  const before = configFilter(now?.config_properties_exclude);
  const takesNow = now === undefined || now.enabled === false ? () => false : takenNow(flow, now);
  const isSameFilter =
    JSON.stringify(flow.settings.config_properties_exclude) ===
    JSON.stringify(now?.config_properties_exclude);
  const syncsOf = (name: string): Candidate['syncs'] =>
    takesNow(name) ? (config) => (before(config) === 'copied' ? 'excluded' : then(config)) : then;
  const isOpen = (name: string): boolean => !(takesNow(name) && isSameFilter);
  const target = viewOf(flow.targetCluster, live, logins);
  const onTarget = new Set(target.state === 'known' ? target.value.names : []);

  if (matches.state === 'unknown') {
    const original = originalOf(flow);
    const because = `the topics of ${flow.sourceCluster} could not be looked at: ${matches.message}`;
    if (target.state === 'unknown') {
      const begins = now === undefined || now.enabled === false;
      return begins && flow.settings.replication_policy === 'identity' ? [{ because, syncs: then }] : [];
    }
    return target.value.names.flatMap((remote): Candidate[] => {
      const name = original(remote);
      if (name === undefined || isHeartbeatsTopic(name) || isInternalTopic(name) || !isOpen(name)) return [];
      return [{ remote, because, syncs: syncsOf(name) }];
    });
  }
  const certain = matches.value.topics
    .filter(({ name, onTarget: state }) => state !== 'new' && isOpen(name))
    // A name with the alias in it is hardly there by chance.
    .filter(({ onTarget: state }) => state === 'exists' || flow.settings.replication_policy === 'identity')
    .map(({ name, remote, onTarget: state }): Candidate => {
      const because = `whether it is on ${flow.targetCluster} could not be looked at`;
      return { name, remote, syncs: syncsOf(name), ...(state === 'exists' ? {} : { because }) };
    });
  return [...certain, ...doubtful(flow, matches.value, live, logins, onTarget, isOpen)];
}

/** What patterns that cannot be evaluated here may take as well. */
function doubtful(
  flow: MirrorFlow,
  { topics }: FlowMatches,
  live: Live,
  logins: MirrorLogins,
  onTarget: ReadonlySet<string>,
  isOpen: (name: string) => boolean,
): readonly Candidate[] {
  const view = viewOf(flow.sourceCluster, live, logins);
  if (view.state === 'unknown') return [];
  const certain = new Set(topics.map(({ name }) => name));
  const takes = mayMirror(flow);
  const then = configFilter(flow.settings.config_properties_exclude);
  return view.value.names.flatMap((name): Candidate[] => {
    const remote = remoteTopic(flow.settings.replication_policy, flow.source, name);
    if (certain.has(name) || !onTarget.has(remote) || isHeartbeatsTopic(name) || isInternalTopic(name))
      return [];
    if (!isOpen(name) || !takes(name)) return [];
    return [{ name, remote, because: 'a pattern of the flow cannot be evaluated here', syncs: then }];
  });
}

/** Whether the flow, as it is set up now, writes a topic of its source under the name that it would have. */
function takenNow(flow: MirrorFlow, now: LiveFlow['settings']): (name: string) => boolean {
  const policy = now.replication_policy ?? 'default';
  if (policy !== flow.settings.replication_policy) return () => false;
  const { topics_exclude: _, ...others } = flow.settings;
  const { verdict } = topicFilter({ ...flow, settings: { ...others, topics: [], ...now } });
  return (name) => verdict(name) === 'mirrored';
}

/**
 * `MirrorSourceConnector.incrementalAlterConfigs`: what is set on the source is set on the target, what is Kafka's own default
 * there goes back to the target's. Values of a broker's file stay behind.
 */
function syncedFields(
  source: LiveTopic,
  target: LiveTopic,
  syncs: (config: string) => Synced,
  sourceIsAiven: boolean,
): readonly FieldChange[] {
  return [...source.config].flatMap(([name, config]): FieldChange[] => {
    const there = target.config.get(name);
    if (there === undefined || config.value === null || syncs(name) === 'excluded') return [];
    const then = valueThen(config, there, sourceIsAiven);
    if (then === 'as-it-is' || then.value === there.value) return [];
    if (then.value === null && !there.overridden) return [];
    return [{ field: configPath(name), from: there.value, to: then.value }];
  });
}

/** What MirrorMaker 2 makes of a config of the target. Aiven calls an override that equals Kafka's default a default. */
function valueThen(
  { value, overridden, from }: LiveTopicConfig,
  there: LiveTopicConfig,
  sourceIsAiven: boolean,
): { readonly value: string | null } | 'as-it-is' {
  if (overridden || from === 'cluster' || from === undefined) return { value };
  if (from === 'file') return 'as-it-is';
  if (there.overridden) return { value: null };
  return sourceIsAiven ? { value } : 'as-it-is';
}

function reasonOf(reading: Reading<LiveTopic | undefined> | undefined, name: string, key: string): string {
  if (reading?.state === 'unknown') return reading.message;
  return reading === undefined
    ? `the configs of ${name} on ${key} were not read`
    : `${name} is gone from ${key}`;
}
