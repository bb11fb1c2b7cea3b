import { GitHubError, isFailure } from '../github/github-error.ts';
import { findingsLog } from '../report/log.ts';
import { withoutMarker } from '../report/marker.ts';
import { supersededComment } from '../report/outcome-comment.ts';
import { matchesSpecPatterns } from '../spec/spec-patterns.ts';
import { applyContext } from './apply-context.ts';
import { gitHubRefusal } from './approval-refusal.ts';
import { loadWorkspaceSpec } from './load.ts';
import type { RunEnd } from './result.ts';
import type { Session } from './session.ts';
import { specName } from './validate-mode.ts';

/**
 * The branch has a newer spec than this commit: the run of its tip does the work, in whatever order runs come. Asked
 * at the beginning and once more before the first write; an older spec must never be written over a newer one.
 *
 * Later commits that leave the spec alone do not count. A workflow with a `paths` filter has no run for them, so
 * nobody else would apply this commit.
 */
export async function supersededBy(
  session: Session,
  asked:
    | { readonly when: 'at the beginning' }
    /** `references`: files that the spec names. `onlyTip`: a commit that this one does not have was applied already. */
    | {
        readonly when: 'before the first write';
        readonly references: readonly string[];
        readonly onlyTip?: boolean;
      },
): Promise<RunEnd | undefined> {
  const { github, event, out } = session;
  if (github === undefined) return undefined;
  const references = asked.when === 'at the beginning' ? [] : asked.references;
  const branch = event.repository.defaultBranch;
  try {
    const tip = await github.headOfBranch(branch);
    if (tip === event.sha) return undefined;
    const onlyTip = asked.when === 'before the first write' && asked.onlyTip === true;
    if (!onlyTip && (await hasSameSpec(session, tip, references))) {
      out.info(`${tip.slice(0, 7)} is the tip of ${branch} now, with the same spec.`);
      return undefined;
    }
    return await superseded(session, tip);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    // The preflight names it, with all other permissions that are missing.
    if (asked.when === 'at the beginning' && isFailure(error, 'missing-permission')) return undefined;
    const { reason, reasons } = gitHubRefusal(error);
    out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
    return { result: 'refused', reason, summary: `nothing was applied: ${error.message}` };
  }
}

/** False when it cannot be told: GitHub cuts long lists, and forgets commits that a branch was moved away from. */
async function hasSameSpec(
  { github, event, inputs }: Session,
  tip: string,
  references: readonly string[],
): Promise<boolean> {
  try {
    const later = await github?.commitsOfRange({ base: event.sha, head: tip });
    if (later?.status !== 'ahead' || later.files === undefined) return false;
    return !later.files.some((path) => references.includes(path) || matchesSpecPatterns(path, inputs.spec));
  } catch (error) {
    if (isFailure(error, 'not-found') || isFailure(error, 'incomplete')) return false;
    throw error;
  }
}

async function superseded(session: Session, tip: string): Promise<RunEnd> {
  const { event, inputs, out } = session;
  if (inputs.jobSummary) {
    const name = specName(session, await loadWorkspaceSpec(session, 'names only'));
    await out.summary(withoutMarker(supersededComment({ context: applyContext(session, name), tip })));
  }
  return {
    result: 'superseded',
    summary: `${tip.slice(0, 7)} is the tip of ${event.repository.defaultBranch} now, and its run applies this commit's changes too; if that run failed or was cancelled, re-run it, and if there is none, run the workflow by hand with mode: apply`,
  };
}
