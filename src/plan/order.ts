import type { Change } from '../model/change.ts';
import { nameOf, placeOf, type ResourceId } from '../model/resource.ts';
import { type Phase, phases, type Step } from './plan.ts';

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
      if (!phasesOf(change).includes(phase)) continue;
      const place = placeOf(change.id);
      const key = JSON.stringify([phase, change.kind, place]);
      const step = steps.get(key) ?? { phase, kind: change.kind, place, changes: [] };
      step.changes.push(change);
      steps.set(key, step);
    }
  }
  return [...steps.values()];
}

/** A flow that starts enabled goes through two phases: created disabled, then enabled once it has been read back. */
function phasesOf(change: Change): readonly Phase[] {
  if (change.action === 'delete') return [deletePhases[change.kind]];
  if (change.kind === 'flow' && change.desired.settings.enabled && becomesEnabled(change))
    return ['flows', 'enable-flows'];
  return [growPhases[change.kind]];
}

const growPhases: { readonly [K in Change['kind']]: Phase } = {
  topic: 'create-topics',
  'kafka-acl': 'grant-acls',
  'aiven-acl': 'grant-acls',
  endpoint: 'endpoints',
  integration: 'integrations',
  flow: 'flows',
};

const deletePhases: { readonly [K in Change['kind']]: Phase } = {
  topic: 'delete-topics',
  'kafka-acl': 'revoke-acls',
  'aiven-acl': 'revoke-acls',
  endpoint: 'delete-endpoints',
  integration: 'delete-integrations',
  flow: 'delete-flows',
};

function becomesEnabled(change: Change & { readonly kind: 'flow' }): boolean {
  return change.action === 'create' || change.fields.some(({ field }) => field === 'enabled');
}

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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
