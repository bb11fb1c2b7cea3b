import type { Severity } from '../../model/finding.ts';

export interface Rule {
  readonly severity: Severity;
  /** What is found, a clause. */
  readonly title: string;
  /** Why it matters and what to do. */
  readonly why: string;
  /** A few lines of a spec that cause it. */
  readonly example: string;
}

export function error(title: string, why: string, example: string): Rule {
  return { severity: 'error', title, why, example };
}

export function warning(title: string, why: string, example: string): Rule {
  return { severity: 'warning', title, why, example };
}

export function notice(title: string, why: string, example: string): Rule {
  return { severity: 'notice', title, why, example };
}
