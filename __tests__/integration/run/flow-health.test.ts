import { afterEach, describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/model/change.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import type { ClusterOffsets } from '../../../src/model/topic-offsets.ts';
import type { FlowVerdict } from '../../../src/plan/flows/flow-state.ts';
import { beginFlowWatch } from '../../../src/run/systems/flow-health.ts';
import type { LookedAtSystems } from '../../../src/run/systems/flow-looks.ts';
import { type Account, core, flow, mm2, openAccount, project } from '../../support/aiven/aiven-account.ts';
import { toCreate } from '../../support/aiven/changes.ts';
import { createTopic } from '../../support/build/changes.ts';
import { derived } from '../../support/build/places.ts';
import { planOf } from '../../support/build/plan.ts';
import { loadTexts } from '../../support/spec-files.ts';

const accounts: Account[] = [];
afterEach(async () => {
  await Promise.all(accounts.splice(0).map(({ emulator }) => emulator.stop()));
});

const there = { source_cluster: 'onprem', target_cluster: 'core', enabled: true };
const back = { source_cluster: 'core', target_cluster: 'onprem', enabled: true };
const derivedTopic = createTopic('onprem', 'mm2-offset-syncs.core.internal', {}, derived());
const created = toCreate<'flow'>(flow('onprem', 'core'));
const enabled = { state: 'does-not-run', because: 'it is disabled' };

describe('after an apply', () => {
  test('records in the topics of a flow that the plan creates came with it, also before it was looked at', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    const watch = await one.begin([created]);
    await one.topic('onprem.orders', 20);
    await one.topic('onprem.elsewhere', 7);

    expect(await watch()).toMatchObject([{ state: 'copies', records: 20, topics: 1, onlyHeartbeats: false }]);
    expect(one.seconds()).toBeLessThan(15);
    expect(one.lines).toEqual(['Flow onprem -> core copies: 20 new records arrived in 1 topic on core']);
  });

  test('what an older flow had written before the apply proves nothing; heartbeats that come later do', async () => {
    const one = await account([there]);
    one.onprem({ orders: 21 });
    await one.topic('onprem.orders', 20);
    await one.topic('onprem.heartbeats', 0);
    const watch = await one.begin([derivedTopic]);
    one.backend.addRecords('onprem.orders', 1);
    one.at(6, () => one.backend.addRecords('onprem.heartbeats', 1));

    expect(await watch()).toMatchObject([{ state: 'copies', onlyHeartbeats: true }]);
  });

  test('a flow that the target takes nothing of is waited for a minute, as it fails the run', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    const watch = await one.begin([created]);
    expect(await watch()).toMatchObject([
      {
        state: 'does-not-run',
        because: 'onprem has records in 1 topic that it mirrors, and it is not on core',
      },
    ]);
    expect(one.seconds()).toBeGreaterThanOrEqual(60);
    expect(one.seconds()).toBeLessThan(65);
  });

  test('what Aiven says of an integration may be older than the change that mended it', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    const watch = await one.begin([created]);
    one.fail('onprem', 'no login');
    one.at(3, () => one.mend('onprem'));
    one.at(5, () => void one.topic('onprem.orders', 3));
    expect(await watch()).toMatchObject([{ state: 'copies', records: 3 }]);
  });

  test('an integration that stays failed is the reason, in Aiven’s words', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    const watch = await one.begin([created]);
    one.fail('onprem', 'no login');
    expect(await watch()).toMatchObject([
      { state: 'does-not-run', because: 'the integration of onprem has failed: no login' },
    ]);
  });

  test('a flow that Aiven still does not have after a minute does not run', async () => {
    const one = await account([]);
    const watch = await one.begin([created]);
    expect(await watch()).toMatchObject([
      { state: 'does-not-run', because: `${mm2.service} does not list it` },
    ]);
    expect(one.seconds()).toBeGreaterThanOrEqual(60);
  });

  test('an empty source is believed after ten seconds', async () => {
    const one = await account([there]);
    one.onprem({ orders: 0 });
    const watch = await one.begin([created]);
    expect(await watch()).toMatchObject([{ state: 'silent', topics: 1 }]);
    expect(one.seconds()).toBeLessThanOrEqual(12);
  });

  test('a run that is cancelled does not wait, and claims nothing', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    const watch = await one.begin([created], AbortSignal.abort());
    expect(await watch()).toMatchObject([{ state: 'cannot-tell' }]);
    expect(one.seconds()).toBeLessThan(5);
  });
});

