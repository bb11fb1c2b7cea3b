import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kinds } from '../../../src/model/resource.ts';
import { worldsOf } from '../../support/untouched/kinds.ts';
import { snapshotOf, unnamedDifferences } from '../../support/untouched/snapshot.ts';
import { Stage } from '../../support/untouched/stage.ts';

/**
 * Random worlds, planned and applied by the action's own planner and writers: whatever an Aiven of any kind does with what is
 * sent, every field that no operation of the plan named is afterwards as it was, and so is every other object.
 */
const worlds = Number(process.env['WORLDS'] ?? 20);
const seed = Number(process.env['SEED'] ?? 8);

describe.each(kinds)('%s', (kind) => {
  test(`in ${worlds} worlds nothing changes that no operation named`, async () => {
    const seen = { operations: 0, updates: 0, done: 0 };
    await fc.assert(
      fc.asyncProperty(worldsOf[kind](), async (draft) => {
        const stage = await Stage.open(draft);
        try {
          const plan = await stage.plan();
          expect(plan.unread).toEqual([]);
          if (draft.meanwhile) await stage.changeForeign();
          const before = await snapshotOf(stage);
          const outcome = await stage.apply(plan);
          const after = await snapshotOf(stage);
          expect(unnamedDifferences(before, after, plan.operations)).toEqual([]);
          expect(stage.aiven.world.violations).toEqual([]);
          seen.operations += plan.operations.length;
          seen.updates += plan.changes.filter(({ action }) => action === 'update').length;
          const done = outcome.results.every(({ state }) => state === 'applied');
          if (!done) return;
          seen.done++;
          // What was carried with `unlisted_config: reset` is a difference again.
          if (!draft.meanwhile) expect((await stage.plan()).operations).toEqual([]);
        } finally {
          await stage.close();
        }
      }),
      { numRuns: worlds, seed },
    );
    // Each of these must have happened, or the worlds show less than they say.
    expect(seen.operations).toBeGreaterThan(worlds / 4);
    if (!kind.endsWith('acl')) expect(seen.updates).toBeGreaterThan(worlds / 8);
    expect(seen.done).toBeGreaterThan(worlds / 8);
  }, 3_600_000);
});
