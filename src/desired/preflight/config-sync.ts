import { configFilter } from '../../mirrormaker/config-filter.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, isInternalTopic, remoteTopic } from '../../mirrormaker/names.ts';
import { syncedConfigs } from '../../mirrormaker/synced-configs.ts';
import { liveSettings, takenBefore } from '../../mirrormaker/taken-topics.ts';
import { mayMirror } from '../../mirrormaker/topic-filter.ts';
import { originalOf } from '../../mirrormaker/written-topics.ts';
import type { Desired } from '../../model/desired.ts';
import type { ConfigTakeovers, FlowMatches } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import type { Reading } from '../../model/reading.ts';
import type { Spec } from '../../spec/spec.ts';
import { changedPairs, changesOf, protectedOn } from '../derived/config-follows.ts';
import { specFlows } from '../derived/mirror-flows.ts';
import { type PlannedTopics, plannedTopics } from '../derived/planned-topics.ts';
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
  planned: PlannedTopics,
): ConfigTakeovers {
  const isProtected = protectedOn(spec, flow.targetCluster);
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
    const source = planned.of(flow.sourceCluster, name);
    const target = planned.of(flow.targetCluster, remote);
    if (target === 'absent') continue; // it is gone meanwhile
    if (source === 'absent') tell(`${name} is gone from ${flow.sourceCluster}`);
    else if ('unread' in source) tell(source.unread);
    else if ('unread' in target) tell(target.unread);
    else if (target.live !== undefined) {
      const copies = (config: string) => syncs(config) !== 'excluded';
      const synced = syncedConfigs({
        source: source.config,
        target: target.config,
        copies,
        sourceIsAiven,
        sourceIsNew: source.live === undefined,
      });
      const fields = changesOf(synced, target.live);
      if (fields.length > 0) topics.push({ live: target.live, fields, isProtected: isProtected(remote) });
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
  desired: Pick<Desired, 'topics' | 'leavesOut'>,
): ReadonlyMap<string, ComparedTopics> {
  const planned = plannedTopics(desired, live);
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
    for (const { name, remote } of changedPairs(flow, live, planned)) {
      if (isListed(live, flow.sourceCluster, name)) want(read, flow.sourceCluster, name);
      if (!isListed(live, flow.targetCluster, remote)) continue;
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

function isListed(live: Live, cluster: string, name: string): boolean {
  const names = live.clusters.get(cluster)?.topicNames;
  return names?.state === 'known' && names.value.includes(name);
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
  const now = liveSettings(flow, flows.value);
  const then = configFilter(flow.settings.config_properties_exclude);
  const before = configFilter(now?.config_properties_exclude);
  const takesNow = takenBefore(flow, now);
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
      const mayTakeMore =
        now === undefined || now.enabled === false || selectionOf(now) !== selectionOf(flow.settings);
      return mayTakeMore && flow.settings.replication_policy === 'identity' ? [{ because, syncs: then }] : [];
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

/** All that decides which topics a flow takes, under which names, and which of their configs. */
function selectionOf(settings: Partial<MirrorFlow['settings']>): string {
  const { topics, topics_exclude, replication_policy = 'default', config_properties_exclude } = settings;
  return JSON.stringify([topics, topics_exclude, replication_policy, config_properties_exclude]);
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
