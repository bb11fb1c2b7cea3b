import type { ReadSpec } from '../spec/read-spec.ts';
import type { Report } from '../spec/rules/report.ts';

export interface LintContext extends ReadSpec {
  readonly report: Report;
}
