import type { KafkaBridge } from '../sandbox/kafka/sandbox-kafka.ts';
import type { BackendTopic } from '../sandbox/kafka-backend.ts';
import type { FlowSettings } from '../src/model/flow.ts';
import type { Effect } from './effects.ts';
import type { FlowNames } from './scenario.ts';

/** A flow of a run, and the clusters at its ends. */
export interface RunningFlow {
  readonly names: FlowNames;
  readonly settings: FlowSettings;
  readonly promised: ReadonlySet<Effect>;
  readonly source: KafkaBridge;
  readonly target: KafkaBridge;
}

/** Values of records, by when they are produced. */
export const recordsAtStart = ['first 1', 'first 2', 'first 3', 'first 4', 'first 5'];
export const recordsOfChange = ['grown 1'];
export const recordsAfterRestart = ['then 1', 'then 2', 'then 3'];
/** No default, so that nobody else sets it. */
export const changedRetention = '123456789';

/** What of the promised is there by now. */
export async function observe(flow: RunningFlow): Promise<ReadonlySet<Effect>> {
  const { names, promised, settings } = flow;
  const remote = remoteName(flow, names.topic);
  const mirrored = `${names.source}.heartbeats`;
  const atSource = settings.offset_syncs_topic_location === 'source';
  const syncs = `mm2-offset-syncs.${atSource ? names.target : names.source}.internal`;
  const status = `mm2-status.${names.source}.internal`;
  const [backwardStatus, backwardOffsets] = ['status', 'offsets'].map(
    (kind) => `mm2-${kind}.${names.target}.internal`,
  );
  const checkpoints = `${names.source}.checkpoints.internal`;
  const later = names.laterTopic === undefined ? undefined : remoteName(flow, names.laterTopic);
  const onward = names.onward === undefined ? undefined : remoteName(flow, names.onward.topic);
  const onwardLater = names.onward === undefined ? undefined : remoteName(flow, names.onward.laterTopic);
  const [onTarget, onSource, offsets, othersOffsets] = await Promise.all([
    topicsOf(flow, flow.target, [
      remote,
      mirrored,
      status,
      checkpoints,
      'heartbeats',
      syncs,
      later,
      onward,
      onwardLater,
    ]),
    topicsOf(flow, flow.source, [syncs, 'heartbeats', backwardStatus, backwardOffsets]),
    promised.has('offsets') ? flow.target.committedOffsets(names.group) : [],
    names.otherGroup !== undefined && promised.has('othersOffsets')
      ? flow.target.committedOffsets(names.otherGroup)
      : [],
  ]);
  // With the offset syncs of another flow it would be an offset of another topic.
  const areTranslated = (committed: Awaited<ReturnType<KafkaBridge['committedOffsets']>>): boolean =>
    committed.some(
      ({ topic, offset }) => topic === remote && offset > 0 && offset <= recordsIn(onTarget.get(remote)),
    );
  const seen: Readonly<Partial<Record<Effect, boolean>>> = {
    states: recordsIn(onTarget.get(status)) > 0,
    records: recordsIn(onTarget.get(remote)) >= recordsAtStart.length,
    replicas: onTarget.get(remote)?.replication === settings.replication_factor,
    syncs: recordsIn((atSource ? onSource : onTarget).get(syncs)) > 0,
    checkpoints: recordsIn(onTarget.get(checkpoints)) > 0,
    offsets: areTranslated(offsets),
    othersOffsets: areTranslated(othersOffsets),
    heartbeats: recordsIn(onTarget.get('heartbeats')) > 0,
    backward: recordsIn(onSource.get('heartbeats')) > 0,
    backwardStates: recordsIn(onSource.get(backwardStatus ?? '')) > 0,
    backwardPositions: recordsIn(onSource.get(backwardOffsets ?? '')) > 0,
    mirrored: recordsIn(onTarget.get(mirrored)) > 0,
    growth: (onTarget.get(remote)?.records[1] ?? 0) > 0,
    configs: isChanged(onTarget.get(remote)),
    heartbeatConfigs: isChanged(onTarget.get(mirrored)),
    later: later !== undefined && recordsIn(onTarget.get(later)) > 0,
    onward: onward !== undefined && recordsIn(onTarget.get(onward)) >= recordsAtStart.length,
    onwardGrowth: onward !== undefined && (onTarget.get(onward)?.records[1] ?? 0) > 0,
    onwardLater: onwardLater !== undefined && recordsIn(onTarget.get(onwardLater)) > 0,
  };
  return new Set([...promised].filter((effect) => seen[effect] === true));
}

