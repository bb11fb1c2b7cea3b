import { GitHubError } from '../../github/http/github-error.ts';
import type { Finding } from '../../model/finding.ts';
import { findingsLog } from '../../report/texts/log.ts';
import type { BadEnd } from '../result.ts';
import type { Asking } from '../session.ts';
import { sourceOf } from '../spec/commit-holds.ts';
import { gitHubRefusal } from './github-refusal.ts';

export type CheckedSource =
  /** `made`: by a step of the workflow; then only the tip of the branch is applied. */
  | { readonly state: 'commit' | 'made' }
  | { readonly state: 'refused'; readonly end: BadEnd; readonly findings: readonly Finding[] };

/** May the files that the spec was read from stand for the commit that is applied? */
export async function checkSource(
  session: Asking,
  { files }: { readonly files: ReadonlyMap<string, Uint8Array> },
): Promise<CheckedSource> {
  const { github, event, out } = session;
  if (github === undefined) return { state: 'commit' };
  const commit = event.sha.slice(0, 7);
  try {
    const source = await sourceOf(session, github, files);
    switch (source.state) {
      case 'commit':
        return { state: 'commit' };
      case 'made':
        out.info(
          `Not in commit ${commit}, so made by a step of the workflow: ${source.files.join(', ')}. It is applied only while ${commit} is the tip of ${event.repository.defaultBranch}.`,
        );
        return { state: 'made' };
      case 'changed':
        return refused(session, source.files);
    }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const { reason, reasons } = gitHubRefusal(error);
    const findings = reasons.map((each): Finding => ({ code: reason, severity: 'error', ...each }));
    out.info(findingsLog(findings));
    const summary = `nothing was applied: it cannot be told whether ${commit} holds the spec: ${error.message}`;
    return { state: 'refused', end: { result: 'refused', reason, summary }, findings };
  }
}

function refused({ event, out }: Pick<Asking, 'event' | 'out'>, files: readonly string[]): CheckedSource {
  const commit = event.sha.slice(0, 7);
  const findings = files.map(
    (file): Finding => ({
      code: 'spec-invalid',
      severity: 'error',
      message: `${file} has other bytes than in commit ${commit}, which is to be applied`,
      hint: 'Let actions/checkout check out the commit of the run, without `ref:`, and let no step change the file. A spec that a step makes is written to a path that the repository does not have.',
      position: { file, line: 1, column: 1 },
    }),
  );
  out.info(findingsLog(findings));
  const summary = `nothing was applied: the spec is not that of commit ${commit}: ${files.join(', ')}`;
  return { state: 'refused', end: { result: 'failed', reason: 'spec-invalid', summary }, findings };
}
