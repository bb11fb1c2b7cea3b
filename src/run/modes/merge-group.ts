import type { GitHub } from '../../github/github.ts';
import { GitHubError, isFailure } from '../../github/http/github-error.ts';
import type { PullRequest } from '../../github/pull-requests.ts';
import type { Plan } from '../../plan/plan.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { refusedComment } from '../../report/texts/refused-comment.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import { type Evidence, recordsOf } from '../../review/evidence.ts';
import type { ApplyRefusal } from '../../review/refusal.ts';
import { unreviewedRefusal } from '../../review/refusal-words.ts';
import { joinRecords, type Unreviewed, unreviewed } from '../../review/reviewed.ts';
import { matchesSpecPatterns } from '../../spec/yaml/spec-patterns.ts';
import type { RunEnd } from '../result.ts';
import { rangeOf } from '../review/approval.ts';
import { gatherEvidence, readEvidence } from '../review/gather-evidence.ts';
import { gitHubRefusal } from '../review/github-refusal.ts';
import { type MergedSince, mergedSince } from '../review/merged-since.ts';
import type { Session } from '../session.ts';
import type { MergeGroupEvent } from '../start/event.ts';
import { loadWorkspaceSpec } from '../systems/load.ts';
import { applyContext } from '../tell/apply-context.ts';

/** Why a merge queue run has nothing to look at; undefined: it has, or this is none. */
export async function skipMergeGroup(session: Session): Promise<RunEnd | undefined> {
  const { github, event, inputs } = session;
  const group = event.mergeGroup;
  if (group === undefined) return undefined;
  if (inputs.mergeGroup === 'skip') return { result: 'skipped', summary: 'merge-group is skip' };
  if (github === undefined) return undefined;
  try {
    const { files } = await github.commitsOfRange({ base: group.baseSha, head: group.headSha });
    const loaded = await loadWorkspaceSpec(session, 'names only');
    const references = loaded.ok ? loaded.references : [];
    const isOfSpec = (path: string) => references.includes(path) || matchesSpecPatterns(path, inputs.spec);
    const touched = files?.some(isOfSpec) ?? true;
    // What differs for other reasons must not keep pull requests out that have nothing to do with it.
    return touched ? undefined : { result: 'skipped', summary: 'the merge group does not change the spec' };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return undefined; // verified in full below, which says what is wrong
  }
}

/**
 * Merge queue: everything in the plan must have been shown by a pull request of the group, or by one that is
 * merged and not yet applied. Found here, the merge is stopped; found later, only the apply. Nothing is written.
 */
export async function verifyMergeGroup(session: Session, plan: Plan): Promise<RunEnd> {
  const { github, event, out, inputs } = session;
  const group = event.mergeGroup;
  if (group === undefined || github === undefined || !inputs.requirePlan) {
    return { result: 'planned', summary: 'the plan is possible; what was reviewed is not looked up' };
  }
  const refusal = await out.group('Look up what was reviewed', () => refusalOf(session, github, group, plan));
  if (refusal === undefined) {
    return { result: 'planned', summary: 'everything in the plan was shown by its pull requests' };
  }
  const { reason, reasons } = refusal;
  out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
  const body = refusedComment({
    refused: refusal,
    context: { ...applyContext(session, plan.name), digest: plan.digest },
  });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  return {
    result: 'refused',
    reason,
    summary: `not to be merged yet: ${reasons.map(({ message }) => message).join('; ')}`,
  };
}

async function refusalOf(
  session: Session,
  github: GitHub,
  group: MergeGroupEvent,
  plan: Plan,
): Promise<ApplyRefusal | undefined> {
  try {
    const queued = await Promise.all(
      (await pullRequestsOf(github, group)).map((pull) => readEvidence(github, pull, plan.name)),
    );
    if (missingIn(plan, queued).length === 0) return undefined;
    const since = await mergedSince(session, github, { name: plan.name, head: group.baseSha });
    const merged = await gatherEvidence(session, github, {
      name: plan.name,
      since,
      isEnough: (found) => missingIn(plan, [...queued, ...found]).length === 0,
    });
    const evidence = [...queued, ...merged];
    const missing = missingIn(plan, evidence);
    return missing.length === 0 ? undefined : refusalFor(session, plan, since, evidence, missing);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return gitHubRefusal(error);
  }
}

function missingIn(plan: Plan, evidence: readonly Evidence[]): readonly Unreviewed[] {
  return unreviewed(plan, joinRecords(recordsOf(evidence), { isUnfinished: false }));
}

function refusalFor(
  session: Session,
  plan: Plan,
  since: MergedSince,
  evidence: readonly Evidence[],
  missing: readonly Unreviewed[],
): ApplyRefusal {
  const { directPush } = session.inputs;
  const range = rangeOf(session, since);
  const refusal = unreviewedRefusal({ plan, range, directPush, evidence, missing });
  const hint = `Re-run the plan job of the pull request, look at what it shows, and add it to the queue again.`;
  return { ...refusal, reasons: refusal.reasons.map(({ message }) => ({ message, hint })) };
}

/** In a group at most. */
const mostPullRequests = 20;

/**
 * The open pull requests of a group. Its branch names one; the others are named by the commits that the queue
 * made. Whoever writes such a subject by hand changes what is compared here, and not what is applied.
 */
async function pullRequestsOf(github: GitHub, group: MergeGroupEvent): Promise<readonly PullRequest[]> {
  const { commits } = await github.commitsOfRange({ base: group.baseSha, head: group.headSha });
  const named = [/\/pr-(\d+)-/.exec(group.headRef)?.[1], ...commits.map(({ subject }) => numberIn(subject))];
  const numbers = [...new Set(named.filter((number) => number !== undefined).map(Number))];
  const pulls = await Promise.all(
    numbers.slice(-mostPullRequests).map((number) => openPullRequest(github, number)),
  );
  return pulls.filter((pull) => pull !== undefined);
}

function numberIn(subject: string): string | undefined {
  return (/^Merge pull request #(\d{1,9})\b/.exec(subject) ?? /\(#(\d{1,9})\)$/.exec(subject))?.[1];
}

async function openPullRequest(github: GitHub, number: number): Promise<PullRequest | undefined> {
  try {
    const pull = await github.pullRequest(number);
    return pull.state === 'open' ? pull : undefined;
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined;
    throw error;
  }
}
