import type { Change } from '../model/change.ts';
import { flowName } from '../model/flow.ts';
import { nameOf, placeOf } from '../model/resource.ts';

/**
 * Why a change cannot be tried, given what was not finished before it; undefined: nothing stands in its way. Independent
 * work goes on after a failure; what hangs on the failed change does not, and nothing is deleted any more.
 */
export function blockedBy(
  change: Change,
  unfinished: readonly Change[],
  phase: 'write' | 'enable',
): string | undefined {
  if (unfinished.length === 0) return undefined;
  if (change.action === 'delete') return 'nothing is deleted after a failure';
  const cause = unfinished.find((candidate) => dependsOn(change, candidate, phase));
  return cause === undefined
    ? undefined
    : `it needs ${cause.kind} ${nameOf(cause.id)} on ${placeOf(cause.id)}`;
}

function dependsOn(change: Change, other: Change, phase: 'write' | 'enable'): boolean {
  if (change.kind === 'integration') {
    const { source } = change.desired ?? change.live;
    return other.kind === 'endpoint' && source.type === 'endpoint' && other.id.name === source.endpoint;
  }
  if (change.kind !== 'flow') return false;
  if (other.kind === 'integration') {
    const { service, source, target } = change.id;
    return other.id.service === service && (other.id.cluster === source || other.id.cluster === target);
  }
  // A flow runs only with all of its topics and access in place.
  const { provenance } = other;
  return (
    phase === 'enable' && provenance.origin === 'derived' && provenance.flows.includes(flowName(change.id))
  );
}
