import { describe, expect, test } from '@jest/globals';
import { ExternalKafka } from '../../support/external-kafka.ts';
import type { Ran, StartOptions } from '../../support/run-world.ts';
import { endOf, type Team, team } from '../../support/team.ts';

/* A flow from an external cluster to the Aiven service, of which Aiven says that all is well, and no MirrorMaker 2. */

const spec = `version: 1
name: prod
project: acme-prod
clusters:
  core: { service: kafka-core }
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9092]
    security_protocol: PLAINTEXT
    mirror: { endpoint: onprem, principal: User:ANONYMOUS }
    admin: {}
mirrormaker:
  mm2-core:
    flows:
      onprem -> core: { topics: ['orders.*'], access: off }
`;
const line =
  'Flow `onprem -> core` does not run: onprem has records in 1 topic that it mirrors, and it is not on core';

interface World {
  readonly one: Team;
  readonly onprem: ExternalKafka;
  readonly options: StartOptions;
  readonly number: number;
  readonly applied: Ran;
  /** The apply of the merge once more. */
  rerun(): Promise<Ran>;
}

/** The flow's pull request, merged and applied while the source has records. */
async function merged(): Promise<World> {
  const onprem = new ExternalKafka();
  onprem.topics.set('orders.eu', 5);
  const one = await team();
  const options: StartOptions = {
    inputs: { 'drift-issue': 'true' },
    ports: { connectKafka: () => onprem.port },
  };
  one.commit(spec.slice(0, spec.indexOf('mirrormaker:')));
  await one.pushed(one.main, { ...options, inputs: { 'direct-push': 'apply', 'drift-issue': 'false' } });
  const number = one.propose(spec);
  await one.plan(number, options);
  const before = one.main;
  const applied = await one.mergeAndApply(number, options);
  return { one, onprem, options, number, applied, rerun: () => one.pushed(before, options) };
}

function issue({ one }: World): string {
  const found = one.world.github.world.issues().find(({ pull }) => pull === undefined);
  return found === undefined ? 'none' : `${found.state}: ${found.title}\n${found.body}`;
}

/** As if MirrorMaker 2 had copied so many records. */
async function copied({ one }: World, records: number): Promise<void> {
  const name = 'onprem.orders.eu';
  if ((await one.world.backend.describeTopics([name])).length === 0) {
    await one.world.backend.createTopic({ name, partitions: 1, replication: 2, config: {} });
  }
  one.world.backend.addRecords(name, records);
}

describe('a flow whose records do not come', () => {
  test('fails its apply, every re-run and the drift check, which say since when; and is forgotten once they come', async () => {
    const world = await merged();
    const { one, options, number, applied } = world;
    expect(endOf(applied)).toBe('partially-applied: not-converged');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: a flow does not run');
    expect(one.comment(number)).toContain(`❌ ${line}`);
    expect(issue(world)).toBe('none');

    const again = await world.rerun();
    expect(endOf(again)).toBe('partially-applied: not-converged');
    expect(again.exitCode).toBe(1);
    expect(one.title(number)).toBe('## Kafka plan for `prod`: a flow does not run');
    expect(one.comment(number)).toMatch(/is not on core\. Since at least 20\d\d-/);
    expect(one.comment(number)).not.toMatch(/nothing is left to apply/i);
    expect(again.summary).toContain(`❌ ${line}`);

    const drift = await one.drift({ ...options, inputs: { ...options.inputs, 'fail-on-drift': 'true' } });
    expect(endOf(drift)).toBe('drift: drift-detected');
    expect(issue(world)).toContain('open: Kafka drift: prod (1 difference)');
    expect(issue(world)).toContain(line);
    const first = /Since at least ([\d: -]+ UTC)/.exec(issue(world))?.[1];
    await one.drift(options);
    expect(issue(world)).toContain(`Since at least ${first}`);
    expect(issue(world)).toMatch(/seen in 2 checks in a row/);

    // A re-run neither closes the issue nor forgets.
    await world.rerun();
    expect(issue(world)).toMatch(/^open/);

    await copied(world, 5);
    expect(endOf(await world.rerun())).toBe('no-changes');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
    expect(one.comment(number)).toContain('✅ Flow `onprem -> core` is caught up');
    expect(issue(world)).toMatch(/^closed/);
    expect(endOf(await one.drift(options))).toBe('in-sync');
  });

  test('after it was well: the drift check finds what no apply had seen', async () => {
    const world = await merged();
    const { one, onprem, options } = world;
    await copied(world, 5);
    expect(endOf(await world.rerun())).toBe('no-changes');
    expect(endOf(await one.drift(options))).toBe('in-sync');

    onprem.topics.set('orders.us', 3);
    expect(endOf(await one.drift(options))).toBe('drift');
    expect(issue(world)).toContain(
      '⚠️ Flow `onprem -> core` runs only partly: `onprem.orders.us` is not on `core`',
    );
  });

  test('what nobody can look at is said, and is neither drift nor a success of the flow', async () => {
    const world = await merged();
    const { one, onprem, options } = world;
    await copied(world, 3);
    onprem.topics.set('orders.eu', 5);
    const again = await world.rerun();
    expect(endOf(again)).toBe('no-changes');
    expect(again.summary).toContain('❔ Flow `onprem -> core` cannot be judged');
    expect(again.summary).not.toContain('✅ Flow');
    expect(endOf(await one.drift(options))).toBe('in-sync');
  });

  test('with drift-threshold the time counts from the first check', async () => {
    const world = await merged();
    const { one, options } = world;
    const threshold = { ...options, inputs: { ...options.inputs, 'drift-threshold': '2' } };
    const start = one.world.clock.now().toISOString().slice(0, 10);
    await one.drift(threshold);
    expect(issue(world)).toBe('none');
    await one.world.clock.sleep(86_400_000);
    await one.drift(threshold);
    expect(issue(world)).toContain(`Since at least ${start}`);
  });
});
