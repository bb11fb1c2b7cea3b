/** The order of apply: what grows, then what shrinks, in reverse. */
export const phases = [
  'create-topics',
  'grant-acls',
  'endpoints',
  'integrations',
  'flows',
  'enable-flows',
  'delete-flows',
  'delete-endpoints',
  'revoke-acls',
  'delete-topics',
] as const;
export type Phase = (typeof phases)[number];
