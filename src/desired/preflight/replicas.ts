import { internalTopics } from '../../mirrormaker/internal-topics.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { offsetSyncsTopic } from '../../mirrormaker/names.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { someNames } from '../../model/some-names.ts';
import { type CheckedFlow, type MirrorLogins, viewOf } from '../derived/view.ts';

interface World {
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
}

/** Replication factors that brokers refuse, or that stop every write. */
export function replicaFindings(flows: readonly CheckedFlow[], world: World): readonly Finding[] {
  const { desired, live } = world;
  return [
    ...flows.flatMap((flow) => [
      ...tooManyReplicas(flow, live),
      ...tooManyOfOwnTopics(flow, world),
      ...singleCopies(flow, live),
    ]),
    ...tooFewReplicas(desired, live),
  ];
}

/** MirrorMaker 2 creates its topics with the flow's replication factor; brokers refuse more replicas than brokers. */
function tooManyReplicas({ flow, spec }: CheckedFlow, live: Live): readonly Finding[] {
  const brokers = live.clusters.get(flow.targetCluster)?.brokers;
  const replication = flow.settings.replication_factor;
  if (brokers?.state !== 'known') return [];
  if (replication === undefined) return tooManyByDefault({ flow, spec }, brokers.value);
  if (replication <= brokers.value) return [];
  return [
    {
      code: 'replication-above-brokers',
      severity: 'error',
      message: `${mirrorFlowName(flow)}: replication_factor is ${replication}, and ${flow.targetCluster} has ${brokers.value === 1 ? '1 broker' : `${brokers.value} brokers`}`,
      hint: `Set replication_factor to at most ${brokers.value}.`,
      position: spec.position,
    },
  ];
}

/** `MirrorConnectorConfig.REPLICATION_FACTOR_DEFAULT`. Whether Aiven sets another one is not published. */
const replicationByDefault = 2;

function tooManyByDefault(
  { flow, spec }: Pick<CheckedFlow, 'flow' | 'spec'>,
  brokers: number,
): readonly Finding[] {
  if (brokers >= replicationByDefault || flow.mirroredTopics === 'ahead') return [];
  return [
    {
      code: 'replication-above-brokers',
      severity: 'warning',
      message: `${mirrorFlowName(flow)}: replication_factor is not set, MirrorMaker 2's default is ${replicationByDefault}, and ${flow.target} has ${brokers} broker, so no mirrored topic can be created there`,
      hint: `Set replication_factor: ${brokers}.`,
      position: spec.position,
    },
  ];
}

/** `DistributedConfig` and `MirrorSourceConfig`: no setting of Aiven's reaches them. */
const replicationOfOwnTopics = 3;

/**
 * With `create_topics: none` MirrorMaker 2 makes its own topics, on both ends, with three replicas each. Where there are fewer brokers, the process
 * ends over the topics of its worker (docs/mirrormaker.md, E16), and nothing is translated without that of the offset syncs.
 */
function tooManyOfOwnTopics(
  { flow, spec, needs }: CheckedFlow,
  { desired, live, logins }: World,
): readonly Finding[] {
  if (flow.internalTopics !== 'mirrormaker' || !flow.settings.enabled) return [];
  const own = Map.groupBy(internalTopics(flow, needs.heartbeats), ({ cluster }) => cluster);
  return desired.clusters.flatMap(({ key, type }): Finding[] => {
    const brokers = live.clusters.get(key)?.brokers;
    const there = viewOf(key, live, logins);
    if (type === 'aiven' || brokers?.state !== 'known' || there.state === 'unknown') return [];
    if (brokers.value >= replicationOfOwnTopics) return [];
    const names = new Set(there.value.names);
    const missing = (own.get(key) ?? []).map(({ name }) => name).filter((name) => !names.has(name));
    if (missing.length === 0) return [];
    return [
      {
        code: 'replication-above-brokers',
        severity: 'warning',
        message: `${mirrorFlowName(flow)}: create_topics: none leaves ${someNames(missing, 3)} to MirrorMaker 2, which makes them with ${replicationOfOwnTopics} replicas, and ${key} has ${brokers.value === 1 ? '1 broker' : `${brokers.value} brokers`}`,
        hint: `Leave create_topics out, so that this action creates them, with replication_factor: ${brokers.value}; or create them on ${key} first.`,
        position: spec.position,
      },
    ];
  });
}

/**
 * One number is for the topics on both clusters, and it is the target's mirrored topics that need the copies: a source with
 * fewer brokers is no reason to lower it.
 */
function singleCopies({ flow, spec }: CheckedFlow, live: Live): readonly Finding[] {
  const brokers = live.clusters.get(flow.targetCluster)?.brokers;
  const { replication_factor: replication, offset_syncs_topic_location: location } = flow.settings;
  if (replication !== 1 || brokers?.state !== 'known' || brokers.value === 1) return [];
  const wanted = Math.min(3, brokers.value);
  const onSource = live.clusters.get(flow.sourceCluster)?.brokers;
  const smallSource = onSource?.state === 'known' && onSource.value < wanted && location === 'source';
  const meanwhile = smallSource
    ? `, and on ${flow.source} declare ${offsetSyncsTopic(flow.target)} with replication: ${onSource.value}, partitions: 1 and cleanup.policy: compact, or set offset_syncs_topic_location: target`
    : '';
  return [
    {
      code: 'single-replica',
      severity: 'warning',
      message: `${mirrorFlowName(flow)}: with replication_factor: 1 every topic that it makes on ${flow.target} has one copy, although ${flow.target} has ${brokers.value} brokers: when a broker fails, its records are gone or cannot be read`,
      hint: `Set replication_factor: ${wanted}${meanwhile}.`,
      position: spec.position,
    },
  ];
}

/** MirrorMaker 2 writes with acks=all, so fewer replicas than min.insync.replicas refuse every record. */
function tooFewReplicas(desired: Desired, live: Live): readonly Finding[] {
  const inRun = desired.topics.filter((topic) => !desired.leavesOut(topic));
  return [...inRun, ...desired.checked.topics].flatMap(({ id, replication, provenance }): Finding[] => {
    if (provenance.origin !== 'derived') return [];
    const reading = live.clusters.get(id.cluster)?.topics.get(id.name);
    if (reading?.state !== 'known') return [];
    const factor = reading.value?.replication ?? replication;
    const minimum = Number(
      reading.value?.config.get('min.insync.replicas')?.value ?? clusterMinimum(id.cluster, live) ?? 1,
    );
    if (factor === undefined || factor >= minimum) return [];
    return [
      {
        code: 'min-insync-too-high',
        severity: 'error',
        message: `${id.name} on ${id.cluster} has ${factor === 1 ? '1 replica' : `${factor} replicas`} and needs ${minimum} in sync, so MirrorMaker 2 cannot write to it`,
        hint: `Set replication_factor of the flow to at least ${minimum}, or lower min.insync.replicas on ${id.cluster}.`,
        position: provenance.position,
        about: id,
      },
    ];
  });
}

/** What a new topic would inherit, as the topics that were read show it. */
function clusterMinimum(key: string, live: Live): string | undefined {
  for (const reading of live.clusters.get(key)?.topics.values() ?? []) {
    const config = reading.state === 'known' ? reading.value?.config.get('min.insync.replicas') : undefined;
    const inherited = config?.inherited ?? (config?.overridden === false ? config.value : undefined);
    if (inherited != null) return inherited;
  }
  return undefined;
}
