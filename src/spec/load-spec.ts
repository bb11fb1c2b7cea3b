import { lintSpec } from '../lint/lint.ts';
import type { Finding } from '../model/finding.ts';
import { newReferences, type ReferenceResult } from './resolve/references.ts';
import { resolveSpec } from './resolve/resolve.ts';
import { hasErrors, newReport, type Report, sortFindings } from './rules/report.ts';
import { checkShape } from './schema/check-shape.ts';
import type { Spec } from './spec.ts';
import { guardYaml } from './yaml/guard.ts';
import { joinFiles } from './yaml/join-files.ts';
import { parseYaml } from './yaml/parse.ts';
import { locatorOf, type MapNode } from './yaml/source-node.ts';

/** Where a spec comes from: files on disk, or a git tree. */
export interface SpecSource {
  /** Workspace-relative path, with `/`, to the bytes. The order does not matter. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Reads what `{ file: path }` names, see `workspaceReferences`. */
  readonly readReference: (path: string) => Promise<ReferenceResult>;
  /** The value of `KAFKA_SECRET_<name>`, or `undefined` where the run has none. */
  readonly secret: (name: string) => string | undefined;
}

export type LoadResult =
  | {
      readonly ok: true;
      readonly spec: Spec /** Warnings and notices. */;
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Reads, joins, checks and resolves a spec. Findings are sorted by place. One run reports everything of a step:
 * YAML first, then keys and values, then what only the whole spec can tell.
 */
export async function loadSpec(source: SpecSource): Promise<LoadResult> {
  const report = newReport();
  const paths = [...source.files.keys()].sort();
  const root = joinFiles(parseFiles(paths, source, report), report);
  if (root === undefined && !hasErrors(report.findings)) {
    report.add(
      'spec-not-found',
      { file: '', line: 1, column: 1 },
      'there is no spec file',
      'Name one in the input `spec`.',
    );
  }
  const spec = root && !isUnreadable(report) ? await checkAndResolve(root, paths, source, report) : undefined;
  const findings = sortFindings(report.findings);
  if (spec === undefined || hasErrors(findings)) return { ok: false, findings };
  return { ok: true, spec, findings };
}

function parseFiles(paths: readonly string[], source: SpecSource, report: Report): readonly MapNode[] {
  return paths.flatMap((path) => {
    const text = guardYaml(path, source.files.get(path) ?? new Uint8Array(), report);
    return (text !== undefined && parseYaml(path, text, report)) || [];
  });
}

/** A file that cannot be read leaves holes that would be reported as missing keys; duplicates and gaps do not. */
function isUnreadable(report: Report): boolean {
  return report.findings.some(
    ({ code }) => code.startsWith('yaml-') || code === 'file-too-large' || code === 'wrong-type',
  );
}

async function checkAndResolve(
  root: MapNode,
  files: readonly string[],
  source: SpecSource,
  report: Report,
): Promise<Spec | undefined> {
  const locator = locatorOf(root);
  const raw = checkShape(root, locator, report);
  if (raw === undefined) return undefined;
  const references = newReferences({ ...source, report });
  const spec = await resolveSpec(raw, { references, locator, report, files });
  lintSpec({ spec, raw, locator, report });
  return spec;
}
