import type { GitHub } from '../../github/github.ts';
import { GitHubError } from '../../github/http/github-error.ts';
import { nameOf, placeOf } from '../../model/resource.ts';
import type { Plan } from '../../plan/plan.ts';
import { checkLabel } from '../../review/gates.ts';
import {
  isEmptyRecord,
  joinRecords,
  pullRequestsShowing,
  type Reviewed,
  type Unreviewed,
  unreviewed,
} from '../../review/record.ts';
import type { ApplyRefusal } from '../../review/refusal.ts';
import {
  digestRefusal,
  gitHubRefusal,
  noTokenRefusal,
  unreviewedRefusal,
} from '../../review/refusal-words.ts';
import { matchesSpecPatterns } from '../../spec/yaml/spec-patterns.ts';
import type { Answered } from '../github/on-github.ts';
import type { Session } from '../session.ts';
import { type Evidence, gatherEvidence } from './gather-evidence.ts';
import type { MergedSince } from './merged-since.ts';

export interface Approval {
  /** Their plans showed something, so their comments are told how it went. */
  readonly reviewed: readonly number[];
  /** Merged in the range without a recorded plan: a comment that is there is told of a refusal. */
  readonly unrecorded: readonly number[];
  /** On the branch since the last apply that is recorded. */
  readonly commits: number;
  /** Undefined: everything in the plan was reviewed. */
  readonly refusal: ApplyRefusal | undefined;
}

/**
 * May this plan be applied? Everything in it must have been shown by the plan of a pull request merged since the
 * last successful apply, or a person names its digest by hand. What was shown and is no longer needed is skipped.
 */
export async function approve(
  session: Session,
  plan: Plan,
  merged: Answered<MergedSince> | undefined,
): Promise<Approval> {
  const { github, inputs, out } = session;
  const isByHand = inputs.approveDigest !== '' && plan.changes.length > 0;
  const byHand = isByHand ? { refusal: digestRefusal(plan, inputs) } : undefined;
  const nobody = { reviewed: [], unrecorded: [], commits: 0 };
  if (github === undefined || merged === undefined) {
    const refusal = inputs.requirePlan && plan.changes.length > 0 ? noTokenRefusal : undefined;
    return { ...nobody, ...(byHand ?? { refusal }) };
  }
  try {
    return await out.group('Look up what was reviewed', async () => {
      if (!merged.ok) throw merged.error;
      const since = merged.value;
      const evidence = await lookUp(session, github, plan, since);
      const refusal = judge(session, plan, since, evidence);
      return { ...toldOf(evidence), commits: since.commits, ...(byHand ?? { refusal }) };
    });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { ...nobody, ...(byHand ?? { refusal: gitHubRefusal(error) }) };
  }
}

/** Nothing is left to apply and the range does not touch the spec: then nobody waits to hear of it. */
async function lookUp(
  session: Session,
  github: GitHub,
  plan: Plan,
  since: MergedSince,
): Promise<readonly Evidence[]> {
  const touched = since.files?.some((path) => matchesSpecPatterns(path, session.inputs.spec)) ?? true;
  if (plan.changes.length === 0 && !touched) return [];
  return gatherEvidence(session, github, {
    name: plan.name,
    since,
    isEnough: (found) => judge(session, plan, since, found) === undefined,
  });
}

/** Undefined: all of the plan is approved by what was found. */
function judge(
  session: Session,
  plan: Plan,
  since: MergedSince,
  evidence: readonly Evidence[],
): ApplyRefusal | undefined {
  const { inputs } = session;
  const reviewed = joinRecords(evidence.flatMap(({ record }) => (record === undefined ? [] : [record])));
  const missing = inputs.requirePlan ? notPermitted(session, plan, since, unreviewed(plan, reviewed)) : [];
  if (missing.length > 0) return unreviewedRefusal({ session, plan, since, evidence, missing });
  return labelRefusal(session, plan, evidence, reviewed);
}

/** Without what the policy for direct pushes lets through: not what somebody changed behind the spec's back. */
function notPermitted(
  { inputs }: Session,
  plan: Plan,
  since: MergedSince,
  missing: readonly Unreviewed[],
): readonly Unreviewed[] {
  if (inputs.directPush === 'refuse' || since.direct.length === 0) return missing;
  const risky = new Set(
    plan.risks
      .filter(({ level }) => level !== 'low')
      .map(({ id }) => JSON.stringify([id.kind, placeOf(id), nameOf(id)])),
  );
  return missing.filter(({ operation: { kind, cluster, name }, why }) => {
    if (why === 'from-changed') return true;
    return inputs.directPush === 'apply-low-risk' && risky.has(JSON.stringify([kind, cluster, name]));
  });
}

function labelRefusal(
  { inputs }: Session,
  plan: Plan,
  evidence: readonly Evidence[],
  reviewed: Reviewed,
): ApplyRefusal | undefined {
  const label = inputs.allowDeleteLabel.toLowerCase();
  const labelled = new Set(
    evidence
      .filter(({ pullRequest }) => pullRequest.labels.some((each) => each.toLowerCase() === label))
      .map(({ pullRequest }) => pullRequest.number),
  );
  const reasons = checkLabel(plan, inputs.allowDeleteLabel, (change) => {
    const shownBy = inputs.requirePlan ? pullRequestsShowing(change, reviewed) : [...labelled];
    return shownBy.some((number) => labelled.has(number));
  });
  const [first] = reasons;
  return first === undefined ? undefined : { reason: first.code, reasons, operations: [] };
}

function toldOf(evidence: readonly Evidence[]): Pick<Approval, 'reviewed' | 'unrecorded'> {
  const numbers = (wanted: (evidence: Evidence) => boolean) =>
    evidence.filter(wanted).map(({ pullRequest }) => pullRequest.number);
  return {
    reviewed: numbers(({ record }) => record !== undefined && !isEmptyRecord(record)),
    unrecorded: numbers(({ record }) => record === undefined).slice(0, 3),
  };
}
