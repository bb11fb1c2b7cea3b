import type { Report } from './report.ts';
import type { RawSpec } from './schema.ts';
import type { Locator } from './source-node.ts';
import type { Spec } from './spec.ts';

export interface LintContext {
  readonly spec: Spec;
  /** As written, where it matters what was said and what was a default. */
  readonly raw: RawSpec;
  readonly locator: Locator;
  readonly report: Report;
}
