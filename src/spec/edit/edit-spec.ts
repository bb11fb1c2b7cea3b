import { newReport, place } from '../rules/report.ts';
import type { Plain, PlainMap } from '../text/plain.ts';
import { isMap } from '../text/scalar-text.ts';
import { guardText } from '../yaml/guard.ts';
import { joinFiles } from '../yaml/join-files.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { MapNode } from '../yaml/source-node.ts';
import type { MapPart } from './file-part.ts';
import { styleOf } from './file-style.ts';
import { plainMap, saysSame } from './plain-tree.ts';
import { reconcile } from './reconcile.ts';
import { TextEdits } from './text-edits.ts';
import { type SpecEdit, wantedAfter } from './wanted.ts';

export type { SpecEdit } from './wanted.ts';

export type EditResult =
  | {
      readonly kind: 'edited';
      /** All files, edited or not. */
      readonly files: ReadonlyMap<string, string>;
      /** Lines of the edited files that are new or changed, or that follow lines that were taken out; line from 1. */
      readonly touched: readonly { readonly file: string; readonly line: number }[];
    }
  /** Nothing was edited. `because`: a sentence without its full stop, which names nothing of values. */
  | { readonly kind: 'cannot-edit'; readonly path: readonly string[]; readonly because: string };

/**
 * The files of a spec with other values, in which every line stays that says no other one: comments, order, quotes, brackets and line
 * breaks. What is new stands beside its siblings, in the file that has them, and looks like them. Where the same key is in several
 * files, a new one goes to where its neighbours by name are. The result is read again, and must say what is wanted and nothing else.
 *
 * A value that a topic has from a profile is set on the topic itself. Whether the values make sense in a spec is for `loadSpec` to say.
 */
export function editSpec(options: {
  /** Text by path; only the files that a run would read as the spec. */
  readonly files: ReadonlyMap<string, string>;
  readonly edits: readonly SpecEdit[];
}): EditResult {
  const { files, edits } = options;
  const refuse = (because: string, path = edits[0]?.path ?? []): EditResult => ({
    kind: 'cannot-edit',
    path,
    because,
  });
  const before = readFiles(files);
  if (!before.ok) return refuse(before.because);
  const said = plainMap(before.joined);
  const wanted = wantedAfter(said, edits);
  if (!wanted.ok) return refuse(wanted.because, wanted.path);
  const parts = before.roots.map(([file, node]) => ({
    file,
    node,
    edits: new TextEdits(node.source),
    style: styleOf(node),
  }));
  const [refusal] = reconcile(parts satisfies readonly MapPart[], said, wanted.root);
  if (refusal !== undefined) return refuse(refusal.because, refusal.path);
  const edited = new Map(files);
  const touched: { file: string; line: number }[] = [];
  for (const part of parts) {
    if (part.edits.isEmpty) continue;
    const rendered = part.edits.render();
    if (rendered === undefined) return refuse('two of the edits are about the same characters');
    const mark = files.get(part.file)?.startsWith(byteOrderMark) === true ? byteOrderMark : '';
    edited.set(part.file, `${mark}${rendered.text}`);
    touched.push(...rendered.lines.map((line) => ({ file: part.file, line })));
  }
  const after = readFiles(edited);
  if (!after.ok) return refuse(`it could not be read any more: ${after.because}`);
  const reads = plainMap(after.joined);
  if (!saysSame(reads, wanted.root, [])) return refuse(notAsWanted, blame(edits, reads, wanted.root));
  return { kind: 'edited', files: edited, touched };
}

const byteOrderMark = '\ufeff';
const notAsWanted = 'the way it is written leaves no safe place for the value';

type Read =
  | {
      readonly ok: true;
      readonly roots: readonly (readonly [file: string, root: MapNode])[];
      readonly joined: MapNode;
    }
  | { readonly ok: false; readonly because: string };

/** In the order in which a run joins them. */
function readFiles(files: ReadonlyMap<string, string>): Read {
  const report = newReport();
  const roots = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, text]) => {
      const source = guardText(file, Buffer.from(text), report);
      const root = source && parseYaml(source, report);
      return root === undefined ? [] : [[file, root] as const];
    });
  const joined = joinFiles(
    roots.map(([, root]) => root),
    report,
  );
  const error = report.findings.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    const where = error.position === undefined ? '' : `${place(error.position)}: `;
    return { ok: false, because: `${where}${error.message}` };
  }
  return joined === undefined ? { ok: false, because: 'there is no spec file' } : { ok: true, roots, joined };
}

/** The path of the first edit whose value is another one than wanted; undefined: something else is. */
function blame(edits: readonly SpecEdit[], reads: PlainMap, wanted: PlainMap): readonly string[] | undefined {
  return edits.find(({ path }) => !saysSame(valueAt(reads, path), valueAt(wanted, path), path))?.path;
}

function valueAt(root: Plain, path: readonly string[]): Plain {
  return path.reduce((value, key) => (isMap(value) ? (value.get(key) ?? null) : null), root);
}
