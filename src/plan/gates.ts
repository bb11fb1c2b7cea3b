import type { Change } from '../model/change.ts';
import { nameOf, placeOf } from '../model/resource.ts';
import type { Plan } from './plan.ts';

export const deletableKinds = ['acls', 'flows', 'endpoints', 'topics'] as const;
export type DeletableKind = (typeof deletableKinds)[number];

/** What the workflow permits, beyond what the spec says. */
export interface Gates {
  readonly allowDelete: ReadonlySet<DeletableKind>;
  readonly maxDeletes: number;
  readonly maxChanges: number;
}

/** One reason why nothing is applied, with the way to pass it. */
export interface Refusal {
  readonly code: 'delete-not-allowed' | 'limit-exceeded';
  readonly message: string;
  readonly hint: string;
}

/** Empty: the plan may be applied. Otherwise nothing of it is. */
export function checkGates(plan: Plan, gates: Gates): readonly Refusal[] {
  const deletes = plan.changes.filter(({ action }) => action === 'delete');
  const refusals: Refusal[] = [];
  for (const kind of deletableKinds) {
    const refused = deletes.filter((change) => deletableKind(change) === kind);
    if (refused.length === 0 || gates.allowDelete.has(kind)) continue;
    refusals.push({
      code: 'delete-not-allowed',
      message: `the plan deletes ${count(refused.length, kind)}: ${listNames(refused)}`,
      hint: `Add \`${kind}\` to the input allow-delete of the workflow, or take the deletion out of the spec.`,
    });
  }
  if (deletes.length > gates.maxDeletes) {
    refusals.push({
      code: 'limit-exceeded',
      message: `the plan deletes ${deletes.length} resources, and max-deletes is ${gates.maxDeletes}`,
      hint: `Set max-deletes to ${deletes.length} for this change, or split it.`,
    });
  }
  if (plan.changes.length > gates.maxChanges) {
    refusals.push({
      code: 'limit-exceeded',
      message: `the plan changes ${plan.changes.length} resources, and max-changes is ${gates.maxChanges}`,
      hint: `Set max-changes to ${plan.changes.length} for this change, or split it.`,
    });
  }
  return refusals;
}

function deletableKind(change: Change): DeletableKind | undefined {
  switch (change.kind) {
    case 'topic':
      return 'topics';
    case 'kafka-acl':
    case 'aiven-acl':
      return 'acls';
    case 'flow':
      return 'flows';
    case 'endpoint':
      return 'endpoints';
    case 'integration':
      return undefined;
  }
}

function listNames(changes: readonly Change[]): string {
  const names = changes.slice(0, 5).map(({ id }) => `${nameOf(id)} on ${placeOf(id)}`);
  const more = changes.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}

function count(number: number, kind: DeletableKind): string {
  return number === 1 ? `1 of the ${kind}` : `${number} ${kind}`;
}
