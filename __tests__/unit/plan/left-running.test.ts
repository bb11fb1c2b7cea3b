import { describe, expect, test } from '@jest/globals';
import type { Desired, DesiredCluster } from '../../../src/model/desired.ts';
import type { Live } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { nameOf, placeOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { LeftName, Plan } from '../../../src/plan/plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import {
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveIntegration,
  liveKafkaAcl,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from '../../support/build/live.ts';
import { at, declared } from '../../support/build/places.ts';
import {
  aivenAcl,
  endpoint,
  flow,
  flowSettings,
  integration,
  kafkaAcl,
  mirrorMaker,
  project,
  topic,
} from '../../support/build/resources.ts';

function plan(options: {
  readonly before?: Partial<Desired>;
  readonly now?: Partial<Desired>;
  readonly live?: Partial<Live>;
  readonly carried?: readonly LeftName[];
}): Plan {
  const { before, now, live, carried = [] } = options;
  return buildPlan({
    desired: desiredWorld(now),
    live: liveWorld(live),
    findings: [],
    before: before && desiredWorld(before),
    carried: { names: carried, unnamed: 0 },
  });
}

function left({ leftRunning }: Plan): readonly string[] {
  return leftRunning.map(({ id, state, beside }) => {
    const twin = beside === undefined ? '' : `, beside ${nameOf(beside)} of ${beside.service}`;
    return `${id.kind} ${nameOf(id)} of ${placeOf(id)} ${state}${twin}`;
  });
}

const everything: Partial<Desired> = {
  endpoints: [endpoint()],
  integrations: [integration('onprem')],
  flows: [flow()],
  topics: [topic('core', 'orders')],
  kafkaAcls: [kafkaAcl('core')],
  aivenAcls: [aivenAcl('core')],
};

const everythingLive: Partial<Live> = {
  endpoints: new Map([[project, known([liveEndpoint()])]]),
  mirrormakers: new Map([
    [
      mirrorMaker,
      liveMirrorMaker({
        integrations: known([liveIntegration('onprem')]),
        flows: known([liveFlow()]),
      }),
    ],
  ]),
  clusters: new Map([
    [
      'core',
      liveCluster('core', [liveTopic('core', 'orders')], {
        kafkaAcls: known([liveKafkaAcl('core')]),
        aivenAcls: known([{ id: aivenAcl('core').id, aclId: 'acl-1' }]),
      }),
    ],
    ['onprem', liveCluster('onprem')],
  ]),
};

const all = [
  'endpoint onprem-kafka of acme there',
  'aiven-acl svc-legacy read on orders.* of core there',
  'kafka-acl User:svc-audit may Read Topic orders of core there',
  'topic orders of core there',
  'flow onprem -> core of mm2-core running',
  'integration onprem of mm2-core there',
];

describe('what leaves the spec is named', () => {
  test('of every kind, with what it goes on doing', () => {
    const result = plan({ before: everything, live: everythingLive });
    expect(left(result)).toEqual(all);
    expect(result.changes).toEqual([]);
  });

  test('nothing without a spec before, and nothing while the spec still has it', () => {
    expect(left(plan({ live: everythingLive }))).toEqual([]);
    expect(left(plan({ before: everything, now: everything, live: everythingLive }))).toEqual([]);
  });

  test('what is proven not to be there is not left, and what could not be read may be', () => {
    expect(left(plan({ before: everything }))).toEqual([]);
    const unread = unknown('unreachable', 'no answer');
    const live: Partial<Live> = {
      endpoints: new Map([[project, unread]]),
      mirrormakers: new Map(),
      clusters: new Map([['onprem', liveCluster('onprem')]]),
    };
    expect(left(plan({ before: everything, live }))).toEqual(
      all.map((line) => line.replace(/(there|running)$/, 'not-read')),
    );
  });

  test('a disabled flow stays, and is not said to run', () => {
    const flows = known([liveFlow(flowSettings({ enabled: false }))]);
    const live = { mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ flows })]]) };
    expect(left(plan({ before: { flows: [flow()] }, live }))).toEqual([
      'flow onprem -> core of mm2-core paused',
    ]);
  });

  test('what a tombstone or an owned scope deletes is not left', () => {
    const before = { topics: [topic('core', 'orders')] };
    const tombstones = [{ id: topic('core', 'orders').id, provenance: declared() }];
    expect(left(plan({ before, now: { tombstones }, live: everythingLive }))).toEqual([]);
    const scope = { pattern: '*', position: at() };
    const ownership = new Map([
      ['core', { topics: { scope: [scope], exclude: [], prune: 'scope' as const }, principals: [] }],
    ]);
    const pruned = plan({ before, now: { ownership }, live: everythingLive });
    expect(pruned.changes.map(({ action }) => action)).toEqual(['delete']);
    expect(left(pruned)).toEqual([]);
  });
});

