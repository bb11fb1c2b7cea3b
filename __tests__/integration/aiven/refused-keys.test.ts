import { describe, expect, test } from '@jest/globals';
import { writeAndVerify } from '../../../src/apply/write-and-verify.ts';
import type { Change } from '../../../src/model/change.ts';
import type { Kind } from '../../../src/model/resource.ts';
import type { ResourceWriter } from '../../../src/model/writer.ts';
import {
  type Account,
  core,
  eventually,
  flow,
  knownValue,
  mm2,
  openAccount,
  project,
  topic,
} from '../../support/aiven/aiven-account.ts';
import { toUpdate } from '../../support/aiven/changes.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';

/** Aiven tells keys that it does not take back; what a change names is done all the same, and all else stays. */

async function verdictOf(account: Account, writer: ResourceWriter<never>, change: Change) {
  const [verdict] = await writeAndVerify({
    changes: [change],
    writer: writer as unknown as ResourceWriter<Kind>, // the writer of the change's kind
    context: { clusterType: 'aiven' },
    clock: account.clock,
    patienceMs: 300_000,
    waiting: () => undefined,
    cancelled: neverCancelled,
  });
  return verdict;
}

describe('a flow of which Aiven measures more than is documented', () => {
  async function withFlow(flowPut: 'merge' | 'replace') {
    let lag = 0;
    const measured = () => ({ replication_lag_seconds: ++lag, measured_by: 'Aiven' });
    const newerKeys = { 'flow/create': ['newer'], 'flow/update': ['newer'] };
    const account = await openAccount({ switches: { flowPut }, newerKeys, measuredOfFlows: measured });
    account.emulator.world.setFlow(project, mm2.service, {
      source_cluster: 'onprem',
      target_cluster: 'core',
      enabled: true,
      topics: ['orders'],
      newer: 7,
    });
    const [live] = knownValue((await account.aiven.readMirrorMaker(mm2)).flows);
    if (live === undefined) throw new Error('not there');
    return { account, live };
  }

  test.each(['merge', 'replace'] as const)('is updated where a PUT is a %s', async (flowPut) => {
    const { account, live } = await withFlow(flowPut);
    const desired = flow('onprem', 'core', { topics: ['orders', 'payments'] });
    const verdict = await verdictOf(
      account,
      account.aiven.flows as never,
      toUpdate<'flow'>(desired, live, ['topics']) as Change,
    );
    expect(verdict).toMatchObject({ state: 'done' });
    expect(account.emulator.world.flows(project, mm2.service)).toEqual([
      {
        source_cluster: 'onprem',
        target_cluster: 'core',
        enabled: true,
        topics: ['orders', 'payments'],
        newer: 7,
      },
    ]);
    expect(account.lines.join('\n')).toContain('Aiven does not take back');
  });

  test('is replaced, and never only deleted', async () => {
    const { account, live } = await withFlow('merge');
    const desired = flow('onprem', 'core', { topics: ['payments'] });
    const change = toUpdate<'flow'>(desired, live, ['topics'], 'replace') as Change;
    expect(await verdictOf(account, account.aiven.flows as never, change)).toMatchObject({ state: 'done' });
    expect(account.emulator.world.flows(project, mm2.service)).toMatchObject([{ newer: 7 }]);
  });
});

describe('a topic with a config that the brokers know and the API does not take', () => {
  const own = { 'unclean.leader.election.enable': 'true', 'segment.bytes': '67108864' };
  const refusedKeys = { 'topic/update': ['config.unclean_leader_election_enable'] };

  async function updated(topicConfigPut: 'merge' | 'replace') {
    const account = await openAccount({ switches: { topicConfigPut }, refusedKeys });
    await account.backend.createTopic({ name: 'orders', partitions: 3, replication: 3, config: own });
    const writer = account.aiven.topics(core);
    const live = await eventually(account, writer, topic('orders').id, (found) => found !== undefined);
    if (live === undefined) throw new Error('not there');
    const desired = topic('orders', { config: new Map([['retention.ms', '1000']]) });
    const change = toUpdate<'topic'>(desired, live, ['config.retention.ms']) as Change;
    const verdict = await verdictOf(account, writer as never, change);
    const [described] = await account.backend.describeTopics(['orders']);
    const overrides = described?.config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG') ?? [];
    return { verdict, overrides: Object.fromEntries(overrides.map(({ name, value }) => [name, value])) };
  }

  test('keeps it where a PUT keeps what it does not send', async () => {
    const { verdict, overrides } = await updated('merge');
    expect(verdict).toMatchObject({ state: 'done' });
    expect(overrides).toEqual({ ...own, 'retention.ms': '1000' });
  });

  test('has lost it where a PUT takes away what it does not send, and that is a failure', async () => {
    const { verdict, overrides } = await updated('replace');
    expect(verdict).toMatchObject({ state: 'failed', failure: { code: 'not-kept' } });
    expect(JSON.stringify(verdict)).toContain('unclean.leader.election.enable was true');
    expect(overrides).toEqual({ 'segment.bytes': '67108864', 'retention.ms': '1000' });
  });

  test('that the change itself names is refused in words of Aiven', async () => {
    const account = await openAccount({ refusedKeys });
    await account.backend.createTopic({ name: 'orders', partitions: 3, replication: 3, config: own });
    const writer = account.aiven.topics(core);
    const live = await eventually(account, writer, topic('orders').id, (found) => found !== undefined);
    if (live === undefined) throw new Error('not there');
    const desired = topic('orders', { config: new Map([['unclean.leader.election.enable', 'false']]) });
    const change = toUpdate<'topic'>(desired, live, ['config.unclean.leader.election.enable']);
    expect(await writer.write([change])).toMatchObject([
      {
        state: 'failed',
        message: expect.stringContaining("'unclean_leader_election_enable' was unexpected"),
      },
    ]);
    expect(account.emulator.log.effects).toEqual([]);
  });
});
