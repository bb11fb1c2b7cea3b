import { afterEach, describe, expect, test } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { aivenProject, startRunWorld } from '../../support/run-world.ts';
import { endOf, Team } from '../../support/team.ts';

const inputs = { 'allow-delete': 'topics' };
const listed = ['    topics:', '      t1: { partitions: 1, replication: 2, protect: true }'];
const unprotected = ['    topics:', '      t1: { partitions: 1, replication: 2 }'];
const removed = ['    removed:', '      topics:', '        t1: { reason: not used any more }'];
const cluster = (key: string, service: string, lines: readonly string[] = []): readonly string[] => [
  `  ${key}:`,
  `    service: ${service}`,
  ...(lines.length === 0 ? [] : ["    manage: { topics: { scope: ['t*'] } }", ...lines]),
];
const specOf = (...lines: readonly string[]): string =>
  ['version: 1', 'name: prod', `project: ${aivenProject}`, 'clusters:', ...lines, ''].join('\n');

const running: Team[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ world }) => world.stop()));
});

/** `kafka-core` and `kafka-edge` both have a topic `t1`; the spec knows one of them, or both, by keys. */
async function begin(spec: string): Promise<{ one: Team; live: () => Promise<Record<string, string[]>> }> {
  const edge = new MemoryBackend({ brokers: 3 });
  const one = new Team(await startRunWorld(new Map([['kafka-edge', edge]])));
  running.push(one);
  const { backend } = one.world;
  const t1 = { name: 't1', partitions: 1, replication: 2, config: {} };
  await backend.createTopic(t1);
  await edge.createTopic(t1);
  one.commit(spec);
  const names = async (of: MemoryBackend) => (await of.listTopics()).map(({ name }) => name);
  return { one, live: async () => ({ core: await names(backend), edge: await names(edge) }) };
}

async function planned(
  one: Team,
  spec: string,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const number = one.propose(spec);
  await one.plan(number, { inputs: { ...inputs, ...more } });
  return number;
}

describe('a key that means another service from now on', () => {
  test('leaves what the spec had in the service before, and says so', async () => {
    const { one } = await begin(specOf(...cluster('aux', 'kafka-edge', listed)));
    const number = await planned(one, specOf(...cluster('aux', 'kafka-core', listed)));
    expect(one.comment(number)).toContain('<summary>No longer in the spec and left running (1)</summary>');
    expect(one.comment(number)).toContain(`topic \`t1\` on \`${aivenProject}/kafka-edge\``);
  });

  test('takes no protection from a topic that another key deletes', async () => {
    const { one, live } = await begin(
      specOf(...cluster('core', 'kafka-core', listed), ...cluster('edge', 'kafka-edge')),
    );
    const number = await planned(
      one,
      specOf(...cluster('core', 'kafka-edge', listed), ...cluster('edge', 'kafka-core', removed)),
    );
    expect(one.comment(number)).toContain('`protected-and-removed`');
    expect(endOf(await one.mergeAndApply(number, { inputs }))).toMatch(/^refused: /);
    expect(await live()).toEqual({ core: ['t1'], edge: ['t1'] });
  });

  test('does not bring along what reviewers saw of the service before', async () => {
    const { one, live } = await begin(specOf(...cluster('aux', 'kafka-edge', unprotected)));
    const without = { 'leave-out-clusters': 'aux' };
    one.merge(await planned(one, specOf(...cluster('aux', 'kafka-edge', removed))));
    await one.byHand({ mode: 'apply', ...inputs, ...without });
    one.merge(await planned(one, specOf(...cluster('aux', 'kafka-core', removed)), without));
    const whole = await one.byHand({ mode: 'apply', ...inputs });
    expect(await live()).toEqual({ core: ['t1'], edge: ['t1'] });
    expect(endOf(whole)).toBe('refused: plan-changed');
  });
});
