import { afterEach, describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/model/change.ts';
import type { FlowHealth } from '../../../src/plan/flows/flow-health.ts';
import { beginFlowWatch } from '../../../src/run/systems/flow-health.ts';
import { type Account, core, flow, mm2, openAccount, project } from '../../support/aiven/aiven-account.ts';
import { toCreate } from '../../support/aiven/changes.ts';
import { createTopic, derived, planOf } from '../../support/plan-builder.ts';
import { loadTexts } from '../../support/spec-files.ts';

const accounts: Account[] = [];
afterEach(async () => {
  await Promise.all(accounts.splice(0).map(({ emulator }) => emulator.stop()));
});

const there = { source_cluster: 'onprem', target_cluster: 'core', enabled: true };
const back = { source_cluster: 'core', target_cluster: 'onprem', enabled: true };
const derivedTopic = createTopic('onprem', 'mm2-offset-syncs.core.internal', {}, derived());
const created = toCreate<'flow'>(flow('onprem', 'core'));

describe('after an apply', () => {
  test('records in the topics of a flow that the plan creates came with it, also before it was looked at', async () => {
    const one = await account([there]);
    const watch = await one.begin([created]);
    await one.topic('onprem.orders');
    one.backend.addRecords('onprem.orders', 20);
    await one.topic('onprem.elsewhere');
    one.backend.addRecords('onprem.elsewhere', 7);
    one.emulator.world.setFlowProgress(project, mm2.service, there, 0);

    expect(await watch()).toMatchObject([
      {
        state: 'runs',
        because: 'both integrations are active, and 20 new records arrived in 1 topic on core',
      },
    ]);
    expect(one.seconds()).toBeLessThan(15);
    expect(one.lines).toEqual([
      'Flow onprem -> core runs: both integrations are active, and 20 new records arrived in 1 topic on core',
    ]);
  });

  test('what an older flow had written before the apply proves nothing; heartbeats that come later do', async () => {
    const one = await account([there]);
    await one.topic('onprem.orders');
    await one.topic('onprem.heartbeats');
    one.backend.addRecords('onprem.orders', 20);
    const watch = await one.begin([derivedTopic]);
    one.backend.addRecords('onprem.orders', 1);
    one.at(6, () => one.backend.addRecords('onprem.heartbeats', 1));

    expect(await watch()).toMatchObject([
      { state: 'runs', because: 'both integrations are active, and heartbeats arrive on core' },
    ]);
  });

  test('a flow whose source is silent is waited for a quarter of a minute', async () => {
    const one = await account([there]);
    const watch = await one.begin([created]);
    expect(await watch()).toMatchObject([
      {
        state: 'runs',
        because: expect.stringMatching(
          /^both integrations are active, Aiven reports progress 1, and no new record arrived on core in 1\d seconds$/,
        ),
      },
    ]);
    expect(one.seconds()).toBeGreaterThanOrEqual(15);
    expect(one.seconds()).toBeLessThan(25);
  });

  test('nobody waits for records after an apply that changes nothing of MirrorMaker 2', async () => {
    const one = await account([there]);
    const watch = await one.begin([createTopic('core', 'payments')]);
    expect(await watch()).toMatchObject([
      { state: 'runs', because: 'both integrations are active, and Aiven reports progress 1' },
    ]);
    expect(one.seconds()).toBeLessThan(5);
  });

  test('a flow that does not start is waited for half a minute', async () => {
    const one = await account([there]);
    one.emulator.world.setFlowProgress(project, mm2.service, there, 0);
    const watch = await one.begin([created]);
    expect(await watch()).toMatchObject([{ state: 'starting' }]);
    expect(one.seconds()).toBeGreaterThanOrEqual(30);
    expect(one.seconds()).toBeLessThan(40);
  });

  test('a flow that Aiven still does not have after half a minute has failed', async () => {
    const one = await account([]);
    const watch = await one.begin([created]);
    expect(await watch()).toMatchObject([{ state: 'failed', because: `${mm2.service} does not list it` }]);
    expect(one.seconds()).toBeGreaterThanOrEqual(30);
  });

  test('what Aiven says of an integration may be older than the change that mended it', async () => {
    const one = await account([there]);
    const integration = one.emulator.world.integration(project, mm2.service, 'onprem');
    if (integration === undefined) throw new Error('it was made with the account');
    const watch = await one.begin([created]);
    one.emulator.world.setIntegrationStatus(integration, {
      active: false,
      status: 'failed',
      description: 'no login',
      errors: [],
      likelyErrorCause: null,
    });
    one.at(3, () => one.emulator.world.setIntegrationStatus(integration, undefined));
    expect(await watch()).toMatchObject([{ state: 'runs' }]);
  });

  test('records are not counted on an external cluster', async () => {
    const one = await account([back], 'core -> onprem');
    const watch = await one.begin([]);
    expect(await watch()).toMatchObject([
      {
        state: 'runs',
        because:
          'both integrations are active, Aiven reports progress 1, and records on onprem cannot be counted: only Aiven services tell how many there are',
      },
    ]);
  });

  test('end offsets that cannot be read are unknown, not no records', async () => {
    const one = await account([there]);
    const watch = await one.begin([created]);
    await one.topic('onprem.orders');
    one.backend.addRecords('onprem.orders', 20);
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
        state: 'runs',
        because: expect.stringContaining(
          'records on core cannot be counted: The Aiven token may not list the topics',
        ),
      },
    ]);
  });

  test('a run that is cancelled looks once', async () => {
    const one = await account([there]);
    const watch = await one.begin([created], AbortSignal.abort());
    expect(await watch()).toHaveLength(1);
    expect(one.seconds()).toBeLessThan(5);
  });

  test('a disabled flow is not looked at', async () => {
    const one = await account([{ ...there, enabled: false }], 'onprem -> core', false);
    const watch = await one.begin([]);
    const requests = one.emulator.log.requests.length;
    expect(await watch()).toEqual([]);
    expect(one.emulator.log.requests).toHaveLength(requests);
  });
});

