import { mirrorFlowName } from '../mirrormaker/mirror-flow.ts';
import type { Desired, UndecidedFlow } from '../model/desired.ts';
import { unknown } from '../model/reading.ts';
import type { IdOf, Kind, ResourceId } from '../model/resource.ts';
import { clusterKey, endpointOf } from '../spec/cluster-of.ts';
import { isLeftOutFlow } from '../spec/leave-out.ts';
import type { ClusterSpec, FlowSpec, Spec } from '../spec/spec.ts';

/** What of the spec belongs to the clusters that the run leaves out. */
export function leavesOut(spec: Spec): Desired['leavesOut'] {
  if (spec.leftOut.size === 0) return () => false;
  const left = namesOf(spec);
  return ({ id, provenance }) => {
    const { kind } = id;
    // The entry of its own kind is asked, so it takes this id.
    const isOfLeftOut = belongs[kind] as (one: ResourceId, names: LeftOutNames) => boolean;
    if (isOfLeftOut(id, left)) return true;
    const flows = provenance?.origin === 'derived' ? provenance.flows : [];
    return flows.length > 0 && flows.every((flow) => left.flows.has(flow));
  };
}

/** What the clusters that are left out are called, in each way in which a resource may name one. */
interface LeftOutNames {
  readonly clusters: ReadonlySet<string>;
  readonly aliases: ReadonlySet<string>;
  readonly endpoints: ReadonlySet<string>;
  /** `<source> -> <target>` */
  readonly flows: ReadonlySet<string>;
}

const belongs: { readonly [K in Kind]: (id: IdOf<K>, left: LeftOutNames) => boolean } = {
  endpoint: ({ name }, { endpoints }) => endpoints.has(name),
  integration: ({ cluster }, { aliases }) => aliases.has(cluster),
  flow: ({ source, target }, { aliases }) => aliases.has(source) || aliases.has(target),
  topic: ({ cluster }, { clusters }) => clusters.has(cluster),
  'kafka-acl': ({ cluster }, { clusters }) => clusters.has(cluster),
  'aiven-acl': ({ cluster }, { clusters }) => clusters.has(cluster),
};

function namesOf(spec: Spec): LeftOutNames {
  const all = [...spec.clusters.values()];
  const [left, others] = [true, false].map((isLeft) =>
    all.filter(({ key }) => spec.leftOut.has(key) === isLeft),
  );
  const usedElsewhere = new Set((others ?? []).flatMap(endpointsOf));
  return {
    clusters: spec.leftOut,
    aliases: new Set((left ?? []).flatMap(({ aliases }) => [...aliases.keys()])),
    endpoints: new Set((left ?? []).flatMap(endpointsOf).filter((name) => !usedElsewhere.has(name))),
    flows: new Set(
      flowsOf(spec)
        .filter((flow) => isLeftOutFlow(spec, flow))
        .map(mirrorFlowName),
    ),
  };
}

function endpointsOf(cluster: ClusterSpec): readonly string[] {
  return [...cluster.aliases.keys()].flatMap((alias) => endpointOf(cluster, alias) ?? []);
}

function flowsOf(spec: Spec): readonly FlowSpec[] {
  return [...spec.mirrormakers.values()].flatMap(({ flows }) => flows);
}

/**
 * The flows that are left out, with the external clusters where they may need rights and topics: their own other end, and where
 * later flows bring what they copy. Which topics there are on a cluster that is left out is not known.
 */
export function leftOutFlows(spec: Spec): readonly UndecidedFlow[] {
  return [...spec.mirrormakers.values()].flatMap(({ service, flows }) =>
    flows
      .filter((flow) => isLeftOutFlow(spec, flow))
      .map((flow): UndecidedFlow => {
        const ends = [flow.source, flow.target].map((alias) => clusterKey(spec, alias));
        const out = ends.filter((key) => spec.leftOut.has(key));
        const reason = unknown('left-out', `${out.join(' and ')} is left out of this run`);
        const reached = downstreamOf(spec, clusterKey(spec, flow.target));
        const clusters = [...new Set([...ends, ...reached])].filter((key) => !spec.leftOut.has(key));
        return { service, flow: mirrorFlowName(flow), reason, ends: clusters.flatMap(userOn(spec)) };
      }),
  );
}

/** Clusters that the topics of a cluster come to, over however many flows. */
function downstreamOf(spec: Spec, key: string): ReadonlySet<string> {
  const reached = new Set([key]);
  for (const at of reached) {
    for (const { source, target } of flowsOf(spec)) {
      if (clusterKey(spec, source) === at) reached.add(clusterKey(spec, target));
    }
  }
  return reached;
}

function userOn(spec: Spec): (key: string) => UndecidedFlow['ends'] {
  return (key) => {
    const cluster = spec.clusters.get(key);
    if (cluster?.type !== 'external') return [];
    const principal = cluster.mirror?.principal;
    return [{ cluster: key, ...(principal === undefined ? {} : { principal }) }];
  };
}
