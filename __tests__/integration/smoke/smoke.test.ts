import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAnswers } from '../../../sandbox/aiven/answers-file.ts';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import { type Switches, type SwitchName, switchValues } from '../../../sandbox/aiven/switches.ts';
import { realisticTimings } from '../../../sandbox/aiven/timings.ts';
import { asJson, asTable, checked } from '../../../smoke/report.ts';
import { runSmoke, type Smoked } from '../../../smoke/run-smoke.ts';
import { VirtualClock } from '../../support/aiven/virtual-clock.ts';

/** `SETTINGS=20` tries as many random settings of all switches. */
const settings = Number(process.env['SETTINGS'] ?? 4);
const seed = Number(process.env['SEED'] ?? 9);

const names = Object.keys(switchValues) as SwitchName[]; // Object.keys forgets the names
const anySwitches = fc
  .tuple(...names.map((name) => fc.constantFrom(...(switchValues[name] as readonly string[]))))
  .map(
    (values) => Object.fromEntries(names.map((name, index) => [name, values[index]])) as unknown as Switches,
  );

/** Switches that no answer can tell while others stand so. */
function untold(switches: Switches): ReadonlySet<SwitchName> {
  const { v2Route, redaction, clusterAliasChange, duplicateAlias, integrationWithFlows } = switches;
  const nobodyRefuses =
    clusterAliasChange === 'allow' && duplicateAlias === 'allow' && integrationWithFlows === 'allow';
  return new Set<SwitchName>([
    ...(v2Route === 'there' ? [] : (['v2WhileStale', 'v2Values'] as const)),
    ...(redaction === 'on' ? [] : (['operatorSecrets'] as const)),
    ...(nobodyRefuses ? (['generatedAlias'] as const) : []),
  ]);
}

/** Where unknown keys are ignored, the aliases in a PUT of a flow are, too. */
function effective(switches: Switches): Switches {
  return switches.unknownProperties === 'ignore' ? { ...switches, flowAliasesInPut: 'ignore' } : switches;
}

interface World {
  readonly aiven: AivenEmulator;
  readonly backends: readonly MemoryBackend[];
  readonly project: string;
  readonly scratch: { readonly kafka: string; readonly mirrormaker: string };
  readonly empty: MemoryBackend;
  readonly hidden: readonly string[];
  smoke(options?: { readonly reads?: boolean }): Promise<Smoked>;
  stop(): Promise<void>;
}

async function start(switches: Partial<Switches>): Promise<World> {
  const clock = new VirtualClock();
  const word = () => `w${randomBytes(6).toString('hex')}`;
  const [project, kafka, scratch, mirror, other] = [word(), word(), word(), word(), word()];
  const token = { admin: word(), data: word(), operator: word(), developer: word(), read_only: word() };
  const [used, empty] = [new MemoryBackend({ brokers: 3 }), new MemoryBackend({ brokers: 3 })];
  const topics = [word(), word()];
  for (const name of [...topics, '__consumer_offsets'])
    await used.createTopic({ name, partitions: 1, replication: 3, config: {} });
  await empty.createTopic({ name: '__consumer_offsets', partitions: 1, replication: 3, config: {} });
  const aiven = await startAiven({
    token: token.admin,
    moreTokens: [
      { token: token.data, permissions: ['service:data:write'] },
      { token: token.operator, role: 'operator' },
      { token: token.developer, role: 'developer' },
      { token: token.read_only, role: 'read_only' },
    ],
    services: [
      { type: 'kafka', project, name: kafka, backend: used },
      { type: 'kafka', project, name: scratch, backend: empty },
      { type: 'kafka_mirrormaker', project, name: mirror },
      { type: 'kafka_mirrormaker', project, name: other },
    ],
    switches,
    timings: { ...realisticTimings, flowWrite: 20 },
    rateLimit: { requests: 500, milliseconds: 60_000 },
    now: () => clock.monotonic(),
  });
  const host = `${word()}.example:9092`;
  const password = word();
  aiven.world.addEndpoint(project, word(), {
    bootstrap_servers: host,
    security_protocol: 'SASL_SSL',
    sasl_plain_username: word(),
    sasl_plain_password: password,
  });
  aiven.world.setFlow(project, other, { source_cluster: word(), target_cluster: word(), enabled: false });
  const { admin, ...tokens } = token;
  return {
    aiven,
    backends: [used, empty],
    project,
    scratch: { kafka: scratch, mirrormaker: mirror },
    empty,
    hidden: [project, kafka, scratch, mirror, other, ...Object.values(token), ...topics, host, password],
    smoke: ({ reads = false } = {}) => {
      if (reads) aiven.world.setServiceState(project, kafka, 'REBUILDING');
      return runSmoke({
        url: aiven.url,
        project,
        kafka,
        mirrormaker: other,
        ...(reads ? {} : { scratch: { kafka: scratch, mirrormaker: mirror } }),
        provokesLimit: !reads,
        token: admin,
        tokens,
        sleep: (milliseconds) => clock.sleep(milliseconds),
        progress: () => undefined,
      });
    },
    stop: () => aiven.stop(),
  };
}

/** Everything that the emulator holds. */
async function held({ aiven, backends, project }: World): Promise<unknown> {
  const { world } = aiven;
  const services = [...world.project(project).services.values()].map((service) => ({
    users: [...service.users.keys()],
    flows: service.type === 'kafka_mirrormaker' ? service.flows : [],
    acls: service.type === 'kafka' ? service.aivenAcls : [],
  }));
  const clusters = await Promise.all(
    backends.map(async (backend) => [await backend.listTopics(), await backend.listAcls()]),
  );
  return { services, clusters, endpoints: world.endpoints(project), integrations: world.allIntegrations() };
}

test(`under ${settings} random settings every switch that can be told is, nothing is left, and no name or secret is in the report`, async () => {
  await fc.assert(
    fc.asyncProperty(anySwitches, async (switches) => {
      const world = await start(switches);
      try {
        const before = await held(world);
        const writing = await world.smoke();
        const reading = await world.smoke({ reads: true });
        expect([...writing.problems, ...reading.problems]).toEqual([]);
        const settled = { ...reading.findings.settled, ...writing.findings.settled };
        const skipped = untold(switches);
        const expected = Object.fromEntries(
          Object.entries(effective(switches)).filter(([name]) => !skipped.has(name as SwitchName)),
        );
        expect(settled).toEqual(expected);
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

  test.each<[string, (world: World) => unknown]>([
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
  ])('are refused on services that hold %s, and nothing is written', async (_, put) => {
    const world = await start({});
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
    const world = await start({});
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
    const world = await start({});
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

test('a report that holds a name is not written', () => {
  expect(() => checked('| topics | acme-prod |', ['acme-prod'])).toThrow('not written');
  expect(checked('| topics | 3 |', ['acme-prod'])).toBe('| topics | 3 |');
});

test.each([
  ['{}', /no file/],
  ['{"version":1,"switches":{"nope":"x"}}', /no switch "nope"/],
  ['{"version":1,"switches":{"redaction":"perhaps"}}', /redaction is one of on, off/],
])('the emulator does not start from %s', (text, message) => {
  expect(() => parseAnswers(text)).toThrow(message);
});