interface Watched extends Account {
  begin(changes: readonly Change[], signal?: AbortSignal): Promise<() => Promise<readonly FlowHealth[]>>;
  topic(name: string): Promise<void>;
  /** Does something so many seconds after the watch was begun. */
  at(seconds: number, act: () => void): void;
  /** Since the watch was begun. */
  seconds(): number;
}

/** Both clusters attached, with these flows in Aiven and one in the spec. */
async function account(
  flows: readonly { source_cluster: string; target_cluster: string; enabled: boolean }[],
  name = 'onprem -> core',
  enabled = true,
): Promise<Watched> {
  let start = 0;
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
  const loaded = await loadTexts({ 'kafka.yaml': specWith(name, enabled) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const lines: string[] = [];
  return {
    ...one,
    lines,
    begin: (changes, signal = new AbortController().signal) => {
      start = one.clock.monotonic();
      const clock = {
        now: () => one.clock.now(),
        monotonic: () => one.clock.monotonic(),
        sleep: async (milliseconds: number) => {
          await one.clock.sleep(milliseconds);
          const due = plannedActs.filter(({ when }) => one.clock.monotonic() - start >= when * 1000);
          for (const each of due) plannedActs.splice(plannedActs.indexOf(each), 1)[0]?.act();
        },
      };
      const plan = planOf({ changes });
      const progress = (line: string) => lines.push(line);
      return beginFlowWatch({ spec: loaded.spec, plan, aiven: one.aiven, clock, signal, progress });
    },
    topic: (topic) => one.backend.createTopic({ name: topic, partitions: 3, replication: 3, config: {} }),
    at: (when, act) => plannedActs.push({ when, act }),
    seconds: () => (one.clock.monotonic() - start) / 1000,
  };
}

function specWith(name: string, enabled: boolean): string {
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
      ${name}: { topics: [orders], enabled: ${enabled} }
`;
}
