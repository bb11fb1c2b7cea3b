import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Estate, type EstateCluster, planEstate } from '../../support/flow-estate.ts';
import {
  afterMoves,
  flowsAt,
  isStable,
  statesUnder,
  topicsOf,
  withCopies,
  withSpec,
} from '../../support/flow-simulator.ts';

const keys = ['west', 'core', 'edge'] as const;
const names = ['orders', 'orders', 'west.orders', 'core.west.orders', 'iot.heartbeats'];

const days = fc.constantFrom(1, 7, 30);
const topic = fc.record(
  { days, partitions: fc.constantFrom(1, 3), records: fc.constantFrom(0, 3, 3, 3) },
  { requiredKeys: [] },
);
const asked = fc.record(
  { days, partitions: fc.constantFrom(1, 3), protect: fc.boolean() },
  { requiredKeys: [] },
);
const some = <T>(one: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...names), one, { minKeys: 1, maxKeys: 3, noNullPrototype: true });

const cluster = fc.record({ live: some(topic), spec: some(asked) });

const settings = fc.record({
  enabled: fc.boolean().map((off) => !off),
  topics: fc.constantFrom(['.*'], ['.*'], ['orders'], ['west\\..*', 'orders']),
  topics_exclude: fc.constantFrom<readonly string[]>([], [], [], ['orders']),
  replication_policy: fc.constantFrom('default' as const, 'identity' as const),
  config_properties_exclude: fc.constantFrom<readonly string[]>(
    ['min\\.insync\\.replicas'],
    ['min\\.insync\\.replicas'],
    ['retention\\.ms'],
  ),
});
/** Mostly the flow stays as it is: then it carries on what the plan does to topics. */
const kept = settings.map((one) => ({ live: one, spec: one }));
const flowState = fc.oneof(
  { weight: 3, arbitrary: kept },
  { weight: 1, arbitrary: fc.record({ live: settings }) },
  { weight: 1, arbitrary: fc.record({ spec: settings }) },
  { weight: 1, arbitrary: fc.record({ live: settings, spec: fc.constant('removed' as const) }) },
  { weight: 2, arbitrary: fc.record({ live: settings, spec: settings }) },
  {
    weight: 1,
    arbitrary: settings.map((one) => ({ live: { ...one, enabled: false }, spec: { ...one, enabled: true } })),
  },
);
const ends = fc.subarray(
  keys.flatMap((source) => keys.filter((key) => key !== source).map((target) => ({ source, target }))),
  { minLength: 1, maxLength: 3 },
);

const estate: fc.Arbitrary<Estate> = fc
  .record({
    clusters: fc.tuple(cluster, cluster, cluster),
    flows: ends.chain((pairs) =>
      fc.tuple(...pairs.map((pair) => flowState.map((state) => ({ ...pair, ...state })))),
    ),
    service: fc.constantFrom<Pick<Estate, 'settings'>>(
      {},
      {},
      { settings: { sync_topic_configs_enabled: false } },
      { settings: 'unread' },
    ),
    stated: fc.constantFrom<Pick<Estate, 'stated'>>({}, { stated: { sync_topic_configs_enabled: false } }),
    odd: fc.constantFrom<readonly [string, EstateCluster]>(
      ['', {}],
      ['', {}],
      ['west', { attachedTo: 'kafka-old' }],
      ['core', { leftOut: true }],
    ),
  })
  .map(({ clusters, flows, service, stated, odd: [oddKey, odd] }) => ({
    clusters: Object.fromEntries(
      keys.map((key, index) => [key, { ...clusters[index], ...(key === oddKey ? odd : {}) }]),
    ),
    flows,
    ...service,
    ...stated,
  }));

