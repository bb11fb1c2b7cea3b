export const directPushPolicies = ['refuse', 'apply-low-risk', 'apply'] as const;
export type DirectPush = (typeof directPushPolicies)[number];

/** What the workflow says about who may approve what: the inputs of the same names. */
export interface ReviewPolicy {
  readonly requirePlan: boolean;
  /** `sha256:` and 64 hex digits of a plan that a person looked at; empty: none is named. */
  readonly approveDigest: string;
  /** For changes that no merged pull request showed when commits were pushed straight to the default branch. */
  readonly directPush: DirectPush;
  /** Empty: deletions need no label. */
  readonly allowDeleteLabel: string;
}
