import { expect, test } from '@jest/globals';
import { allCells, type CellResult, tryCell } from '../../faults/cells.ts';
import { drawn } from '../../faults/drawn.ts';

const seed = Number(process.env['SEED'] ?? '1');

test(`20 faults of GitHub, drawn with seed ${seed}, end as they must`, async () => {
  const wrong: CellResult[] = [];
  for (const cell of drawn(await allCells(), 20, seed)) {
    const result = await tryCell(cell);
    if (result.problems.length > 0) wrong.push(result);
  }
  expect(wrong).toEqual([]);
}, 600_000);
