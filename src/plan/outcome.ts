import type { Change } from '../model/change.ts';
import type { WriteFailure } from '../model/writer.ts';

export interface Outcome {
  /** In the order of apply, one per change. */
  readonly results: readonly ChangeResult[];
  /** Why the apply stopped early, when none of the changes was the reason. */
  readonly stopped?: Stop;
}

export interface Stop {
  /** There is a newer spec, or it cannot be told whether there is. */
  readonly why: 'overtaken' | 'cannot-tell';
  readonly because: string;
}

export type ChangeResult =
  | { readonly change: Change; readonly state: 'applied'; readonly milliseconds: number }
  | { readonly change: Change; readonly state: 'failed'; readonly failure: WriteFailure }
  /** It was sent, and the run was cancelled before it was seen whether it took effect. */
  | { readonly change: Change; readonly state: 'unconfirmed'; readonly because: string }
  | { readonly change: Change; readonly state: 'not-tried'; readonly because: string };
