import { beforeAll, describe, expect, test } from '@jest/globals';
import { specAfter, specBefore, specFiles } from '../../sandbox/demo/specs.ts';
import type { ActionRun } from '../../sandbox/runner/run-action.ts';
import type { RealCluster } from '../../sandbox/world.ts';
import {
  difference,
  run,
  type ToolView,
  toolView,
  topicConfigs,
  topicsOf,
} from '../support/e2e/kafka-tools.ts';
import { secretsSaid } from '../support/e2e/secret-search.ts';
import { Team } from '../support/e2e/team.ts';
import { withWorld } from '../support/e2e/with-world.ts';
import { kafkaWrites } from '../support/e2e/write-requests.ts';

/*
 * The story of the demo, on clusters where others have topics and ACLs of their own. Kafka's command line tools look
 * before and after: the difference must be exactly what the spec says, and is written out here by hand.
 */

const sandbox = withWorld();
let team: Team;
let before: Views;
let after: Views;
let applied: ActionRun;

type Views = { readonly onprem: ToolView; readonly core: ToolView };

beforeAll(async () => {
  const { world } = sandbox;
  await Promise.all([othersThings(world.onprem, 'edge'), othersThings(world.core, 'orders')]);
  await world.core.bridge.createTopic({ name: 'orders.v0', partitions: 1, replication: 1, config: {} });
  before = await look();

  team = new Team(world, { 'allow-delete': 'topics\nacls' });
  const first = await team.propose(specFiles(world, specBefore(world)));
  expect(await team.merge(first.number)).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
  const { number, run } = await team.propose(specFiles(world, specAfter(world)));
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } });
  applied = await team.merge(number);
  after = await look();
});

test('the apply of the merge succeeds', () => {
  expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied', applied: '23', failed: '0' } });
});

describe('Kafka’s own tools see exactly the spec', () => {
  test('on the external cluster, with what the flow needs there', () => {
    const { more, less } = difference(before.onprem, after.onprem);
    expect(topicsOf(more)).toEqual([
      'edge.alerts.fire 1×1',
      'edge.readings 4×1',
      'mm2-offset-syncs.core.internal 1×1',
    ]);
    expect(more.configs).toEqual([
      'edge.readings retention.ms=172800000',
      'mm2-offset-syncs.core.internal cleanup.policy=compact',
    ]);
    expect(more.acls).toEqual([
      'User:aiven-mm2 ALLOW DESCRIBE GROUP PREFIXED edge- from *',
      'User:aiven-mm2 ALLOW DESCRIBE_CONFIGS TOPIC LITERAL edge.readings from *',
      'User:aiven-mm2 ALLOW DESCRIBE_CONFIGS TOPIC PREFIXED edge.alerts. from *',
      'User:aiven-mm2 ALLOW READ TOPIC LITERAL edge.readings from *',
      'User:aiven-mm2 ALLOW READ TOPIC LITERAL mm2-offset-syncs.core.internal from *',
      'User:aiven-mm2 ALLOW READ TOPIC PREFIXED edge.alerts. from *',
      'User:aiven-mm2 ALLOW WRITE TOPIC LITERAL mm2-offset-syncs.core.internal from *',
    ]);
    expect(less).toEqual({ topics: [], configs: [], acls: [] });
  });

  test('on the broker behind the Aiven service, and the removed topic is gone', () => {
    const { more, less } = difference(before.core, after.core);
    expect(topicsOf(more)).toEqual(['orders.created 6×1', 'orders.snapshot 3×1', 'payments 3×1']);
    expect(more.configs).toEqual([
      'orders.created retention.ms=604800000',
      'orders.snapshot cleanup.policy=compact',
      'orders.snapshot max.message.bytes=2097152',
      'orders.snapshot retention.ms=604800000',
      'payments retention.ms=2592000000',
    ]);
    expect(more.acls).toEqual([
      'User:svc-audit ALLOW DESCRIBE TOPIC PREFIXED orders. from *',
      'User:svc-audit ALLOW READ GROUP LITERAL svc-audit from *',
      'User:svc-audit ALLOW READ TOPIC PREFIXED orders. from *',
      'User:svc-audit DENY READ TOPIC LITERAL payments from *',
    ]);
    expect(topicsOf(less)).toEqual(['orders.v0 1×1']);
    expect({ configs: less.configs, acls: less.acls }).toEqual({ configs: [], acls: [] });
  });

  test('and every byte of what others own is as it was', () => {
    for (const [was, is, topic] of [
      [before.onprem, after.onprem, 'edge'],
      [before.core, after.core, 'orders'],
    ] as const) {
      const others = was.topics.filter((line) => !line.startsWith('Topic: orders.v0'));
      expect(others).toHaveLength(6);
      expect(is.topics).toEqual(expect.arrayContaining([...others]));
      expect(is.configs).toEqual(expect.arrayContaining([...was.configs]));
      expect(was.configs).toHaveLength(3);
      expect(is.acls).toEqual(expect.arrayContaining([...was.acls]));
      expect(was.acls).toEqual([
        `User:other ALLOW READ TOPIC LITERAL ${topic}.readings from *`,
        `User:other ALLOW WRITE TOPIC PREFIXED ${topic} from 10.1.2.3`,
        `User:other DENY ALL TOPIC LITERAL * from *`,
        `User:svc ALLOW READ GROUP LITERAL svc-audit from *`,
      ]);
    }
  });
});