/** As it is once its flows have run for a while, so that whatever changes is due to the plan. */
function settled(drawn: Estate): Estate | 'restless' {
  const flows = flowsAt('before', drawn);
  const last = statesUnder(flows, topicsOf(drawn)).at(-1);
  if (last === undefined || !isStable(flows, last)) return 'restless';
  const clusters = Object.entries(drawn.clusters).map(([key, one]) => {
    const live = [...(last.get(key) ?? [])].map(([name, { days: kept, partitions, holdsRecords }]) => {
      const before = one.live?.[name];
      const isDefault = before !== undefined && before.days === undefined && kept === 7;
      return [
        name,
        { ...(isDefault ? {} : { days: kept }), partitions, records: holdsRecords ? 3 : 0 },
      ] as const;
    });
    return [key, { ...one, live: Object.fromEntries(live) }] as const;
  });
  return { ...drawn, clusters: Object.fromEntries(clusters) };
}

interface Affected {
  readonly cluster: string;
  readonly name: string;
  readonly how: 'loses' | 'mixes' | 'grows';
}

/** What becomes of topics that hold records, over all orders in which writes and flows may come. */
function affected(world: Estate): readonly Affected[] {
  const [before, after] = [flowsAt('before', world), flowsAt('after', world)];
  const settledBefore = withCopies(world, statesUnder(before, topicsOf(world)).at(-1) ?? topicsOf(world));
  const ways = [statesUnder(before, withSpec(world, settledBefore)), [withSpec(world, settledBefore)]];
  const states = ways.flatMap((way) => [
    ...way,
    ...statesUnder(after, afterMoves(world, way.at(-1) ?? settledBefore)),
  ]);
  return [...settledBefore].flatMap(([key, there]) =>
    [...there].flatMap(([name, now]): Affected[] => {
      const later = states.flatMap((state) => state.get(key)?.get(name) ?? []);
      const own = world.clusters[key]?.leftOut === true ? undefined : world.clusters[key]?.spec?.[name];
      const least = Math.min(...later.map((one) => one.days));
      const most = Math.max(...later.map((one) => one.partitions));
      const origins = new Set(later.flatMap((one) => [...one.origins]));
      const isOther = [...origins].some(
        (one) => !now.origins.has(one) && !isMovedSelf(world, key, name, one),
      );
      const loses = now.holdsRecords && least < now.days && least < (own?.days ?? now.days);
      return [
        ...(loses ? [{ cluster: key, name, how: 'loses' } as const] : []),
        ...(now.holdsRecords && isOther ? [{ cluster: key, name, how: 'mixes' } as const] : []),
        ...(most > Math.max(now.partitions, own?.partitions ?? 0)
          ? [{ cluster: key, name, how: 'grows' } as const]
          : []),
      ];
    }),
  );
}

/** The topics of the other service that an alias comes to stand for are there before. */
function isMovedSelf(world: Estate, key: string, name: string, origin: string): boolean {
  return world.clusters[key]?.attachedTo !== undefined && origin === `kafka-${key}/${name}`;
}

test('whatever flows do to another topic is told, and stops where that is protected', () => {
  let seen = 0;
  fc.assert(
    fc.property(estate, (drawn) => {
      const world = settled(drawn);
      if (world === 'restless') return;
      const { plan, stoppedBy } = planEstate(world);
      for (const { cluster: key, name, how } of affected(world)) {
        seen++;
        const told = plan.effects.some(
          ({ targetCluster, takesOver, mixes, grows }) =>
            targetCluster === key &&
            ([...takesOver.untold, ...mixes].some((one) => one.name === undefined || one.name === name) ||
              (how === 'grows' && grows.some((one) => one.name === name)) ||
              (how === 'loses' && takesOver.topics.some(({ live }) => live.id.name === name))),
        );
        expect({ key, name, how, told }).toEqual({ key, name, how, told: true });
        if (how === 'grows') continue;
        expect({ key, name, how, stops: stoppedBy([name]) }).toEqual({
          key,
          name,
          how,
          stops: expect.arrayContaining([
            'input',
            ...(world.clusters[key]?.spec?.[name]?.protect === true ? ['spec'] : []),
          ]),
        });
      }
    }),
    { numRuns: Number(process.env['FLOW_ESTATES'] ?? 200) },
  );
  expect(seen).toBeGreaterThan(30);
});
