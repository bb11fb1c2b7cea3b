import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Switches } from '../../../sandbox/aiven/switches.ts';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { asJson, asTable } from '../../../smoke/report.ts';
import { anySwitches } from '../../support/aiven/any-switches.ts';
import { held, type SmokeWorld, startSmokeWorld, tellable } from '../../support/smoke-world.ts';

/**
 * A verdict of `npm run smoke` goes into an issue, and from there into what the action assumes. So whatever goes wrong while it asks, a
 * switch is told as it is or stays open, and what was made is deleted or its remains are told. `FAULTS=200` tries as many.
 */
const tries = Number(process.env['FAULTS'] ?? 8);
const seed = Number(process.env['SEED'] ?? 9);

const error = (status: number, code: string) => ({
  status,
  body: { message: code, errors: [{ error_code: code, message: code, status }] },
});
const faults = {
  'no permission': { kind: 'answer', response: error(403, 'permission_denied') },
  'a token that is refused': { kind: 'answer', response: error(401, 'authentication_failed') },
  'an outage': { kind: 'answer', response: error(500, 'internal_error') },
  'an outage after the effect': { kind: 'answer-after-effect', response: error(502, 'bad_gateway') },
  'an empty answer': { kind: 'answer', response: { status: 200, body: {} } },
  'a line that is cut': { kind: 'reset' },
  'a line that is cut after the effect': { kind: 'reset-after-effect' },
} as const satisfies Readonly<Record<string, Fault>>;
type FaultName = keyof typeof faults;
const anyFault = fc.constantFrom(...(Object.keys(faults) as FaultName[])); // Object.keys forgets the names

/** Each route that it asks, but for the one of services, without which nothing is asked at all. */
const routes = [
  ...['topic.list', 'topic.get', 'topic.create', 'topic.update', 'topic.delete', 'topic.batch'],
  ...['aiven-acl.list', 'aiven-acl.create', 'kafka-acl.list', 'kafka-acl.create', 'user.get', 'user.create'],
  ...['endpoint.list', 'endpoint.get', 'endpoint.create', 'endpoint.update', 'endpoint.delete'],
  ...['integration.list', 'integration.create', 'integration.update', 'integration.delete'],
  ...['flow.list', 'flow.create', 'flow.update', 'flow.delete'],
];

/** What is told otherwise than it is, and what is left without a word. */
async function wrongs(world: SmokeWorld, switches: Switches): Promise<readonly string[]> {
  const before = await held(world);
  const { findings, problems } = await world.smoke();
  world.aiven.faults.clear();
  const right = new Map(Object.entries(tellable(switches)));
  const wrong = Object.entries(findings.settled)
    .filter(([name, value]) => right.has(name) && right.get(name) !== value)
    .map(([name, value]) => `${name} is ${right.get(name)} and is told as ${value}`);
  const isLeft = JSON.stringify(await held(world)) !== JSON.stringify(before);
  const isSaid = problems.some((problem) => /are left|cannot be told/.test(problem));
  if (isLeft && !isSaid) wrong.push(`something is left, and said is only: ${problems.join(' ')}`);
  for (const text of [asTable(findings), asJson(findings), ...problems])
    for (const word of world.hidden) if (text.includes(word)) wrong.push(`${word} is in the report`);
  return wrong;
}

test(`one request goes wrong, ${tries} times another one: no switch is told wrongly, and nothing is left unsaid`, async () => {
  await fc.assert(
    fc.asyncProperty(anySwitches, anyFault, fc.nat(420), async (switches, fault, after) => {
      const world = await startSmokeWorld(switches);
      try {
        world.aiven.faults.add({ after, fault: faults[fault] });
        expect(await wrongs(world, switches)).toEqual([]);
      } finally {
        await world.stop();
      }
    }),
    { numRuns: tries, seed, endOnFailure: true },
  );
}, 3_600_000);

