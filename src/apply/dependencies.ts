import type { Change } from '../model/change.ts';
import { nameOf, placeOf } from '../model/resource.ts';
import { definitionFor } from '../plan/kinds.ts';

/** Whether a change can be tried, given what was not finished before it. */
export type Readiness = { readonly state: 'ready' } | { readonly state: 'blocked'; readonly because: string };

/**
 * Independent work goes on after a failure; what hangs on the failed change does not, and nothing is deleted any more.
 */
export function readinessOf(
  change: Change,
  unfinished: readonly Change[],
  stage: 'write' | 'enable',
): Readiness {
  if (unfinished.length === 0) return { state: 'ready' };
  if (change.action === 'delete') {
    return { state: 'blocked', because: 'nothing is deleted after a failure' };
  }
  const cause = unfinished.find((candidate) => definitionFor(change).needs(change, candidate, stage));
  if (cause === undefined) return { state: 'ready' };
  return {
    state: 'blocked',
    because: `it needs ${cause.kind} ${nameOf(cause.id)} on ${placeOf(cause.id)}`,
  };
}
