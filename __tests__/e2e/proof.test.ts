import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Effect, lostInWords } from '../../proof/effects.ts';
import type { RunResult } from '../../proof/run-scenario.ts';
import { carryOut, type PlannedRun, plannedRuns } from '../../proof/runs.ts';
import { scenarioNamed } from '../../proof/scenarios.ts';
import { kafkaDistribution } from '../../sandbox/kafka/distribution.ts';

/*
 * A part of `npm run prove`: a real MirrorMaker 2 between clusters on which its user has exactly what is derived from the
 * spec. That is enough, and without one right the flow fails as its rule says. What is derived is exact in unit tests, so of
 * the rights that are taken away npm test has four, with which records, growth, syncs and offsets are lost. Without one of them everything else must
 * be there. `npm run test:long` has one for each effect and more, and `npm run prove` all. Each run is 20 s of processor time.
 */

const isLong = process.env['PROOF'] === 'long';

const enough = isLong
  ? ['all', 'exactly-once', 'aliases', 'plain', 'groups', 'read-only', 'heartbeats', 'one-worker']
  : ['all'];

const translation: readonly Effect[] = ['checkpoints', 'offsets'];
const records: readonly Effect[] = ['records', 'syncs', ...translation];

type Needed = readonly [scenario: string, right: string, lost: readonly Effect[]];

const some: readonly Needed[] = [
  ['plain', 'S1 Read Topic orders on onprem', records],
  ['plain', 'T7 Alter Topic onprem.orders on core', ['growth']],
  ['location', 'T10 Write Topic mm2-offset-syncs.onprem.internal on core', ['syncs', ...translation]],
  ['groups', 'S6 Describe Group audit* on onprem', ['offsets', 'othersOffsets']],
];
const more: readonly Needed[] = [
  ['plain', 'T8 AlterConfigs Topic onprem.orders on core', ['configs']],
  ['plain', 'T9 Write Topic onprem.checkpoints.internal on core', ['checkpoints']],
  ['heartbeats', 'T13 Write Topic heartbeats on core', ['heartbeats']],
  ['plain', 'S6 Describe Group billing* on onprem', translation],
  [
    'exactly-once',
    'T16 Write TransactionalId connect-cluster-onprem-mm2 on core',
    [...records, 'heartbeats'],
  ],
  ['plain', 'S2 DescribeConfigs Topic orders on onprem', records],
  ['plain', 'S3 Write Topic mm2-offset-syncs.core.internal on onprem', ['syncs', ...translation]],
  ['plain', 'S4 Read Topic mm2-offset-syncs.core.internal on onprem', translation],
  ['plain', 'T1 Write Topic mm2-configs.onprem.internal on core', records],
  ['plain', 'T4 Read Group onprem-mm2 on core', records],
  ['plain', 'T5 Write Topic onprem.orders on core', records],
  ['plain', 'T6 Create Topic onprem.orders on core', records],
  ['plain', 'T11 Read Group billing* on core', ['offsets']],
  ['plain', 'T12 Read Topic onprem.orders on core', ['offsets']],
];
const needed = isLong ? [...some, ...more] : some;

const results = new Map<string, RunResult>();

beforeAll(async () => {
  const chosen = new Set([
    ...enough.map((id) => keyOf(id, null)),
    ...needed.map(([id, right]) => keyOf(id, right)),
  ]);
  const ids = new Set([...enough, ...needed.map(([id]) => id)]);
  const runs = (await plannedRuns([...ids].map(scenarioNamed))).filter((run) => chosen.has(keyOfRun(run)));
  expect(runs).toHaveLength(chosen.size);
  const { version } = await kafkaDistribution();
  await carryOut({
    runs,
    version,
    lanes: 3,
    seed: randomBytes(4).toString('hex'),
    done: async (result, run) => {
      results.set(keyOfRun(run), result);
    },
  });
}, 900_000);

describe('what is derived is enough', () => {
  test.each(enough)('%s', (id) => {
    expect(results.get(keyOf(id, null))).toMatchObject({ lost: [], exitCode: null, surprises: [] });
  });
});

describe('and each right is needed', () => {
  test.each(needed.map(([id, right, lost]) => [id, right, lostInWords(lost), lost] as const))(
    '%s without %s: %s',
    (id, right, _, lost) => {
      const result = results.get(keyOf(id, right));
      expect(result?.surprises).toEqual([]);
      // A worker that does not come up may or may not note that.
      expect(result?.lost.filter((effect) => effect !== 'states').sort()).toEqual([...lost].sort());
    },
  );
});

function keyOf(scenario: string, without: string | null): string {
  return JSON.stringify([scenario, without]);
}

function keyOfRun({ scenario, without }: PlannedRun): string {
  return keyOf(scenario.id, without);
}
