import { isFailure } from '../../github/http/github-error.ts';
import type { LeftBefore } from '../../plan/plan.ts';
import type { Spec } from '../../spec/spec.ts';
import { askGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';
import { loadSpecAt, type SpecAt } from './load.ts';
import { isOfSpec } from './spec-paths.ts';

/** The commit that was applied last, and what changed since. */
export interface AppliedBefore {
  readonly sha: string | undefined;
  /** Paths that changed since; undefined: that cannot be told. */
  readonly files: readonly string[] | undefined;
}

/** What came before the spec that is planned: it is reported, and nothing of it is planned. */
export interface SpecHistory {
  readonly before: SpecBefore;
  /** Left running by earlier changes, as the last apply recorded it. */
  readonly carried: LeftBefore;
}

export type SpecBefore =
  | { readonly state: 'known'; readonly spec: Spec }
  /** There was none, it is the same, or GitHub does not give it; the log says the last. */
  | { readonly state: 'nothing-to-tell' };

export const noHistory: SpecHistory = {
  before: { state: 'nothing-to-tell' },
  carried: { names: [], unnamed: 0 },
};

/** The spec that was applied last, to tell what left it. */
export async function specAppliedBefore(session: Asking, { sha, files }: AppliedBefore): Promise<SpecBefore> {
  const { out } = session;
  const touched = files?.some(isOfSpec(session)) ?? true;
  if (sha === undefined || !touched) return { state: 'nothing-to-tell' };
  const answer = await askGitHub(() => loadSpecAt(session, sha));
  if (answer.state === 'unanswered' && isFailure(answer.error, 'missing-permission')) throw answer.error;
  const found: SpecAt =
    answer.state === 'answered' ? answer.value : { state: 'unknown', because: answer.error.message };
  if (found.state === 'known') return found;
  out.info(
    `What left the spec since ${sha.slice(0, 7)}, which was applied last, cannot be told: ${found.because}.`,
  );
  return { state: 'nothing-to-tell' };
}
