import { checkLogin, loginQuestions, rightsInWords } from '../../mirrormaker/login-check.ts';
import type { AccessEntry } from '../../mirrormaker/mirror-flow.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { remoteTopic } from '../../mirrormaker/names.ts';
import { type FlowNeeds, needsOf } from '../../mirrormaker/needs.ts';
import { AclIndex } from '../../model/acl-index.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowLogin } from '../../model/flow-preflight.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import type { Live } from '../../model/live.ts';
import type { LoginQuestions, LoginRights } from '../../model/login-rights.ts';
import type { Unknown } from '../../model/reading.ts';
import type { ExternalClusterSpec, FlowSpec, Spec } from '../../spec/spec.ts';
import { mirrorClusters, specFlows } from '../derived/mirror-flows.ts';
import { type CheckedFlow, type MirrorLogins, seenHeartbeats } from './view.ts';

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
    const used = needs.filter(({ flow }) => flow.source === cluster.alias || flow.target === cluster.alias);
    if (used.length === 0) continue;
    questions.set(
      cluster.alias,
      loginQuestions(
        used.flatMap((one) => entriesOn(cluster.alias, one)),
        used.flatMap((one) => topicsOn(cluster.alias, one)),
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
    const cluster = spec.clusters.get(alias);
    const reading = logins.get(alias);
    if (cluster?.type !== 'external' || cluster.mirror === undefined || reading === undefined) return [];
    const place = { cluster: alias, endpoint: cluster.mirror.endpoint };
    if (reading.state === 'unknown') {
      const state = stateOf(reading);
      const untold = { needed: 0, lacks: [], notTold: 0, grantedByPlan: false };
      return [{ ...place, state, message: reading.message, ...untold }];
    }
    // What the flow's access says nothing about is its owner's business.
    const entries = flow.access === 'off' ? [] : entriesOn(alias, needs);
    const { lacks, notTold } = checkLogin(entries, topicsOn(alias, needs), reading.value);
    return [
      {
        ...place,
        state: 'accepted',
        message: '',
        needed: entries.length,
        lacks: rightsInWords(lacks),
        notTold,
        grantedByPlan: lacks.length > 0 && lacks.every(grantedByPlan(cluster, desired, live)),
      },
    ];
  });
}

function stateOf({ code }: Unknown): FlowLogin['state'] {
  if (code === 'unauthenticated') return 'refused';
  return code === 'not-contacted' ? code : 'unknown';
}

function entriesOn(alias: string, { flow, source, target }: FlowNeeds): readonly AccessEntry[] {
  return [...(flow.source === alias ? source : []), ...(flow.target === alias ? target : [])];
}

/** Names that the flow reads or writes there, of the topics that are known to exist on its source. */
function topicsOn(alias: string, { flow, selection }: FlowNeeds): readonly string[] {
  const policy = flow.settings.replication_policy;
  return [
    ...(flow.source === alias ? selection.mirrored : []),
    ...(flow.target === alias
      ? selection.mirrored.map((name) => remoteTopic(policy, flow.source, name))
      : []),
  ];
}

/** Whether a right is among the entries that this plan adds. It adds none where the ACLs could not be read. */
function grantedByPlan(
  { alias, mirror }: ExternalClusterSpec,
  desired: Desired,
  live: Live,
): (entry: AccessEntry) => boolean {
  const planned = plannedAcls(alias, desired);
  const reading = live.clusters.get(alias)?.kafkaAcls;
  if (reading?.state !== 'known') return () => false;
  const existing = new AclIndex(reading.value.map(({ id }) => id));
  return (entry) => {
    const id = aclOf(alias, mirror?.principal ?? '', entry);
    return planned.isGranted(id) && !existing.isGranted(id);
  };
}

function plannedAcls(alias: string, desired: Desired): AclIndex {
  return new AclIndex(desired.kafkaAcls.map(({ id }) => id).filter(({ cluster }) => cluster === alias));
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
  for (const [alias, reading] of logins) {
    const cluster = spec.clusters.get(alias);
    if (cluster?.type !== 'external' || cluster.mirror === undefined) continue;
    const used = flows.filter(({ flow }) => flow.source === alias || flow.target === alias);
    if (reading.state === 'unknown') {
      if (reading.code === 'unauthenticated') findings.push(refused(cluster, used, reading.message));
    } else {
      findings.push(...lacking(cluster, used, desired, live, reading.value));
      if (reading.value.brokersBefore28) findings.push(oldBrokers(cluster));
      // Where the ACLs could be read they tell more than the login.
      const listsAll = reading.value.clusterOperations.has('Describe');
      const hidden = [...reading.value.groups.values()].includes(false);
      const aclsKnown = live.clusters.get(alias)?.kafkaAcls.state === 'known';
      if (listsAll && hidden && !aclsKnown) findings.push(...groupsAtRisk(cluster, used));
    }
  }
  return findings;
}

