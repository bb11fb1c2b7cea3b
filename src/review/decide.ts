import type { Change } from '../model/change.ts';
import { keyOf } from '../model/resource.ts';
import type { StoredFields } from '../model/stored-fields.ts';
import type { Plan } from '../plan/plan.ts';
import { type Evidence, recordsOf } from './evidence.ts';
import { checkLabel } from './gates.ts';
import type { DirectPush, ReviewPolicy } from './policy.ts';
import { countsFor, type EarlierRange, type ReviewedRange } from './range.ts';
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
  | {
      readonly state: 'found';
      readonly range: ReviewedRange;
      readonly evidence: readonly Evidence[];
      readonly earlier: readonly EarlierRange[];
    }
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
    return approved('digest', plan, facts.state === 'found' ? poolsOf(plan, facts) : undefined);
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

function approved(by: By, plan: Plan, poolOf?: (change: Change) => Pool): Decision {
  const [asEmpty, carried] = [new Set<string>(), new Map<string, StoredFields>()];
  for (const change of plan.changes) {
    const one = { changes: [change] };
    const reviewed = poolOf?.(change).reviewed;
    for (const key of reviewedAsEmpty(one, by === 'review' ? reviewed : undefined)) asEmpty.add(key);
    if (reviewed !== undefined)
      for (const [key, fields] of carriedOver(one, reviewed)) carried.set(key, fields);
  }
  return { state: 'approved', by, reviewedAsEmpty: asEmpty, carried };
}

type By = Extract<Decision, { readonly state: 'approved' }>['by'];

export type FoundFacts = Extract<ReviewFacts, { readonly state: 'found' }>;

/** What counts for a change. */
interface Pool {
  readonly evidence: readonly Evidence[];
  readonly reviewed: Reviewed;
  readonly direct: readonly string[];
}

function poolsOf(plan: Plan, { range, evidence, earlier }: FoundFacts): (change: Change) => Pool {
  const pools = new Map<string, Pool>();
  return (change) => {
    const counted = earlier.filter(({ withheld }) => countsFor(withheld, change));
    const isUnfinished = countsFor(range.unfinished, change);
    const key = JSON.stringify([isUnfinished, counted.map((each) => earlier.indexOf(each))]);
    const all = [...evidence, ...counted.flatMap((each) => each.evidence)];
    const pool = pools.get(key) ?? {
      evidence: all,
      reviewed: joinRecords(recordsOf(all), { isUnfinished, topology: plan.topology }),
      direct: [...range.direct, ...counted.flatMap(({ direct }) => direct)],
    };
    pools.set(key, pool);
    return pool;
  };
}

function judge(plan: Plan, facts: FoundFacts, policy: ReviewPolicy): Decision {
  const poolOf = poolsOf(plan, facts);
  const { requirePlan, directPush } = policy;
  const missing = requirePlan ? missingIn(plan, poolOf, directPush) : [];
  if (missing.length > 0) {
    const refusal = unreviewedRefusal({ plan, ...concerning(plan, facts), directPush, missing });
    return { state: 'refused', refusal };
  }
  const [first, ...others] = labelReasons(plan, poolOf, policy);
  if (first !== undefined) {
    return {
      state: 'refused',
      refusal: { reason: first.code, reasons: [first, ...others], operations: [] },
    };
  }
  if (plan.changes.length === 0) return approved('nothing-to-approve', plan);
  return approved(requirePlan ? 'review' : 'no-plan-required', plan, poolOf);
}

/** Everything that may have shown a change of this plan, in one, for people to read. */
export function concerning(
  plan: Plan,
  { range, evidence, earlier }: FoundFacts,
): { readonly range: ReviewedRange; readonly evidence: readonly Evidence[] } {
  const counted = earlier.filter(({ withheld }) => plan.changes.some((each) => countsFor(withheld, each)));
  return {
    range: { ...range, direct: [...range.direct, ...counted.flatMap(({ direct }) => direct)] },
    evidence: [...evidence, ...counted.flatMap((each) => each.evidence)],
  };
}

/** The operations of a plan that no pull request showed, whatever the policy for direct pushes. */
export function unreviewedOf(plan: Plan, facts: FoundFacts): readonly Unreviewed[] {
  return missingIn(plan, poolsOf(plan, facts), 'refuse');
}

/**
 * The unreviewed operations that the policy for direct pushes does not permit either. It never permits one whose live value
 * somebody changed after the review, or that was shown for another place.
 */
function missingIn(
  plan: Plan,
  poolOf: (change: Change) => Pool,
  directPush: DirectPush,
): readonly Unreviewed[] {
  // A change that depends on the live state of another resource needs a reviewer, even at low risk.
  const risky = new Set([
    ...plan.risks.filter(({ level }) => level !== 'low').map(({ id }) => keyOf(id)),
    ...plan.changes.filter(({ restsOn = [] }) => restsOn.length > 0).map(({ id }) => keyOf(id)),
  ]);
  const taken = Map.groupBy(
    plan.risks.filter(
      ({ onto, code, concerns }) => onto && (concerns === 'records' || code === 'records-mix'),
    ),
    ({ id }) => keyOf(id),
  );
  const takesOver = ({ id }: Change) => (taken.get(keyOf(id)) ?? []).flatMap(({ onto }) => onto ?? []);
  return plan.changes.flatMap((change) => {
    const { reviewed, direct } = poolOf(change);
    const missing = unreviewed({ changes: [change] }, reviewed, takesOver);
    if (directPush === 'refuse' || direct.length === 0) return missing;
    const needsReview = directPush === 'apply-low-risk' && risky.has(keyOf(change.id));
    return missing.filter(({ why }) => why === 'from-changed' || why === 'another-place' || needsReview);
  });
}

function labelReasons(
  plan: Plan,
  poolOf: (change: Change) => Pool,
  { allowDeleteLabel, requirePlan }: ReviewPolicy,
) {
  const label = allowDeleteLabel.toLowerCase();
  return checkLabel(plan, allowDeleteLabel, (change) => {
    const { evidence, reviewed } = poolOf(change);
    const labelled = evidence
      .filter(({ pullRequest }) => pullRequest.labels.some((each) => each.toLowerCase() === label))
      .map(({ pullRequest }) => pullRequest.number);
    const shownBy = requirePlan ? pullRequestsShowing(change, reviewed) : labelled;
    return shownBy.some((number) => labelled.includes(number));
  });
}
