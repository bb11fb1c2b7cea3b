import type { Finding } from '../model/finding.ts';
import { flowName } from '../model/flow.ts';
import { keyOf } from '../model/resource.ts';
import { type FlowVerdict, isBroken } from './flows/flow-state.ts';
import type { Plan } from './plan.ts';

/** Where the spec and reality do not agree: what an apply would change, what no apply changes, and flows that do not run. */
export interface Drift {
  readonly plan: Plan;
  /** Errors, and differences that no apply puts back. */
  readonly lasting: readonly Finding[];
  /** Of every enabled flow that was looked at. */
  readonly flows: readonly FlowVerdict[];
}

/** `earlier`: a plan made a moment before; what it does not show as well may be a cache that lags. */
export function driftOf(plan: Plan, flows: readonly FlowVerdict[], earlier: Plan = plan): Drift {
  const seen = new Set(earlier.findings.filter(isLasting).map(identityOf));
  return { plan, lasting: lastingIn(plan).filter((finding) => seen.has(identityOf(finding))), flows };
}

/** Errors, and differences that no apply puts back. */
export function lastingIn(plan: Plan): readonly Finding[] {
  return plan.findings.filter(isLasting);
}

/** What it is about tells it from others: its words hold counts and names that may differ between two reads. */
function identityOf({ code, message, about }: Finding): string {
  return `${code} ${about === undefined ? message : keyOf(about)}`;
}

export function brokenFlows({ flows }: Pick<Drift, 'flows'>): readonly FlowVerdict[] {
  return flows.filter(isBroken);
}

/** How many differences there are. 0 proves nothing where something was not read. */
export function differencesIn(drift: Drift): number {
  return drift.plan.changes.length + drift.lasting.length + brokenFlows(drift).length;
}

/** What tells a flow from all others in what is remembered of it. */
export function flowKey({ flow }: FlowVerdict): string {
  return `${flow.service}: ${flowName(flow)}`;
}

function isLasting({ severity, lasts }: Finding): boolean {
  return severity === 'error' || lasts === true;
}