test(`a route goes wrong for good, ${tries} times: no switch is told wrongly, and nothing is left unsaid`, async () => {
  await fc.assert(
    fc.asyncProperty(anySwitches, anyFault, fc.constantFrom(...routes), async (any, fault, route) => {
      // A batch read that always answers 403 is one that is forbidden.
      const isForbidden = route === 'topic.batch' && fault === 'no permission';
      const switches: Switches = isForbidden ? { ...any, v2Route: 'forbidden' } : any;
      const world = await startSmokeWorld(switches);
      try {
        world.aiven.faults.add({ route, times: Number.POSITIVE_INFINITY, fault: faults[fault] });
        expect(await wrongs(world, switches)).toEqual([]);
      } finally {
        await world.stop();
      }
    }),
    { numRuns: tries, seed, endOnFailure: true },
  );
}, 3_600_000);

describe('before anything is asked', () => {
  const wrong = 'not-what-is-there';
  test.each([
    ['another token', { token: wrong }, 'Aiven refuses the token AIVEN_TOKEN'],
    ['another project', { project: wrong }, 'is not a member of the project, or its name is misspelt'],
    ['another service', { kafka: wrong }, 'there is no such service in the project'],
  ] as const)('%s is told, and no switch is', async (_, more, says) => {
    const world = await startSmokeWorld({});
    try {
      const { findings, problems } = await world.smoke({ more });
      expect(problems.join('\n')).toContain(says);
      expect(findings.settled).toEqual({});
      expect(new Set(world.aiven.log.requests.map(({ route }) => route))).toEqual(new Set(['service.get']));
    } finally {
      await world.stop();
    }
  });

  test('services that were named the other way round are told, and no switch is', async () => {
    const world = await startSmokeWorld({});
    try {
      const { kafka, mirrormaker } = world.scratch;
      const { findings, problems } = await world.smoke({ more: { kafka: mirrormaker, mirrormaker: kafka } });
      expect(problems).toEqual([
        'Nothing was asked: --kafka is not a service of type kafka.',
        'Nothing was asked: --mirrormaker is not a service of type kafka_mirrormaker.',
      ]);
      expect(findings.settled).toEqual({});
    } finally {
      await world.stop();
    }
  });
});

test.each([
  'topic.list',
  'aiven-acl.list',
  'kafka-acl.list',
  'flow.list',
  'integration.list',
  'endpoint.list',
])('nothing is written where %s does not tell what the scratch services hold', async (route) => {
  const world = await startSmokeWorld({});
  try {
    world.aiven.faults.add({ route, times: Number.POSITIVE_INFINITY, fault: faults['no permission'] });
    const { problems } = await world.smoke();
    expect(problems).toEqual([
      'Nothing was written: what the scratch services hold cannot be told, because Aiven answered 403.',
    ]);
    expect(world.aiven.log.effects).toEqual([]);
  } finally {
    await world.stop();
  }
});

test.each([1, 40, 90, 160, 240])(
  'interrupted after %d requests, it deletes what it made and says so',
  async (after) => {
    const world = await startSmokeWorld({});
    try {
      const before = await held(world);
      const interruption = new AbortController();
      world.aiven.faults.add({ after, fault: { kind: 'call', call: () => interruption.abort() } });
      const { problems } = await world.smoke({ more: { interrupted: interruption.signal } });
      expect(problems.join('\n')).toContain('interrupted');
      expect(await held(world)).toEqual(before);
    } finally {
      await world.stop();
    }
  },
);

test('a defect of its own ends one step, and what was made is deleted', async () => {
  const world = await startSmokeWorld({});
  try {
    const before = await held(world);
    let isFirst = true;
    const sleep = (milliseconds: number): Promise<void> => {
      if (!isFirst) return world.pass(milliseconds);
      isFirst = false;
      return Promise.reject(new TypeError(`of ${world.project}`));
    };
    const { problems } = await world.smoke({ more: { sleep } });
    expect(problems).toEqual([
      'Step 8: topics: ended early, because this command has a defect, which please report as a bug',
    ]);
    expect(await held(world)).toEqual(before);
  } finally {
    await world.stop();
  }
});
