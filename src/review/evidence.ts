import type { ReviewRecord } from './record.ts';

/** What a decision needs to know of a merged pull request. */
export interface MergedPullRequest {
  readonly number: number;
  readonly labels: readonly string[];
  readonly head: { readonly sha: string };
  /** Forks have no secrets, so no plan can be made there. */
  readonly fromFork: boolean;
}

/** A merged pull request and what its plan showed; undefined: no plan is recorded at its head. */
export interface Evidence {
  readonly pullRequest: MergedPullRequest;
  readonly record: ReviewRecord | undefined;
  /** There is a record in a form that this version does not read; it is not the same as none. */
  readonly otherForm?: 'older' | 'newer';
}

export function recordsOf(evidence: readonly Evidence[]): readonly ReviewRecord[] {
  return evidence.flatMap(({ record }) => (record === undefined ? [] : [record]));
}
