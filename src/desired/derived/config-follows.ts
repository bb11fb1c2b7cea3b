import { configFilter } from '../../mirrormaker/config-filter.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, isInternalTopic, remoteTopic } from '../../mirrormaker/names.ts';
import { isSameAs, type SyncedConfig, syncedConfigs } from '../../mirrormaker/synced-configs.ts';
import { liveSettings, takenBefore } from '../../mirrormaker/taken-topics.ts';
import { mayMirror, topicFilter } from '../../mirrormaker/topic-filter.ts';
import { originalOf } from '../../mirrormaker/written-topics.ts';
import type { FieldChange } from '../../model/change.ts';
import { configPath } from '../../model/field-path.ts';
import type { ConfigFollow, ConfigTakeovers } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import type { LiveTopic, TopicId } from '../../model/topic.ts';
import type { Spec } from '../../spec/spec.ts';
import { isTold, type PlannedReading, type PlannedTopics } from './planned-topics.ts';

/**
 * What the spec changes of topics that the flow mirrors, on either side, as it arrives on the target. What a flow brings that
 * begins to copy is told as its takeover.
 */
export function configFollows(
  spec: Spec,
  flow: MirrorFlow,
  live: Live,
  planned: PlannedTopics,
): readonly ConfigFollow[] {
  const isProtected = protectedOn(spec, flow.targetCluster);
  const sourceIsAiven = spec.clusters.get(flow.sourceCluster)?.type === 'aiven';
  const filter = configFilter(flow.settings.config_properties_exclude);
  const copies = (config: string) => filter(config) !== 'excluded';
  const { sourceCluster, targetCluster } = flow;
  return changedPairs(flow, live, planned).flatMap((pair): ConfigFollow[] => {
    const source = planned.of(sourceCluster, pair.name);
    const target = planned.of(targetCluster, pair.remote);
    if (source === 'absent' || target === 'absent') return [];
    const sides = { ...pair, source, target, copies, sourceIsAiven };
    const takesOver = carriedOn(sides, isProtected(pair.remote));
    const undoes = undone(sides);
    const follow = { targetCluster, takesOver: nothing, putBack: [], undecided: [] };
    return [
      ...(takesOver.topics.length + takesOver.untold.length === 0
        ? []
        : [{ ...follow, changed: topicId(sourceCluster, pair.name), takesOver }]),
      ...(undoes.putBack.length + undoes.undecided.length === 0
        ? []
        : [{ ...follow, changed: topicId(targetCluster, pair.remote), ...undoes }]),
    ];
  });
}

const nothing: ConfigTakeovers = { topics: [], untold: [] };

/** A topic on both sides, as the spec would leave it. */
interface Sides extends ChangedPair {
  readonly source: Exclude<PlannedReading, 'absent'>;
  readonly target: Exclude<PlannedReading, 'absent'>;
  readonly copies: (config: string) => boolean;
  readonly sourceIsAiven: boolean;
}

/** What a change of the source makes of a topic that is on the target. */
function carriedOn(sides: Sides, isProtected: boolean): ConfigTakeovers {
  const { name, remote, isTaken, isDoubtful, source, target, copies } = sides;
  if (!isTold(source) || (isTold(target) && target.live === undefined)) return nothing;
  const isNew = source.live === undefined;
  const configs = [...source.changed].filter(copies);
  if (!isNew && (configs.length === 0 || !(isTaken || isDoubtful))) return nothing;
  const untold = (because: string) => ({ name: remote, because, isProtected });
  if (!isTold(target)) return { topics: [], untold: [untold(target.unread)] };
  if (isDoubtful) return { topics: [], untold: [untold(vaguePattern)] };
  const carried = syncedOf(sides).filter((one) => isNew || source.changed.has(one.name));
  const fields = target.live === undefined ? [] : changesOf(carried, target.live);
  const unclear = configs.filter((config) => source.config.get(config)?.value === null);
  return {
    topics:
      target.live === undefined || fields.length === 0 ? [] : [{ live: target.live, fields, isProtected }],
    untold: unclear.map((config) =>
      untold(`what ${config} of ${name} on the source goes back to is not told`),
    ),
  };
}

/** What the flow makes of configs that the spec changes on the target. */
function undone(sides: Sides): Pick<ConfigFollow, 'putBack' | 'undecided'> {
  const { source, target, copies, isDoubtful } = sides;
  const configs = isTold(target) ? [...target.changed].filter(copies) : [];
  if (!isTold(target) || configs.length === 0) return { putBack: [], undecided: [] };
  if (!isTold(source) || isDoubtful) {
    const because = isTold(source) ? vaguePattern : source.unread;
    return { putBack: [], undecided: configs.map((config) => ({ field: configPath(config), because })) };
  }
  const putBack = syncedOf(sides)
    .filter(({ name }) => target.changed.has(name))
    .map(({ name, value }) => ({
      field: configPath(name),
      from: target.config.get(name)?.value ?? null,
      to: value,
    }));
  return { putBack, undecided: [] };
}

const vaguePattern = 'a pattern of the flow cannot be evaluated here';

function syncedOf({ source, target, copies, sourceIsAiven }: Sides): readonly SyncedConfig[] {
  if (!isTold(source) || !isTold(target)) return [];
  const sourceIsNew = source.live === undefined;
  return syncedConfigs({ source: source.config, target: target.config, copies, sourceIsAiven, sourceIsNew });
}

export interface ChangedPair {
  /** On the source. */
  readonly name: string;
  /** On the target. */
  readonly remote: string;
  /** Whether the live flow mirrors it. */
  readonly isTaken: boolean;
  /** Whether patterns that cannot be evaluated here decide about it. */
  readonly isDoubtful: boolean;
}

/** The topics that a flow with config sync mirrors and of which the spec changes one side. */
export function changedPairs(flow: MirrorFlow, live: Live, planned: PlannedTopics): readonly ChangedPair[] {
  const flows = live.mirrormakers.get(flow.service)?.flows;
  if (!flow.settings.enabled || !flow.syncTopicConfigs || flows?.state !== 'known') return [];
  const takesNow = takenBefore(flow, liveSettings(flow, flows.value));
  const original = originalOf(flow);
  const [takes, { verdict }] = [mayMirror(flow), topicFilter(flow)];
  const names = new Set([
    ...planned.changedOn(flow.sourceCluster).map(({ name }) => name),
    ...planned.changedOn(flow.targetCluster).flatMap(({ name }) => original(name) ?? []),
  ]);
  return [...names]
    .filter((name) => takes(name) && !isHeartbeatsTopic(name) && !isInternalTopic(name))
    .map((name) => ({
      name,
      remote: remoteTopic(flow.settings.replication_policy, flow.source, name),
      isTaken: takesNow(name),
      isDoubtful: verdict(name) !== 'mirrored',
    }));
}

/** What a sync changes on a topic of the target as it is now. */
export function changesOf(synced: readonly SyncedConfig[], { config }: LiveTopic): readonly FieldChange[] {
  return synced.flatMap(({ name, value }): FieldChange[] => {
    const now = config.get(name);
    if (now === undefined || isSameAs(value, now)) return [];
    return [{ field: configPath(name), from: now.value, to: value }];
  });
}

export function protectedOn(spec: Spec, cluster: string): (name: string) => boolean {
  return (name) => spec.clusters.get(cluster)?.topics.get(name)?.protect === true;
}

function topicId(cluster: string, name: string): TopicId {
  return { kind: 'topic', cluster, name };
}
