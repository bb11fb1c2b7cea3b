import type { RecordedRun } from '../../github/deployment.ts';
import type { GitHubReader } from '../../github/github.ts';
import { GitHubError } from '../../github/http/github-error.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Decision, decide, type FoundFacts, type ReviewFacts } from '../../review/decide.ts';
import type { Evidence } from '../../review/evidence.ts';
import type { CountsFor, ReviewedRange, WithheldWithout } from '../../review/range.ts';
import { isEmptyRecord } from '../../review/record.ts';
import type { Asking, Facts } from '../session.ts';
import { isOfSpec } from '../spec/spec-paths.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { gitHubRefusal } from './github-refusal.ts';
import { leftOutOf } from './left-out-applies.ts';
import type { LookedUp, MergedSince } from './merged-since.ts';

export interface Approval {
  /** Their plans showed something, so their comments are told how it went. */
  readonly reviewed: readonly number[];
  /** The same of pull requests that an apply was told of before, which left clusters out. */
  readonly appliedInPart: readonly number[];
  /** Merged in the range without a recorded plan: if it has a comment, a refusal is written there. */
  readonly unrecorded: readonly number[];
  /** On the branch since the last apply that is recorded. */
  readonly commits: number;
  /** See `MergedSince`. */
  readonly untold: readonly RecordedRun[];
  readonly decision: Decision;
}

/** Looks up what was reviewed, and decides by it. */
export async function approve(
  session: Asking,
  { plan, withheldWithout }: { readonly plan: Plan; readonly withheldWithout: WithheldWithout },
  merged: LookedUp,
): Promise<Approval> {
  const { github, inputs, out } = session;
  const judged = (facts: ReviewFacts): Approval => ({
    ...toldOf(facts.state === 'found' ? facts.evidence : []),
    appliedInPart: toldOf(facts.state === 'found' ? facts.earlier.flatMap(({ evidence }) => evidence) : [])
      .reviewed,
    commits: facts.state === 'found' && merged.state === 'answered' ? merged.value.commits : 0,
    untold: merged.state === 'answered' ? merged.value.untold : [],
    decision: decide(plan, facts, inputs),
  });
  if (github === undefined || merged.state === 'no-token') return judged({ state: 'no-token' });
  try {
    return await out.group('Look up what was reviewed', async () => {
      if (merged.state === 'unanswered') throw merged.error;
      const factsOf = reviewFacts(session, merged.value, withheldWithout);
      return judged(factsOf(await lookUp(session, github, plan, merged.value, factsOf)));
    });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return judged({ state: 'unreadable', refusal: gitHubRefusal(error) });
  }
}

/** What was found of a range, each part with what it counts for. */
export function reviewFacts(
  { event }: Pick<Asking, 'event'>,
  since: MergedSince,
  withheldWithout: WithheldWithout,
): (evidence: readonly Evidence[]) => FoundFacts {
  const { direct, moved, earlier, pullRequests } = since;
  const known = new Set(pullRequests.map(({ number }) => number));
  const partOf = ({ pullRequest: { number } }: Evidence) =>
    known.has(number) ? earlier.find((part) => part.pullRequests.has(number)) : earlier.at(-1);
  const parts = earlier.map((part) => ({ part, withheld: inAll(part.withouts.map(withheldWithout)) }));
  const isEarlier = new Set(earlier.flatMap((part) => [...part.direct]));
  const range: ReviewedRange = {
    branch: event.repository.defaultBranch,
    direct: direct.filter((sha) => !isEarlier.has(sha)),
    moved,
    unfinished: unfinishedIn(since, withheldWithout),
  };
  return (evidence) => ({
    state: 'found',
    range,
    evidence: evidence.filter((each) => partOf(each) === undefined),
    earlier: parts.map(({ part, withheld }) => ({
      withheld,
      direct: [...part.direct],
      evidence: evidence.filter((each) => partOf(each) === part),
    })),
  });
}

/**
 * A half-done apply is possible only where the range begins at the last success, or where there was no success yet. In any other
 * range, the merged changes may have been applied long ago. An apply that succeeded and could not report it left nothing half
 * done, either, but for what belongs to clusters that it left out.
 */
function unfinishedIn(
  { hasBase, wasTold, untold }: MergedSince,
  withheldWithout: WithheldWithout,
): CountsFor {
  if (!hasBase && wasTold) return 'no change';
  const succeeded = untold.filter(({ payload }) => payload['succeeded'] === true);
  if (succeeded.length === 0) return 'every change';
  const withouts = succeeded.map(leftOutOf).map((leftOut) => (leftOut === 'unclear' ? [] : leftOut));
  return inAll(withouts.map(withheldWithout));
}

function inAll([first = new Set(), ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...first].filter((each) => others.every((other) => other.has(each))));
}

/**
 * Whether anything depends on what reviewers saw: something is left to apply, or the range touches the spec, so that a pull request may wait
 * for a report.
 */
export function isAskedFor(session: Facts, plan: Plan, merged: LookedUp): boolean {
  const files = merged.state === 'answered' ? merged.value.files : undefined;
  return plan.changes.length > 0 || (files?.some(isOfSpec(session)) ?? true);
}

/** Nothing is looked up when nothing is left to apply and the range does not touch the spec: no pull request waits for a report. */
async function lookUp(
  session: Asking,
  github: GitHubReader,
  plan: Plan,
  since: MergedSince,
  factsOf: (evidence: readonly Evidence[]) => FoundFacts,
): Promise<readonly Evidence[]> {
  const { inputs } = session;
  if (!isAskedFor(session, plan, { state: 'answered', value: since })) return [];
  // A digest that is named by hand decides alone. The pull requests are still looked up, to report to them.
  const policy = { ...inputs, approveDigest: '' };
  return gatherEvidence(session, github, {
    name: plan.name,
    since,
    isEnough: (evidence) => decide(plan, factsOf(evidence), policy).state === 'approved',
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
