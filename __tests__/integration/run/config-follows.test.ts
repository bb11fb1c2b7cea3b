import { afterEach, expect, test } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { aivenProject, type RunWorld, startRunWorld } from '../../support/run-world.ts';
import { endOf, Team } from '../../support/team.ts';

const worlds: RunWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

/** A flow that copies configs, a topic of its source, and the topic that it mirrors to, which is protected. */
const spec = (sourceDays: number) => `version: 1
name: prod
project: ${aivenProject}
clusters:
  west:
    service: kafka-west
    topics:
      orders: { partitions: 1, replication: 2, config: { retention.ms: ${sourceDays}d } }
  core:
    service: kafka-core
    topics:
      west.orders: { partitions: 1, replication: 2, config: { retention.ms: 30d }, protect: true }
mirrormaker:
  mm2-core:
    settings: { sync_topic_configs_enabled: true }
    flows:
      west -> core: { topics: ['orders'] }
`;

test('a retention that is shortened on the source stops at the protected topic that a flow mirrors to', async () => {
  const world = await startRunWorld(new Map([['kafka-west', new MemoryBackend({ brokers: 3 })]]));
  worlds.push(world);
  const one = new Team(world);
  one.commit(spec(30).slice(0, spec(30).indexOf('mirrormaker:')));
  const first = one.propose(spec(30));
  expect(endOf(await one.plan(first))).toBe('planned');
  expect(endOf(await one.mergeAndApply(first))).toBe('applied');
  world.backend.addRecords('west.orders', 3);

  const number = one.propose(spec(1));
  const planned = await one.plan(number);
  expect(planned.summary).toContain(
    '`retention.ms` of `west.orders` on core becomes `86400000`, now `2592000000`: older records are deleted soon after the apply',
  );
  expect(planned.summary).toContain(
    'from topics that the spec protects: `west.orders`, through orders on west',
  );
  expect(endOf(await one.mergeAndApply(number))).toBe('refused: topic-protected');
});

test('a topic of the target that the spec does not name is read for that, and stops where the workflow protects it', async () => {
  const world = await startRunWorld(new Map([['kafka-west', new MemoryBackend({ brokers: 3 })]]));
  worlds.push(world);
  const one = new Team(world);
  const without = (days: number) => spec(days).replace(/ {4}topics:\n {6}west\.orders: .*\n/, '');
  one.commit(without(30).slice(0, without(30).indexOf('mirrormaker:')));
  const first = one.propose(without(30));
  expect(endOf(await one.plan(first))).toBe('planned');
  expect(endOf(await one.mergeAndApply(first))).toBe('applied');
  const config = { 'retention.ms': String(30 * 86_400_000) };
  await world.backend.createTopic({ name: 'west.orders', partitions: 1, replication: 2, config });
  world.backend.addRecords('west.orders', 3);

  const number = one.propose(without(1));
  const inputs = { 'protected-topics': 'west.*' };
  const planned = await one.plan(number, { inputs });
  expect(planned.summary).toContain('`retention.ms` of `west.orders` on core becomes `86400000`');
  expect(endOf(await one.mergeAndApply(number, { inputs }))).toBe('refused: topic-protected');
});
