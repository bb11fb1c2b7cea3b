import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Cell, prepared, type System } from '../../faults/cells.ts';
import { drawn } from '../../faults/drawn.ts';
import { aivenScene } from '../../faults/scene-aiven.ts';
import { kafkaScene, startBroker } from '../../faults/scene-kafka.ts';
import { type CellResult, tryCell } from '../../faults/try-cell.ts';
import { World } from '../../faults/world.ts';

/*
 * Some cells of `npm run faults`, other ones with another `SEED`: one request of one run goes wrong in one way, or an apply is killed or
 * cancelled right before or right after one of its writes. The run ends as it must, and a re-run does what is left.
 */

const seed = Number(process.env['SEED'] ?? '1');
type Prepared = Awaited<ReturnType<typeof prepared>>;

async function wrongOf({ world, calm }: Prepared, cells: readonly Cell[]): Promise<readonly CellResult[]> {
  const wrong: CellResult[] = [];
  for (const cell of cells) {
    const result = await tryCell(world, calm, cell);
    if (result.problems.length > 0) wrong.push(result);
  }
  return wrong;
}

function some(cells: readonly Cell[], of: System, count: number): readonly Cell[] {
  return drawn(
    cells.filter(({ system }) => system === of),
    count,
    seed,
  );
}

describe(`cells drawn with seed ${seed} end as they must`, () => {
  describe('GitHub and Aiven', () => {
    let from: Prepared;
    beforeAll(async () => {
      from = await prepared(await World.begin(aivenScene), ['github', 'aiven']);
    }, 300_000);
    afterAll(() => from.world.stop());

    test('the apply has at least 25 effects, on every kind', () => {
      const effects = from.calm.get('apply')?.effects ?? [];
      expect(effects.length).toBeGreaterThanOrEqual(25);
      expect(new Set(effects.map((effect) => effect.split(' ')[0]))).toEqual(
        new Set(['topic', 'kafka-acl', 'aiven-acl', 'endpoint', 'integration', 'flow']),
      );
    });

    test('8 faults of GitHub', async () => {
      expect(await wrongOf(from, some(from.faults, 'github', 8))).toEqual([]);
    }, 600_000);

    test('8 faults of Aiven', async () => {
      expect(await wrongOf(from, some(from.faults, 'aiven', 8))).toEqual([]);
    }, 600_000);

    test('an apply that is stopped at 3 of its writes', async () => {
      expect(await wrongOf(from, drawn(from.stops, 3, seed))).toEqual([]);
    }, 600_000);
  });

  test('4 faults of a broker, and an apply that is stopped at a write to it', async () => {
    const broker = await startBroker();
    try {
      const from = await prepared(await World.begin((token) => kafkaScene(token, broker)), ['kafka']);
      try {
        expect(await wrongOf(from, [...drawn(from.faults, 4, seed), ...drawn(from.stops, 1, seed)])).toEqual(
          [],
        );
      } finally {
        await from.world.stop();
      }
    } finally {
      await broker.stop();
    }
  }, 600_000);
});
