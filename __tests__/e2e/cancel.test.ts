import { describe, expect, test } from '@jest/globals';
import type { ActionRun } from '../../sandbox/runner/run-action.ts';
import { type MemoryWorld, memoryWorld, project } from '../support/e2e/memory-world.ts';
import { until } from '../support/until.ts';

/*
 * A run is cancelled as the runner does it: SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL. The process has to end by
 * itself before the second signal, to say how far it came, and to leave a state from which a re-run does what is left.
 */

const topicNames = Array.from({ length: 60 }, (_, index) => `orders.t${String(index).padStart(2, '0')}`);

const spec = `version: 1
name: prod
project: ${project}
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: [orders.*] } }
    topics:
${topicNames.map((name) => `      ${name}: { partitions: 1, replication: 3 }`).join('\n')}
  copy: { service: kafka-copy }
mirrormaker:
  mm2-core:
    flows:
      core -> copy: { topics: ['orders\\..*'], enabled: false, emit_heartbeats_enabled: true }
`;

interface Moment {
  readonly title: string;
  /** Prepares the emulators, and resolves when the run is to be cancelled. */
  readonly when: (world: MemoryWorld) => Promise<unknown>;
  readonly wrote: 'nothing' | 'something';
}

/** Slows the writes down, so that the cancel finds them on their way. */
function slowTopics({ aiven }: MemoryWorld): void {
  aiven.faults.add({ route: 'topic.create', times: 60, fault: { kind: 'delay', milliseconds: 200 } });
}

function requests({ aiven }: MemoryWorld, route: string): number {
  return aiven.log.requests.filter((request) => request.route === route).length;
}

/** Until so many requests of a route have come. */
function asked(world: MemoryWorld, route: string, minCount: number): Promise<number> {
  return until(
    () => requests(world, route),
    (count) => count >= minCount,
  );
}

const moments: readonly Moment[] = [
  {
    title: 'while it reads, from an API that does not answer',
    when: async (world) => {
      world.aiven.faults.add({ route: 'topic.list', times: 9, fault: { kind: 'hang' } });
      await asked(world, 'topic.list', 1);
    },
    wrote: 'nothing',
  },
  {
    title: 'while GitHub does not answer',
    when: async (world) => {
      const asked = world.github.log.requests.length;
      world.github.faults.add({ path: /\/deployments/, times: 9, fault: { kind: 'hang' } });
      await until(
        () => world.github.log.requests.slice(asked).some(({ path }) => path.includes('/deployments')),
        Boolean,
      );
    },
    wrote: 'nothing',
  },
  {
    title: 'with 60 topics to create, four of them on their way',
    when: async (world) => {
      slowTopics(world);
      await asked(world, 'topic.create', 6);
    },
    wrote: 'something',
  },
  {
    title: 'in a write that is not answered',
    when: async (world) => {
      world.aiven.faults.add({ route: 'topic.create', after: 8, times: 4, fault: { kind: 'hang' } });
      await asked(world, 'topic.create', 12);
    },
    wrote: 'something',
  },
  {
    title: 'in a Retry-After',
    when: async (world) => {
      const response = { status: 429, headers: { 'retry-after': '120' }, body: { message: 'slow down' } };
      world.aiven.faults.add({
        route: 'topic.create',
        after: 3,
        times: 99,
        fault: { kind: 'answer', response },
      });
      await asked(world, 'topic.create', 7);
    },
    wrote: 'something',
  },
  {
    title: 'while it waits for an integration',
    when: async (world) => {
      await until(
        () => requests(world, 'integration.create') > 0 && requests(world, 'integration.list') > 3,
        Boolean,
      );
    },
    wrote: 'something',
  },
];

async function cancelAt({ title, when }: Moment) {
  const world = await memoryWorld({
    timings: { integrationActive: title.includes('integration') ? 600_000 : 300 },
  });
  const { repository, aiven, github } = world;
  repository.commit({ 'README.md': '# Kafka\n' }, 'Start');
  const number = repository.openPullRequest({
    branch: 'b',
    title: 'Topics',
    files: { 'kafka/spec.yaml': spec },
  });
  expect((await repository.onPullRequest(number)).outputs).toMatchObject({ result: 'planned' });

  aiven.log.clear();
  const cancel = new AbortController();
  const running = repository.merge(number, { signal: cancel.signal });
  await when(world);
  cancel.abort();
  // The signal has to arrive, and what was sent before it has to be seen.
  await new Promise((resolve) => setTimeout(resolve, 150));
  const begun = world.writes().length;
  const cancelled = await running;
  const written = world.writes().length;
  aiven.faults.clear();
  github.faults.clear();
  return { world, number, cancelled, begun, written };
}

function expectCancelled({ exitCode, signal, outputs, summary }: ActionRun, wrote: Moment['wrote']): void {
  // After the second signal the process would end without these.
  expect({ exitCode, signal, reason: outputs['failure-reason'] }).toEqual({
    exitCode: 1,
    signal: null,
    reason: 'cancelled',
  });
  expect(outputs['result']).toBe(wrote === 'something' ? 'partially-applied' : 'failed');
  expect(summary).toContain('The run was cancelled');
  if (wrote === 'nothing') expect(summary).toContain('Nothing was written');
  if (wrote === 'something') expect(summary).toMatch(/\d+ of 6\d changes applied, .*\d+ not tried/);
}

describe.each(moments)('cancelled $title', (moment) => {
  test('it ends by itself, writes nothing more, and a re-run does what is left', async () => {
    const { world, number, cancelled, begun, written } = await cancelAt(moment);
    expectCancelled(cancelled, moment.wrote);
    expect(written).toBe(begun);
    if (moment.wrote !== 'something') expect(written).toBe(0);
    const { github, repository, aiven } = world;
    const comment = () => github.world.comments(number).at(-1)?.body ?? '';
    if (moment.wrote === 'something') {
      expect(comment()).toContain('cancelled, partly applied');
      expect(github.world.deployments().at(-1)?.statuses.at(-1)?.state).toBe('failure');
    }

    if (moment.title.includes('integration')) return; // Aiven never makes it active here
    const again = await repository.onPush();
    expect({ ...again.outputs, log: again.log }).toMatchObject({ result: 'applied' });
    expect((await world.backend.listTopics()).filter(({ name }) => name.startsWith('orders.'))).toHaveLength(
      60,
    );
    expect(aiven.world.flow(project, 'mm2-core', 'core', 'copy')).toMatchObject({ enabled: false });
    expect(comment()).toContain('**Applied**');
    expect(github.world.deployments().at(-1)?.statuses.at(-1)?.state).toBe('success');
  });
});

test('a plan that is cancelled writes nothing, and says on the pull request that there is none', async () => {
  const world = await memoryWorld();
  const { repository, aiven, github } = world;
  repository.commit({ 'README.md': '# Kafka\n' }, 'Start');
  const number = repository.openPullRequest({
    branch: 'b',
    title: 'Topics',
    files: { 'kafka/spec.yaml': spec },
  });
  await repository.onPullRequest(number);
  aiven.log.clear();
  aiven.faults.add({ route: 'topic.list', times: 9, fault: { kind: 'hang' } });
  const cancel = new AbortController();
  const running = repository.onPullRequest(number, { signal: cancel.signal });
  await asked(world, 'topic.list', 1);
  cancel.abort();
  expectCancelled(await running, 'nothing');
  expect(github.world.comments(number).at(-1)?.body).toContain('the run was cancelled');
  expect(world.writes()).toEqual([]);
});
