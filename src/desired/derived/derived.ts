import { type FlowItem, flowProblems } from '../../mirrormaker/flow-problems.ts';
import type { Rule } from '../../mirrormaker/mirror-flow.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { FlowNeeds } from '../../mirrormaker/needs.ts';
import { flowsTogether } from '../../mirrormaker/together/flows-together.ts';
import { problemsTogether } from '../../mirrormaker/together/problems.ts';
import { type AccessGrant, type FlowReference, unionOfAccess } from '../../mirrormaker/union.ts';
import { rightsOn } from '../../mirrormaker/visible-topics.ts';
import type { UndecidedFlow } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import type { DerivedProvenance } from '../../model/provenance.ts';
import { compareText } from '../../model/text-order.ts';
import { checkDecided, type Undecided } from '../../spec/effective/deciding-fields.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { ExternalClusterSpec, FlowSpec, Spec } from '../../spec/spec.ts';
import { byHandFinding } from './by-hand.ts';
import { type DerivedTopic, mergeTopics } from './derived-topics.ts';
import { externalEnds, grantsTo, internalTopicsOn, mirroredTopicsOn } from './flow-ends.ts';
import { mirrorClusters, specFlows } from './mirror-flows.ts';
import { mirroredTopics } from './mirrored-topics.ts';

/** What the flows need on external clusters, by what the spec wants done about it. */
export interface DerivedResources {
  readonly manage: DerivedSet;
  readonly check: DerivedSet;
  /** Rights of flows with `access: off`, which are silent. */
  readonly off: readonly AccessGrant[];
  /** Flows of which nothing is in the sets above, because what decides it is not known. */
  readonly undecided: readonly UndecidedFlow[];
  readonly findings: readonly Finding[];
}

export interface DerivedSet {
  readonly topics: readonly DerivedTopic[];
  readonly access: readonly AccessGrant[];
}

type Mode = 'manage' | 'check';

/** A flow's needs on one external cluster. */
interface Share {
  readonly flow: FlowSpec;
  readonly mode: Mode;
  readonly cluster: ExternalClusterSpec;
  readonly topics: readonly DerivedTopic[];
  readonly access: readonly AccessGrant[];
}

/** `observed`: what is known of live clusters and flows; without it, defaults stand for what the flows do not state. */
export function derivedResources(
  spec: Spec,
  observed: ReadonlyMap<string, readonly string[]>,
): DerivedResources {
  const flows = specFlows(spec);
  const model = flowsTogether(
    flows.map(({ flow }) => flow),
    mirrorClusters(spec, observed),
  );
  const { needs } = model;
  const specs = new Map(flows.map((one) => [one.flow, one.spec]));
  const problems = [...flowProblems(needs), ...problemsTogether(model)];
  const findings: Finding[] = problems.flatMap(({ flow, finding, item }) => {
    const own = specs.get(flow);
    if (own === undefined) return [finding];
    return isLeftOutFlow(spec, own) ? [] : [{ ...finding, position: positionOf(own, item) }];
  });

  const shares: Share[] = [];
  const off: AccessGrant[] = [];
  const open: UndecidedFlow[] = [];
  needs.forEach((need, index) => {
    const flow = flows[index]?.spec;
    if (flow === undefined) return;
    if (flow.access === 'off') {
      off.push(...externalEnds(spec, flow).flatMap((cluster) => grantsOn(cluster, flow, need)));
      return;
    }
    const gap = checkDecided(flow);
    if (gap.state === 'undecided' && externalEnds(spec, flow).length > 0) {
      if (isLeftOutFlow(spec, flow)) return;
      open.push(undecidedFlow(spec, need.flow.service, flow, gap));
      findings.push(needsUnknown(flow, gap));
      return;
    }
    const mirrored = mirroredTopics(spec, flow, need);
    const told = isLeftOutFlow(spec, flow) ? [] : findings;
    told.push(...mirrored.findings);
    for (const cluster of externalEnds(spec, flow)) {
      const { share, problems } = shareOf(cluster, flow, flow.access, need);
      told.push(...problems);
      const ahead = mirroredTopicsOn(cluster, flow, mirrored.topics);
      shares.push({ ...share, topics: [...share.topics, ...ahead] });
    }
  });

  findings.push(...withoutAdmin(shares.filter(({ flow }) => !isLeftOutFlow(spec, flow))));
  const reachable = shares.filter(({ cluster }) => cluster.admin !== undefined);
  return {
    manage: together(reachable, 'manage'),
    check: together(reachable, 'check'),
    off: unionOfAccess(off),
    undecided: open,
    findings,
  };
}