describe('without changes two looks take a quarter of a minute at most', () => {
  test.each<readonly [string, Partial<FlowVerdict>, source: number, target: number | undefined]>([
    ['at rest and level', { state: 'caught-up' }, 20, 20],
    ['behind', { state: 'cannot-tell' }, 20, 12],
    ['missing', { state: 'does-not-run' }, 20, undefined],
    ['silent', { state: 'silent' }, 0, 0],
  ])('%s', async (_, verdict, source, target) => {
    const one = await account([there]);
    one.onprem({ orders: source });
    if (target !== undefined) await one.topic('onprem.orders', target);
    const watch = await one.begin([]);
    expect(await watch()).toMatchObject([verdict]);
    expect(one.seconds()).toBeLessThanOrEqual(15.5);
  });

  test('a source that moves while nothing arrives shows that the flow stands', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    await one.topic('onprem.orders', 20);
    const watch = await one.begin([]);
    one.at(1, () => one.onprem({ orders: 25 }));
    expect(await watch()).toMatchObject([
      {
        state: 'does-not-run',
        because: '5 new records came to 1 topic of onprem, and none arrived on core in 15 seconds',
      },
    ]);
  });

  test('whatever progress Aiven reports', async () => {
    const one = await account([there]);
    one.emulator.world.setFlowProgress(project, mm2.service, there, 1);
    one.onprem({ orders: 20 });
    expect(await (await one.begin([]))()).toMatchObject([{ state: 'does-not-run' }]);
  });

  test('an external target is asked as admin', async () => {
    const one = await account([back], 'core -> onprem');
    await one.topic('orders', 20);
    one.onprem({ 'core.orders': 20 });
    const watch = await one.begin([]);
    one.at(2, () => {
      one.backend.addRecords('orders', 2);
      one.onprem({ 'core.orders': 22 });
    });
    expect(await watch()).toMatchObject([{ state: 'copies', records: 2 }]);
  });

  test('and cannot be judged where there is no admin', async () => {
    const one = await account([back], 'core -> onprem');
    await one.topic('orders', 20);
    one.onprem(undefined);
    expect(await (await one.begin([]))()).toMatchObject([
      {
        state: 'cannot-tell',
        because: 'records on onprem cannot be counted: the spec gives no admin identity',
      },
    ]);
  });

  test('end offsets that cannot be read are unknown, not no records', async () => {
    const one = await account([there]);
    one.onprem({ orders: 20 });
    const watch = await one.begin([]);
    one.emulator.faults.add({
      route: 'topic.list',
      times: 99,
      fault: {
        kind: 'answer',
        response: { status: 403, body: { message: 'Permission denied', errors: [] } },
      },
    });
    expect(await watch()).toMatchObject([
      {
        state: 'cannot-tell',
        because: expect.stringContaining(
          'records on core cannot be counted: The Aiven token may not list the topics',
        ),
      },
    ]);
  });

  test('a flow that somebody disabled does not run', async () => {
    const one = await account([{ ...there, enabled: false }]);
    one.onprem({ orders: 20 });
    expect(await (await one.begin([]))()).toMatchObject([enabled]);
  });

  test('one that the spec disables is not looked at', async () => {
    const one = await account([{ ...there, enabled: false }], 'onprem -> core', false);
    const watch = await one.begin([]);
    const requests = one.emulator.log.requests.length;
    expect(await watch()).toEqual([]);
    expect(one.emulator.log.requests).toHaveLength(requests);
  });
});

interface Watched extends Account {
  begin(changes: readonly Change[], signal?: AbortSignal): Promise<() => Promise<readonly FlowVerdict[]>>;
  /** On `core`. */
  topic(name: string, records: number): Promise<void>;
  /** What the external cluster holds from now on; undefined: there is no admin to ask as. */
  onprem(records: Readonly<Record<string, number>> | undefined): void;
  fail(alias: string, description: string): void;
  mend(alias: string): void;
  /** Does something so many seconds after the watch was begun. */
  at(seconds: number, act: () => void): void;
  /** Since the watch was begun. */
  seconds(): number;
}

