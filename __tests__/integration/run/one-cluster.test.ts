import { afterEach, describe, expect, test } from '@jest/globals';
import { type FakeBroker, startFakeBroker } from '../../support/kafka/fake-broker.ts';
import { aivenProject, type StartOptions } from '../../support/run-world.ts';
import { endOf, type Team, team } from '../../support/team.ts';

const brokers: FakeBroker[] = [];
afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
});

/** Every one of them says that its cluster is called `fake-cluster`. */
async function aBroker(): Promise<FakeBroker> {
  const broker = await startFakeBroker();
  brokers.push(broker);
  return broker;
}

function spec(clusters: readonly string[], rest: readonly string[] = []): string {
  return ['version: 1', 'name: prod', `project: ${aivenProject}`, 'clusters:', ...clusters, ...rest, ''].join(
    '\n',
  );
}

function external(name: string, address: string): string {
  return `  ${name}: { bootstrap_servers: ["${address}"], security_protocol: PLAINTEXT, admin: {} }`;
}

/** What came in on a pull request, and again as a push to main. */
async function planAndApply(one: Team, text: string, options: StartOptions = {}) {
  const { world } = one.world.github;
  const before = one.main;
  world.branch('change', { at: before });
  one.commit(text, 'change');
  const number = world.openPullRequest({ head: 'change' });
  const planned = await one.plan(number, options);
  const recorded = world.checkRuns(one.headOf(number)).length;
  one.merge(number);
  one.world.aiven.log.clear();
  const applied = await one.pushed(before, options);
  return { planned, recorded, applied };
}

function writesOf(one: Team): readonly string[] {
  return one.world.aiven.log.requests.map(({ method }) => method).filter((method) => method !== 'GET');
}

describe('two clusters whose brokers have one id', () => {
  test('contacted on the pull request: no plan is recorded, and the apply stops before it writes', async () => {
    const one = await team();
    const [a, b] = [await aBroker(), await aBroker()];
    one.commit(spec([external('a', a.address), external('b', b.address)]));
    const text = spec([
      external('a', a.address),
      external('b', b.address),
      '  core: { service: kafka-core, topics: { t1: { partitions: 1, replication: 2 } } }',
    ]);
    const { planned, recorded, applied } = await planAndApply(one, text);
    expect([endOf(planned), recorded]).toEqual(['failed: rule-violated', 0]);
    expect(planned.log).toContain('b is the cluster a: the brokers of both call it fake-cluster');
    expect(planned.log).toContain('aliases: { a: {}, b: {} }');
    expect(endOf(applied)).toBe('refused: rule-violated');
    expect(writesOf(one)).toEqual([]);
    const kafkaWrites = [a, b].flatMap(({ requests }) =>
      requests.filter(({ api }) => api.startsWith('Create')),
    );
    expect(kafkaWrites).toEqual([]);
  });

  test('not contacted before the merge, because new: seen in the apply, before the first write', async () => {
    const one = await team();
    const [a, b] = [await aBroker(), await aBroker()];
    const text = spec([
      external('a', a.address),
      external('b', b.address),
      '  core: { service: kafka-core, topics: { t1: { partitions: 1, replication: 2 } } }',
    ]);
    const { planned, recorded, applied } = await planAndApply(one, text);
    expect([endOf(planned), recorded]).toEqual(['planned', 1]);
    expect([a.connections, b.connections].every((count) => count > 0)).toBe(true);
    expect(applied.log).toContain('cluster-twice');
    expect(endOf(applied)).toBe('refused: rule-violated');
    expect(writesOf(one)).toEqual([]);
  });
});

test('an external cluster that is a listener of an Aiven service is refused, contacted or not', async () => {
  const one = await team();
  const [listener = ''] = Object.values(one.world.aiven.world.kafka(aivenProject, 'kafka-core').listeners);
  const text = spec(
    [
      `  onprem: { bootstrap_servers: ["${listener.toUpperCase()}"], security_protocol: PLAINTEXT, mirror: {} }`,
      '  core: { service: kafka-core }',
    ],
    ['mirrormaker: { mm2-core: { flows: { onprem -> core: { access: off } } } }'],
  );
  const { planned, recorded, applied } = await planAndApply(one, text);
  expect([endOf(planned), recorded]).toEqual(['failed: rule-violated', 0]);
  expect(planned.log).toContain(`onprem is the Aiven service kafka-core of project ${aivenProject}`);
  expect(planned.log).toContain('aliases: { core: {}, onprem: {} }');
  expect(endOf(applied)).toBe('refused: rule-violated');
  expect(writesOf(one)).toEqual([]);
});

describe('an endpoint under removed', () => {
  const removed = spec(
    ['  core: { service: kafka-core, topics: {} }'],
    ['removed: { endpoints: { onprem-kafka: { reason: gone } } }'],
  );
  const inputs = { 'allow-delete': 'endpoints' };

  async function withEndpoint(attached: boolean): Promise<Team> {
    const one = await team();
    const { world } = one.world.aiven;
    world.addEndpoint(aivenProject, 'onprem-kafka', {
      bootstrap_servers: 'k:9092',
      security_protocol: 'PLAINTEXT',
    });
    const endpointId = world.endpoint(aivenProject, 'onprem-kafka')?.id ?? '';
    if (attached) {
      const source = { type: 'endpoint', project: aivenProject, endpointId } as const;
      world.addIntegration(aivenProject, 'mm2-core', source, { cluster_alias: 'onprem' });
      world.setFlows(aivenProject, 'mm2-core', [
        { source_cluster: 'onprem', target_cluster: 'core', enabled: true },
      ]);
    }
    return one;
  }

  test('that a service outside the spec still uses stays, and the plan names service and flow', async () => {
    const one = await withEndpoint(true);
    const { planned, recorded, applied } = await planAndApply(one, removed, { inputs });
    expect([endOf(planned), recorded]).toEqual(['failed: rule-violated', 0]);
    expect(planned.log).toContain('mm2-core (alias onprem, flow onprem -> core)');
    expect(endOf(applied)).toBe('refused: rule-violated');
    expect(one.world.aiven.world.endpoint(aivenProject, 'onprem-kafka')).toBeDefined();
  });

  test('that nobody uses goes', async () => {
    const one = await withEndpoint(false);
    const { planned, applied } = await planAndApply(one, removed, { inputs });
    expect([endOf(planned), endOf(applied)]).toEqual(['planned', 'applied']);
    expect(one.world.aiven.world.endpoint(aivenProject, 'onprem-kafka')).toBeUndefined();
  });
});