describe('an alias that is renamed', () => {
  const clusters = (alias: string): Desired['clusters'] => [
    { key: 'core', aliases: ['core'], type: 'aiven', addresses: ['acme/kafka-core'], position: at() },
    {
      key: alias,
      aliases: [alias],
      type: 'external',
      addresses: ['kafka-1:9093', 'kafka-2:9093'],
      position: at(),
    },
  ];

  test('leaves the flow and the integration behind, which copy everything twice; its topics are the same', () => {
    const result = plan({
      before: {
        clusters: clusters('onprem'),
        flows: [flow()],
        integrations: [integration('onprem')],
        topics: [topic('onprem', 'edge.readings')],
        kafkaAcls: [kafkaAcl('onprem')],
      },
      now: {
        clusters: clusters('dc1'),
        flows: [flow({}, 'dc1')],
        integrations: [integration('dc1')],
        topics: [topic('dc1', 'edge.readings')],
        kafkaAcls: [kafkaAcl('dc1')],
      },
      live: everythingLive,
    });
    expect(left(result)).toEqual([
      'flow onprem -> core of mm2-core running, beside dc1 -> core of mm2-core',
      'integration onprem of mm2-core there',
    ]);
  });

  test('one broker in common makes it the same cluster, none makes it another', () => {
    const other: Desired['clusters'] = [
      { key: 'dc1', aliases: ['dc1'], type: 'external', addresses: ['elsewhere:9093'], position: at() },
    ];
    const before = { clusters: clusters('onprem'), topics: [topic('onprem', 'edge.readings')] };
    const now = { clusters: other, topics: [topic('dc1', 'edge.readings')] };
    const clustersLive = { clusters: new Map([['dc1', liveCluster('dc1')]]) };
    expect(left(plan({ before, now, live: clustersLive }))).toEqual([
      'topic edge.readings of onprem not-read',
    ]);
  });
});

test('the picture shows every flow that runs, and only those', () => {
  const flows = known([
    liveFlow(),
    liveFlow(flowSettings(), 'core', 'onprem'),
    liveFlow(flowSettings({ enabled: false }), 'a', 'b'),
  ]);
  const live = { mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ flows })]]) };
  const { topology } = plan({ now: { flows: [flow()] }, live });
  expect(topology.flows.map(({ source, target, state }) => `${source} -> ${target}: ${state}`)).toEqual([
    'onprem -> core: unchanged',
    'core -> onprem: left',
  ]);
});

describe('names that are kept for later runs', () => {
  const gone: LeftName = { kind: 'topic', place: 'core', name: 'was-deleted-by-hand' };
  const other: LeftName = { kind: 'flow', place: 'mm2-old', name: 'a -> b' };
  const orders: LeftName = { kind: 'topic', place: 'core', name: 'orders' };

  test('are those left now and before, as far as they may be there and are not in the spec again', () => {
    const before = { topics: [topic('core', 'orders')] };
    const { leftNames } = plan({ before, live: everythingLive, carried: [gone, other] });
    expect(leftNames).toEqual([other, orders]);
    const back = plan({ now: before, live: everythingLive, carried: [orders, other] });
    expect(back.leftNames).toEqual([other]);
  });
});

describe('a key of an external cluster whose brokers are others than before', () => {
  const atBrokers = (addresses: readonly string[], clusterId?: string, key = 'onprem'): DesiredCluster => ({
    ...{ key, aliases: [key], type: 'external', addresses, position: at() },
    ...(clusterId === undefined ? {} : { clusterId }),
  });
  const [old, other] = [['a.old:9093', 'b.old:9093'], ['a.new:9093']];
  const ofBefore = 'topic orders of';
  test.each<{
    readonly what: string;
    readonly was: DesiredCluster;
    readonly now: DesiredCluster;
    readonly left: readonly string[];
    readonly told: readonly string[];
  }>([
    { what: 'no pins', was: atBrokers(old), now: atBrokers(other), left: [], told: ['brokers-replaced'] },
    {
      what: 'a pin now',
      was: atBrokers(old),
      now: atBrokers(other, 'A'),
      left: [],
      told: ['brokers-replaced'],
    },
    {
      what: 'a pin before',
      was: atBrokers(old, 'A'),
      now: atBrokers(other),
      left: [],
      told: ['brokers-replaced'],
    },
    { what: 'one pin', was: atBrokers(old, 'A'), now: atBrokers(other, 'A'), left: [], told: [] },
    {
      what: 'two pins',
      was: atBrokers(old, 'A'),
      now: atBrokers(other, 'B'),
      left: [`${ofBefore} a.old:9093 not-read`],
      told: [],
    },
    {
      what: 'the same address and two pins',
      was: atBrokers(old, 'A'),
      now: atBrokers(old, 'B'),
      left: [`${ofBefore} cluster id A not-read`],
      told: [],
    },
    {
      what: 'a broker in common',
      was: atBrokers(old),
      now: atBrokers([...other, 'b.old:9093']),
      left: [],
      told: [],
    },
    {
      what: 'another key and one pin',
      was: atBrokers(old, 'A'),
      now: atBrokers(other, 'A', 'dc1'),
      left: [],
      told: [],
    },
    {
      what: 'another key and no pin',
      was: atBrokers(old),
      now: atBrokers(other, undefined, 'dc1'),
      left: [`${ofBefore} onprem not-read`],
      told: [],
    },
  ])('$what', ({ was, now, left: expected, told }) => {
    const made = plan({
      before: { clusters: [was], topics: [topic(was.key, 'orders')] },
      now: { clusters: [now], topics: [topic(now.key, 'orders')] },
      live: { clusters: new Map([[now.key, liveCluster(now.key, [liveTopic(now.key, 'orders')])]]) },
    });
    expect(left(made)).toEqual(expected);
    expect(made.findings.map(({ code }) => code)).toEqual(told);
  });

  test('says what the flows from it would copy', () => {
    const before = { clusters: [atBrokers(old)], topics: [topic('onprem', 'orders')] };
    const { findings } = plan({ before, now: { clusters: [atBrokers(other)], flows: [flow()] } });
    expect(findings.find(({ code }) => code === 'brokers-replaced')?.message).toBe(
      'onprem has none of the brokers that it had before this change (a.old:9093, b.old:9093), and nothing tells whether it is the same cluster. If it is another, the one topic or ACL entry that the spec had there stays as it is, and onprem -> core would copy what the other one holds into the topics written so far, which is not checked',
    );
  });
});

