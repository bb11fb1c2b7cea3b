import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editSpec, type SpecEdit } from '../../../src/spec/edit/edit-spec.ts';
import type { PlainMap } from '../../../src/spec/text/plain.ts';
import { Draw } from '../../support/formatting/draw.ts';
import { formatted } from '../../support/formatting/formatted.ts';
import { independentlyRead, linesOf, meaning } from '../../support/formatting/independent-reader.ts';
import { randomEdits } from '../../support/formatting/random-edits.ts';
import { at, joined, randomFiles } from '../../support/formatting/random-spec.ts';

/**
 * However a spec is written: after an edit each line that the edit is not about has its bytes, in its place, and the files say
 * what was wanted, as a reader finds that the action does not use.
 */
const runs = Number(process.env['EDITED_SPECS'] ?? 20);
const seed = Number(process.env['SEED'] ?? 13);

test(`${runs} specs are edited in place`, () => {
  const seen = { edits: 0, lines: 0, files: 0, comments: 0 };
  fc.assert(
    fc.property(fc.gen(), (value) => {
      const draw = new Draw(value);
      const said = randomFiles(draw);
      const files = new Map([...said].map(([path, root]) => [path, formatted(root, draw)]));
      const { edits, wanted } = randomEdits(joined(said), draw, draw.int(1, 5));
      const result = editSpec({ files, edits });
      if (result.kind === 'cannot-edit') throw new Error(`${result.path.join('/')}: ${result.because}`);
      expect(meaning(readAll(result.files))).toEqual(meaning(wanted));
      for (const [path, before] of files) {
        const after = result.files.get(path) ?? '';
        const own = result.touched.filter(({ file }) => file === path).map(({ line }) => line - 1);
        expectUntouched(before, after, edits, new Set(own));
        seen.files += after === before ? 0 : 1;
        seen.lines += own.length;
        if (edits.every((edit) => losesNothing(edit, joined(said)))) {
          const comments = before.match(/# c\d+.*/g) ?? [];
          expect(comments.filter((comment) => !after.includes(comment.trimEnd()))).toEqual([]);
          seen.comments += comments.length;
        }
      }
      seen.edits += edits.length;
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  const rare = Object.entries(seen).filter(([, count]) => count < runs / 20);
  expect({ rare, seen }).toEqual({ rare: [], seen });
}, 3_600_000);

function readAll(files: ReadonlyMap<string, string>): PlainMap {
  return joined(new Map([...files].map(([path, text]) => [path, independentlyRead(text) as PlainMap])));
}

/** Lines that no edit is about are there in their order, and lines that are not told as touched were there before. */
function expectUntouched(
  before: string,
  after: string,
  edits: readonly SpecEdit[],
  touched: ReadonlySet<number>,
): void {
  const said = independentlyRead(after);
  const about = new Set(edits.flatMap((edit) => [...linesOf(before, said, edit)]));
  const kept = linesIn(before).filter((_, line) => !about.has(line));
  expect(kept.filter(notAmong(linesIn(after)))).toEqual([]);
  const untold = linesIn(after).filter((_, line) => !touched.has(line));
  expect(untold.filter(notAmong(linesIn(before)))).toEqual([]);
}

/** Whether a line is not among others, when it is asked for one after the other. */
function notAmong(lines: readonly string[]): (line: string) => boolean {
  let next = 0;
  return (line) => {
    const found = lines.indexOf(line, next);
    if (found >= 0) next = found + 1;
    return found < 0;
  };
}

/** With their line breaks; the last line has one whether it is written or not. */
function linesIn(text: string): readonly string[] {
  const lines = text.split(/(?<=\n)/);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return lines.map((line) => (line.endsWith('\n') ? line : `${line}${lineBreak}`));
}

/** What is added, or one value in place of another. */
function losesNothing({ path, to }: SpecEdit, said: PlainMap): boolean {
  if (to.kind === 'append') return true;
  const before = at(said, path);
  return (
    to.kind === 'set' && (before === undefined || typeof before !== 'object') && typeof to.value !== 'object'
  );
}
