/**
 * What merging a plan comes to under the inputs of the job that made it: the first sentence of its comment. `review` decides it,
 * and reports put it into words.
 */
export interface MergeVerdict {
  /** Gates of the workflow and of the spec that stop the apply of the plan as it is; empty: none does. */
  readonly closedGates: readonly ClosedGate[];
  /** A label that must be on the pull request when the apply runs; left out: the plan needs none. */
  readonly neededLabel?: string;
  /** Of the `gate` words of the plan's risks, those that are not met. */
  readonly unmet: ReadonlySet<string>;
  readonly holdsFor: InputsOfApply;
}

/** A gate that a plan does not pass, and how it can. */
export interface ClosedGate {
  /** A clause about the plan: `the plan deletes 1 topic: a on core`. */
  readonly message: string;
  readonly hint: string;
}

/** Whether the job that applies the merge has the inputs of the one that made the plan. */
export type InputsOfApply =
  | { readonly state: 'same' }
  /** `because`: a sentence. */
  | { readonly state: 'others' | 'unknown' | 'no-apply'; readonly because: string };