/** The same after a restart, which takes reading the topics. `heartbeats`: how many the source had before. */
export async function observeRestart(flow: RunningFlow, heartbeats: number): Promise<ReadonlySet<Effect>> {
  const { names, promised, target } = flow;
  const records = await read(target, remoteName(flow, names.topic));
  const values = records.map(({ value }) => value);
  const checkpoints = promised.has('late') ? await read(target, `${names.source}.checkpoints.internal`) : [];
  const seen: Readonly<Partial<Record<Effect, boolean>>> = {
    goesOn: recordsAfterRestart.every((value) => values.includes(value)),
    once: recordsAtStart.every((value) => values.filter((other) => other === value).length <= 1),
    backwardOn: (await heartbeatsOnSource(flow)) > heartbeats,
    late: checkpoints.some(({ key }) => isCheckpointOf(key, names.lateGroup)),
  };
  return new Set([...promised].filter((effect) => seen[effect] === true));
}

/** The key is binary: group, topic, and at its end the partition, 0. `Checkpoint.KEY_SCHEMA`. */
function isCheckpointOf(key: string | null, group: string): boolean {
  return key?.includes(group) === true && key.endsWith('\0\0\0\0');
}

export async function heartbeatsOnSource(flow: RunningFlow): Promise<number> {
  return recordsIn((await topicsOf(flow, flow.source, ['heartbeats'])).get('heartbeats'));
}

function remoteName({ names, settings }: RunningFlow, topic: string): string {
  return settings.replication_policy === 'identity' ? topic : `${names.source}.${topic}`;
}

interface TopicSeen {
  /** By partition. */
  readonly records: readonly number[];
  readonly replication: number;
  readonly config: BackendTopic['config'];
}

async function topicsOf(
  flow: RunningFlow,
  bridge: KafkaBridge,
  names: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, TopicSeen>> {
  const wanted = [...new Set(names)].filter((name) => name !== undefined);
  const topics = await bridge.describeTopics(wanted);
  return new Map(
    await Promise.all(
      topics.map(async (topic): Promise<[string, TopicSeen]> => {
        const records = await recordsOf(flow, bridge, topic);
        return [topic.name, { records, replication: topic.replication, config: topic.config }];
      }),
    ),
  );
}

/** Of a transaction that was not committed the records lie in the log, and nobody gets to read them. */
async function recordsOf(
  { settings }: RunningFlow,
  bridge: KafkaBridge,
  { name, partitionDetails }: BackendTopic,
): Promise<readonly number[]> {
  const written = partitionDetails.map(({ latestOffset }) => latestOffset);
  if (!settings.exactly_once_delivery_enabled || written.every((count) => count === 0)) return written;
  const records = await bridge.consume(name, { max: 1000, timeoutMs: 1500 });
  return written.map((_, index) => records.filter(({ partition }) => partition === index).length);
}

async function read(bridge: KafkaBridge, topic: string) {
  const [there] = await bridge.describeTopics([topic]);
  return there === undefined ? [] : bridge.consume(topic, { max: 1000, timeoutMs: 1500 });
}

function recordsIn(topic: TopicSeen | undefined): number {
  return topic?.records.reduce((sum, count) => sum + count, 0) ?? 0;
}

function isChanged(topic: TopicSeen | undefined): boolean {
  return (
    topic?.config.some(({ name, value }) => name === 'retention.ms' && value === changedRetention) === true
  );
}
