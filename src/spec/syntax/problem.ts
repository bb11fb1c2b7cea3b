import type { RuleCode } from '../rules/rules.ts';

/** What is wrong with the characters from `start` to `end` of a file. */
export interface Problem {
  readonly code: RuleCode;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}
