import { expect, test } from '@jest/globals';
import { EstateStage } from '../../support/estate/estate-stage.ts';
import { knownOptimum } from '../../support/estate/known-optimum.ts';

/** Topics of the large project, and ACL entries. */
const many = Number(process.env['MANY'] ?? 400);

const shapes = [1, 2, 3, 4].flatMap((families) =>
  [0, 5].map((odd) => ({ families, odd, topics: 60 * families, principals: 20 })),
);
const ten = [
  ...shapes,
  { families: 4, odd: 3, topics: 200, principals: 150 },
  { families: 2, odd: 2, topics: 40, principals: 5 },
];

test.each(ten)('what is written is at most 1.3 times as long as by hand: %j', async (shape) => {
  const { estate, text } = knownOptimum(shape);
  const stage = await EstateStage.open(estate);
  try {
    const imported = await stage.import();
    if (imported.state !== 'written') throw new Error(JSON.stringify(imported));
    const length = [...imported.files.values()].join('').length;
    expect({
      ratio: Math.round((length / text.length) * 100) / 100,
      isShort: length <= 1.3 * text.length,
    }).toMatchObject({ isShort: true });
  } finally {
    await stage.stop();
  }
});

test(`${many} topics and as many ACL entries take the requests of a plan`, async () => {
  const { estate, text } = knownOptimum({ families: 4, odd: 7, topics: many, principals: many / 2 });
  const stage = await EstateStage.open(estate);
  try {
    const imported = await stage.import();
    if (imported.state !== 'written') throw new Error(JSON.stringify(imported));
    expect(imported.counts).toMatchObject({ topics: many, acls: many });
    const requests = stage.emulator.log.requests.length;
    expect((await stage.plan(imported.files)).operations).toEqual([]);
    const ofPlan = stage.emulator.log.requests.length - requests;
    expect(requests).toBeLessThanOrEqual(1.5 * ofPlan);
    expect([...imported.files.values()].join('').length).toBeLessThanOrEqual(1.3 * text.length);
  } finally {
    await stage.stop();
  }
}, 600_000);
