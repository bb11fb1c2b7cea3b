import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EstateDraft } from '../../support/estate/estate-draft.ts';
import { EstateStage } from '../../support/estate/estate-stage.ts';
import { randomEstate } from '../../support/estate/random-estate.ts';

/**
 * Whatever a project holds: what an import writes has a plan without changes against the project itself, an apply of it sends
 * nothing, and each topic and flow is in the spec or named as left out.
 */
const estates = Number(process.env['ESTATES'] ?? 20);
const seed = Number(process.env['SEED'] ?? 13);

test(`of ${estates} estates the import has no changes, and loses nothing`, async () => {
  const seen = { written: 0, topics: 0, flows: 0, acls: 0, external: 0, leftOut: 0 };
  await fc.assert(
    fc.asyncProperty(randomEstate, async (draft) => {
      const stage = await EstateStage.open(draft);
      try {
        const imported = await stage.import();
        if (imported.state === 'failed') {
          expect(imported.reason).toBe('nothing-there');
          expect(draft.kafka).toEqual([]);
          return;
        }
        const { files, counts, leftOut } = imported;
        const plan = await stage.plan(files);
        expect(plan.operations).toEqual([]);
        expect(plan.pending).toEqual([]);
        expect(plan.unread).toEqual([]);
        expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        await stage.apply(files);
        expect(stage.emulator.log.effects).toEqual([]);
        expectNothingLost(draft, imported);
        seen.written++;
        seen.topics += counts.topics;
        seen.flows += counts.flows;
        seen.acls += counts.acls;
        seen.external += [...files.values()].join('').includes('bootstrap_servers') ? 1 : 0;
        seen.leftOut += leftOut.length;
      } finally {
        await stage.stop();
      }
    }),
    { numRuns: estates, seed },
  );
  // Each of these must have happened, or the estates show less than they say.
  const rare = Object.entries(seen).filter(([, count]) => count <= estates / 8);
  expect({ rare, seen }).toEqual({ rare: [], seen });
}, 3_600_000);

function expectNothingLost(
  { kafka, mirrormakers }: EstateDraft,
  {
    counts,
    leftOut,
  }: {
    readonly counts: { readonly topics: number; readonly flows: number };
    readonly leftOut: readonly { readonly what: string }[];
  },
): void {
  const told = (start: string) =>
    new Set(leftOut.map(({ what }) => what).filter((what) => what.startsWith(start))).size;
  const topics = kafka.flatMap(({ topics }) => topics).length;
  const flows = mirrormakers.flatMap(({ flows }) => flows).length;
  expect(
    counts.topics + leftOut.filter(({ what }) => what.startsWith('topic ')).length,
  ).toBeGreaterThanOrEqual(topics);
  expect(counts.flows + told('flow ')).toBeGreaterThanOrEqual(flows);
}
