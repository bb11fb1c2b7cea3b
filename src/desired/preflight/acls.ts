import { abortsGroupDiscovery, readersOf } from '../../mirrormaker/acl-dangers.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { connectTopics } from '../../mirrormaker/names.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import type { Live } from '../../model/live.ts';
import { findOwning } from '../../model/matching-patterns.ts';
import { nameOf } from '../../model/resource.ts';
import { someNames } from '../../model/some-names.ts';
import type { Spec } from '../../spec/spec.ts';
import { type SpecFlow, specFlows } from '../derived/mirror-flows.ts';
import { aclsOfPlan } from './denials.ts';

/** Dangers in the ACLs of a cluster as it will be: those that are there, and those of the spec. */
export function aclDangers(spec: Spec, desired: Desired, live: Live): readonly Finding[] {
  const ofFlows = specFlows(spec).flatMap((flow) => [
    ...groupDiscovery(spec, flow, aclsOf(flow.flow.sourceCluster, desired, live)),
    ...configsReaders(spec, flow, aclsOf(flow.flow.targetCluster, desired, live)),
  ]);
  return [...ofFlows, ...ownRights(spec, desired, live)];
}

function aclsOf(key: string, desired: Desired, live: Live): readonly KafkaAclId[] {
  const reading = live.clusters.get(key)?.kafkaAcls;
  const there = reading?.state === 'known' ? reading.value.map(({ id }) => id) : [];
  return [...there, ...desired.kafkaAcls.map(({ id }) => id).filter((id) => id.cluster === key)];
}

function groupDiscovery(
  spec: Spec,
  { flow, spec: { position, access } }: SpecFlow,
  acls: readonly KafkaAclId[],
): readonly Finding[] {
  const source = spec.clusters.get(flow.sourceCluster);
  const principal = source?.type === 'external' ? source.mirror?.principal : undefined;
  if (principal === undefined || access === 'off' || !flow.emitCheckpoints) return [];
  if (!abortsGroupDiscovery({ cluster: flow.sourceCluster, principal }, acls)) return [];
  return [
    {
      code: 'group-discovery-aborts',
      severity: 'warning',
      message: `${mirrorFlowName(flow)}: ${principal} has Describe on the cluster ${flow.sourceCluster} and not on every group; as soon as there is a group that it may not describe, MirrorMaker 2 finds none at all`,
      hint: `Take the right on the cluster away, or grant Describe on Group *.`,
      position,
    },
  ];
}

/** `mm2-configs.*` holds the connectors' configuration with the passwords of both clusters in clear text. */
function configsReaders(
  spec: Spec,
  { flow, spec: { position, access } }: SpecFlow,
  acls: readonly KafkaAclId[],
): readonly Finding[] {
  if (access === 'off') return [];
  const target = spec.clusters.get(flow.targetCluster);
  const own = target?.type === 'external' ? target.mirror?.principal : undefined;
  const topic = connectTopics(flow.source).configs;
  const readers = readersOf(topic, acls).filter(({ principal }) => principal !== own);
  const [first] = readers;
  if (first === undefined) return [];
  const names = [...new Set(readers.map(({ principal }) => principal))];
  return [
    {
      code: 'mm2-configs-readable',
      severity: 'warning',
      message: `${mirrorFlowName(flow)}: ${someNames(names, 3)} may read ${topic} on ${flow.targetCluster}, where MirrorMaker 2 keeps the passwords of both clusters (${nameOf(first)})`,
      hint: 'Grant prefixes of their own topics instead of * or mm2.',
      position,
    },
  ];
}

/** An entry of the login under `admin` that goes with this plan: deletions of topics come after those of ACLs, and every later run needs it. */
function ownRights(spec: Spec, desired: Desired, live: Live): readonly Finding[] {
  return [...spec.clusters.values()].flatMap((cluster): Finding[] => {
    const reading = live.clusters.get(cluster.key)?.kafkaAcls;
    const login = cluster.type === 'external' ? cluster.admin?.login : undefined;
    if (login?.kind !== 'sasl' || reading?.state !== 'known') return [];
    const principal = `User:${login.username}`;
    const { before, after, deletes } = aclsOfPlan(cluster.key, desired, reading.value);
    const lost = reading.value
      .map(({ id }) => id)
      .filter((id) => id.principal === principal && id.permission === 'ALLOW')
      // An entry for one host is granted to nobody from everywhere, before and after.
      .filter((id) => (deletes(id) || before.isGranted(id)) && !after.isGranted(id));
    const [first, ...more] = lost;
    if (first === undefined) return [];
    const owner = findOwning(desired.ownership.get(cluster.key)?.principals ?? [], principal);
    return [
      {
        code: 'own-rights-lost',
        severity: 'error',
        message: `this plan takes away rights of the login with which this action manages ${cluster.key}: "${nameOf(first)}"${more.length === 0 ? '' : ` and ${more.length} more`}`,
        hint: `List them under acls.kafka of ${cluster.key}, or own other principals than ${principal}.`,
        position: owner?.position ?? cluster.position,
      },
    ];
  });
}
