import { describe, expect, test } from '@jest/globals';
import type { AivenOptions } from '../../../sandbox/aiven/start-aiven.ts';
import { writeAndVerify } from '../../../src/apply/write-and-verify.ts';
import type { Change } from '../../../src/model/change.ts';
import type { ResourceWriter } from '../../../src/model/writer.ts';
import { type Account, core, openAccount, topic } from '../../support/aiven/aiven-account.ts';
import { toCreate } from '../../support/aiven/changes.ts';

const waitTimeoutMs = 1_200_000;

async function create(account: Account, count: number) {
  const changes = Array.from({ length: count }, (_, index) =>
    toCreate<'topic'>(topic(`orders.${index}`)),
  ) as readonly Change[];
  account.emulator.log.clear();
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

  test.each([
    ['503', { kind: 'answer', response: { status: 503, body: {} } }],
    ['a reset', { kind: 'reset' }],
  ] as const)('%s without an effect has failed, and the run goes on', async (_, fault) => {
    const account = await openAccount(realistic);
    account.emulator.faults.add({ route: 'topic.create', fault });
    expect(states(await create(account, 1))).toEqual({ failed: 1 });
    expect(account.clock.monotonic()).toBeLessThan(300_000);
  });
});
