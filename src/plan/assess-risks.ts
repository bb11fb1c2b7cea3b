import type { Change } from '../model/change.ts';
import type { FlowEffect } from '../model/flow-effect.ts';
import { gateOfDeletion, keyOf, nameOf, placeOf } from '../model/resource.ts';
import { compareText } from '../model/text-order.ts';
import { effectRisks } from './effects/flow-effects.ts';
import { definitionFor } from './kinds.ts';
import type { Risk, RiskDraft, RiskLevel } from './plan.ts';

const weight: { readonly [L in RiskLevel]: number } = { high: 0, medium: 1, low: 2 };

/**
 * What a reviewer should think about, in words, the worst first. A change without a risk was judged harmless field by
 * field: what the tables do not know is a risk of its own, `consequence-unknown`. `effects` tell what changes come to on other
 * clusters.
 */
export function assessRisks(
  changes: readonly Change[],
  effects: readonly FlowEffect[] = [],
  /** By `keyOf` of its change: what only all changes of a cluster tell, or what is live beside it. */
  beside: ReadonlyMap<string, RiskDraft> = new Map(),
): readonly Risk[] {
  const byCause = Map.groupBy(effects, ({ cause }) => keyOf(cause));
  return changes
    .flatMap((change) => {
      const brought = byCause.get(keyOf(change.id)) ?? [];
      const another = beside.get(keyOf(change.id));
      return [
        // Of a last entry, it is not so that its clients lose access: everybody has it from then on.
        ...(another === undefined || change.action !== 'delete' ? definitionFor(change).risks(change) : []),
        ...(another === undefined ? [] : [gated(another, change)]),
        ...brought.flatMap((effect) => effectRisks(effect, change)),
      ].map((risk) => ({ change, risk }));
    })
    .sort(
      (a, b) =>
        weight[a.risk.level] - weight[b.risk.level] ||
        compareText(placeOf(a.change.id), placeOf(b.change.id)) ||
        compareText(nameOf(a.change.id), nameOf(b.change.id)),
    )
    .map(({ change, risk }, index) => ({ ...risk, id: change.id, label: `R${index + 1}` }));
}

/** Whatever else a deletion does, it takes the same permission. */
function gated(draft: RiskDraft, { action, kind }: Change): RiskDraft {
  return action === 'delete' && kind === 'kafka-acl' ? { ...draft, gate: gateOfDeletion('acls') } : draft;
}
