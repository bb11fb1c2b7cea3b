import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Adoption, adopt } from '../../../src/adopt/adopt.ts';
import { keyOfDifference } from '../../../src/adopt/as-if-proposed.ts';
import { keyOf } from '../../../src/model/resource.ts';
import { lastingIn } from '../../../src/plan/drift.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { replayed } from '../../../src/run/adopt/replayed.ts';
import { makePlan } from '../../../src/run/systems/make-plan.ts';
import { editSpec } from '../../../src/spec/edit/edit-spec.ts';
import { poke, randomPokes } from '../../support/estate/behind-the-back.ts';
import { EstateStage, loadFiles, project } from '../../support/estate/estate-stage.ts';
import { randomEstate } from '../../support/estate/random-estate.ts';

/**
 * Whatever somebody changes behind the back of a spec: the plan of what adopt writes is empty but for what it names, and an apply of the
 * spec as it was puts back everything but what is named there. Each drift is up to fourteen changes.
 */
const drifts = Number(process.env['DRIFTS'] ?? 10);
const seed = Number(process.env['SEED'] ?? 13);

test(`of ${drifts} drifts each is taken over or put back, or named`, async () => {
  const seen = { drifts: 0, accepted: 0, notSaid: 0, risky: 0, restored: 0, lasting: 0 };
  await fc.assert(
    fc.asyncProperty(randomEstate, randomPokes, async (draft, pokes) => {
      const stage = await EstateStage.open(draft);
      try {
        const files = await specOf(stage);
        if (files === undefined) return;
        for (const each of pokes) await poke({ world: stage.emulator.world, project, draft }, each);
        await stage.settle();
        const { plan, written, read } = await stage.planned(files);
        const lasting = lastingIn(plan);
        if (plan.changes.length + lasting.length === 0) return;
        const adoption = await adopt({
          drift: { plan, lasting },
          whole: plan,
          spec: written,
          live: read.live,
          files: specTexts(files),
          mayNotChange: () => undefined,
          errorsIn: async (texts) => {
            const loaded = await loadFiles(new Map([...files, ...texts]));
            return loaded.ok ? [] : loaded.findings.filter(({ severity }) => severity === 'error');
          },
          planOf: async (texts) => {
            const loaded = await loadFiles(new Map([...files, ...texts]));
            if (!loaded.ok) throw new Error('not valid');
            return (await makePlan({ out: quiet }, loaded.spec, replayed(read, loaded.spec), loaded.checks))
              .plan;
          },
        });
        const after = new Map([
          ...files,
          ...[...adoption.changed].map(([path, { after: text }]) => [path, text] as const),
        ]);
        expectOnlyNamed(await stage.plan(after), plan, adoption);
        seen.drifts++;
        seen.accepted += adoption.accepted.length;
        seen.notSaid += adoption.notSaid.length;
        seen.risky += adoption.parts.length > 1 ? 1 : 0;
        seen.lasting += lasting.length;
        const outcome = await stage.apply(files);
        await stage.settle();
        // What Aiven refuses, such as a user group that is gone, the apply names.
        const refused = outcome.results
          .filter(({ state }) => state !== 'applied')
          .map(({ change }) => keyOf(change.id));
        const restored = await stage.plan(files);
        expect(restored.changes.map(({ id }) => keyOf(id)).filter((key) => !refused.includes(key))).toEqual(
          [],
        );
        if (restored.changes.length === 0) seen.restored++;
      } finally {
        await stage.stop();
      }
    }),
    { numRuns: drifts, seed },
  );
  // What no line can say is rare, and may not happen among a few.
  const rare = Object.entries(seen).filter(
    ([name, count]) => count === 0 && (drifts >= 20 || name !== 'notSaid'),
  );
  expect({ rare, seen }).toEqual({ rare: [], seen });
}, 3_600_000);

const quiet = { info: () => undefined };

function specTexts(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path]) => path.endsWith('.yaml')));
}

/** An import, with as much ownership as goes without a change. Undefined: there is nothing that a spec could say. */
async function specOf(stage: EstateStage): Promise<ReadonlyMap<string, string> | undefined> {
  const imported = await stage.import();
  if (imported.state === 'failed') return undefined;
  let { files } = imported as { readonly files: ReadonlyMap<string, string> };
  const loaded = await loadFiles(files);
  if (!loaded.ok) throw new Error('an import is valid');
  for (const [key, cluster] of loaded.spec.clusters) {
    if (cluster.type !== 'aiven') continue;
    const principals = [
      ...new Set([
        ...cluster.kafkaAcls.map(({ principal }) => principal),
        ...cluster.aivenAcls.map(({ username }) => `User:${username}`),
        'User:by-hand',
      ]),
    ];
    const wishes = [
      ['acls', new Map([['principals', principals]])],
      [
        'topics',
        new Map<string, string | readonly string[]>([
          ['scope', ['*']],
          ['prune', 'scope'],
        ]),
      ],
    ] as const;
    for (const [what, value] of wishes) {
      const path = ['clusters', key, 'manage', what];
      const edited = editSpec({ files: specTexts(files), edits: [{ path, to: { kind: 'set', value } }] });
      if (edited.kind === 'cannot-edit') continue;
      const wished = new Map([...files, ...edited.files]);
      const valid = await loadFiles(wished);
      if (valid.ok && (await stage.plan(wished)).operations.length === 0) files = wished;
    }
  }
  expect((await stage.plan(files)).operations).toEqual([]);
  return files;
}

function expectOnlyNamed(after: Plan, before: Plan, adoption: Adoption): void {
  const named = new Set(adoption.notSaid.flatMap(({ unit }) => unit.differences).map(keyOfDifference));
  const left = after.changes.flatMap((change) =>
    change.action === 'update'
      ? change.fields.map((field) => keyOfDifference({ is: 'change', change, field }))
      : [keyOfDifference({ is: 'change', change })],
  );
  expect(left.filter((key) => !named.has(key))).toEqual([]);
  const errors = ({ findings }: Plan) =>
    findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const fresh = errors(after).filter((code) => !errors(before).includes(code));
  expect(fresh).toEqual([]);
  // Partitions that grew are said, so that nothing is left of it.
  expect(errors(after).filter((code) => code === 'partitions-decrease')).toEqual([]);
}