/** Of the item as it is written; of the flow where it does not state the list. */
function positionOf(flow: FlowSpec, item: FlowItem | undefined): Position {
  if (item === undefined) return flow.position;
  const { list, text } = item;
  const found =
    list === 'groups'
      ? flow.groups.find(({ pattern }) => pattern === text)?.position
      : flow.patternPositions[list]?.[flow.settings[list]?.indexOf(text) ?? -1];
  return found ?? flow.position;
}

function undecidedFlow(spec: Spec, service: string, flow: FlowSpec, { reason }: Undecided): UndecidedFlow {
  return {
    service,
    flow: mirrorFlowName(flow),
    reason,
    ends: externalEnds(spec, flow).map(({ key, mirror }) => ({
      cluster: key,
      ...(mirror?.principal === undefined ? {} : { principal: mirror.principal }),
    })),
  };
}

function needsUnknown(flow: FlowSpec, { fields, reason }: Undecided): Finding {
  return {
    code: 'flow-needs-unknown',
    severity: 'warning',
    message: `${mirrorFlowName(flow)}: the topics and rights that it needs are not planned, because its live settings decide them and are not known: ${reason.message}`,
    hint: `State ${fields.join(', ')} of the flow, or have Aiven's answer put right.`,
    position: flow.position,
  };
}

/** The derived provenance of something that several flows share. */
export function derivedProvenance(
  flows: readonly FlowReference[],
  fallback: Position,
  rule: Rule,
): DerivedProvenance {
  return {
    origin: 'derived',
    position: flows[0]?.position ?? fallback,
    flows: [...new Set(flows.map(({ name }) => name))].sort(compareText),
    rule: rule.id,
    why: rule.why,
    without: rule.without,
  };
}

function shareOf(
  cluster: ExternalClusterSpec,
  flow: FlowSpec,
  mode: Mode,
  need: FlowNeeds,
): { readonly share: Share; readonly problems: readonly Finding[] } {
  const topics = internalTopicsOn(cluster, flow, need);
  const nameless = cluster.mirror?.principal === undefined && rightsOn(cluster.key, need).length > 0;
  return {
    share: { flow, mode, cluster, topics, access: grantsOn(cluster, flow, need) },
    problems: nameless ? [unknownPrincipal(cluster, flow, mode)] : [],
  };
}

/** None for a principal that the spec does not tell. */
function grantsOn(cluster: ExternalClusterSpec, flow: FlowSpec, need: FlowNeeds): readonly AccessGrant[] {
  const principal = cluster.mirror?.principal;
  if (principal === undefined) return [];
  return grantsTo(principal, cluster, flow, need);
}

function unknownPrincipal(
  { key, mirror, position }: ExternalClusterSpec,
  flow: FlowSpec,
  mode: Mode,
): Finding {
  return {
    code: 'principal-unknown',
    severity: mode === 'manage' ? 'error' : 'warning',
    message: `${mirrorFlowName(flow)}: the spec does not tell as whom MirrorMaker 2 logs in to ${key}, so its ACLs cannot be derived`,
    hint: `Set mirror.principal of ${key} to what its authorizer logs, such as User:CN=aiven-mm2; or set access: off.`,
    position: mirror?.position ?? position,
  };
}

/** Without `admin` nothing can be read or written there, so people are told what to do. */
function withoutAdmin(shares: readonly Share[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const mode of ['manage', 'check'] as const) {
    const unreachable = shares.filter((share) => share.mode === mode && share.cluster.admin === undefined);
    for (const cluster of new Set(unreachable.map((share) => share.cluster))) {
      const set = together(
        unreachable.filter((share) => share.cluster === cluster),
        mode,
      );
      if (set.topics.length + set.access.length > 0) findings.push(byHandFinding({ cluster, mode, ...set }));
    }
  }
  return findings;
}

function together(shares: readonly Share[], mode: Mode): DerivedSet {
  const wanted = shares.filter((share) => share.mode === mode);
  return {
    topics: mergeTopics(wanted.flatMap(({ topics }) => topics)),
    access: unionOfAccess(wanted.flatMap(({ access }) => access)),
  };
}
