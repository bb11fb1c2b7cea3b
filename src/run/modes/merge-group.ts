import type { GitHubReader } from '../../github/github.ts';
import { GitHubError, isFailure } from '../../github/http/github-error.ts';
import type { PullRequest } from '../../github/pull-requests.ts';
import type { Plan } from '../../plan/plan.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { refusedComment } from '../../report/texts/refused-comment.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import { concerning, type FoundFacts, unreviewedOf } from '../../review/decide.ts';
import type { Evidence } from '../../review/evidence.ts';
import type { ApplyRefusal } from '../../review/refusal.ts';
import { unreviewedRefusal } from '../../review/refusal-words.ts';
import type { Unreviewed } from '../../review/reviewed.ts';
import { neededByMergeGroup } from '../github/needed-permissions.ts';
import { askGitHub } from '../github/on-github.ts';
import type { RunEnd } from '../result.ts';
import { reviewFacts } from '../review/approval.ts';
import { gatherEvidence, readEvidence } from '../review/gather-evidence.ts';
import { gitHubRefusal } from '../review/github-refusal.ts';
import { mergedSince } from '../review/merged-since.ts';
import type { Asking, Session } from '../session.ts';
import { sourceOf } from '../spec/commit-holds.ts';
import { loadWorkspaceSpec, namesOnly } from '../spec/load.ts';
import { isOfSpec } from '../spec/spec-paths.ts';
import type { MergeGroupEvent } from '../start/event.ts';
import { prepare } from '../systems/prepare.ts';
import { applyContext } from '../tell/apply-context.ts';
import { labelPlan } from '../tell/plan-labels.ts';
import { reportNoPlan } from '../tell/report-no-plan.ts';
import { type ShownPlan, showPlan } from './show-plan.ts';

/**
 * Merge queue: everything in the plan must have been shown by a pull request of the group, or by one that is
 * merged and not yet applied. Found here, the merge is stopped; found later, only the apply. Nothing is written.
 */
export async function mergeGroupMode(session: Session, group: MergeGroupEvent): Promise<RunEnd> {
  const subject = await subjectOf(session, group);
  if (subject.state === 'nothing-to-verify') return { result: 'skipped', summary: subject.why };
  const prepared = await prepare(session, 'plan', async () => ({
    needed: neededByMergeGroup(session),
    pullRequest: session.inputs.pullRequest,
  }));
  if (!prepared.ok) {
    if (prepared.mayComment !== false) await labelPlan(session, 'no-complete-plan');
    await reportNoPlan(session, prepared);
    return prepared.end;
  }
  try {
    const shown = await showPlan(session, prepared, session.ports.env);
    return shown.end.reason === undefined ? await verify(session, group, shown) : shown.end;
  } finally {
    await prepared.systems.close();
  }
}

type Subject =
  | { readonly state: 'to-verify' }
  | { readonly state: 'nothing-to-verify'; readonly why: string };

async function subjectOf(session: Asking, group: MergeGroupEvent): Promise<Subject> {
  const { github, inputs } = session;
  if (inputs.mergeGroup === 'skip') return { state: 'nothing-to-verify', why: 'merge-group is skip' };
  if (github === undefined) return { state: 'to-verify' };
  const answer = await askGitHub(() => github.commitsOfRange({ base: group.baseSha, head: group.headSha }));
  // The full verification asks GitHub again, and reports why it does not answer.
  if (answer.state === 'unanswered') return { state: 'to-verify' };
  const loaded = await loadWorkspaceSpec(session, namesOnly);
  const isPart = isOfSpec(session, loaded.ok ? loaded.references : []);
  if (!loaded.ok || (answer.value.files?.some(isPart) ?? true)) return { state: 'to-verify' };
  const source = await askGitHub(() => sourceOf(session, github, loaded.files, group.headSha));
  // The group does not change the spec, so differences that are there for other reasons must not stop its merge.
  return source.state === 'answered' && source.value.state === 'commit'
    ? { state: 'nothing-to-verify', why: 'the merge group does not change the spec' }
    : { state: 'to-verify' };
}

