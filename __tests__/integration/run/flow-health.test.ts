import { afterEach, expect, test } from '@jest/globals';
import type { IntegrationStatus } from '../../../sandbox/aiven/state.ts';
import { watchFlows } from '../../../src/run/flow-health.ts';
import type { FlowSpec } from '../../../src/spec/spec.ts';
import { type Account, core, mm2, openAccount, project } from '../../support/aiven/aiven-account.ts';
import { aivenCluster, flowSpec, mirrorMaker, specOf } from '../../support/desired-spec.ts';

const accounts: Account[] = [];
afterEach(async () => {
  await Promise.all(accounts.splice(0).map(({ emulator }) => emulator.stop()));
});

const twoFlows = [flowSpec('edge', 'core'), flowSpec('core', 'edge', { settings: { enabled: false } })];
const failed: IntegrationStatus = {
  active: false,
  status: 'failed',
  description: 'no login',
  errors: [],
  likelyErrorCause: null,
};

/** Both clusters attached and active for long, and the flows of the spec known to Aiven. */
async function world(flows: readonly FlowSpec[] = twoFlows) {
  const account = await openAccount();
  accounts.push(account);
  const { emulator, clock } = account;
  for (const alias of ['edge', 'core']) {
    const source = { type: 'service', project, service: core.service } as const;
    emulator.world.addIntegration(project, mm2.service, source, { cluster_alias: alias });
  }
  for (const { source, target, settings } of flows) {
    emulator.world.setFlow(project, mm2.service, {
      source_cluster: source,
      target_cluster: target,
      enabled: settings.enabled,
    });
  }
  await clock.sleep(60_000);
  clock.slept.length = 0;
  const edge = emulator.world.integration(project, mm2.service, 'edge');
  const toCore = emulator.world.flow(project, mm2.service, 'edge', 'core');
  if (edge === undefined || toCore === undefined) throw new Error('both were made above');
  return {
    ...account,
    progress: (share: number) => emulator.world.setFlowProgress(project, mm2.service, toCore, share),
    status: (status: IntegrationStatus | undefined) => emulator.world.setIntegrationStatus(edge, status),
  };
}

/** Between the look of this number and the next one. */
function afterLook(count: number, call: () => void): (pauses: number) => void {
  return (pauses) => {
    if (pauses === count) call();
  };
}

interface Watched {
  readonly flows?: readonly FlowSpec[];
  readonly signal?: AbortSignal;
  readonly change?: (pauses: number) => void;
}

async function watch(account: Account, { flows = twoFlows, signal, change = () => {} }: Watched = {}) {
  const said: string[] = [];
  const { clock } = account;
  const health = await watchFlows({
    spec: specOf([aivenCluster('edge'), aivenCluster('core')], [mirrorMaker(flows)]),
    aiven: account.aiven,
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: async (milliseconds) => {
        await clock.sleep(milliseconds);
        change(clock.slept.length);
      },
    },
    signal: signal ?? new AbortController().signal,
    progress: (line) => said.push(line),
  });
  return { said, states: health.map(({ state }) => state), slept: clock.slept };
}

const running = 'Flow edge -> core runs: both integrations are active, and Aiven reports progress';
const notYet =
  'Flow edge -> core does not run yet, look again later: both integrations are active, and Aiven reports progress 0';
const broken = 'Flow edge -> core does not run: the integration of edge has failed: no login';
const halfAMinute = [1000, 2000, 4000, 5000, 5000, 5000, 5000, 5000];

test('flows that run are told at once, one line each; disabled ones are not looked at', async () => {
  expect(await watch(await world())).toEqual({ said: [`${running} 1`], states: ['runs'], slept: [] });
});

test('a flow that starts is waited for, and told once', async () => {
  const account = await world();
  account.progress(0);
  const change = afterLook(2, () => account.progress(0.25));
  expect(await watch(account, { change })).toEqual({
    said: [`${running} 0.25`],
    states: ['runs'],
    slept: [1000, 2000],
  });
});

test('after half a minute a flow that does not start is left, and told as it is', async () => {
  const account = await world();
  account.progress(0);
  expect(await watch(account)).toEqual({ said: [notYet], states: ['starting'], slept: halfAMinute });
});

test('what Aiven says of an integration may be older than the change that mended it', async () => {
  const account = await world();
  account.status(failed);
  const change = afterLook(3, () => account.status(undefined));
  expect(await watch(account, { change })).toEqual({
    said: [`${running} 1`],
    states: ['runs'],
    slept: [1000, 2000, 4000],
  });
});

test('an integration that stays failed is told after half a minute', async () => {
  const account = await world();
  account.status(failed);
  expect(await watch(account)).toEqual({ said: [broken], states: ['failed'], slept: halfAMinute });
});

test('an abort ends the waiting with what was seen last', async () => {
  const account = await world();
  account.progress(0);
  const abort = new AbortController();
  const change = afterLook(1, () => abort.abort());
  expect(await watch(account, { signal: abort.signal, change })).toEqual({
    said: [notYet],
    states: ['starting'],
    slept: [1000],
  });
});

test('what Aiven refuses to tell is neither running nor stopped, and not waited for', async () => {
  const account = await world();
  const response = { status: 403, body: { message: 'not allowed', errors: [] } };
  account.emulator.faults.add({ route: 'flow.list', fault: { kind: 'answer', response } });
  const { said, states, slept } = await watch(account);
  expect(said).toEqual([expect.stringContaining('Flow edge -> core may run, cannot tell: ')]);
  expect({ states, slept }).toEqual({ states: ['unknown'], slept: [] });
});

test('without enabled flows nothing is asked', async () => {
  const flows = [flowSpec('edge', 'core', { settings: { enabled: false } })];
  const account = await world(flows);
  expect(await watch(account, { flows })).toEqual({ said: [], states: [], slept: [] });
  expect(account.emulator.log.requests).toEqual([]);
});
