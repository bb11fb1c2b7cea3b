import { writtenTopics } from '../mirrormaker/written-topics.ts';
import type { Desired, DesiredCluster } from '../model/desired.ts';
import type { Finding } from '../model/finding.ts';
import { compareText } from '../model/text-order.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { desiredAivenAcls } from './aiven-acls.ts';
import { derivedResources } from './derived/derived.ts';
import { specFlows } from './derived/mirror-flows.ts';
import { unclearTargets } from './derived/unclear-targets.ts';
import { desiredEndpoints } from './endpoints.ts';
import { desiredFlows } from './flows.ts';
import { idleSettings } from './idle-settings.ts';
import { desiredIntegrations } from './integrations.ts';
import { desiredKafkaAcls } from './kafka-acls.ts';
import { leavesOut, leftOutFlows } from './left-out.ts';
import { ownershipOf } from './ownership.ts';
import { tombstonesOf } from './tombstones.ts';
import { desiredTopics } from './topics.ts';

export interface DesiredState {
  readonly desired: Desired;
  /** Sorted by place in the spec. */
  readonly findings: readonly Finding[];
}

/**
 * Everything that should exist, declared or derived from the flows, sorted.
 *
 * `observed`: live topic names by cluster key. Rights for a pattern that ACLs cannot say are granted name by
 * name, for the names declared and observed; without `observed` for the declared ones only.
 */
export function desiredState(
  spec: Spec,
  observed: ReadonlyMap<string, readonly string[]> = new Map(),
): DesiredState {
  const integrations = desiredIntegrations(spec);
  const derived = derivedResources(spec, observed);
  const topics = desiredTopics(spec, derived);
  const kafkaAcls = desiredKafkaAcls(spec, derived);
  const isLeftOut = leavesOut(spec);
  const isInRun = (resource: Parameters<typeof isLeftOut>[0]) => !isLeftOut(resource);
  return {
    desired: {
      name: spec.name,
      endpoints: desiredEndpoints(spec),
      integrations: integrations.integrations,
      flows: desiredFlows(spec),
      topics: topics.managed,
      kafkaAcls: kafkaAcls.managed,
      aivenAcls: desiredAivenAcls(spec),
      checked: {
        topics: topics.checked.filter(isInRun),
        kafkaAcls: kafkaAcls.checked.filter(isInRun),
        neededElsewhere: [...kafkaAcls.neededElsewhere, ...kafkaAcls.checked.filter(isLeftOut)],
      },
      undecided: [...derived.undecided, ...leftOutFlows(spec)],
      leftOut: [...spec.leftOut],
      leavesOut: isLeftOut,
      tombstones: tombstonesOf(spec),
      ownership: ownershipOf(spec),
      clusters: clustersOf(spec),
      unclearTargets: unclearTargets(spec),
      mirrored: writtenTopics(specFlows(spec).map(({ flow }) => flow)),
    },
    findings: sorted([
      ...integrations.findings,
      ...derived.findings,
      ...idleSettings(spec),
      ...topics.findings,
      ...kafkaAcls.findings,
    ]),
  };
}

function clustersOf(spec: Spec): readonly DesiredCluster[] {
  return [...spec.clusters.values()]
    .map((cluster) => ({
      key: cluster.key,
      aliases: [...cluster.aliases.keys()].sort(),
      type: cluster.type,
      addresses: addressesOf(cluster),
      ...(cluster.type === 'external' && cluster.clusterId !== undefined
        ? { clusterId: cluster.clusterId }
        : {}),
      position: cluster.position,
    }))
    .sort((a, b) => compareText(a.key, b.key));
}

function addressesOf(cluster: ClusterSpec): readonly string[] {
  if (cluster.type === 'aiven') return [`${cluster.project}/${cluster.service}`];
  return cluster.bootstrapServers.map((address) => address.toLowerCase()).toSorted();
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  const placed = findings.map((finding) => ({ finding, place: placeOf(finding) }));
  return placed.sort((a, b) => compareText(a.place, b.place)).map(({ finding }) => finding);
}

/** Findings without a place come last. */
function placeOf({ position, code, message }: Finding): string {
  if (position === undefined) return JSON.stringify(['\u{ffff}', code, message]);
  const [line, column] = [position.line, position.column].map((number) => String(number).padStart(9, '0'));
  return JSON.stringify([position.file, line, column, code, message]);
}
