import type { Difference } from '../model/difference.ts';
import type { KafkaAclId } from '../model/kafka-acl.ts';
import type { RiskDraft, RiskLevel } from '../plan/plan.ts';
import type { Spec } from '../spec/spec.ts';
import { risksOf } from './as-if-proposed.ts';

/** What is accepted or dropped as one: one difference, or the entries that one line of ACLs says together. */
export interface Unit {
  readonly differences: readonly Difference[];
  /** The worst first. */
  readonly risks: readonly RiskDraft[];
  readonly level: RiskLevel | 'none';
}

const weight: { readonly [L in Unit['level']]: number } = { high: 0, medium: 1, low: 2, none: 3 };

/** The riskiest first; of one level in the order of the plan. */
export function unitsOf(differences: readonly Difference[], spec: Spec): readonly Unit[] {
  const groups = Map.groupBy(differences, (difference) => JSON.stringify(lineOf(difference, differences)));
  const units = [...groups.values()].map((own): Unit => {
    const risks = own
      .flatMap((difference) => risksOf(difference, spec))
      .sort((a, b) => weight[a.level] - weight[b.level]);
    return { differences: own, risks: withoutDoubles(risks), level: risks[0]?.level ?? 'none' };
  });
  return units.toSorted((a, b) => weight[a.level] - weight[b.level]);
}

export function isAboveLow({ level }: Pick<Unit, 'level'>): boolean {
  return weight[level] < weight.low;
}

/** Entries with the same rights on the same resource stand on one line; everything else is by itself. */
function lineOf(difference: Difference, all: readonly Difference[]): unknown {
  if (difference.is !== 'change') return all.indexOf(difference);
  const { id, action } = difference.change;
  if (id.kind === 'aiven-acl') return [action, id.kind, id.cluster, id.username, id.permission];
  if (id.kind === 'kafka-acl') return [action, id.kind, ...grantOf(id)];
  return all.indexOf(difference);
}

function grantOf(id: KafkaAclId): readonly string[] {
  const { cluster, principal, host, resourceType, resourceName, patternType, permission } = id;
  return [cluster, principal, host, resourceType, resourceName, patternType, permission];
}

function withoutDoubles(risks: readonly RiskDraft[]): readonly RiskDraft[] {
  const seen = new Set<string>();
  return risks.filter(({ code, field, consequence }) => {
    const key = JSON.stringify([code, field, consequence]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
