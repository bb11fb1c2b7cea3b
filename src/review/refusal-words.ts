import type { GitHubError } from '../github/http/github-error.ts';
import type { Plan } from '../plan/plan.ts';
import { adviceFor } from '../run/github/github-advice.ts';
import type { Evidence } from '../run/review/gather-evidence.ts';
import type { MergedSince } from '../run/review/merged-since.ts';
import type { Session } from '../run/session.ts';
import type { Unreviewed } from './record.ts';
import type { ApplyRefusal } from './refusal.ts';

interface Unapproved {
  readonly session: Session;
  readonly plan: Plan;
  readonly since: MergedSince;
  readonly evidence: readonly Evidence[];
  readonly missing: readonly Unreviewed[];
}

/** Names what no reviewer saw, why that may be, and the way on. */
export function unreviewedRefusal(unapproved: Unapproved): ApplyRefusal {
  const { evidence, missing } = unapproved;
  const operations = missing.map(({ operation, shown }) => ({ operation, ...(shown && { shown }) }));
  const { reason, message, hint } = evidence.some(({ record }) => record !== undefined)
    ? changedSince(unapproved)
    : neverPlanned(unapproved);
  return { reason, reasons: [{ message, hint }], operations };
}

interface Words {
  readonly reason: ApplyRefusal['reason'];
  readonly message: string;
  readonly hint: string;
}

function neverPlanned({ session, plan, since, evidence }: Unapproved): Words {
  const fromForks = evidence.filter(({ pullRequest }) => pullRequest.fromFork);
  const others = evidence.filter(({ pullRequest }) => !pullRequest.fromFork);
  const whose = [
    fromForks.length === 0 ? '' : `${numbers(fromForks)} came from a fork, where no plan can be made`,
    others.length === 0
      ? ''
      : `no plan is recorded for ${others.map(({ pullRequest }) => `#${pullRequest.number} at ${pullRequest.head.sha.slice(0, 7)}`).join(', ')}`,
    directWords(session, since),
  ].filter((words) => words !== '');
  const why = whose.length === 0 ? 'no merged pull request stands behind this commit' : whose.join('; ');
  const next =
    others.length === 0
      ? 'Change the spec in a pull request'
      : `Wait for the plan job of ${numbers(others)} or re-run it, look at what it shows, and re-run this job`;
  return {
    reason: 'plan-missing',
    message: `nobody reviewed a plan for these changes: ${why}`,
    hint: `${next}; or ${byHand(plan)}${policyHint(session, since)}.`,
  };
}

function changedSince({ session, plan, since, evidence, missing }: Unapproved): Words {
  const recorded = evidence.filter(({ record }) => record !== undefined);
  const again = `re-run the plan job of ${numbers(recorded)} (it works on a merged pull request), look at what it shows, and re-run this job; or ${byHand(plan)}`;
  if (missing.every(({ why }) => why === 'from-changed')) {
    return {
      reason: 'from-changed',
      message: 'somebody changed the live state after the plan was reviewed',
      hint: `Find out who changed it. Then ${again}.`,
    };
  }
  const places = new Set(
    missing.filter(({ why }) => why === 'not-compared').map(({ operation }) => operation.cluster),
  );
  if (places.size > 0) {
    const names = [...places].join(', ');
    return {
      reason: 'plan-changed',
      message: `${names} could not be compared when the plan was reviewed, because the connection was new; what is there now differs from what the plan showed as created where missing`,
      hint: `The connection is on ${session.event.repository.defaultBranch} now, so a plan can compare ${names}: ${again}.`,
    };
  }
  const direct = directWords(session, since);
  return {
    reason: 'plan-changed',
    message: `the plan has changes that no merged pull request showed${direct === '' ? '' : `; ${direct}`}`,
    hint: `Find out where they come from. Then ${again}${policyHint(session, since)}.`,
  };
}

function directWords({ event }: Session, { direct, moved }: MergedSince): string {
  const branch = event.repository.defaultBranch;
  const some = direct.slice(0, 3).map((sha) => sha.slice(0, 7));
  const more = direct.length - some.length;
  return [
    direct.length === 0
      ? ''
      : `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''} came to ${branch} without a pull request`,
    moved ? `${branch} was moved by force since the last apply` : '',
  ]
    .filter((words) => words !== '')
    .join('; ');
}

function policyHint({ inputs }: Session, { direct }: MergedSince): string {
  if (direct.length === 0 || inputs.directPush === 'apply') return '';
  return '. With `direct-push: apply` in the workflow, direct pushes count as reviewed';
}

function byHand({ digest }: Plan): string {
  return `look at the plan of this run and run the workflow by hand with \`mode: apply\` and \`approve-digest: ${digest}\``;
}

function numbers(evidence: readonly Evidence[]): string {
  return evidence
    .slice(0, 5)
    .map(({ pullRequest }) => `#${pullRequest.number}`)
    .join(', ');
}

/** Undefined: the digest named by hand is that of the plan. */
export function digestRefusal(
  plan: Plan,
  { approveDigest }: { readonly approveDigest: string },
): ApplyRefusal | undefined {
  if (approveDigest === plan.digest) return undefined;
  return {
    reason: 'plan-changed',
    reasons: [
      {
        message: `approve-digest is ${approveDigest}, and the plan is now ${plan.digest}`,
        hint: 'Look at the plan of this run; if it is what you want, run the workflow again with its digest.',
      },
    ],
    operations: plan.operations.map((operation) => ({ operation })),
  };
}

/** What was reviewed cannot be read: that is not the same as nothing. */
export function gitHubRefusal(error: GitHubError): ApplyRefusal {
  const { reason, hint } = adviceFor(error);
  return {
    reason,
    reasons: [{ message: `it cannot be told what was reviewed: ${error.message}`, hint }],
    operations: [],
  };
}

export const noTokenRefusal: ApplyRefusal = {
  reason: 'plan-missing',
  reasons: [
    {
      message: 'without a github-token it cannot be told what was reviewed',
      hint: 'Pass github-token, or approve-digest with the digest of a plan that you looked at, or set require-plan: false.',
    },
  ],
  operations: [],
};
