import { describe, expect, test } from '@jest/globals';
import type { AivenOptions } from '../../../sandbox/aiven/start-aiven.ts';
import type { FaultRule } from '../../../sandbox/http/faults.ts';
import { writeAndVerify } from '../../../src/apply/write-and-verify.ts';
import { Cancelled } from '../../../src/model/cancel.ts';
import type { Change } from '../../../src/model/change.ts';
import type { ResourceWriter } from '../../../src/model/writer.ts';
import { type Account, core, openAccount, topic } from '../../support/aiven/aiven-account.ts';
import { toCreate, toUpdate } from '../../support/aiven/changes.ts';
import { VirtualClock } from '../../support/aiven/virtual-clock.ts';

const waitTimeoutMs = 1_200_000;

async function create(account: Account, count: number) {
  const changes = Array.from({ length: count }, (_, index) =>
    toCreate<'topic'>(topic(`orders.${index}`)),
  ) as readonly Change[];
  account.emulator.log.clear();
  return verified(account, changes);
}

function verified(account: Account, changes: readonly Change[]) {
  return writeAndVerify({
    changes,
    writer: account.aiven.topics(core) as unknown as ResourceWriter<Change['kind']>, // one kind's own writer
    context: { clusterType: 'aiven' },
    clock: account.clock,
    patienceMs: waitTimeoutMs,
    waiting: () => undefined,
    cancelled: new AbortController().signal,
  });
}

function states(verdicts: Awaited<ReturnType<typeof create>>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { state } of verdicts) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const realistic = { timings: 'realistic' } satisfies Partial<AivenOptions>;

describe('looking for what was created', () => {
  test.each([1, 5, 6, 20, 50, 120])('%d topics: all are found, with few reads', async (count) => {
    const account = await openAccount(realistic);
    expect(states(await create(account, count))).toEqual({ done: count });
    const reads = account.emulator.log.requests.filter(
      ({ method, route }) => method === 'GET' || route === 'topic.batch',
    );
    expect(reads.length).toBeLessThan(count <= 5 ? 10 * count + 10 : count + 40);
  });

  test('fifty topics at a limit of 120 requests a minute', async () => {
    const account = await openAccount({
      ...realistic,
      rateLimit: { requests: 120, milliseconds: 60_000 },
    });
    expect(states(await create(account, 50))).toEqual({ done: 50 });
  });

  test('a topic that shows after five minutes only', async () => {
    const account = await openAccount({ timings: { topicVisible: 300_000 } });
    expect(states(await create(account, 1))).toEqual({ done: 1 });
  });
});

describe('a create that failed in a way that does not tell', () => {
  const failures = [
    ['501 after its effect', { kind: 'answer-after-effect', response: { status: 501, body: {} } }],
    ['503 after its effect', { kind: 'answer-after-effect', response: { status: 503, body: {} } }],
    ['a reset after its effect', { kind: 'reset-after-effect' }],
  ] as const;

  test.each(failures)('%s, visible a minute later', async (_, fault) => {
    const account = await openAccount({ timings: { topicVisible: 60_000 } });
    account.emulator.faults.add({ route: 'topic.create', fault });
    expect(states(await create(account, 1))).toEqual({ done: 1 });
  });

  test.each(failures)(
    '%s, visible ten minutes later: waited for like one that was accepted',
    async (_, fault) => {
      const account = await openAccount({ timings: { topicVisible: 600_000 } });
      account.emulator.faults.add({ route: 'topic.create', fault });
      expect(states(await create(account, 1))).toEqual({ done: 1 });
      const effects = account.emulator.log.effects.filter((effect) =>
        JSON.stringify(effect).includes('created'),
      );
      expect(effects).toHaveLength(1);
    },
  );

  test.each([
    ['503', { kind: 'answer', response: { status: 503, body: {} } }],
    ['a reset', { kind: 'reset' }],
  ] as const)('%s without an effect is asked for once more', async (_, fault) => {
    const account = await openAccount(realistic);
    account.emulator.faults.add({ route: 'topic.create', fault });
    expect(states(await create(account, 1))).toEqual({ done: 1 });
    expect(account.lines.join('\n')).toContain('asking once more, which makes no second one');
  });

  test.each([
    ['503', { kind: 'answer', response: { status: 503, body: {} } }],
    ['a reset', { kind: 'reset' }],
  ] as const)(
    '%s without an effect, twice, has failed once reads would show an accepted one',
    async (_, fault) => {
      const account = await openAccount(realistic);
      account.emulator.faults.add({ route: 'topic.create', fault, times: 2 });
      expect(states(await create(account, 1))).toEqual({ failed: 1 });
      expect(account.clock.monotonic()).toBeGreaterThan(waitTimeoutMs);
    },
  );
});

