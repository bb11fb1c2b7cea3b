/** How a command ends; docs/cli.md has the same table. */
export const exitCodes = {
  /** It did what it was asked for. */
  done: 0,
  /** It could not be done, or not completely. */
  failed: 1,
  /** The words of the command, the spec or the environment are wrong. */
  'wrong-input': 2,
  /** `plan --fail-on-changes`: there are changes. */
  changes: 3,
} as const;

export type Ending = keyof typeof exitCodes;
