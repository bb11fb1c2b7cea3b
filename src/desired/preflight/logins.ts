import { sourceRules } from '../../mirrormaker/access-source.ts';
import { targetRules } from '../../mirrormaker/access-target.ts';
import { checkLogin, loginQuestions, rightsInWords } from '../../mirrormaker/login-check.ts';
import type { AccessEntry, MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { remoteTopic } from '../../mirrormaker/names.ts';
import { type FlowNeeds, needsOf } from '../../mirrormaker/needs.ts';
import { rightsOn } from '../../mirrormaker/visible-topics.ts';
import { AclIndex } from '../../model/acl-index.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowLogin, StoppingRight } from '../../model/flow-preflight.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import { secretsOf } from '../../model/kafka-connection.ts';
import type { Live } from '../../model/live.ts';
import type { LoginQuestions, LoginRights } from '../../model/login-rights.ts';
import type { Unknown } from '../../model/reading.ts';
import { nameOf } from '../../model/resource.ts';
import { clusterOf, endpointOf } from '../../spec/cluster-of.ts';
import type { ExternalClusterSpec, FlowSpec, Spec } from '../../spec/spec.ts';
import { mirrorClusters, specFlows } from '../derived/mirror-flows.ts';
import { type CheckedFlow, flowIdOf, type MirrorLogins, seenHeartbeats } from '../derived/view.ts';
import { type AclsOfPlan, aclsOfPlan } from './denials.ts';

/** What to ask the external clusters of the flows as MirrorMaker 2's own user; `logins` have told before what they see. */
export function mirrorQuestions(
  spec: Spec,
  observed: ReadonlyMap<string, readonly string[]>,
  logins: MirrorLogins,
): ReadonlyMap<string, LoginQuestions> {
  const flows = specFlows(spec).map(({ flow }) => flow);
  const needs = needsOf(flows, mirrorClusters(spec, observed, seenHeartbeats(logins)));
  const questions = new Map<string, LoginQuestions>();
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external' || cluster.mirror === undefined) continue;
    const used = needs.filter(({ flow }) => usesCluster(flow, cluster.key));
    if (used.length === 0) continue;
    questions.set(
      cluster.key,
      loginQuestions(
        used.flatMap((one) => rightsOn(cluster.key, one)),
        used.flatMap((one) => topicsOn(cluster.key, one)),
      ),
    );
  }
  return questions;
}

export function flowLogins(options: {
  readonly spec: Spec;
  readonly flow: FlowSpec;
  readonly needs: FlowNeeds;
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
}): readonly FlowLogin[] {
  const { spec, flow, needs, desired, live, logins } = options;
  return [...new Set([flow.source, flow.target])].flatMap((alias): FlowLogin[] => {
    const cluster = clusterOf(spec, alias);
    if (cluster?.type !== 'external') return [];
    const { key } = cluster;
    const [reading, endpoint] = [logins.get(key), endpointOf(cluster, alias)];
    if (reading === undefined || endpoint === undefined) return [];
    const place = { cluster: key, endpoint };
    if (reading.state === 'unknown') {
      const state = stateOf(reading);
      const untold = { needed: 0, lacks: [], stopsBy: [], notTold: 0, grantedByPlan: false, takenByPlan: [] };
      return [{ ...place, state, message: reading.message, ...untold }];
    }
    // What the flow's access says nothing about is its owner's business.
    const entries = flow.access === 'off' ? [] : rightsOn(key, needs);
    const { lacks, notTold } = checkLogin(entries, topicsOn(key, needs), reading.value);
    return [
      {
        ...place,
        state: 'accepted',
        message: '',
        needed: entries.length,
        lacks: rightsInWords(lacks),
        stopsBy: lacks.flatMap(stoppingRight),
        notTold,
        grantedByPlan: lacks.length > 0 && lacks.every(byPlan(isGranted, cluster, desired, live)),
        takenByPlan: rightsInWords(rightsOn(key, needs).filter(byPlan(isTaken, cluster, desired, live))),
      },
    ];
  });
}

/** Reading the source, the worker's group, writing the target: without them the topic, or all of them, stay behind. */
const stoppingRules: ReadonlyMap<string, 'every topic' | 'source' | 'target'> = new Map([
  [sourceRules.S1.id, 'source'],
  [targetRules.T2.id, 'every topic'],
  [targetRules.T5.id, 'target'],
]);

