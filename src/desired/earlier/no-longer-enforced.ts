import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { someNames } from '../../model/some-names.ts';
import { clusterOf } from '../../spec/cluster-of.ts';
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

/**
 * What the spec enforced before and does not now, though the plan changes nothing for it: later plans do less, and the drift
 * check does not see it. Flows, services and topics that left the spec are told as left running, and what was enforced of them
 * goes with them.
 */
export function noLongerEnforced(options: {
  readonly before: Spec;
  readonly now: Spec;
  /** For each key that a cluster had before, the one under which the spec has the same brokers now. */
  readonly keysNow: ReadonlyMap<string, string>;
}): readonly Finding[] {
  const { before, now, keysNow } = options;
  return [
    ...[...before.clusters.values()].flatMap((was) => ofCluster(was, keysNow.get(was.key) ?? was.key, now)),
    ...[...before.mirrormakers.values()].flatMap((was) => ofMirrorMaker(was, before, now)),
  ];
}

function ofCluster(was: ClusterSpec, key: string, spec: Spec): readonly Finding[] {
  if (spec.leftOut.has(key)) return [];
  const now = spec.clusters.get(key);
  const owned = [
    ...loosened(manageClaims.topics, was.manage.topics ?? noTopics, now?.manage.topics ?? noTopics),
    ...loosened(manageClaims.acls, was.manage.acls ?? noPrincipals, now?.manage.acls ?? noPrincipals),
  ];
  if (now === undefined) return owned.map(toFinding(key, startOf(spec)));
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

function ofMirrorMaker(was: MirrorMakerSpec, before: Spec, spec: Spec): readonly Finding[] {
  const now = spec.mirrormakers.get(was.service);
  if (now === undefined) return [];
  const flows = new Map(now.flows.map((flow) => [mirrorFlowName(flow), flow]));
  return [
    ...[...loosened(serviceClaims, was, now), ...loosened(settingsClaims, was.settings, now.settings)].map(
      toFinding(was.service, now.position),
    ),
    ...was.flows.flatMap((flow) => {
      const kept = flows.get(mirrorFlowName(flow));
      if (kept === undefined || isLeftOutFlow(spec, kept)) return [];
      const which = `flow ${mirrorFlowName(kept)} of ${was.service}`;
      return loosened(flowClaims, withAccess(before, flow), withAccess(spec, kept)).map(
        toFinding(which, kept.position),
      );
    }),
  ];
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
