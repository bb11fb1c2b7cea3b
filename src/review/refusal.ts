import type { Operation } from '../model/operation.ts';
import type { UnknownCode } from '../model/reading.ts';
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

/** Whether the gates of the workflow let the plan pass: all of it, or nothing. */
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

/** A re-run reads again with the secrets and rights of that moment; what the spec says stays as it is in this commit. */
const nextSteps: { readonly [C in UnknownCode]: string } = {
  'not-contacted':
    'The connection is not that of the default branch: merge it first, in a pull request of its own.',
  'left-out': 'The run leaves it out; without that input it is read.',
  'not-managed':
    'Give the cluster what the message asks for, in a pull request: a re-run of this job reads no more.',
  'not-there':
    'Correct the spec in a pull request. If the spec is right, create what it names and re-run this job.',
  unreachable: 'Make sure that the runner reaches it, and re-run this job.',
  unauthenticated:
    'Correct the token or the secrets of the login, or `sasl_mechanism` in the spec in a pull request, and re-run this job.',
  denied: 'Grant the right that the message names, or correct the name in the spec, and re-run this job.',
  incomplete: 'Re-run this job. If the answer stays as it is, the message says what is wrong with it.',
  unavailable: 'Re-run this job once it is there and ready.',
};

function unreadRefusal(plan: Plan): ApplyRefusal {
  const reasons = plan.unread.map((unread) => ({
    message: `${unreadWord(unread)}${unread.name === undefined ? '' : ` ${unread.name}`} of ${unread.place} could not be read: ${unread.reason.message}`,
    hint: `Nothing is applied while part of the live state is unknown. ${nextSteps[unread.reason.code]}`,
  }));
  return { reason: 'not-readable', reasons, operations: [] };
}
