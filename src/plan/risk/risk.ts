import type { Change } from '../../model/change.ts';
import type { FlowPreflight } from '../../model/flow-preflight.ts';
import { nameOf, placeOf } from '../../model/resource.ts';
import { compareText } from '../../model/text-order.ts';
import { definitionFor } from '../kinds.ts';
import type { Risk, RiskDraft, RiskLevel } from '../plan.ts';
import { followRisks, takeoverRisks } from './takeover.ts';

const weight: { readonly [L in RiskLevel]: number } = { high: 0, medium: 1, low: 2 };

/**
 * What a reviewer should think about, in words, the worst first. A change without a risk was judged harmless field by
 * field: what the tables do not know is a risk of its own, `consequence-unknown`. `flows` tell what a flow does to topics that are
 * there, and to its target when a topic changes.
 */
export function assessRisks(
  changes: readonly Change[],
  flows: readonly FlowPreflight[] = [],
): readonly Risk[] {
  return changes
    .flatMap((change) =>
      [...definitionFor(change).risks(change), ...takeovers(change, flows)].map((risk) => ({ change, risk })),
    )
    .sort(
      (a, b) =>
        weight[a.risk.level] - weight[b.risk.level] ||
        compareText(placeOf(a.change.id), placeOf(b.change.id)) ||
        compareText(nameOf(a.change.id), nameOf(b.change.id)),
    )
    .map(({ change, risk }, index) => ({ ...risk, id: change.id, label: `R${index + 1}` }));
}

function takeovers(change: Change, flows: readonly FlowPreflight[]): readonly RiskDraft[] {
  if (change.action === 'delete') return [];
  if (change.kind === 'topic') return flows.flatMap((flow) => followRisks(flow, change));
  if (change.kind !== 'flow') return [];
  const { service, source, target } = change.id;
  const flow = flows.find((one) => one.service === service && one.source === source && one.target === target);
  return flow?.takesOver === undefined ? [] : takeoverRisks(flow.takesOver, change.provenance);
}
