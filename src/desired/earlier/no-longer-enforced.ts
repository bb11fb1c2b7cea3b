import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { someNames } from '../../model/some-names.ts';
import { clusterKey, clusterOf } from '../../spec/cluster-of.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { ClusterSpec, FlowSpec, MirrorMakerSpec, Spec } from '../../spec/spec.ts';
import {
  type Claims,
  clusterClaims,
  flowClaims,
  type Loosened,
  manageClaims,
  noPrincipals,
  noTopics,
  serviceClaims,
  settingsClaims,
  topicClaims,
} from './claims.ts';

interface Earlier {
  readonly before: Spec;
  readonly now: Spec;
  /** For each key that a cluster had before, the one under which the spec has the same brokers now. */
  readonly keysNow: ReadonlyMap<string, string>;
}

/**
 * What the spec enforced before and does not now, though the plan changes nothing for it: later plans do less, and the drift
 * check does not see it. A topic that left the spec is told as left running, and that it is compared no more is said there; what
 * stopped a run or was done for others goes with clusters, flows and services, and is told of each.
 */
export function noLongerEnforced(options: Earlier): readonly Finding[] {
  const { before, now, keysNow } = options;
  return [
    ...[...before.clusters.values()].flatMap((was) => ofCluster(was, keysNow.get(was.key) ?? was.key, now)),
    ...[...before.mirrormakers.values()].flatMap((was) => ofService(was, now)),
    ...[...before.mirrormakers.values()].flatMap((was) => ofFlows(was, options)),
  ];
}

function ofCluster(was: ClusterSpec, key: string, spec: Spec): readonly Finding[] {
  if (spec.leftOut.has(key)) return [];
  const now = spec.clusters.get(key);
  const owned = [
    ...loosened(manageClaims.topics, was.manage.topics ?? noTopics, now?.manage.topics ?? noTopics),
    ...loosened(manageClaims.acls, was.manage.acls ?? noPrincipals, now?.manage.acls ?? noPrincipals),
  ];
  if (now === undefined) {
    const gone = loosened(clusterClaims, was, withoutGuards(was)).map(asGone(`the cluster ${was.key}`));
    return [...owned, ...gone].map(toFinding(key, startOf(spec)));
  }
  return [
    ...[...owned, ...loosened(clusterClaims, was, now)].map(toFinding(key, now.position)),
    ...ofTopics(was, now),
  ];
}

/** One finding for all topics of the cluster of which the same is said. */
function ofTopics(was: ClusterSpec, now: ClusterSpec): readonly Finding[] {
  const all = [...was.topics.values()].flatMap((topic) => {
    const kept = now.topics.get(topic.name);
    if (kept === undefined) return [];
    return loosened(topicClaims, topic, kept).map((one) => ({ one, topic: kept }));
  });
  return [...Map.groupBy(all, ({ one }) => one.clause).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ topic }) => topic.name);
    const which = `${names.length === 1 ? 'topic' : 'topics'} ${someNames(names, 5)} on ${now.key}`;
    return [toFinding(which, first.topic.position)(first.one)];
  });
}

/** A cluster without what stops runs or makes them look. */
function withoutGuards(was: ClusterSpec): ClusterSpec {
  if (was.type === 'aiven') return was;
  const { clusterId: _id, admin: _admin, ...rest } = was;
  return rest;
}

function ofService(was: MirrorMakerSpec, spec: Spec): readonly Finding[] {
  const { service, settings } = was;
  const now = spec.mirrormakers.get(service);
  if (now !== undefined) {
    const all = [...loosened(serviceClaims, was, now), ...loosened(settingsClaims, settings, now.settings)];
    return all.map(toFinding(service, now.position));
  }
  return loosened(settingsClaims, settings, { ...settings, stated: new Set<never>(), others: {} })
    .map(asGone(`the service ${service}`))
    .map(toFinding(service, startOf(spec)));
}

/** A flow that leaves the spec leaves with all that it asked for, unless another flow between the same clusters takes its place. */
function ofFlows(was: MirrorMakerSpec, { before, now: spec, keysNow }: Earlier): readonly Finding[] {
  const kept = spec.mirrormakers.get(was.service);
  const all = [...spec.mirrormakers.values()].flatMap(({ flows, service }) =>
    flows.map((flow) => ({ flow, service })),
  );
  const fresh = all.filter(({ flow, service }) => !hasFlow(before, service, mirrorFlowName(flow)));
  return was.flows.flatMap((flow) => {
    const name = mirrorFlowName(flow);
    if (kept?.removedFlows.has(name) === true) return [];
    const ends = (of: Spec, { source, target }: FlowSpec) =>
      [source, target].map((alias) => {
        const key = clusterKey(of, alias);
        return of === before ? (keysNow.get(key) ?? key) : key;
      });
    const own = all.find((other) => other.service === was.service && mirrorFlowName(other.flow) === name);
    const between = JSON.stringify(ends(before, flow));
    const next = own ?? fresh.find((other) => JSON.stringify(ends(spec, other.flow)) === between);
    const asked = withAccess(before, flow);
    if (next === undefined) {
      if (ends(before, flow).some((key) => spec.leftOut.has(key))) return [];
      const { expectTopics: _, ...rest } = asked;
      return loosened(flowClaims, asked, { ...rest, access: 'off' })
        .map(asGone('the flow'))
        .map(toFinding(`flow ${name} of ${was.service}`, kept?.position ?? startOf(spec)));
    }
    if (isLeftOutFlow(spec, next.flow)) return [];
    return loosened(flowClaims, asked, withAccess(spec, next.flow)).map(
      toFinding(`flow ${mirrorFlowName(next.flow)} of ${next.service}`, next.flow.position),
    );
  });
}

function hasFlow({ mirrormakers }: Spec, service: string, name: string): boolean {
  return mirrormakers.get(service)?.flows.some((flow) => mirrorFlowName(flow) === name) ?? false;
}

/** The hint of a claim names a key of what is not in the spec any more. */
function asGone(what: string): (one: Loosened) => Loosened {
  return ({ clause }) => ({ clause, hint: `Write ${what} again if that is not meant.` });
}

/** Between Aiven services `access` has no effect, so none is taken away. */
function withAccess(spec: Spec, flow: FlowSpec): FlowSpec {
  const isExternal = [flow.source, flow.target].some((alias) => clusterOf(spec, alias)?.type === 'external');
  return isExternal ? flow : { ...flow, access: 'off' };
}

function loosened<T>(claims: Claims<T>, was: T, now: T): readonly Loosened[] {
  const found: Loosened[] = [];
  for (const key in claims) {
    const claim = claims[key];
    const one = typeof claim === 'function' ? claim(was, now) : undefined;
    if (one !== undefined) found.push(one);
  }
  return found;
}

function toFinding(which: string, position: Position | undefined): (one: Loosened) => Finding {
  return ({ clause, hint }) => ({
    code: 'no-longer-enforced',
    severity: 'warning',
    message: `${which}: ${clause}`,
    hint,
    loosens: true,
    ...(position && { position }),
  });
}

/** Where the cluster that left the spec would stand. Undefined: the spec has no file. */
function startOf({ files }: Spec): Position | undefined {
  const [file] = files;
  return file === undefined ? undefined : { file, line: 1, column: 1 };
}