describe('once the spec is applied', () => {
  test('a second apply writes nothing, and the plan after it is empty', async () => {
    for (const { kafka } of [sandbox.world.onprem, sandbox.world.core])
      expect(await kafkaWrites(kafka)).toContain('User:admin CreateTopics CLUSTER kafka-cluster');
    const writes = await watchWrites();
    expect(await team.pushAgain()).toMatchObject({
      exitCode: 0,
      outputs: { result: 'no-changes', applied: '0' },
    });
    expect(await team.planByHand()).toMatchObject({
      exitCode: 0,
      outputs: { result: 'no-changes', changes: 'false' },
    });
    expect(await writes()).toEqual({ aiven: [], github: [], kafka: [] });
  });

  test('a plan that finds changes asks the brokers about them, and writes none', async () => {
    const { world } = sandbox;
    const writes = await watchWrites();
    const there = await topicConfigs(world.onprem.kafka);
    const { run } = await team.propose(
      specFiles(
        world,
        specAfter(world).replace('retention.ms: 2d', 'retention.ms: 4d').replaceAll('30d', '31d'),
      ),
    );
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', 'to-change': '2' } });
    // The authorizer's log does not tell a request with `validateOnly` from one without; Kafka's own tool does.
    expect(await writes()).toMatchObject({
      aiven: [],
      kafka: ['User:admin IncrementalAlterConfigs TOPIC edge.readings'],
    });
    expect(await topicConfigs(world.onprem.kafka)).toEqual(there);
  });

  test.each(['report', 'keep'])(
    'a changed retention leaves three overrides that others set alone, with unlisted_config: %s',
    async (unlisted) => {
      const { world } = sandbox;
      const foreign = ['max.message.bytes=2000000', 'min.compaction.lag.ms=5000', 'segment.ms=3600000'];
      await run(
        world.onprem.kafka,
        'kafka.admin.ConfigCommand',
        ...['--alter', '--entity-type', 'topics', '--entity-name', 'edge.readings'],
        ...['--add-config', foreign.join(',')],
      );
      const days = unlisted === 'report' ? 5 : 6;
      const { number } = await team.propose(
        specFiles(
          world,
          specAfter(world)
            .replace('retention.ms: 2d', `retention.ms: ${days}d`)
            .replace('scope: [edge.*]', `scope: [edge.*], unlisted_config: ${unlisted}`),
        ),
      );
      expect(await team.merge(number)).toMatchObject({ exitCode: 0, outputs: { applied: '1', failed: '0' } });
      const configs = await topicConfigs(world.onprem.kafka);
      expect(configs.filter((line) => line.startsWith('edge.readings '))).toEqual([
        'edge.readings max.message.bytes=2000000',
        'edge.readings min.compaction.lag.ms=5000',
        `edge.readings retention.ms=${days * 86_400_000}`,
        'edge.readings segment.ms=3600000',
      ]);
    },
  );
});

test('no secret is in any log, summary, output, file or request to GitHub, however it is spelled', () => {
  const { aivenToken, secrets } = sandbox.world;
  expect(team.said().length).toBeGreaterThan(50);
  expect(secretsSaid(team, [aivenToken, ...Object.values(secrets)])).toEqual([]);
});

test('the emulators saw no rule of their systems broken', () => {
  expect(sandbox.world.github.violations).toEqual([]);
  expect(sandbox.world.aiven.world.violations).toEqual([]);
});

/** Close to what the spec manages: names beside its scopes, principals beside its own. */
async function othersThings({ bridge }: RealCluster, word: string): Promise<void> {
  const topics = [
    { name: `${word}`, config: { 'retention.ms': '1000' } },
    { name: `${word}2.readings`, config: { 'cleanup.policy': 'compact', 'segment.bytes': '1048576' } },
    { name: `legacy.${word}.readings`, config: {} },
  ];
  for (const topic of topics) await bridge.createTopic({ partitions: 1, replication: 1, ...topic });
  const acl = { host: '*', resourceType: 'TOPIC', patternType: 'LITERAL', permission: 'ALLOW' };
  await bridge.createAcl({
    ...acl,
    principal: 'User:other',
    resourceName: `${word}.readings`,
    operation: 'READ',
  });
  await bridge.createAcl({
    ...acl,
    principal: 'User:other',
    host: '10.1.2.3',
    resourceName: word,
    patternType: 'PREFIXED',
    operation: 'WRITE',
  });
  await bridge.createAcl({
    ...acl,
    principal: 'User:other',
    resourceName: '*',
    operation: 'ALL',
    permission: 'DENY',
  });
  await bridge.createAcl({
    ...acl,
    principal: 'User:svc',
    resourceType: 'GROUP',
    resourceName: 'svc-audit',
    operation: 'READ',
  });
}

async function look(): Promise<Views> {
  const [onprem, core] = await Promise.all([
    toolView(sandbox.world.onprem.kafka),
    toolView(sandbox.world.core.kafka),
  ]);
  return { onprem, core };
}

/** Answers what was written since it was called. */
async function watchWrites() {
  const { aiven, github, onprem, core } = sandbox.world;
  const start = { aiven: aiven.log.effects.length, github: github.log.effects.length };
  const clusters = [onprem.kafka, core.kafka];
  const seen = await Promise.all(clusters.map(kafkaWrites));
  return async () => ({
    aiven: aiven.log.effects.slice(start.aiven),
    github: github.log.effects.slice(start.github),
    kafka: (await Promise.all(clusters.map(kafkaWrites))).flatMap((writes, index) =>
      writes.slice(seen[index]?.length ?? 0),
    ),
  });
}
