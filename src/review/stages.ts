import type { Change, ChangeOf } from '../model/change.ts';
import { type Operation, operationsOf } from '../model/operation.ts';
import type { Kind } from '../model/resource.ts';
import { definitionOf } from '../plan/kinds.ts';
import { createDigest, exactDigest, short } from './digests.ts';

/**
 * Some changes are written in two steps: a flow is created disabled and then enabled, an integration is deleted and
 * then created. A run that ends between the two leaves a plan that nobody was shown, though it is a part of what was. The
 * record holds that part as well, marked as a stage: it counts only while no apply has succeeded since, and only if what
 * is there is exactly what the first step leaves.
 */
export type SecondStage =
  | {
      readonly state: 'possible';
      /** Of the stage, as a record holds it. */
      readonly digest: string;
      /** Of the whole resource as it was shown to be created. */
      readonly created: string;
    }
  | { readonly state: 'none' };

export type Steps =
  | { readonly state: 'one-step' }
  /** `digest`: of what is left once the first is done. */
  | { readonly state: 'two-steps'; readonly digest: string };

/** In how many steps a reviewed change is written. */
export function stepsOf(change: Change): Steps {
  switch (change.action) {
    case 'create':
      return change.kind === 'flow' && change.desired.settings.enabled
        ? twoSteps(createDigest(operationsOf(change)), [exactDigest(enabling(change))])
        : { state: 'one-step' };
    case 'replace':
      return twoSteps(wholeDigest(change), []);
    case 'update':
    case 'delete':
      return { state: 'one-step' };
  }
}

function twoSteps(created: string, left: readonly string[]): Steps {
  return { state: 'two-steps', digest: stageDigest(created, left) };
}

/** The stage that a change of the plan now may be. */
export function secondStage(change: Change): SecondStage {
  if (change.action === 'create') {
    const created = createDigest(operationsOf(change));
    return { state: 'possible', created, digest: stageDigest(created, []) };
  }
  if (change.kind !== 'flow' || change.action !== 'update') return { state: 'none' };
  // If anything else differs from what was to be created, this is not a second stage.
  const [only, ...others] = operationsOf(change);
  if (only === undefined || others.length > 0 || exactDigest(only) !== exactDigest(enabling(change))) {
    return { state: 'none' };
  }
  const created = wholeDigest(change);
  return { state: 'possible', created, digest: stageDigest(created, [exactDigest(only)]) };
}

/** The second write of a flow that is created enabled. */
function enabling({ id, desired, provenance, kind }: FlowWithSettings): Operation {
  const fields = [{ field: 'enabled', from: 'false', to: 'true' }];
  const live = { id, settings: {} };
  const [operation] = operationsOf({ kind, action: 'update', id, desired, live, fields, provenance });
  if (operation === undefined) throw new Error('a change of one field is one operation');
  return operation;
}

type FlowWithSettings = Extract<ChangeOf<'flow'>, { readonly action: 'create' | 'update' | 'replace' }>;

/** The digest of the resource as it is created, whatever is there now. */
export function wholeDigest(change: Extract<Change, { readonly action: 'update' | 'replace' }>): string {
  return createDigest(operationsOf({ ...asCreation(change), action: 'create' } as Change)); // one kind's own parts, as they came
}

function asCreation(change: Extract<Change, { readonly action: 'update' | 'replace' }>) {
  const { kind, id, desired, provenance } = change;
  return { kind, id, desired, provenance, fields: definitionOf<Kind>(kind).comparison.describe(desired) };
}

function stageDigest(created: string, left: readonly string[]): string {
  return short(['stage', created, left]);
}
