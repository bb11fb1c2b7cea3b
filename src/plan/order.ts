import type { Change } from '../model/change.ts';
import { nameOf, placeOf, type ResourceId } from '../model/resource.ts';
import { compareText } from '../model/text-order.ts';
import { definitionFor } from './kinds.ts';
import { type Phase, phases } from './phases.ts';
import type { Step } from './plan.ts';

/**
 * The order of apply. Growing: topics, grants, endpoints, integrations, flows created disabled, flows enabled.
 * Shrinking in reverse, and only after everything that grows. Access is at no moment wider than old and new
 * together, nor narrower than what both have.
 */
export function orderSteps(changes: readonly Change[]): readonly Step[] {
  const steps = new Map<string, { phase: Phase; kind: Change['kind']; place: string; changes: Change[] }>();
  const sorted = [...changes].sort(byPlaceAndName);
  for (const phase of phases) {
    for (const change of sorted) {
      if (!definitionFor(change).phases(change).includes(phase)) continue;
      const place = placeOf(change.id);
      const key = JSON.stringify([phase, change.kind, place]);
      const step = steps.get(key) ?? { phase, kind: change.kind, place, changes: [] };
      step.changes.push(change);
      steps.set(key, step);
    }
  }
  return [...steps.values()];
}

/** The order of changes in a plan, the same on every machine. */
export function byPlaceAndName(a: Change, b: Change): number {
  return (
    compareText(placeOf(a.id), placeOf(b.id)) ||
    compareText(a.kind, b.kind) ||
    compareText(nameOf(a.id), nameOf(b.id))
  );
}

/** By place, kind, name. */
export function byIdentity(a: { readonly id: ResourceId }, b: { readonly id: ResourceId }): number {
  return compareText(identityText(a.id), identityText(b.id));
}

function identityText(id: ResourceId): string {
  return JSON.stringify([placeOf(id), id.kind, nameOf(id)]);
}
