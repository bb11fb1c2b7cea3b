import type { Operation } from '../model/operation.ts';
import { type Plan, unreadWord } from '../plan/plan.ts';
import { checkGates, type Gates, type Refusal } from './gates.ts';

/** A subset of the values of the output `failure-reason`. */
export type RefusalReason =
  | Refusal['code']
  | 'not-readable'
  | 'rule-violated'
  | 'plan-missing'
  | 'plan-changed'
  | 'from-changed'
  | 'missing-permission'
  | 'github-unavailable';

/** Why nothing is applied. Found before the first write, and named with the way on. */
export interface ApplyRefusal {
  readonly reason: RefusalReason;
  readonly reasons: readonly { readonly message: string; readonly hint?: string }[];
  /** What was not approved, if that is why. */
  readonly operations: readonly { readonly operation: Operation; readonly shown?: Operation }[];
}

/** Whether the plan itself may be applied, whoever approved it. */
export type Passage =
  | { readonly state: 'open' }
  | { readonly state: 'refused'; readonly refusal: ApplyRefusal };

export function passageOf(plan: Plan, gates: Gates): Passage {
  if (plan.unread.length > 0) return { state: 'refused', refusal: unreadRefusal(plan) };
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return { state: 'refused', refusal: { reason: 'rule-violated', reasons: errors, operations: [] } };
  }
  const closed = checkGates(plan, gates);
  const [first] = closed;
  if (first === undefined) return { state: 'open' };
  return { state: 'refused', refusal: { reason: first.code, reasons: closed, operations: [] } };
}

function unreadRefusal(plan: Plan): ApplyRefusal {
  const reasons = plan.unread.map((unread) => ({
    message: `${unreadWord(unread)}${unread.name === undefined ? '' : ` ${unread.name}`} of ${unread.place} could not be read: ${unread.reason.message}`,
    hint: 'Nothing is applied while part of the live state is unknown. Mend the cause and re-run this job.',
  }));
  return { reason: 'not-readable', reasons, operations: [] };
}