function stoppingRight(entry: AccessEntry): readonly StoppingRight[] {
  const end = stoppingRules.get(entry.rule.id);
  if (end === undefined) return [];
  const { resourceName: name, patternType } = entry;
  const words = rightsInWords([entry]).join();
  return [{ words, stops: end === 'every topic' ? end : { end, name, patternType } }];
}

function stateOf({ code }: Unknown): FlowLogin['state'] {
  if (code === 'unauthenticated') return 'refused';
  return code === 'not-contacted' ? code : 'unknown';
}

function usesCluster({ sourceCluster, targetCluster }: MirrorFlow, key: string): boolean {
  return sourceCluster === key || targetCluster === key;
}

/** Names that the flow reads or writes there, of the topics that are known to exist on its source. */
function topicsOn(key: string, { flow, selection }: FlowNeeds): readonly string[] {
  const policy = flow.settings.replication_policy;
  return [
    ...(flow.sourceCluster === key ? selection.mirrored : []),
    ...(flow.targetCluster === key
      ? selection.mirrored.map((name) => remoteTopic(policy, flow.source, name))
      : []),
  ];
}

/** Whether a right comes with this plan: not with a denial that it leaves alone. */
const isGranted: OfRight = ({ before, after }, id) => after.isGranted(id) && !before.isGranted(id);

/** Whether a right that is there goes with this plan: by a denial that it adds, or by an entry that it deletes. */
const isTaken: OfRight = ({ before, after }, id) => before.isGranted(id) && !after.isGranted(id);

type OfRight = (acls: AclsOfPlan, id: KafkaAclId) => boolean;

/** Where the ACLs could not be read the plan adds none and takes none away. */
function byPlan(
  holds: OfRight,
  { key, mirror }: ExternalClusterSpec,
  desired: Desired,
  live: Live,
): (entry: AccessEntry) => boolean {
  const reading = live.clusters.get(key)?.kafkaAcls;
  if (reading?.state !== 'known') return () => false;
  const acls = aclsOfPlan(key, desired, reading.value);
  return (entry) => holds(acls, aclOf(key, mirror?.principal ?? '', entry));
}

function plannedAcls(key: string, desired: Desired): AclIndex {
  return new AclIndex(desired.kafkaAcls.map(({ id }) => id).filter(({ cluster }) => cluster === key));
}

function aclOf(cluster: string, principal: string, entry: AccessEntry): KafkaAclId {
  const { resourceType, resourceName, patternType, operation } = entry;
  const resource = { resourceType, resourceName, patternType };
  return { kind: 'kafka-acl', cluster, principal, host: '*', ...resource, operation, permission: 'ALLOW' };
}

export function loginFindings(options: {
  readonly spec: Spec;
  readonly flows: readonly CheckedFlow[];
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
}): readonly Finding[] {
  const { spec, flows, desired, live, logins } = options;
  const findings: Finding[] = [];
  for (const [key, reading] of logins) {
    const cluster = spec.clusters.get(key);
    if (cluster?.type !== 'external' || cluster.mirror === undefined) continue;
    const used = flows.filter(({ flow }) => usesCluster(flow, key));
    if (reading.state === 'unknown') {
      if (reading.code === 'unauthenticated') findings.push(refused(cluster, used, reading.message));
    } else {
      findings.push(...lacking(cluster, used, desired, live, reading.value));
      if (reading.value.brokersBefore28) findings.push(oldBrokers(cluster));
      // Where the ACLs could be read they tell more than the login.
      const listsAll = reading.value.clusterOperations.has('Describe');
      const hidden = [...reading.value.groups.values()].includes(false);
      const aclsKnown = live.clusters.get(key)?.kafkaAcls.state === 'known';
      if (listsAll && hidden && !aclsKnown) findings.push(...groupsAtRisk(cluster, used));
    }
  }
  return findings;
}

function refused(cluster: ExternalClusterSpec, used: readonly CheckedFlow[], words: string): Finding {
  const { key, mirror, position } = cluster;
  const login = mirror?.login ?? { kind: 'none' };
  const enabled = used.some(({ flow }) => flow.settings.enabled);
  const secret = secretsOf(login).at(-1);
  const settings = login.kind === 'sasl' ? `mirror, sasl_mechanism (${login.mechanism})` : 'mirror';
  return {
    code: 'mirror-login-refused',
    severity: enabled ? 'error' : 'warning',
    message: `${key} refuses the login of the endpoint ${endpointsOf(cluster)}, so its flows cannot run: ${words}`,
    hint: `Correct ${secret === undefined ? 'mirror' : `KAFKA_SECRET_${secret.name}`}${login.kind === 'sasl' ? ` or the user ${login.username}` : ''}, or ${settings} and security_protocol of ${key}.`,
    position: mirror?.position ?? position,
  };
}