async function verify(session: Asking, group: MergeGroupEvent, shown: ShownPlan): Promise<RunEnd> {
  const { plan } = shown;
  const { github, out, inputs } = session;
  if (github === undefined || !inputs.requirePlan) {
    return { result: 'planned', summary: 'the plan is possible; what was reviewed is not looked up' };
  }
  const verdict = await out.group('Look up what was reviewed', () =>
    verdictOn(session, github, group, shown),
  );
  if (verdict.state === 'shown') {
    return { result: 'planned', summary: 'everything in the plan was shown by its pull requests' };
  }
  const { reason, reasons } = verdict.refusal;
  out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
  const body = refusedComment({
    refused: verdict.refusal,
    context: { ...applyContext(session, plan.name), digest: plan.digest },
  });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  return {
    result: 'refused',
    reason,
    summary: `not to be merged yet: ${reasons.map(({ message }) => message).join('; ')}`,
  };
}

type Verdict = { readonly state: 'shown' } | { readonly state: 'refused'; readonly refusal: ApplyRefusal };

async function verdictOn(
  session: Asking,
  github: GitHubReader,
  group: MergeGroupEvent,
  { plan, withheldWithout }: Pick<ShownPlan, 'plan' | 'withheldWithout'>,
): Promise<Verdict> {
  try {
    const queued = await Promise.all(
      (await pullRequestsOf(github, group)).map((pull) => readEvidence(github, pull, plan.name)),
    );
    const branch = session.event.repository.defaultBranch;
    const alone = { branch, direct: [], moved: false, unfinished: 'no change' } as const;
    const own: FoundFacts = { state: 'found', range: alone, evidence: queued, earlier: [] };
    if (unreviewedOf(plan, own).length === 0) return { state: 'shown' };
    const since = await mergedSince(session, github, { name: plan.name, head: group.baseSha });
    const factsOf = reviewFacts(session, since, withheldWithout);
    const all = (merged: readonly Evidence[]): FoundFacts => {
      const { range, evidence, earlier } = factsOf(merged);
      const unfinished = 'no change'; // Only an apply finishes what another one left half done.
      return {
        state: 'found',
        range: { ...range, unfinished },
        evidence: [...queued, ...evidence],
        earlier,
      };
    };
    const facts = all(
      await gatherEvidence(session, github, {
        name: plan.name,
        since,
        isEnough: (merged) => unreviewedOf(plan, all(merged)).length === 0,
      }),
    );
    const missing = unreviewedOf(plan, facts);
    return missing.length === 0
      ? { state: 'shown' }
      : { state: 'refused', refusal: refusalFor(session, plan, facts, missing) };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { state: 'refused', refusal: gitHubRefusal(error) };
  }
}

function refusalFor(
  { inputs }: Pick<Asking, 'inputs'>,
  plan: Plan,
  facts: FoundFacts,
  missing: readonly Unreviewed[],
): ApplyRefusal {
  const { directPush } = inputs;
  const refusal = unreviewedRefusal({ plan, ...concerning(plan, facts), directPush, missing });
  const hint = `Re-run the plan job of the pull request, look at what it shows, and add it to the queue again.`;
  return { ...refusal, reasons: refusal.reasons.map(({ message }) => ({ message, hint })) };
}

/** In a group at most. */
const maxPullRequests = 20;

/**
 * The open pull requests of a group. Its branch names one; the others are named by the commits that the queue
 * made. Whoever writes such a subject by hand changes what is compared here, and not what is applied.
 */
async function pullRequestsOf(github: GitHubReader, group: MergeGroupEvent): Promise<readonly PullRequest[]> {
  const { commits } = await github.commitsOfRange({ base: group.baseSha, head: group.headSha });
  const named = [/\/pr-(\d+)-/.exec(group.headRef)?.[1], ...commits.map(({ subject }) => numberIn(subject))];
  const numbers = [...new Set(named.filter((number) => number !== undefined).map(Number))];
  const pulls = await Promise.all(
    numbers.slice(-maxPullRequests).map((number) => openPullRequest(github, number)),
  );
  return pulls.filter((pull) => pull !== undefined);
}

function numberIn(subject: string): string | undefined {
  return (/^Merge pull request #(\d{1,9})\b/.exec(subject) ?? /\(#(\d{1,9})\)$/.exec(subject))?.[1];
}

async function openPullRequest(github: GitHubReader, number: number): Promise<PullRequest | undefined> {
  try {
    const pull = await github.pullRequest(number);
    return pull.state === 'open' ? pull : undefined;
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined;
    throw error;
  }
}