test('a create that failed so is not taken for one that was never sent where the run is cancelled before the second attempt', async () => {
  class Ended extends VirtualClock {
    override sleep(milliseconds: number): Promise<void> {
      return milliseconds === 2_000 ? Promise.reject(new Cancelled()) : super.sleep(milliseconds);
    }
  }
  const account = await openAccount({ clock: new Ended() });
  account.emulator.faults.add({ route: 'topic.create', fault: { kind: 'reset-after-effect' } });
  const [result] = await account.aiven.topics(core).write([toCreate<'topic'>(topic('orders.0'))]);
  expect(result).toMatchObject({ state: 'failed', code: 'connection', transient: true });
});

describe('an update', () => {
  async function updated(account: Account, fault?: FaultRule['fault']) {
    await account.backend.createTopic({
      name: 'orders.0',
      partitions: 3,
      replication: 3,
      config: { 'retention.ms': '1000' },
    });
    const [live] = await account.aiven.topics(core).readBack([topic('orders.0').id]);
    if (live?.state !== 'known' || live.value === undefined) throw new Error('not there');
    if (fault !== undefined) account.emulator.faults.add({ route: 'topic.update', fault });
    const desired = topic('orders.0', { config: new Map([['retention.ms', '86400000']]) });
    const before = account.clock.monotonic();
    const [verdict] = await verified(account, [
      toUpdate<'topic'>(desired, live.value, ['config.retention.ms']) as Change,
    ]);
    return { state: verdict?.state, tookMs: account.clock.monotonic() - before };
  }

  test('that was done although Aiven answered 503 is done', async () => {
    const account = await openAccount({ ...realistic, switches: { writeAnswer: '503-after-effect' } });
    expect(await updated(account)).toMatchObject({ state: 'done' });
  });

  test('that a 503 kept from being done is sent once more, when caches cannot be behind any more', async () => {
    const account = await openAccount(realistic);
    const { state, tookMs } = await updated(account, { kind: 'answer', response: { status: 503, body: {} } });
    expect(state).toBe('done');
    expect(tookMs).toBeGreaterThan(30_000);
    expect(tookMs).toBeLessThan(60_000);
  });

  test('that a 503 keeps from being done again and again is looked for as long as an accepted one', async () => {
    const account = await openAccount(realistic);
    account.emulator.faults.add({
      route: 'topic.update',
      fault: { kind: 'answer', response: { status: 503, body: {} } },
    });
    const { state, tookMs } = await updated(account, { kind: 'answer', response: { status: 503, body: {} } });
    expect(state).toBe('failed');
    expect(tookMs).toBeGreaterThan(waitTimeoutMs);
    expect(account.emulator.log.counts().get('topic.update')).toBe(2);
  });

  test.each([400, 409])('that is refused with %d has failed at once', async (status) => {
    const account = await openAccount(realistic);
    const { state, tookMs } = await updated(account, { kind: 'answer', response: { status, body: {} } });
    expect(state).toBe('failed');
    expect(tookMs).toBeLessThan(3_000);
  });
});
