import type { FlowId } from '../../model/flow.ts';

/** Whether a flow that should run does, as far as it was seen. `because` is the end of a sentence about the flow. */
export type FlowVerdict = { readonly flow: FlowId } & FlowState;

export type FlowState =
  | {
      /** Records arrived between two looks. */
      readonly state: 'copies';
      readonly records: number;
      readonly topics: number;
      /** Nothing else than heartbeats of the source came. */
      readonly onlyHeartbeats: boolean;
    }
  /** Nothing new on the source between two looks, and every topic of it ends where its copy ends. */
  | { readonly state: 'caught-up'; readonly topics: number; readonly seconds: number }
  /** The source has nothing to copy. Says nothing about whether it would be copied. */
  | { readonly state: 'silent'; readonly topics: number }
  | { readonly state: 'does-not-run'; readonly because: string }
  | {
      readonly state: 'partly';
      /** Topics that have records on the source and are not on the target, by their names there. */
      readonly missing: readonly string[];
      /** Topics that got records on the source, of which none arrived. */
      readonly stalled: readonly string[];
      /** Topics whose copy ends before the records that the source has for long enough, and does not move. */
      readonly behind: readonly string[];
      /** What explains it, if anything does. */
      readonly because?: string;
    }
  | { readonly state: 'cannot-tell'; readonly because: string };

/** It should run and does not, wholly or in part. */
export function isBroken({ state }: FlowState): boolean {
  return state === 'does-not-run' || state === 'partly';
}

export function doesNotRun(because: string) {
  return { state: 'does-not-run', because } as const;
}

export function cannotTell(because: string) {
  return { state: 'cannot-tell', because } as const;
}
