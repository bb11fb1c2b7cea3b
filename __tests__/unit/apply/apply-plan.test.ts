import { describe, expect, test } from '@jest/globals';
import { applyPlan, type GoOn } from '../../../src/apply/apply-plan.ts';
import { Cancelled } from '../../../src/model/cancel.ts';
import type { Desired } from '../../../src/model/desired.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import { keyOf, nameOf } from '../../../src/model/resource.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import type { ReadLag, ResourceWriter, WriteResult, Writers } from '../../../src/model/writer.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Outcome } from '../../../src/plan/outcome.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveTopic, liveWorld } from '../../support/build/live.ts';
import { at, declared } from '../../support/build/places.ts';
import { endpoint, flow, integration, kafkaAcl, project, topic } from '../../support/build/resources.ts';
import { FakeWorld } from '../../support/fake-writers.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';
import { testClock } from '../../support/test-clock.ts';
import { unhindered } from '../../support/unhindered.ts';

const core = integration('core', { source: { type: 'service', project, service: 'kafka-core' } });
const derivedAcl = {
  ...kafkaAcl('onprem', { principal: 'User:aiven-mm2' }),
  provenance: {
    origin: 'derived' as const,
    position: at(),
    flows: ['onprem -> core'],
    rule: 'S1',
    why: 'w',
    without: 'x',
  },
};
const migration: Partial<Desired> = {
  endpoints: [endpoint()],
  integrations: [integration('onprem'), core],
  flows: [flow()],
  topics: [topic('core', 'orders')],
  kafkaAcls: [derivedAcl],
};
const removal: Partial<Desired> = {
  tombstones: [{ id: { kind: 'topic', cluster: 'core', name: 'old' }, provenance: declared() }],
};
const withOldTopic = {
  clusters: new Map([
    ['core', liveCluster('core', [liveTopic('core', 'old')])],
    ['onprem', liveCluster('onprem')],
  ]),
};

async function apply(
  world: FakeWorld,
  desired: Partial<Desired>,
  options: { readonly live?: Parameters<typeof liveWorld>[0]; readonly cancelled?: AbortSignal } = {},
): Promise<{
  readonly outcome: Outcome;
  readonly states: Record<string, string>;
  readonly slept: readonly number[];
}> {
  const clock = testClock();
  const plan = buildPlan({ desired: desiredWorld(desired), live: liveWorld(options.live), findings: [] });
  for (const { live } of plan.changes) if (live !== undefined) world.resources.set(keyOf(live.id), live);
  const outcome = await applyPlan({
    ...unhindered,
    plan,
    writers: world.writers(),
    clock,
    progress: () => undefined,
    cancelled: options.cancelled ?? neverCancelled,
    patienceMs: { late: 60_000, soon: 10_000 },
  });
  const states = Object.fromEntries(outcome.results.map(({ change, state }) => [nameOf(change.id), state]));
  return { outcome, states, slept: clock.slept };
}

describe('a plan that succeeds', () => {
  test('is applied in the order in which nothing is ever missing', async () => {
    const world = new FakeWorld();
    const { states } = await apply(world, migration);
    expect(world.effects).toEqual([
      'create topic orders',
      'create kafka-acl User:aiven-mm2 may Read Topic orders',
      'create endpoint onprem-kafka',
      'create integration core',
      'create integration onprem',
      'create flow onprem -> core enabled=false',
      'update flow onprem -> core enabled=true',
    ]);
    expect(new Set(Object.values(states))).toEqual(new Set(['applied']));
  });

  test('deletes last', async () => {
    const world = new FakeWorld();
    await apply(world, { ...migration, ...removal }, { live: withOldTopic });
    expect(world.effects.at(-1)).toBe('delete topic old');
  });

  test('waits until what it wrote can be read', async () => {
    const world = new FakeWorld();
    world.lag.set('orders', 3);
    const { states, slept } = await apply(world, { topics: [topic('core', 'orders')] });
    expect(states).toEqual({ orders: 'applied' });
    expect(slept).toEqual([250, 500, 1000]);
  });
});

