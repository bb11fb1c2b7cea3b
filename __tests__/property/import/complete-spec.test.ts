import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { editSpec, type SpecEdit } from '../../../src/spec/edit/edit-spec.ts';
import { EstateStage } from '../../support/estate/estate-stage.ts';
import { randomEstate } from '../../support/estate/random-estate.ts';
import { Draw } from '../../support/formatting/draw.ts';

/**
 * A spec of which some topics, flows, clusters and lines of ACLs were taken out is completed to one whose plan has no changes, and each
 * line that it had is still there, in its place.
 */
const estates = Math.ceil(Number(process.env['ESTATES'] ?? 20) / 4);
const seed = Number(process.env['SEED'] ?? 13);

test(`${estates} specs with gaps are completed`, async () => {
  const seen = { completed: 0, cut: 0, added: 0 };
  await fc.assert(
    fc.asyncProperty(randomEstate, fc.gen(), async (estate, value) => {
      const stage = await EstateStage.open(estate);
      try {
        const imported = await stage.import();
        if (imported.state === 'failed') return;
        const { files, cut } = withGaps(imported.files, new Draw(value));
        const completed = await stage.complete(files);
        if (completed.state === 'failed') throw new Error(JSON.stringify(completed));
        const plan = await stage.plan(new Map([...files, ...completed.files]));
        expect(plan.operations).toEqual([]);
        expect(plan.unread).toEqual([]);
        for (const [path, text] of files) {
          const after = (completed.files.get(path) ?? text).split('\n');
          let next = 0;
          const lost = text.split('\n').filter((line) => {
            const at = after.indexOf(line, next);
            if (at >= 0) next = at + 1;
            return at < 0;
          });
          expect(lost).toEqual([]);
        }
        seen.completed++;
        seen.cut += cut;
        seen.added += completed.counts.topics + completed.counts.flows + completed.counts.acls;
      } finally {
        await stage.stop();
      }
    }),
    { numRuns: estates, seed, endOnFailure: true },
  );
  expect(Object.values(seen).every((count) => count > estates / 4)).toBe(true);
}, 3_600_000);

type Tree = Readonly<Record<string, unknown>>;

function withGaps(
  files: ReadonlyMap<string, string>,
  draw: Draw,
): { readonly files: ReadonlyMap<string, string>; readonly cut: number } {
  const paths = [...files].flatMap(([path, text]) => (path.endsWith('.yaml') ? namedIn(parse(text)) : []));
  const edits = paths.filter(() => draw.oneIn(4)).map((path): SpecEdit => ({ path, to: { kind: 'remove' } }));
  const spec = new Map([...files].filter(([path]) => path.endsWith('.yaml')));
  const result = editSpec({ files: spec, edits });
  if (result.kind === 'cannot-edit') throw new Error(`${result.path.join('/')}: ${result.because}`);
  return { files: new Map([...files, ...result.files]), cut: edits.length };
}

/** Topics, flows, and all ACLs of a model at once. */
function namedIn({
  clusters = {},
  mirrormaker = {},
}: {
  readonly clusters?: Tree;
  readonly mirrormaker?: Tree;
}) {
  const inside = (section: string, all: Tree, part: string) =>
    Object.entries(all).flatMap(([name, one]) =>
      Object.keys((one as Record<string, Tree>)[part] ?? {}).map((key) => [section, name, part, key]),
    );
  return [
    ...inside('clusters', clusters, 'topics'),
    ...inside('clusters', clusters, 'acls'),
    ...inside('mirrormaker', mirrormaker, 'flows'),
  ];
}
