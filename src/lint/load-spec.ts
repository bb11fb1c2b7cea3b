import type { Finding } from '../model/finding.ts';
import { readSpec, type SpecSource } from '../spec/read-spec.ts';
import { hasErrors, newReport, sortFindings } from '../spec/rules/report.ts';
import type { Spec } from '../spec/spec.ts';
import { lintSpec } from './lint.ts';

export type LoadResult =
  | {
      readonly ok: true;
      readonly spec: Spec;
      /** Warnings and notices. */
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Reads a spec, then looks at what only the whole of it can tell. Findings are sorted by place. */
export async function loadSpec(source: SpecSource): Promise<LoadResult> {
  const report = newReport();
  const read = await readSpec(source, report);
  if (read.state === 'read') lintSpec({ ...read, report });
  const findings = sortFindings(report.findings);
  if (read.state === 'unreadable' || hasErrors(findings)) return { ok: false, findings };
  return { ok: true, spec: read.spec, findings };
}