describe('a write error', () => {
  test('whose effect is there counts as applied, and nothing is written twice', async () => {
    const world = new FakeWorld();
    world.misbehaviour.set('orders', { code: '502', transient: true });
    const { states } = await apply(world, { topics: [topic('core', 'orders')] });
    expect(states).toEqual({ orders: 'applied' });
    expect(world.effects).toEqual(['create topic orders']);
  });

  test("without effect fails with the system's own words", async () => {
    const world = new FakeWorld();
    world.misbehaviour.set('orders', { code: 'POLICY_VIOLATION', effect: false });
    const { outcome } = await apply(world, { topics: [topic('core', 'orders')] });
    expect(outcome.results).toMatchObject([
      { state: 'failed', failure: { code: 'POLICY_VIOLATION', message: 'said the system' } },
    ]);
  });

  test('that may have had an effect is read several times before it is believed', async () => {
    const world = new FakeWorld();
    world.misbehaviour.set('orders', { code: 'timeout', transient: true, effect: false });
    const { states, slept } = await apply(world, { topics: [topic('core', 'orders')] });
    expect(states).toEqual({ orders: 'failed' });
    expect(slept.length).toBeGreaterThanOrEqual(2);
  });

  test('stops what depends on it, and lets the rest go on', async () => {
    const world = new FakeWorld();
    world.misbehaviour.set('onprem-kafka', { code: '400', effect: false });
    const { states } = await apply(world, { ...migration, ...removal }, { live: withOldTopic });
    expect(states).toEqual({
      orders: 'applied',
      'User:aiven-mm2 may Read Topic orders': 'applied',
      'onprem-kafka': 'failed',
      core: 'applied',
      onprem: 'not-tried',
      'onprem -> core': 'not-tried',
      old: 'not-tried',
    });
  });

  test('of an ACL that a flow needs keeps the flow disabled', async () => {
    const world = new FakeWorld();
    world.misbehaviour.set('User:aiven-mm2 may Read Topic orders', {
      code: 'SECURITY_DISABLED',
      effect: false,
    });
    const { states } = await apply(world, migration);
    expect(states['onprem -> core']).toBe('not-tried');
    expect(world.effects).toContain('create flow onprem -> core enabled=false');
    expect(world.effects).not.toContain('update flow onprem -> core enabled=true');
  });
});

test('what was accepted and never becomes visible is a failure, not a success', async () => {
  const world = new FakeWorld();
  world.lag.set('orders', 1_000);
  const { outcome } = await apply(world, { topics: [topic('core', 'orders')] });
  expect(outcome.results).toMatchObject([
    { state: 'failed', failure: { code: 'not-visible', transient: true } },
  ]);
});

