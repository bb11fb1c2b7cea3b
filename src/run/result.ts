/** How a run ended, as the output `result` says it. */
export type RunResult =
  | 'validated'
  | 'imported'
  | 'proposed'
  | 'no-changes'
  | 'planned'
  | 'applied'
  | 'partially-applied'
  | 'refused'
  | 'in-sync'
  | 'drift'
  | 'incomplete'
  | 'superseded'
  | 'skipped'
  | 'failed';

export type FailureReason =
  | 'spec-invalid'
  | 'input-invalid'
  | 'secret-missing'
  | 'not-readable'
  | 'rule-violated'
  | 'delete-not-allowed'
  | 'label-missing'
  | 'topic-protected'
  | 'limit-exceeded'
  | 'plan-missing'
  | 'plan-changed'
  | 'from-changed'
  | 'branch-not-own'
  | 'apply-failed'
  | 'not-converged'
  | 'drift-detected'
  | 'unsupported-event'
  | 'missing-permission'
  | 'github-unavailable'
  | 'unsafe-environment'
  | 'cancelled'
  | 'internal-error';

/** `reason` is set: the run fails. `summary` is one line for people. */
export type RunEnd = { readonly summary: string } & (
  | { readonly result: GoodEnd; readonly reason?: undefined }
  | { readonly result: 'drift'; readonly reason?: 'drift-detected' }
  | {
      readonly result: 'partially-applied';
      readonly reason: 'from-changed' | 'apply-failed' | 'not-converged' | 'cancelled';
    }
  | { readonly result: 'refused' | 'failed'; readonly reason: Exclude<FailureReason, 'drift-detected'> }
);

type GoodEnd = Exclude<RunResult, 'drift' | 'partially-applied' | 'refused' | 'failed'>;

/** A run that ended badly. */
export type BadEnd = RunEnd & { readonly reason: FailureReason };

/** 0: done. 1: failed or refused. 2: the spec, an input or the workflow is wrong. */
export function exitCode({ reason }: RunEnd): number {
  if (reason === undefined) return 0;
  const usage: readonly FailureReason[] = [
    'spec-invalid',
    'input-invalid',
    'unsupported-event',
    'unsafe-environment',
  ];
  return usage.includes(reason) ? 2 : 1;
}
