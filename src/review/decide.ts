import { keyOf } from '../model/resource.ts';
import type { StoredFields } from '../model/stored-fields.ts';
import type { Plan } from '../plan/plan.ts';
import { type Evidence, recordsOf } from './evidence.ts';
import { checkLabel } from './gates.ts';
import type { DirectPush, ReviewPolicy } from './policy.ts';
import type { ReviewedRange } from './range.ts';
import type { ApplyRefusal } from './refusal.ts';
import { digestRefusal, noTokenRefusal, unreviewedRefusal } from './refusal-words.ts';
import {
  carriedOver,
  joinRecords,
  pullRequestsShowing,
  type Reviewed,
  reviewedAsEmpty,
  type Unreviewed,
  unreviewed,
} from './reviewed.ts';

/** What could be found out about what reviewers saw. */
export type ReviewFacts =
  | { readonly state: 'found'; readonly range: ReviewedRange; readonly evidence: readonly Evidence[] }
  /** There is no github-token to look it up with. */
  | { readonly state: 'no-token' }
  /** GitHub did not answer; `refusal` says how, in words. */
  | { readonly state: 'unreadable'; readonly refusal: ApplyRefusal };

export type Decision =
  | {
      readonly state: 'approved';
      readonly by: 'digest' | 'review' | 'nothing-to-approve' | 'no-plan-required';
      /**
       * Topics to delete (`keyOf`) that reviewers saw as empty, or, where no record tells what they saw, that this plan
       * shows as empty: to be deleted only while they are.
       */
      readonly reviewedAsEmpty: ReadonlySet<string>;
      /** What creations (`keyOf`) get from what an earlier run deleted in order to replace it. */
      readonly carried: ReadonlyMap<string, StoredFields>;
    }
  | { readonly state: 'refused'; readonly refusal: ApplyRefusal };

/**
 * May this plan be applied? Everything in it must have been shown by the plan of a pull request merged since the
 * last successful apply, or a person names its digest by hand. What was shown and is no longer needed is skipped.
 */
export function decide(plan: Plan, facts: ReviewFacts, policy: ReviewPolicy): Decision {
  if (policy.approveDigest !== '' && plan.changes.length > 0) {
    if (policy.approveDigest !== plan.digest) {
      return { state: 'refused', refusal: digestRefusal(plan, policy) };
    }
    const isFound = facts.state === 'found';
    const reviewed = isFound ? joinRecords(recordsOf(facts.evidence), facts.range) : undefined;
    return approved('digest', plan, reviewed);
  }
  switch (facts.state) {
    case 'no-token':
      if (plan.changes.length === 0) return approved('nothing-to-approve', plan);
      return policy.requirePlan
        ? { state: 'refused', refusal: noTokenRefusal }
        : approved('no-plan-required', plan);
    case 'unreadable':
      return { state: 'refused', refusal: facts.refusal };
    case 'found':
      return judge(plan, facts, policy);
  }
}

function approved(by: By, plan: Plan, reviewed?: Reviewed): Decision {
  const asEmpty = reviewedAsEmpty(plan, by === 'review' ? reviewed : undefined);
  const carried = reviewed === undefined ? new Map() : carriedOver(plan, reviewed);
  return { state: 'approved', by, reviewedAsEmpty: asEmpty, carried };
}

type By = Extract<Decision, { readonly state: 'approved' }>['by'];

type Found = Extract<ReviewFacts, { readonly state: 'found' }>;

function judge(plan: Plan, { range, evidence }: Found, policy: ReviewPolicy): Decision {
  const reviewed = joinRecords(recordsOf(evidence), range);
  const { requirePlan, directPush } = policy;
  const missing = requirePlan ? notPermitted(plan, range, directPush, unreviewed(plan, reviewed)) : [];
  if (missing.length > 0) {
    return {
      state: 'refused',
      refusal: unreviewedRefusal({ plan, range, directPush, evidence, missing }),
    };
  }
  const [first, ...others] = labelReasons(plan, evidence, reviewed, policy);
  if (first !== undefined) {
    return {
      state: 'refused',
      refusal: { reason: first.code, reasons: [first, ...others], operations: [] },
    };
  }
  if (plan.changes.length === 0) return approved('nothing-to-approve', plan);
  return approved(requirePlan ? 'review' : 'no-plan-required', plan, reviewed);
}

/**
 * The unreviewed operations that the policy for direct pushes does not permit either. It never permits one whose live value
 * somebody changed after the review.
 */
function notPermitted(
  plan: Plan,
  { direct }: ReviewedRange,
  directPush: DirectPush,
  missing: readonly Unreviewed[],
): readonly Unreviewed[] {
  if (directPush === 'refuse' || direct.length === 0) return missing;
  // A change that depends on the live state of another resource needs a reviewer, even at low risk.
  const risky = new Set([
    ...plan.risks.filter(({ level }) => level !== 'low').map(({ id }) => keyOf(id)),
    ...plan.changes.filter(({ restsOn = [] }) => restsOn.length > 0).map(({ id }) => keyOf(id)),
  ]);
  return missing.filter(({ operation: { kind, place, name }, why }) => {
    if (why === 'from-changed') return true;
    // The same text as `keyOf` makes of the resource.
    return directPush === 'apply-low-risk' && risky.has(JSON.stringify([kind, place, name]));
  });
}

function labelReasons(
  plan: Plan,
  evidence: readonly Evidence[],
  reviewed: Reviewed,
  { allowDeleteLabel, requirePlan }: ReviewPolicy,
) {
  const label = allowDeleteLabel.toLowerCase();
  const labelled = new Set(
    evidence
      .filter(({ pullRequest }) => pullRequest.labels.some((each) => each.toLowerCase() === label))
      .map(({ pullRequest }) => pullRequest.number),
  );
  return checkLabel(plan, allowDeleteLabel, (change) => {
    const shownBy = requirePlan ? pullRequestsShowing(change, reviewed) : [...labelled];
    return shownBy.some((number) => labelled.has(number));
  });
}