describe('after a cancellation', () => {
  test('no further write starts, and every change has a result', async () => {
    const world = new FakeWorld();
    const controller = new AbortController();
    controller.abort();
    const { states } = await apply(world, migration, { cancelled: controller.signal });
    expect(world.effects).toEqual([]);
    expect(new Set(Object.values(states))).toEqual(new Set(['not-tried']));
  });

  const cancelledWrite: WriteResult = {
    state: 'failed',
    code: 'cancelled',
    message: 'the run was cancelled',
    transient: true,
  };
  const failed = (code: string, transient: boolean): WriteResult => ({
    state: 'failed',
    code,
    message: 'said the system',
    transient,
  });

  test.each<[string, WriteResult, object]>([
    [
      'that was accepted is not confirmed',
      { state: 'accepted' },
      {
        state: 'unconfirmed',
        because: 'it was accepted, and not read back yet, when the run was cancelled',
      },
    ],
    [
      'without an answer is not confirmed',
      failed('timeout', true),
      {
        state: 'unconfirmed',
        because: 'it was sent, and not known to be done (timeout), when the run was cancelled',
      },
    ],
    ['of which a part was written is not confirmed', failed('interrupted', true), { state: 'unconfirmed' }],
    ['that was refused has failed', failed('400', false), { state: 'failed' }],
    [
      'that was not sent was not tried',
      cancelledWrite,
      { state: 'not-tried', because: 'the run was cancelled' },
    ],
    ['that others kept from being sent was not tried', failed('not-sent', true), { state: 'not-tried' }],
  ])('a write %s, and nothing is read', async (_, result, expected) => {
    const world = new FakeWorld();
    const controller = new AbortController();
    const topicWriter: ResourceWriter<'topic'> = {
      write: async (changes) => {
        controller.abort();
        return changes.map(() => result);
      },
      readBack: async () => {
        throw new Error('it was read');
      },
    };
    const plan = buildPlan({
      desired: desiredWorld({ topics: [topic('core', 'orders')] }),
      live: liveWorld(),
      findings: [],
    });
    const { results } = await applyPlan({
      ...unhindered,
      plan,
      writers: { ...world.writers(), topic: () => topicWriter },
      clock: testClock(),
      progress: () => undefined,
      cancelled: controller.signal,
      patienceMs: { late: 60_000, soon: 10_000 },
    });
    expect(results).toMatchObject([expected]);
  });
});

describe('a cancellation between two writes', () => {
  test.each<[string, () => Promise<GoOn>]>([
    ['ends the question whether to go on', async () => Promise.reject(new Cancelled())],
    ['comes with its answer', async () => ({ state: 'go-on' })],
  ])('%s: what was written is told, the rest was not tried', async (_, answer) => {
    const world = new FakeWorld();
    const controller = new AbortController();
    let asked = 0;
    const { results } = await applyPlan({
      ...unhindered,
      plan: buildPlan({
        desired: desiredWorld({ topics: [topic('core', 'orders')], kafkaAcls: [derivedAcl] }),
        live: liveWorld(),
        findings: [],
      }),
      writers: world.writers(),
      clock: testClock(),
      progress: () => undefined,
      mayGoOn: async () => {
        if (asked++ === 0) return { state: 'go-on' };
        controller.abort();
        return answer();
      },
      cancelled: controller.signal,
      patienceMs: { late: 60_000, soon: 10_000 },
    });
    expect(results.map(({ state }) => state)).toEqual(['applied', 'not-tried']);
    expect(world.effects).toEqual(['create topic orders']);
  });

  test('ends the question whether a topic is still empty: that is no failure', async () => {
    const world = new FakeWorld();
    const controller = new AbortController();
    const old = liveTopic('core', 'old');
    const deletes: ResourceWriter<'topic'> = {
      write: async () => {
        throw new Error('it was deleted');
      },
      readBack: async () => {
        controller.abort();
        throw new Cancelled();
      },
    };
    const { results } = await applyPlan({
      ...unhindered,
      plan: buildPlan({ desired: desiredWorld(removal), live: liveWorld(withOldTopic), findings: [] }),
      writers: { ...world.writers(), topic: () => deletes },
      clock: testClock(),
      progress: () => undefined,
      cancelled: controller.signal,
      patienceMs: { late: 60_000, soon: 10_000 },
      reviewedAsEmpty: new Set([keyOf(old.id)]),
    });
    expect(results).toMatchObject([{ state: 'not-tried', because: 'the run was cancelled' }]);
  });
});

