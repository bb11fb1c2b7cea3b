import type { Finding } from '../model/finding.ts';
import { findingsWithBasis, type Wanted } from '../spec/effective/finding-basis.ts';
import { readSpec, type SpecSource } from '../spec/read-spec.ts';
import { hasErrors, newReport, sortFindings } from '../spec/rules/report.ts';
import type { Spec } from '../spec/spec.ts';
import { lintSpec } from './lint.ts';

export type LoadResult =
  | {
      readonly ok: true;
      readonly spec: Spec;
      /**
       * Warnings and notices, and errors that stand on defaults: what they say of a flow that exists is only true if it has
       * those defaults. Who reads the live flows asks `checks` instead.
       */
      readonly findings: readonly Finding[];
      readonly checks: SpecChecks;
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** What is found in a spec, apart from what it makes of flows whose settings it does not state. */
export interface SpecChecks {
  readonly findings: readonly Finding[];
  /** What only the whole spec can tell; `spec` is this spec, with the settings that its flows really have. */
  lint(spec: Spec): readonly Finding[];
}

/** Reads a spec, then looks at what only the whole of it can tell. Findings are sorted by place. */
export async function loadSpec(source: SpecSource): Promise<LoadResult> {
  const report = newReport();
  const read = await readSpec(source, report);
  if (read.state === 'unreadable') return { ok: false, findings: sortFindings(report.findings) };
  const lint = (spec: Spec, wanted: Wanted): readonly Finding[] => {
    const linted = newReport(wanted);
    lintSpec({ ...read, spec, report: linted });
    return sortFindings(linted.findings);
  };
  const own = sortFindings(report.findings);
  const judged = findingsWithBasis(read.spec, lint);
  const findings = sortFindings([...own, ...judged.map(({ finding }) => finding)]);
  const firm = judged.filter(({ assumed }) => !assumed).map(({ finding }) => finding);
  if (hasErrors([...own, ...firm])) return { ok: false, findings };
  return {
    ok: true,
    spec: read.spec,
    findings,
    checks: {
      findings: own,
      lint: (spec) => findingsWithBasis(spec, lint).map(({ finding }) => finding),
    },
  };
}
