import type { GitHubReader } from '../../github/github.ts';
import { GitHubError, isFailure } from '../../github/http/github-error.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { supersededComment } from '../../report/texts/refused-comment.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import type { RunEnd } from '../result.ts';
import type { Asking, Facts, Speaking } from '../session.ts';
import { loadWorkspaceSpec, namesOnly } from '../spec/load.ts';
import { specName } from '../spec/spec-name.ts';
import { isOfSpec } from '../spec/spec-paths.ts';
import { applyContext } from '../tell/apply-context.ts';
import { gitHubRefusal } from './github-refusal.ts';

/** The commit that an apply stands for, or why it may not go on. */
export type Tip = { readonly ok: true; readonly sha: string } | { readonly ok: false; readonly end: RunEnd };

/**
 * An older spec must never be written over a newer one: when the branch's tip has another spec, that commit's run
 * does the work, in whatever order runs come. When later commits leave the spec alone, this run stands for the tip:
 * with a `paths` filter no other run was started.
 */
export async function tipOfApply(
  session: Asking,
  when: { readonly at: 'the beginning' } | ({ readonly at: 'the first write' } & SpecOfRun),
): Promise<Tip> {
  const { github, event, out } = session;
  if (github === undefined) return { ok: true, sha: event.sha };
  const branch = event.repository.defaultBranch;
  const spec: SpecOfRun = when.at === 'the beginning' ? { source: 'commit', references: [] } : when;
  try {
    const seen = await lookAtTip(session, github, spec);
    if (seen.state === 'this') return { ok: true, sha: seen.tip };
    if (seen.state === 'same-spec') {
      out.info(`${short(seen.tip)} is the tip of ${branch} now, with the spec of ${short(event.sha)}.`);
      return { ok: true, sha: seen.tip };
    }
    await summarize(session, seen.tip);
    return { ok: false, end: { result: 'superseded', summary: supersededBy(seen.tip, branch) } };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    // The preflight names it, with all other permissions that are missing.
    if (when.at === 'the beginning' && isFailure(error, 'missing-permission'))
      return { ok: true, sha: event.sha };
    const { reason, reasons } = gitHubRefusal(error);
    out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
    return {
      ok: false,
      end: { result: 'refused', reason, summary: `nothing was applied: ${error.message}` },
    };
  }
}

/** In one sentence: why this run writes nothing, and what to do if the newer one did not. */
export function supersededBy(tip: string, branch: string): string {
  return `${short(tip)} is the tip of ${branch} now, and its run applies this commit's changes too; if that run failed or was cancelled, re-run it; if there is none, run the workflow by hand with mode: apply`;
}

export interface SeenTip {
  /** `another-spec`: the tip's own run does the work. */
  readonly state: 'this' | 'same-spec' | 'another-spec';
  readonly tip: string;
}

/** What decides whether another commit has the same spec. */
export interface SpecOfRun {
  readonly source: 'commit' | 'made';
  /** Files beside the spec that it names. */
  readonly references: readonly string[];
}

/** Throws `GitHubError` when it cannot be told. */
export async function lookAtTip(
  facts: Facts,
  github: GitHubReader,
  { source, references }: SpecOfRun,
): Promise<SeenTip> {
  const { event } = facts;
  const tip = await github.headOfBranch(event.repository.defaultBranch);
  if (tip === event.sha) return { state: 'this', tip };
  // A spec that a step of the workflow made cannot be compared between commits, so only the tip itself may be applied.
  const isSame = source === 'commit' && (await hasSameSpec(facts, github, tip, references));
  return { state: isSame ? 'same-spec' : 'another-spec', tip };
}

/**
 * A workflow that changed counts as another spec: its gates may be closed now. So do files that cannot be told: GitHub
 * cuts long lists, and forgets commits that a branch was moved away from.
 */
async function hasSameSpec(
  facts: Facts,
  github: GitHubReader,
  tip: string,
  references: readonly string[],
): Promise<boolean> {
  try {
    const { status, files } = await github.commitsOfRange({ base: facts.event.sha, head: tip });
    if (status !== 'ahead' || files === undefined) return false;
    const isPart = isOfSpec(facts, references);
    return !files.some((path) => path.startsWith('.github/workflows/') || isPart(path));
  } catch (error) {
    if (isFailure(error, 'not-found') || isFailure(error, 'incomplete')) return false;
    throw error;
  }
}

async function summarize(session: Speaking, tip: string): Promise<void> {
  if (!session.inputs.jobSummary) return;
  const name = specName(session, await loadWorkspaceSpec(session, namesOnly));
  await session.out.summary(withoutMarker(supersededComment({ context: applyContext(session, name), tip })));
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
