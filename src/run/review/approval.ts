import type { RecordedRun } from '../../github/deployment.ts';
import type { GitHubReader } from '../../github/github.ts';
import { GitHubError } from '../../github/http/github-error.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Decision, decide, type ReviewFacts } from '../../review/decide.ts';
import type { Evidence } from '../../review/evidence.ts';
import type { ReviewedRange } from '../../review/range.ts';
import { isEmptyRecord } from '../../review/record.ts';
import type { Asking } from '../session.ts';
import { isOfSpec } from '../spec/spec-paths.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { gitHubRefusal } from './github-refusal.ts';
import type { LookedUp, MergedSince } from './merged-since.ts';

export interface Approval {
  /** Their plans showed something, so their comments are told how it went. */
  readonly reviewed: readonly number[];
  /** Merged in the range without a recorded plan: if it has a comment, a refusal is written there. */
  readonly unrecorded: readonly number[];
  /** On the branch since the last apply that is recorded. */
  readonly commits: number;
  /** See `MergedSince`. */
  readonly untold: readonly RecordedRun[];
  readonly decision: Decision;
}

/** Looks up what was reviewed, and decides by it. */
export async function approve(session: Asking, plan: Plan, merged: LookedUp): Promise<Approval> {
  const { github, inputs, out } = session;
  const judged = (facts: ReviewFacts): Approval => ({
    ...toldOf(facts.state === 'found' ? facts.evidence : []),
    commits: facts.state === 'found' && merged.state === 'answered' ? merged.value.commits : 0,
    untold: merged.state === 'answered' ? merged.value.untold : [],
    decision: decide(plan, facts, inputs),
  });
  if (github === undefined || merged.state === 'no-token') return judged({ state: 'no-token' });
  try {
    return await out.group('Look up what was reviewed', async () => {
      if (merged.state === 'unanswered') throw merged.error;
      const range = rangeOf(session, merged.value);
      const evidence = await lookUp(session, github, plan, merged.value);
      return judged({ state: 'found', range, evidence });
    });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return judged({ state: 'unreadable', refusal: gitHubRefusal(error) });
  }
}

export function rangeOf(
  { event }: Pick<Asking, 'event'>,
  { direct, moved, hasBase, wasTold, untold }: MergedSince,
): ReviewedRange {
  // A half-done apply is possible only where the range begins at the last success, or where there was no success yet. In
  // any other range, the merged changes may have been applied long ago. An apply that succeeded and could not report it left
  // nothing half done, either.
  const hasSucceeded = untold.some(({ payload }) => payload['succeeded'] === true);
  const isUnfinished = (hasBase || !wasTold) && !hasSucceeded;
  return { branch: event.repository.defaultBranch, direct, moved, isUnfinished };
}

/** Nothing is looked up when nothing is left to apply and the range does not touch the spec: no pull request waits for a report. */
async function lookUp(
  session: Asking,
  github: GitHubReader,
  plan: Plan,
  since: MergedSince,
): Promise<readonly Evidence[]> {
  const { inputs } = session;
  const touched = since.files?.some(isOfSpec(session)) ?? true;
  if (plan.changes.length === 0 && !touched) return [];
  const range = rangeOf(session, since);
  // A digest that is named by hand decides alone. The pull requests are still looked up, to report to them.
  const policy = { ...inputs, approveDigest: '' };
  return gatherEvidence(session, github, {
    name: plan.name,
    since,
    isEnough: (evidence) => decide(plan, { state: 'found', range, evidence }, policy).state === 'approved',
  });
}

function toldOf(evidence: readonly Evidence[]): Pick<Approval, 'reviewed' | 'unrecorded'> {
  const numbers = (wanted: (evidence: Evidence) => boolean) =>
    evidence.filter(wanted).map(({ pullRequest }) => pullRequest.number);
  return {
    reviewed: numbers(({ record }) => record !== undefined && !isEmptyRecord(record)),
    unrecorded: numbers(({ record }) => record === undefined).slice(0, 3),
  };
}
