import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kinds } from '../../../src/model/resource.ts';
import { anySwitches } from '../../support/aiven/any-switches.ts';
import { allCells, matrixWorlds } from '../../support/aiven-matrix/cells.ts';
import { tryCell } from '../../support/aiven-matrix/try-cell.ts';

/**
 * Whatever Aiven does where no public source says what it does: what a plan names is done, nothing else is changed, nothing that was
 * made is called failed, and the next plan is empty. On objects that others made, in their ways. `CELLS=all` tries every cell, `PART=3/12` a
 * twelfth of them; else every so-many-th, from another one with each `SEED`.
 */
const every = allCells();
const share = process.env['CELLS'] === 'all' ? 1 : Number(process.env['SHARE'] ?? 15);
const [part = 1, parts = 1] = (process.env['PART'] ?? '1/1').split('/').map(Number);
const seed = Number(process.env['SEED'] ?? 0);
const only = process.env['ONLY'] ?? '';
const chosen = every
  .filter((_, index) => index % parts === part - 1)
  .filter((_, index) => index % share === seed % share)
  .filter(({ world, setting }) => `${world.kind} ${world.name} ${setting.name}`.includes(only));

describe(`${chosen.length} of ${every.length} cells`, () => {
  test.each(kinds)(
    '%s',
    async (kind) => {
      const own = chosen.filter(({ world }) => world.kind === kind);
      const wrong: string[] = [];
      let changes = 0;
      for (const { world, setting } of own) {
        const tried = await tryCell(world, setting);
        changes += tried.changes;
        if (tried.problems.length > 0)
          wrong.push(`${world.name} | ${setting.name}\n  ${tried.problems.join('\n  ')}`);
      }
      process.stdout.write(`${kind}: ${own.length} cells, ${changes} changes, ${wrong.length} wrong\n`);
      expect(wrong.slice(0, 40)).toEqual([]);
      expect(changes).toBeGreaterThan(0);
    },
    3_600_000,
  );
});

/** Pairs are not all: `RANDOM=100` settings of all switches at once, in every world. */
const random = Number(process.env['RANDOM'] ?? 1);

test(`${random} random settings of all switches at once`, async () => {
  const wrong: string[] = [];
  for (const [index, switches] of fc.sample(anySwitches, { numRuns: random, seed }).entries()) {
    const late = index % 2 === 0 ? {} : ({ timings: 'realistic' } as const);
    for (const world of matrixWorlds) {
      const tried = await tryCell(world, { name: 'all at once', switches, odd: true, ...late });
      if (tried.problems.length > 0)
        wrong.push(`${world.name} | ${JSON.stringify(switches)}\n  ${tried.problems.join('\n  ')}`);
    }
  }
  expect(wrong.slice(0, 10)).toEqual([]);
}, 3_600_000);