/** Both clusters attached, with these flows in Aiven and one in the spec. */
async function account(
  flows: readonly { source_cluster: string; target_cluster: string; enabled: boolean }[],
  name = 'onprem -> core',
  isEnabled = true,
): Promise<Watched> {
  let start = 0;
  let external: Readonly<Record<string, number>> | undefined = {};
  const plannedActs: { readonly when: number; readonly act: () => void }[] = [];
  const one = await openAccount();
  accounts.push(one);
  const { world } = one.emulator;
  const endpoint = world.addEndpoint(project, 'onprem', {
    bootstrap_servers: 'kafka-1.corp.example:9092',
    security_protocol: 'PLAINTEXT',
  });
  world.addIntegration(
    project,
    mm2.service,
    { type: 'endpoint', project, endpointId: endpoint.id },
    { cluster_alias: 'onprem' },
  );
  world.addIntegration(
    project,
    mm2.service,
    { type: 'service', project, service: core.service },
    { cluster_alias: 'core' },
  );
  world.setFlows(project, mm2.service, flows);
  await one.clock.sleep(60_000);
  const loaded = await loadTexts({ 'kafka.yaml': specWith(name, isEnabled) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const lines: string[] = [];
  const integration = (alias: string) => {
    const found = world.integration(project, mm2.service, alias);
    if (found === undefined) throw new Error('it was made with the account');
    return found;
  };
  return {
    ...one,
    lines,
    begin: async (changes, signal = new AbortController().signal) => {
      start = one.clock.monotonic();
      const clock = {
        now: () => one.clock.now(),
        monotonic: () => one.clock.monotonic(),
        sleep: async (milliseconds: number) => {
          await one.clock.sleep(milliseconds);
          const due = plannedActs.filter(({ when }) => one.clock.monotonic() - start >= when * 1000);
          for (const each of due) plannedActs.splice(plannedActs.indexOf(each), 1)[0]?.act();
        },
        alarm: (milliseconds: number, ring: () => void) => one.clock.alarm(milliseconds, ring),
      };
      const plan = planOf({ changes });
      const systems: LookedAtSystems = {
        aiven: one.aiven,
        external: new Map([
          [
            'onprem',
            external === undefined
              ? { state: 'closed', reason: unknown('not-managed', 'the spec gives no admin identity') }
              : { state: 'open', cluster: { readOffsets: async (wanted) => offsetsOf(external, wanted) } },
          ],
        ]),
      };
      const progress = (line: string) => lines.push(line);
      const watch = await beginFlowWatch({ spec: loaded.spec, plan, systems, clock, signal, progress });
      return () => watch(plan);
    },
    topic: async (topic, records) => {
      await one.backend.createTopic({ name: topic, partitions: 1, replication: 3, config: {} });
      one.backend.addRecords(topic, records);
    },
    onprem: (records) => {
      external = records;
    },
    fail: (alias, description) =>
      world.setIntegrationStatus(integration(alias), {
        active: false,
        status: 'failed',
        description,
        errors: [],
        likelyErrorCause: null,
      }),
    mend: (alias) => world.setIntegrationStatus(integration(alias), undefined),
    at: (when, act) => plannedActs.push({ when, act }),
    seconds: () => (one.clock.monotonic() - start) / 1000,
  };
}

function offsetsOf(
  records: Readonly<Record<string, number>> | undefined,
  wanted: (topic: string) => boolean,
): ClusterOffsets {
  const topics = Object.entries(records ?? {}).filter(([topic]) => wanted(topic));
  return known(new Map(topics.map(([topic, end]) => [topic, known({ start: [0], end: [end] })])));
}

function specWith(name: string, isEnabled: boolean): string {
  return `version: 1
name: prod
project: ${project}
clusters:
  core: { service: ${core.service} }
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9092]
    security_protocol: PLAINTEXT
    mirror: { endpoint: onprem, principal: User:ANONYMOUS }
mirrormaker:
  ${mm2.service}:
    flows:
      ${name}: { topics: [orders], enabled: ${isEnabled} }
`;
}
