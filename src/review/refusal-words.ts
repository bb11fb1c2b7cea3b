import type { Plan } from '../plan/plan.ts';
import type { Evidence } from './evidence.ts';
import type { DirectPush, ReviewPolicy } from './policy.ts';
import type { ReviewedRange } from './range.ts';
import type { ApplyRefusal } from './refusal.ts';
import type { Unreviewed } from './reviewed.ts';

interface Unapproved {
  readonly plan: Plan;
  readonly range: ReviewedRange;
  readonly directPush: DirectPush;
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

function neverPlanned({ plan, range, directPush, evidence }: Unapproved): Words {
  const fromForks = evidence.filter(({ pullRequest }) => pullRequest.fromFork);
  const others = evidence.filter(
    ({ pullRequest, otherForm }) => !pullRequest.fromFork && otherForm === undefined,
  );
  const whose = [
    ...(['older', 'newer'] as const).map((form) => otherFormWords(evidence, form)),
    fromForks.length === 0 ? '' : `${numbers(fromForks)} came from a fork, where no plan can be made`,
    others.length === 0
      ? ''
      : `no plan is recorded for ${others.map(({ pullRequest }) => `#${pullRequest.number} at ${pullRequest.head.sha.slice(0, 7)}`).join(', ')}`,
    directWords(range),
  ].filter((words) => words !== '');
  const why = whose.length === 0 ? 'this commit did not come from a merged pull request' : whose.join('; ');
  const next =
    others.length === 0
      ? 'Change the spec in a pull request'
      : `Wait for the plan job of ${numbers(others)} or re-run it, look at what it shows, and re-run this job`;
  return {
    reason: 'plan-missing',
    message: `nobody reviewed a plan for these changes: ${why}`,
    hint: `${next}; or ${byHand(plan)}${policyHint(directPush, range)}.`,
  };
}

/** It may well show the change: it is older or newer, not wrong. */
function otherFormWords(evidence: readonly Evidence[], form: 'older' | 'newer'): string {
  const some = evidence.filter(({ otherForm }) => otherForm === form);
  if (some.length === 0) return '';
  return `the plan of ${numbers(some)} is recorded in a form that is ${form} than this version of the action reads`;
}

function olderRecord({ plan, evidence }: Unapproved): Words {
  const older = evidence.filter(({ record }) => record?.version === 2);
  return {
    reason: 'plan-changed',
    message: `the plan of ${numbers(older)} was recorded by an older version of this action, which keeps neither the live values that a change rests on nor what is left of one that is half done`,
    hint: `${capital(byHand(plan))}. A plan job that is pinned to the older version cannot record more: pin it to this version.`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function changedSince({ plan, range, directPush, evidence, missing }: Unapproved): Words {
  const recorded = evidence.filter(({ record }) => record !== undefined);
  const again = `re-run the plan job of ${numbers(recorded)} (it works on a merged pull request), look at what it shows, and re-run this job; or ${byHand(plan)}`;
  if (missing.some(({ why }) => why === 'older-record')) {
    return olderRecord({ plan, range, directPush, evidence, missing });
  }
  if (missing.every(({ why }) => why === 'from-changed')) {
    return {
      reason: 'from-changed',
      message: 'somebody changed the live state after the plan was reviewed',
      hint: `Find out who changed it. Then ${again}.`,
    };
  }
  const moved = new Set(
    missing.filter(({ why }) => why === 'another-place').map(({ operation }) => operation.place),
  );
  if (moved.size > 0) {
    return {
      reason: 'plan-changed',
      message: `the changes of ${[...moved].join(', ')} were reviewed for another place: when the plan of ${numbers(recorded)} was made, that name, or an alias of its flows, stood for other brokers, another service or another Aiven project`,
      hint: `Look where these changes go now: ${again}.`,
    };
  }
  const places = new Set(
    missing.filter(({ why }) => why === 'not-compared').map(({ operation }) => operation.place),
  );
  if (places.size > 0) {
    const names = [...places].join(', ');
    return {
      reason: 'plan-changed',
      message: `${names} could not be compared when the plan was reviewed, because the connection was new; what is there now differs from what the plan showed as created where missing, or a flow takes over another topic through it`,
      hint: `The connection is on ${range.branch} now, so a plan can compare ${names}: ${again}.`,
    };
  }
  const why = [withoutWords(recorded), directWords(range)].filter((words) => words !== '').join('; ');
  return {
    reason: 'plan-changed',
    message: `the plan has changes that no merged pull request showed${why === '' ? '' : `; ${why}`}`,
    hint: `Find out where they come from. Then ${again}${policyHint(directPush, range)}.`,
  };
}

/** Plans that were made without clusters show nothing of them. */
function withoutWords(recorded: readonly Evidence[]): string {
  const without = recorded.filter(({ record }) => record !== undefined && record.leftOut.length > 0);
  const clusters = [...new Set(without.flatMap(({ record }) => record?.leftOut ?? []))].sort();
  return clusters.length === 0
    ? ''
    : `the plan of ${numbers(without)} was made without ${clusters.join(', ')}, as \`leave-out-clusters\` said`;
}

function directWords({ branch, direct, moved }: ReviewedRange): string {
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

function policyHint(directPush: DirectPush, { direct }: ReviewedRange): string {
  if (direct.length === 0 || directPush === 'apply') return '';
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

/** The digest named by hand is not that of the plan. */
export function digestRefusal(
  plan: Plan,
  { approveDigest }: Pick<ReviewPolicy, 'approveDigest'>,
): ApplyRefusal {
  if (plan.digest.startsWith(`sha256:${approveDigest.toLowerCase().replace(/^sha256:/, '')}`)) {
    return {
      reason: 'plan-changed',
      reasons: [
        {
          message: `approve-digest is ${approveDigest}, and a plan is approved by its whole digest only: sha256: and 64 hex digits`,
          hint: `If the plan of this run is the one that you looked at, run the workflow again with \`approve-digest: ${plan.digest}\`.`,
        },
      ],
      operations: plan.operations.map((operation) => ({ operation })),
    };
  }
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