describe('a create that is refused because it is there already', () => {
  const said: WriteResult = {
    state: 'failed',
    code: '409',
    message: 'it exists',
    transient: false,
    isThere: true,
  };
  const orders = liveTopic('core', 'orders');
  const create = async (reads: readonly Reading<LiveTopic | undefined>[]) => {
    let read = 0;
    const writer: ResourceWriter<'topic'> = {
      write: async (changes) => changes.map(() => said),
      readBack: async () => [reads[Math.min(read++, reads.length - 1)] ?? known(undefined)],
    };
    const clock = testClock();
    const { results } = await applyPlan({
      ...unhindered,
      plan: buildPlan({
        desired: desiredWorld({ topics: [topic('core', 'orders', { partitions: orders.partitions })] }),
        live: liveWorld(),
        findings: [],
      }),
      writers: { ...new FakeWorld().writers(), topic: () => writer },
      clock,
      progress: () => undefined,
      cancelled: neverCancelled,
      patienceMs: { late: 60_000, soon: 10_000 },
    });
    return { state: results[0]?.state, waited: clock.monotonic() };
  };

  test('is waited for while it cannot be seen, and counts when it is as it should be', async () => {
    const hidden = Array.from({ length: 5 }, () => known(undefined));
    expect((await create([...hidden, known(orders)])).state).toBe('applied');
  });

  test('has failed once a write that was accepted would have, too', async () => {
    const { state, waited } = await create([known(undefined)]);
    expect({ state, isLong: waited >= 10_000 }).toEqual({ state: 'failed', isLong: true });
  });

  test('has failed at once when what is there is something else', async () => {
    const other = { ...orders, partitions: orders.partitions - 1 };
    expect(await create([known(other)])).toEqual({ state: 'failed', waited: 0 });
  });
});

describe('a deletion of what is said not to be there', () => {
  const old = liveTopic('core', 'old');
  const remove = async (shown: number, lag: ReadLag | undefined) => {
    let reads = 0;
    const writer: ResourceWriter<'topic'> = {
      write: async (changes) => changes.map(() => ({ state: 'accepted', wasGone: true })),
      readBack: async () => [known(reads++ < shown ? old : undefined)],
      ...(lag === undefined ? {} : { lag }),
    };
    const clock = testClock();
    const { results } = await applyPlan({
      ...unhindered,
      plan: buildPlan({ desired: desiredWorld(removal), live: liveWorld(withOldTopic), findings: [] }),
      writers: { ...new FakeWorld().writers(), topic: () => writer },
      clock,
      progress: () => undefined,
      cancelled: neverCancelled,
      patienceMs: { late: 1_200_000, soon: 90_000 },
    });
    const [result] = results;
    const code = result?.state === 'failed' ? result.failure.code : result?.state;
    return { code, waitedMs: clock.monotonic() };
  };
  const lag: ReadLag = { firstReadMs: 2_000, throttledMs: () => 0 };

  test('is done once reads agree', async () => {
    expect(await remove(3, lag)).toMatchObject({ code: 'applied' });
  });

  test.each([
    ['no longer than reads of what exists may lag', lag, 30_000],
    ['three reads where they do not lag', undefined, 0],
  ])('is waited for %s', async (_, reads, atLeast) => {
    const { code, waitedMs } = await remove(Number.POSITIVE_INFINITY, reads);
    expect(code).toBe('still-there');
    expect(waitedMs).toBeGreaterThanOrEqual(atLeast);
    expect(waitedMs).toBeLessThanOrEqual(atLeast + 10_000);
  });
});

test('what asking again cannot change is not waited for', async () => {
  const world = new FakeWorld();
  const topicWriter: ResourceWriter<'topic'> = {
    write: async (changes) =>
      changes.map(() => ({ state: 'failed', code: '401', message: 'Invalid token', transient: false })),
    readBack: async (ids) =>
      ids.map(() => ({ ...unknown('unauthenticated', 'the token was refused'), isLasting: true })),
  };
  const clock = testClock();
  const { results } = await applyPlan({
    ...unhindered,
    plan: buildPlan({
      desired: desiredWorld({ topics: [topic('core', 'orders')] }),
      live: liveWorld(),
      findings: [],
    }),
    writers: { ...world.writers(), topic: () => topicWriter },
    clock,
    progress: () => undefined,
    cancelled: neverCancelled,
    patienceMs: { late: 60_000, soon: 10_000 },
  });
  expect(results).toMatchObject([{ state: 'failed', failure: { code: '401' } }]);
  expect(clock.slept).toEqual([]);
});

