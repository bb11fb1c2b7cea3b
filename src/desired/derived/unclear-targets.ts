import type { FlowField } from '../../model/flow.ts';
import type { Unknown } from '../../model/reading.ts';
import { clusterKey } from '../../spec/cluster-of.ts';
import { checkDecided } from '../../spec/effective/deciding-fields.ts';
import type { Spec } from '../../spec/spec.ts';

/** What decides under which names a flow writes on its target. */
const naming: ReadonlySet<FlowField> = new Set(['topics', 'topics_exclude', 'replication_policy']);

/**
 * Clusters on which a flow writes topics of which nobody can tell the names, with the reason: it goes by settings of the live
 * flow that are not told. Whatever the flow's `access` is, on Aiven as on external clusters, and also where its source is left out.
 */
export function unclearTargets(spec: Spec): ReadonlyMap<string, Unknown> {
  const flows = [...spec.mirrormakers.values()].flatMap((mirrormaker) => mirrormaker.flows);
  return new Map(
    flows.flatMap((flow): [string, Unknown][] => {
      const decided = checkDecided(flow);
      if (decided.state === 'decided' || !decided.fields.some((field) => naming.has(field))) return [];
      return [[clusterKey(spec, flow.target), decided.reason]];
    }),
  );
}