function refused(
  { alias, mirror, position }: ExternalClusterSpec,
  used: readonly CheckedFlow[],
  words: string,
): Finding {
  const enabled = used.some(({ flow }) => flow.settings.enabled);
  const secret = mirror?.password ?? mirror?.clientKey;
  return {
    code: 'mirror-login-refused',
    severity: enabled ? 'error' : 'warning',
    message: `${alias} refuses the login of the endpoint ${mirror?.endpoint ?? ''}, so its flows cannot run: ${words}`,
    hint: `Correct ${secret === undefined ? 'mirror' : `KAFKA_SECRET_${secret.name}`}${mirror?.username === undefined ? '' : ` or the user ${mirror.username}`}, or mirror and security_protocol of ${alias}.`,
    position: mirror?.position ?? position,
  };
}

/** Only what this plan does not grant, or what was granted without effect. */
function lacking(
  cluster: ExternalClusterSpec,
  used: readonly CheckedFlow[],
  desired: Desired,
  live: Live,
  rights: LoginRights,
): readonly Finding[] {
  const { alias } = cluster;
  const toCome = grantedByPlan(cluster, desired, live);
  return used.flatMap((flow): Finding[] => {
    const login = flow.preflight.logins.find((one) => one.cluster === alias);
    if (login === undefined || login.lacks.length === 0) return [];
    const { lacks } = checkLogin(entriesOn(alias, flow.needs), topicsOn(alias, flow.needs), rights);
    const left = lacks.filter((entry) => !toCome(entry));
    if (left.length === 0) return [];
    const words = rightsInWords(left);
    const more = words.length > 5 ? `; and ${words.length - 5} more` : '';
    return [
      {
        code: 'mirror-login-lacks',
        severity: 'warning',
        message: `${mirrorFlowName(flow.flow)}: the login of the endpoint ${login.endpoint} lacks on ${alias}: ${words.slice(0, 5).join('; ')}${more}`,
        hint: whatToDo(cluster, flow, left, desired, live),
        position: flow.spec.position,
      },
    ];
  });
}

function whatToDo(
  { alias, admin, mirror }: ExternalClusterSpec,
  { flow, spec: { access } }: CheckedFlow,
  lacks: readonly AccessEntry[],
  desired: Desired,
  live: Live,
): string {
  const principal = mirror?.principal;
  if (access !== 'manage' || admin === undefined) {
    return `Have them granted to ${principal ?? 'the user'} on ${alias}.`;
  }
  const planned = plannedAcls(alias, desired);
  if (!lacks.some((entry) => planned.isGranted(aclOf(alias, principal ?? '', entry)))) {
    return `They are for heartbeats that a right given by hand shows on ${flow.source}: MirrorMaker 2 mirrors all it sees. Take that right away there, or list the lacking ones under acls.kafka of ${alias}.`;
  }
  const reading = live.clusters.get(alias)?.kafkaAcls;
  return reading?.state === 'unknown'
    ? `The plan grants nothing there as long as the ACLs of ${alias} cannot be read: ${reading.message}.`
    : `The ACLs are for ${principal ?? 'another principal'}: set mirror.principal to what the authorizer of ${alias} logs for this login, or delete the denial that takes them away.`;
}

function oldBrokers({ alias, position }: ExternalClusterSpec): Finding {
  return {
    code: 'brokers-before-2-8',
    severity: 'warning',
    message: `the brokers of ${alias} are older than 2.8, where idempotent producers need IdempotentWrite on the cluster (rules S8 and T17)`,
    hint: `Declare it for the mirror principal under acls.kafka of ${alias}, or upgrade the brokers.`,
    position,
  };
}

function groupsAtRisk({ alias }: ExternalClusterSpec, used: readonly CheckedFlow[]): readonly Finding[] {
  return used
    .filter(({ flow }) => flow.source === alias && flow.emitCheckpoints)
    .map(({ flow, spec }) => ({
      code: 'group-discovery-aborts',
      severity: 'warning',
      message: `${mirrorFlowName(flow)}: the login sees every group of ${alias} and may not describe each, so MirrorMaker 2 finds none at all`,
      hint: `Take Describe on the cluster away from it on ${alias}, or grant Describe on every group.`,
      position: spec.position,
    }));
}
