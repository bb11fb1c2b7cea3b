import { type FlowVerdict, isBroken } from '../../plan/flows/flow-state.ts';
import type { Outcome } from '../../plan/outcome.ts';
import type { Plan } from '../../plan/plan.ts';
import { flowVerdictLine } from '../../report/words/flow-verdict-line.ts';
import { headline, isInSync } from '../../report/words/headline.ts';
import type { RunEnd } from '../result.ts';

/** Nothing was left to write; a flow that does not run fails the run all the same. */
export function endInSync(plan: Plan, flows: readonly FlowVerdict[]): RunEnd {
  const broken = flows.filter(isBroken);
  if (broken.length === 0) return { result: 'no-changes', summary: headline({ ...plan, leftOut: [] }) };
  return {
    result: 'partially-applied',
    reason: 'not-converged',
    summary: `there was nothing to write, and ${broken.map(flowVerdictLine).join('; ')}`,
  };
}

/** Applied only when every change was made, a second read agrees, and every flow that should run does. */
export function endOf(outcome: Outcome, after: Plan, flows: readonly FlowVerdict[]): RunEnd {
  const all = outcome.results.length;
  const applied = appliedCount(outcome);
  const failed = outcome.results.flatMap((result) => (result.state === 'failed' ? [result.failure] : []));
  const [changed] = failed;
  if (changed !== undefined && failed.every(({ code }) => code === 'from-changed')) {
    return {
      result: 'partially-applied',
      reason: 'from-changed',
      summary: `${applied} of ${all} changes applied: ${changed.message}`,
    };
  }
  if (outcome.stopped !== undefined && applied + failed.length === 0) {
    const { why, because } = outcome.stopped;
    const summary = `nothing was applied: ${because}`;
    return why === 'overtaken'
      ? { result: 'superseded', summary }
      : { result: 'refused', reason: 'github-unavailable', summary };
  }
  if (outcome.stopped !== undefined) {
    return {
      result: 'partially-applied',
      reason: 'apply-failed',
      summary: `${applied} of ${all} changes applied, then the run stopped: ${outcome.stopped.because}`,
    };
  }
  if (applied < all) {
    return {
      result: 'partially-applied',
      reason: 'apply-failed',
      summary: `${applied} of ${all} changes applied, ${all - applied} failed or not tried`,
    };
  }
  if (!isInSync(after)) {
    return {
      result: 'partially-applied',
      reason: 'not-converged',
      summary: `${all} changes applied, and a second read still finds ${headline(after)}`,
    };
  }
  const broken = flows.filter(isBroken);
  if (broken.length > 0) {
    return {
      result: 'partially-applied',
      reason: 'not-converged',
      summary: `${all} changes applied, and ${broken.map(flowVerdictLine).join('; ')}`,
    };
  }
  return {
    result: 'applied',
    summary: `${applied} of ${all} changes applied, a second read found no difference`,
  };
}

/** Names what the run left out, so that nobody takes the rest for the whole. */
export function withoutLeftOut(end: RunEnd, { leftOut }: Pick<Plan, 'leftOut'>): RunEnd {
  return leftOut.length === 0 ? end : { ...end, summary: `without ${leftOut.join(', ')}: ${end.summary}` };
}

export function appliedCount(outcome: Outcome): number {
  return outcome.results.filter(({ state }) => state === 'applied').length;
}
