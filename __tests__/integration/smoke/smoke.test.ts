import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAnswers } from '../../../sandbox/aiven/answers-file.ts';
import { assumedSwitches } from '../../../sandbox/aiven/switches.ts';
import type { Timings } from '../../../sandbox/aiven/timings.ts';
import { asJson, asTable, checked } from '../../../smoke/report.ts';
import { anySwitches } from '../../support/aiven/any-switches.ts';
import { held, type SmokeWorld, startSmokeWorld, tellable } from '../../support/smoke-world.ts';

/** `SETTINGS=20` tries as many random settings of all switches. */
const settings = Number(process.env['SETTINGS'] ?? 4);
const seed = Number(process.env['SEED'] ?? 9);

test(`under ${settings} random settings every switch that can be told is, nothing is left, and no name or secret is in the report`, async () => {
  await fc.assert(
    fc.asyncProperty(anySwitches, async (switches) => {
      const world = await startSmokeWorld(switches);
      try {
        const before = await held(world);
        const writing = await world.smoke();
        const reading = await world.smoke({ reads: true });
        expect([...writing.problems, ...reading.problems]).toEqual([]);
        const settled = { ...reading.findings.settled, ...writing.findings.settled };
        expect(settled).toEqual(tellable(switches));
        expect(await held(world)).toEqual(before);
        for (const text of [asTable(writing.findings), asJson(writing.findings), asJson(reading.findings)])
          for (const word of world.hidden) expect(text).not.toContain(word);
        // The emulator can be started with what was found.
        expect(parseAnswers(asJson(writing.findings))).toEqual(writing.findings.settled);
      } finally {
        await world.stop();
      }
    }),
    { numRuns: settings, seed, endOnFailure: true },
  );
}, 600_000);

describe('the steps that write', () => {
  const stranger = { source_cluster: 'a', target_cluster: 'b', enabled: true };

  test.each<[string, (world: SmokeWorld) => unknown]>([
    [
      'a topic',
      ({ empty }) => empty.createTopic({ name: 'orders', partitions: 1, replication: 3, config: {} }),
    ],
    [
      'an ACL entry',
      ({ aiven, project, scratch }) =>
        aiven.world.addAivenAcl(project, scratch.kafka, {
          username: 'svc',
          topic: 'orders',
          permission: 'read',
        }),
    ],
    ['a flow', ({ aiven, project, scratch }) => aiven.world.setFlow(project, scratch.mirrormaker, stranger)],
    [
      'an integration',
      ({ aiven, project, scratch }) =>
        aiven.world.addIntegration(
          project,
          scratch.mirrormaker,
          { type: 'service', project, service: scratch.kafka },
          { cluster_alias: 'core' },
        ),
    ],
    [
      'an integration that looks like its own but for the alias',
      ({ aiven, project, scratch }) =>
        aiven.world.addIntegration(
          project,
          scratch.mirrormaker,
          { type: 'service', project, service: scratch.kafka },
          { cluster_alias: 'core', kafka_mirrormaker: { producer_linger_ms: 4711 } },
        ),
    ],
    [
      'a cluster of another MirrorMaker 2 service',
      ({ aiven, project, scratch, elsewhere }) =>
        aiven.world.addIntegration(
          project,
          elsewhere,
          { type: 'service', project, service: scratch.kafka },
          { cluster_alias: 'prod' },
        ),
    ],
  ])('are refused on services that hold %s, and nothing is written', async (_, put) => {
    const world = await startSmokeWorld({});
    try {
      await put(world);
      const before = await held(world);
      const { problems } = await world.smoke();
      expect(problems).toEqual([expect.stringMatching(/^Nothing was written: the scratch services hold 1 /)]);
      expect(await held(world)).toEqual(before);
      expect(world.aiven.log.effects).toEqual([]);
    } finally {
      await world.stop();
    }
  });

  test('begin by deleting what an interrupted call left', async () => {
    const world = await startSmokeWorld({});
    try {
      const before = await held(world);
      await world.empty.createTopic({
        name: 'gitops-smoke-0000-first',
        partitions: 1,
        replication: 3,
        config: {},
      });
      expect((await world.smoke()).problems).toEqual([]);
      expect(await held(world)).toEqual(before);
    } finally {
      await world.stop();
    }
  });

  test('are not there unless asked for: nothing but reads is sent', async () => {
    const world = await startSmokeWorld({});
    try {
      await world.smoke({ reads: true });
      const sent = world.aiven.log.requests.filter(
        ({ method, route }) => method !== 'GET' && route !== 'topic.batch',
      );
      expect(sent).toEqual([]);
    } finally {
      await world.stop();
    }
  });
});

/** Realistic is a topic after 5 s and a list that is kept for 15 s. */
test.each<[string, Partial<Timings>]>([
  ['topics show after 2 minutes', { topicVisible: 120_000 }],
  ['topics show after more than the 5 minutes that are waited', { topicVisible: 320_000 }],
  ['a list is kept for 3 s', { topicListCache: 3_000 }],
])('where %s, nothing is told wrongly, and nothing is left', async (_, timings) => {
  const world = await startSmokeWorld({}, timings);
  try {
    const { findings, problems } = await world.smoke({ more: { provokesLimit: false } });
    const right = tellable(assumedSwitches);
    const told = Object.entries(findings.settled);
    expect(
      told.filter(([name, value]) => Object.entries(right).some(([one, is]) => one === name && is !== value)),
    ).toEqual([]);
    expect(told.length).toBeGreaterThan(25);
    await world.pass(900_000);
    const left = (await world.empty.listTopics())
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('__'));
    expect({ left, problems: problems.filter((problem) => problem.includes('left')) }).toEqual({
      left: [],
      problems: [],
    });
  } finally {
    await world.stop();
  }
});

test('a report that holds a token is not written', () => {
  expect(() => checked('| topics | a-token |', ['a-token'])).toThrow('not written');
  expect(checked('| topics | 3 |', ['a-token'])).toBe('| topics | 3 |');
});

test.each([
  ['{}', /no file/],
  ['{"version":1,"switches":{"nope":"x"}}', /no switch "nope"/],
  ['{"version":1,"switches":{"redaction":"perhaps"}}', /redaction is one of on, off/],
])('the emulator does not start from %s', (text, message) => {
  expect(() => parseAnswers(text)).toThrow(message);
});
