import type { Position } from './position.ts';
import type { ResourceId } from './resource.ts';

export type Severity = 'error' | 'warning' | 'notice';

/** Something a person should know: a bad spec, a lint, a read that failed. Errors stop the run. */
export interface Finding {
  /** Stable, kebab-case, documented in docs/rules.md. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence, exact names, no trailing full stop. */
  readonly message: string;
  /** What to do next, one sentence. */
  readonly hint?: string;
  /** Shell commands that somebody may run by hand instead, one a line. */
  readonly commands?: readonly string[];
  readonly position?: Position;
  readonly about?: ResourceId;
  /** The spec asks for one thing, another is there, and no apply changes that: it counts as drift. */
  readonly lasts?: true;
  /** What the spec enforced before and does not now: told even where nothing else changes, and its apply is recorded. */
  readonly loosens?: true;
  /** So many more of its kind were found, and are counted but not kept; `message` says so. */
  readonly unlisted?: number;
}

/** With those that are not kept. */
export function countErrorsIn(findings: readonly Finding[]): number {
  return findings.reduce(
    (sum, { severity, unlisted = 0 }) => (severity === 'error' ? sum + 1 + unlisted : sum),
    0,
  );
}