describe('a MirrorMaker 2 service that moves to another project under its name', () => {
  const eu = <T extends { readonly id: object }>(one: T): T => ({
    ...one,
    id: { ...one.id, project: 'acme-eu' },
  });
  const clusters: Desired['clusters'] = [
    { key: 'core', aliases: ['core'], type: 'aiven', addresses: ['acme/kafka-core'], position: at() },
    { key: 'onprem', aliases: ['onprem'], type: 'external', addresses: ['kafka-1:9093'], position: at() },
  ];
  const before = { clusters, flows: [flow()], integrations: [integration('onprem')] };
  const there = liveMirrorMaker({
    project: 'acme-eu',
    integrations: known([eu(liveIntegration('onprem'))]),
    flows: known([eu(liveFlow())]),
  });
  const live = { mirrormakers: new Map([[mirrorMaker, there]]) };
  const behind = 'acme/mm2-core';

  test.each<{ readonly what: string; readonly now: Partial<Desired>; readonly left: readonly string[] }>([
    {
      what: 'with its flow',
      now: { flows: [eu(flow())], integrations: [eu(integration('onprem'))] },
      left: [
        `flow onprem -> core of ${behind} not-read, beside onprem -> core of mm2-core`,
        `integration onprem of ${behind} not-read`,
      ],
    },
    {
      what: 'with a line that removes the flow there',
      now: { tombstones: [{ id: eu(flow()).id, provenance: { ...declared(), reason: 'moved' } }] },
      left: [`flow onprem -> core of ${behind} not-read`, `integration onprem of ${behind} not-read`],
    },
    {
      what: 'with nothing',
      now: {},
      left: [`flow onprem -> core of ${behind} not-read`, `integration onprem of ${behind} not-read`],
    },
  ])('$what: what it leaves behind is named by the project', ({ now, left: expected }) => {
    expect(left(plan({ before, now: { clusters, ...now }, live }))).toEqual(expected);
  });

  test('later runs know it by that name, and never take the service of now for it', () => {
    const { leftNames } = plan({ before, now: { clusters, flows: [eu(flow())] }, live });
    expect(leftNames.map(({ place }) => place)).toEqual([behind, behind]);
    const later = plan({ now: { clusters, flows: [eu(flow())] }, live, carried: leftNames });
    expect(later.leftNames).toEqual(leftNames);
  });

  test('so does what was left there before', () => {
    const other: LeftName = { kind: 'flow', place: mirrorMaker, name: 'a -> b' };
    const { leftNames } = plan({ before, now: { clusters, flows: [eu(flow())] }, live, carried: [other] });
    expect(leftNames).toContainEqual({ ...other, place: behind });
  });

  test('a line under removed that goes with it is still open there', () => {
    const tombstones = [{ id: flow().id, provenance: { ...declared(), reason: 'closed' } }];
    const { findings } = plan({
      before: { clusters, tombstones, integrations: before.integrations },
      now: { clusters, integrations: [eu(integration('onprem'))] },
      live,
    });
    expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `no-longer-enforced: flow onprem -> core of ${behind} is no longer under removed, and was not looked at: no apply will delete it`,
    ]);
  });

  test('what its flow stated there is not said to stay as it is here', () => {
    const stated = flow({ offset_lag_max: 5 });
    const now = { clusters, flows: [eu({ ...flow(), stated: new Set<'topics'>(['topics']) })] };
    const { leftAlone } = plan({ before: { ...before, flows: [stated] }, now, live });
    expect(leftAlone.filter(({ why }) => why === 'no-longer-stated')).toEqual([]);
  });
});