/** All endpoints of a cluster carry the same login. */
function endpointsOf(cluster: ExternalClusterSpec): string {
  return [...new Set([...cluster.aliases.keys()].map((alias) => endpointOf(cluster, alias)))].join(' and ');
}

/** Only what this plan does not grant, or what was granted without effect. */
function lacking(
  cluster: ExternalClusterSpec,
  used: readonly CheckedFlow[],
  desired: Desired,
  live: Live,
  rights: LoginRights,
): readonly Finding[] {
  const { key } = cluster;
  const toCome = byPlan(isGranted, cluster, desired, live);
  return used.flatMap((flow): Finding[] => {
    const login = flow.preflight.logins.find((one) => one.cluster === key);
    if (login === undefined || login.lacks.length === 0) return [];
    const { lacks } = checkLogin(rightsOn(key, flow.needs), topicsOn(key, flow.needs), rights);
    const left = lacks.filter((entry) => !toCome(entry));
    if (left.length === 0) return [];
    const words = rightsInWords(left);
    const about = flowIdOf(flow.flow, desired);
    const more = words.length > 5 ? `; and ${words.length - 5} more` : '';
    return [
      {
        code: 'mirror-login-lacks',
        severity: 'warning',
        message: `${mirrorFlowName(flow.flow)}: the login of the endpoint ${login.endpoint} lacks on ${key}: ${words.slice(0, 5).join('; ')}${more}`,
        hint: whatToDo(cluster, flow, left, desired, live),
        position: flow.spec.position,
        ...(about && { about }),
        ...(flow.spec.access === 'manage' ? { lasts: true } : {}),
      },
    ];
  });
}

function whatToDo(
  { key, admin, mirror }: ExternalClusterSpec,
  { flow, spec: { access } }: CheckedFlow,
  lacks: readonly AccessEntry[],
  desired: Desired,
  live: Live,
): string {
  const principal = mirror?.principal;
  if (access !== 'manage' || admin === undefined) {
    return `Ask the owner of ${key} to grant them to ${principal ?? 'the user'}.`;
  }
  const reading = live.clusters.get(key)?.kafkaAcls;
  if (reading?.state === 'known') {
    const { after } = aclsOfPlan(key, desired, reading.value);
    const [denial] = lacks.flatMap((entry) => after.denialOf(aclOf(key, principal ?? '', entry)) ?? []);
    if (denial !== undefined) {
      return `Delete the denial "${nameOf(denial)}" on ${key}, or narrow it: this plan leaves it alone.`;
    }
  }
  const planned = plannedAcls(key, desired);
  if (!lacks.some((entry) => planned.isGranted(aclOf(key, principal ?? '', entry)))) {
    return `They are for heartbeats that a right given by hand shows on ${flow.source}: MirrorMaker 2 mirrors all it sees. Take that right away there, or list the lacking ones under acls.kafka of ${key}.`;
  }
  return reading?.state === 'unknown'
    ? `The plan grants nothing there as long as the ACLs of ${key} cannot be read: ${reading.message}.`
    : `The ACLs are for ${principal ?? 'another principal'}: set mirror.principal to what the authorizer of ${key} logs for this login, or delete the denial that takes them away.`;
}

function oldBrokers({ key, position }: ExternalClusterSpec): Finding {
  return {
    code: 'brokers-before-2-8',
    severity: 'warning',
    message: `the brokers of ${key} are older than 2.8, where idempotent producers need IdempotentWrite on the cluster (rules S8 and T17)`,
    hint: `Declare it for the mirror principal under acls.kafka of ${key}, or upgrade the brokers.`,
    position,
  };
}

function groupsAtRisk({ key }: ExternalClusterSpec, used: readonly CheckedFlow[]): readonly Finding[] {
  return used
    .filter(({ flow }) => flow.sourceCluster === key && flow.emitCheckpoints)
    .map(({ flow, spec }) => ({
      code: 'group-discovery-aborts',
      severity: 'warning',
      message: `${mirrorFlowName(flow)}: the login sees every group of ${key} and may not describe each, so MirrorMaker 2 finds none at all`,
      hint: `Take Describe on the cluster away from it on ${key}, or grant Describe on every group.`,
      position: spec.position,
    }));
}