test('a writer that throws fails its own changes only', async () => {
  const world = new FakeWorld();
  const writers = {
    ...world.writers(),
    topic: () => {
      throw new Error('no such cluster');
    },
  };
  const plan = buildPlan({
    desired: desiredWorld({ topics: [topic('core', 'orders')], endpoints: [endpoint()] }),
    live: liveWorld({ endpoints: new Map([[project, known([])]]) }),
    findings: [],
  });
  const { results } = await applyPlan({
    ...unhindered,
    plan,
    writers,
    clock: testClock(),
    progress: () => undefined,
    cancelled: neverCancelled,
    patienceMs: { late: 1, soon: 1 },
  });
  expect(results).toMatchObject([
    { state: 'failed', failure: { message: 'no such cluster' } },
    { state: 'applied' },
  ]);
});

describe('a topic that was reviewed as empty', () => {
  const tombstones = ['old', 'other'].map((name) => ({
    id: { kind: 'topic' as const, cluster: 'core', name },
    provenance: declared(),
  }));
  const keys = new Set(tombstones.map(({ id }) => keyOf(id)));
  const live = (offsets: Readonly<Record<string, Partial<LiveTopic>>>) => [
    liveTopic('core', 'old', { endOffset: 0, ...offsets['old'] }),
    liveTopic('core', 'other', { endOffset: 0, ...offsets['other'] }),
  ];

  async function remove(
    world: FakeWorld,
    now: Readonly<Record<string, Partial<LiveTopic>>>,
    asked = keys,
    writer: Writers['topic'] = world.writers().topic,
  ) {
    const plan = buildPlan({
      desired: desiredWorld({ tombstones }),
      live: liveWorld({ clusters: new Map([['core', liveCluster('core', live({}))]]) }),
      findings: [],
    });
    for (const topicNow of live(now)) world.resources.set(keyOf(topicNow.id), topicNow);
    return applyPlan({
      ...unhindered,
      plan,
      writers: { ...world.writers(), topic: writer },
      clock: testClock(),
      progress: () => undefined,
      cancelled: neverCancelled,
      patienceMs: { late: 1, soon: 1 },
      reviewedAsEmpty: asked,
    });
  }

  test('is deleted while it still is', async () => {
    const world = new FakeWorld();
    await remove(world, {});
    expect(world.effects).toEqual(['delete topic old', 'delete topic other']);
  });

  test('is asked for in the way that tells it, where a plain read does not', async () => {
    const world = new FakeWorld();
    const counting: ResourceWriter<'topic'> = {
      ...world.writers().topic({ kind: 'topic', cluster: 'core', name: 'old' }),
      readCounted: async (ids) => ids.map(({ name }) => known(liveTopic('core', name, { endOffset: 0 }))),
    };
    await remove(world, { old: { endOffset: 3 } }, keys, () => counting);
    expect(world.effects).toEqual(['delete topic old', 'delete topic other']);
  });

  test.each([
    ['got records meanwhile', { startOffset: 0, endOffset: 3 }, 'holds records now'],
    ['cannot be told', { endOffset: 3 }, 'cannot be told'],
  ])('is not deleted when it %s, and the others are', async (_, told, words) => {
    const world = new FakeWorld();
    const { results } = await remove(world, { old: told });
    expect(world.effects).toEqual(['delete topic other']);
    expect(results).toMatchObject([
      { state: 'failed', failure: { code: 'from-changed', message: expect.stringContaining(words) } },
      { state: 'applied' },
    ]);
  });

  test('is deleted with its records where reviewers saw them', async () => {
    const world = new FakeWorld();
    await remove(world, { old: { startOffset: 0, endOffset: 3 } }, new Set());
    expect(world.effects).toEqual(['delete topic old', 'delete topic other']);
  });
});
