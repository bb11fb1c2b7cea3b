import type { Report } from '../spec/rules/report.ts';
import type { RawSpec } from '../spec/schema/schema.ts';
import type { Spec } from '../spec/spec.ts';
import type { Locator } from '../spec/yaml/source-node.ts';

export interface LintContext {
  readonly spec: Spec;
  /** As written, where it matters what was said and what was a default. */
  readonly raw: RawSpec;
  readonly locator: Locator;
  readonly report: Report;
}
