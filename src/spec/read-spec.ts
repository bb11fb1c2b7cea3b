import { newReferences } from './resolve/references.ts';
import { resolveSpec } from './resolve/resolve.ts';
import { hasErrors, type Report } from './rules/report.ts';
import { checkShape } from './schema/check-shape.ts';
import type { RawSpec } from './schema/schema.ts';
import type { Spec } from './spec.ts';
import { maxSigns } from './syntax/bounds.ts';
import { countSigns } from './syntax/signs.ts';
import { checkSize } from './yaml/check-size.ts';
import { guardText } from './yaml/guard.ts';
import { joinFiles } from './yaml/join-files.ts';
import { parseYaml } from './yaml/parse.ts';
import type { ReferenceResult } from './yaml/reference.ts';
import { type Locator, locatorOf, type MapNode } from './yaml/source-node.ts';

/** Where a spec comes from: files on disk, or a git tree. */
export interface SpecSource {
  /** Workspace-relative path, with `/`, to the bytes. The order does not matter. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Reads what `{ file: path }` names, see `workspaceReferences`. */
  readonly readReference: (path: string) => Promise<ReferenceResult>;
  /** The value of `KAFKA_SECRET_<name>`, or `undefined` where the run has none. */
  readonly secret: (name: string) => string | undefined;
  /** For the dates of certificates; left out, they are not looked at. */
  readonly now?: Date;
}

/** A spec that could be resolved, errors or not, with what a lint needs to say where something stands. */
export interface ReadSpec {
  readonly spec: Spec;
  /** As written, where it matters what was said and what was a default. */
  readonly raw: RawSpec;
  readonly locator: Locator;
}

export type ReadResult = ({ readonly state: 'read' } & ReadSpec) | { readonly state: 'unreadable' };

/**
 * Reads, joins, checks and resolves a spec; what is wrong is added to `report`. One run reports everything of a step:
 * YAML first, then keys and values. `unreadable`: the report says why.
 */
export async function readSpec(source: SpecSource, report: Report): Promise<ReadResult> {
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
  if (root === undefined || isUnreadable(report) || !checkSize(root, report)) return { state: 'unreadable' };
  const locator = locatorOf(root);
  const raw = checkShape(root, locator, report);
  if (raw === undefined) return { state: 'unreadable' };
  const references = newReferences({ ...source, now: source.now, report });
  const spec = await resolveSpec(raw, { references, locator, report, files: paths });
  return { state: 'read', spec, raw, locator };
}

function parseFiles(paths: readonly string[], source: SpecSource, report: Report): readonly MapNode[] {
  const texts = paths.flatMap(
    (path) => guardText(path, source.files.get(path) ?? new Uint8Array(), report) ?? [],
  );
  let signs = 0;
  for (const text of texts) {
    signs += countSigns(text.text);
    if (signs <= maxSigns) continue;
    const message = `up to this file the spec has ${signs} signs (commas, colons, dashes, brackets, lines), more than ${maxSigns}`;
    const hint = 'Name settings that repeat in a profile, or split it into several specs.';
    report.add('yaml-too-complex', text.position(0), message, hint);
    return [];
  }
  return texts.flatMap((text) => parseYaml(text, report) ?? []);
}

/** A file that cannot be read leaves holes that would be reported as missing keys; duplicates and gaps do not. */
function isUnreadable(report: Report): boolean {
  return report.findings.some(
    ({ code }) => code.startsWith('yaml-') || code === 'file-too-large' || code === 'wrong-type',
  );
}
