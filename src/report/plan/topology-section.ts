import { placeTypeOf } from '../../model/resource.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Fold } from '../words/markdown-table.ts';
import { flowProblems, flowsSection } from './flows-section.ts';
import { topologyDiagram } from './topology-diagram.ts';

/**
 * What the flows do after the merge, folded. Only where the plan touches flows, or one has a
 * problem. `limit` bounds the flows; `draws`: with a picture. Undefined: neither is so.
 */
export function topologySection(
  plan: Plan,
  { limit, draws }: { readonly limit: number; readonly draws: boolean },
): Fold | undefined {
  if (!touchesFlows(plan) && flowProblems(plan, 1) === undefined) return undefined;
  const picture = draws ? topologyDiagram(plan.topology) : undefined;
  const list = flowsSection(plan, limit);
  const inside = [
    ...(picture === undefined ? [] : ['### Topology after this change', picture]),
    ...(list === undefined ? [] : [list]),
  ];
  if (inside.length === 0) return undefined;
  const count = Math.max(plan.topology.flows.length, plan.flows.length);
  return { title: `Topology and flows (${count})`, body: inside.join('\n\n') };
}

function touchesFlows({ topology, changes, pending, leftOut }: Plan): boolean {
  return (
    leftOut.length > 0 ||
    topology.flows.some(({ state }) => state !== 'unchanged') ||
    pending.some(({ resource: { provenance } }) => provenance.origin === 'derived') ||
    changes.some(
      ({ kind, provenance }) =>
        provenance.origin === 'derived' || kind === 'endpoint' || placeTypeOf(kind) === 'mirrormaker',
    )
  );
}
