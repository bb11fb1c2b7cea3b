import { describe, expect, test } from '@jest/globals';
import { reviewRecord } from '../../../src/review/record.ts';
import { joinRecords, unreviewed } from '../../../src/review/reviewed.ts';
import { noTopology } from '../../support/build/plan.ts';
import { type Estate, type EstateCluster, planEstate } from '../../support/flow-estate.ts';

/** `orders` of west goes from 30 days to one; its copy on core keeps 30 and is protected. */
const cutting: EstateCluster = { live: { orders: { days: 30 } }, spec: { orders: { days: 1 } } };
const copy = { 'west.orders': { days: 30 } };
const kept: EstateCluster = { live: copy, spec: { 'west.orders': { days: 30, protect: true } } };
const orders = { topics: ['orders'] };
const flow = { source: 'west', target: 'core', live: orders, spec: orders };
const base: Estate = { clusters: { west: cutting, core: kept }, flows: [flow] };

const loses = (flows: string, what = 'west.orders on core') =>
  `high data-loss at orders on west: ${flows} copies configs of the source, so retention.ms of ${what} becomes 86400000, now 2592000000: older records are deleted soon after the apply`;

describe('a topic of a target loses records, is named, and stops the plan where it is protected', () => {
  test.each<[string, Estate, string]>([
    ['over a flow that goes on', base, loses('flow west -> core')],
    [
      'over a flow that is not in the spec',
      { ...base, flows: [{ ...flow, spec: undefined }].map(({ spec: _, ...one }) => one) },
      loses('flow west -> core, which is not in the spec and runs,'),
    ],
    [
      'over a flow that the plan deletes',
      { ...base, flows: [{ ...flow, spec: 'removed' }] },
      loses('flow west -> core, which is changed only after the topics are,'),
    ],
    [
      'over a flow that the plan disables',
      { ...base, flows: [{ ...flow, spec: { ...orders, enabled: false } }] },
      loses('flow west -> core, which is changed only after the topics are,'),
    ],
    [
      'over a flow that leaves the topic out from then on',
      { ...base, flows: [{ ...flow, spec: { ...orders, topics_exclude: ['orders'] } }] },
      loses('flow west -> core, which is changed only after the topics are,'),
    ],
    [
      'over a flow that leaves the config out from then on',
      { ...base, flows: [{ ...flow, spec: { ...orders, config_properties_exclude: ['retention\\.ms'] } }] },
      loses('flow west -> core, which is changed only after the topics are,'),
    ],
    [
      'over a flow that takes the topic under another name from then on',
      { ...base, flows: [{ ...flow, spec: { ...orders, replication_policy: 'identity' } }] },
      loses('flow west -> core, which is changed only after the topics are,'),
    ],
    [
      'though the spec states that the service copies no configs',
      { ...base, stated: { sync_topic_configs_enabled: false } },
      loses('flow west -> core'),
    ],
    [
      'behind two flows',
      {
        clusters: {
          west: cutting,
          core: { live: copy },
          edge: {
            live: { 'core.west.orders': { days: 30 } },
            spec: { 'core.west.orders': { days: 30, protect: true } },
          },
        },
        flows: [
          flow,
          {
            source: 'core',
            target: 'edge',
            live: { topics: ['west\\.orders'] },
            spec: { topics: ['west\\.orders'] },
          },
        ],
      },
      loses('flow core -> edge, behind west -> core,', 'core.west.orders on edge'),
    ],
    [
      'behind a topic that the first flow makes only then',
      {
        clusters: {
          west: cutting,
          core: {},
          edge: {
            live: { 'core.west.orders': { days: 30 } },
            spec: { 'core.west.orders': { days: 30, protect: true } },
          },
        },
        flows: [
          flow,
          {
            source: 'core',
            target: 'edge',
            live: { topics: ['west\\.orders'] },
            spec: { topics: ['west\\.orders'] },
          },
        ],
      },
      loses('flow core -> edge, behind west -> core,', 'core.west.orders on edge'),
    ],
    [
      'under a name of its own that ends as heartbeats do',
      {
        clusters: {
          west: { live: { 'iot.heartbeats': { days: 30 } }, spec: { 'iot.heartbeats': { days: 1 } } },
          core: {
            live: { 'west.iot.heartbeats': { days: 30 } },
            spec: { 'west.iot.heartbeats': { days: 30, protect: true } },
          },
        },
        flows: [{ ...flow, live: { topics: ['iot\\..*'] }, spec: { topics: ['iot\\..*'] } }],
      },
      loses('flow west -> core', 'west.iot.heartbeats on core').replace('at orders', 'at iot.heartbeats'),
    ],
  ])('%s', (_, estate, expected) => {
    const { told, stoppedBy } = planEstate(estate);
    expect(told).toContain(expected);
    expect(stoppedBy([])).toEqual(['spec']);
    expect(stoppedBy(['*west.*'])).toEqual(['input', 'spec']);
  });

  test('nothing where the service copies no configs, whatever the spec states', () => {
    const settings = { sync_topic_configs_enabled: false };
    const estate = { ...base, settings, stated: { sync_topic_configs_enabled: true } };
    expect(planEstate(estate).told).toEqual([]);
  });

  test('flows in a circle come to an end', () => {
    const everywhere = { topics: ['orders'], replication_policy: 'identity' } as const;
    const back = { live: { orders: { days: 30 } } };
    const circle: Estate = {
      clusters: { west: cutting, core: back, edge: back },
      flows: [
        ['west', 'core'],
        ['core', 'edge'],
        ['edge', 'west'],
        ['edge', 'core'],
      ].map(([source = '', target = '']) => ({ source, target, live: everywhere, spec: everywhere })),
    };
    const losses = planEstate(circle).told.filter((text) => text.startsWith('high'));
    expect(losses).toEqual([
      loses('flow west -> core', 'orders on core'),
      loses('flow core -> edge, behind west -> core,', 'orders on edge'),
    ]);
  });
});

describe('what could not be read is unknown, and closes the gate', () => {
  const untold = (because: string) =>
    `medium consequence-unknown at orders on west: consequence unknown: west.orders on core would take over configs of the source through flow west -> core, and records with a shorter retention: ${because}`;

  test.each<[string, Estate, string]>([
    [
      'a target that the run leaves out',
      { ...base, clusters: { west: cutting, core: { ...kept, leftOut: true } } },
      untold('the configs of west.orders on core were not read'),
    ],
    [
      'the settings of the service',
      { ...base, settings: 'unread' },
      untold('whether mm2 copies configs could not be read'),
    ],
  ])('%s', (_, estate, expected) => {
    const { told, stoppedBy } = planEstate(estate);
    expect(told).toEqual([expected]);
    expect(stoppedBy([])).toEqual(['spec']);
    expect(stoppedBy(['west.*'])).toEqual(['input', 'spec']);
  });
});

describe('an alias that stands for another cluster', () => {
  test('makes every copy a new one', () => {
    const { told, stoppedBy } = planEstate({
      clusters: {
        west: { live: { orders: { days: 1 } }, spec: { orders: { days: 1 } }, attachedTo: 'kafka-old' },
        core: kept,
      },
      flows: [flow],
    });
    expect(told).toEqual([
      'high data-loss at alias west: flow west -> core copies configs of the source, so retention.ms of west.orders on core becomes 86400000, now 2592000000: older records are deleted soon after the apply',
      'high records-mix at alias west: flow west -> core adds records to west.orders on core, which may hold others: they mix, and nothing tells them apart',
    ]);
    expect(stoppedBy([])).toEqual(['spec']);
    expect(stoppedBy(['west.*'])).toEqual(['input', 'spec']);
  });
});

describe('records of another topic', () => {
  const identity = { topics: ['.*'], replication_policy: 'identity' } as const;
  const mixes = (at: string, who: string, what: string) =>
    `high records-mix at ${at}: ${who} adds records to ${what}, which may hold others: they mix, and nothing tells them apart`;
  const both = {
    west: { live: { orders: { days: 7 } } },
    core: { live: { orders: { days: 7 } }, spec: { orders: { days: 7, protect: true } } },
  };

  test.each<[string, Estate, string]>([
    [
      'come with an identity flow that is enabled',
      {
        clusters: both,
        flows: [{ ...flow, live: { ...identity, enabled: false }, spec: { ...identity, enabled: true } }],
      },
      mixes('west -> core', 'the flow', 'orders'),
    ],
    [
      'come with a topic that is created on the source of an identity flow',
      {
        clusters: { ...both, west: { spec: { orders: { days: 7 } } } },
        flows: [{ ...flow, live: identity, spec: identity }],
      },
      mixes('orders on west', 'flow west -> core', 'orders on core'),
    ],
    [
      'come on, behind a topic that is made only then',
      {
        clusters: { ...both, core: {}, edge: both.core },
        flows: [
          { ...flow, live: { ...identity, enabled: false }, spec: { ...identity, enabled: true } },
          { source: 'core', target: 'edge', live: identity, spec: identity },
        ],
      },
      mixes('west -> core', 'flow core -> edge, behind west -> core,', 'orders on edge'),
    ],
  ])('%s', (_, estate, expected) => {
    const { told, stoppedBy } = planEstate(estate);
    expect(told).toContain(expected);
    expect(stoppedBy([])).toEqual(['spec']);
    expect(stoppedBy(['orders'])).toEqual(['input', 'spec']);
  });

  test('mix with nothing in a topic that is empty', () => {
    const empty = { live: { orders: { days: 7, records: 0 } } };
    const estate = {
      clusters: { ...both, core: empty },
      flows: [{ ...flow, spec: identity }].map(({ live: _, ...one }) => one),
    };
    expect(planEstate(estate).told.filter((text) => text.startsWith('high'))).toEqual([]);
  });
});

test('partitions that the spec adds on a source are added on the targets as well, as far as flows go', () => {
  const { told } = planEstate({
    clusters: {
      west: { live: { orders: { partitions: 6 } }, spec: { orders: { partitions: 12 } } },
      core: { live: { 'west.orders': { partitions: 6 } } },
      edge: { live: { 'core.west.orders': { partitions: 9 } } },
    },
    flows: [flow, { source: 'core', target: 'edge', live: { topics: ['.*'] } }],
  });
  const grows = (flows: string, what: string, from: number) =>
    `medium partitions-grow at orders on west: ${flows} gives ${what} 12 partitions, now ${from}: records with one key go to another partition from then on, and partitions never shrink again`;
  expect(told).toEqual([
    grows('flow west -> core', 'west.orders on core', 6),
    grows(
      'flow core -> edge, behind west -> core, where core -> edge is not in the spec and runs,',
      'core.west.orders on edge',
      9,
    ),
  ]);
});

describe('what was reviewed counts while it comes to the same or to less', () => {
  const empty = { live: { 'west.orders': { days: 30, records: 0 } } };
  const excluding = { ...orders, config_properties_exclude: ['retention\\.ms'] };
  const unlisted = (live: typeof orders): Estate['flows'] => [{ source: 'west', target: 'core', live }];
  const out = { live: copy, leftOut: true };

  test.each<[string, Estate, Estate, 'counts' | 'from-changed']>([
    ['the same', base, base, 'counts'],
    [
      'a copy that was empty and holds records',
      { ...base, clusters: { west: cutting, core: empty } },
      { ...base, clusters: { west: cutting, core: { live: copy } } },
      'from-changed',
    ],
    [
      'a copy that held records and is empty',
      { ...base, clusters: { west: cutting, core: { live: copy } } },
      { ...base, clusters: { west: cutting, core: empty } },
      'counts',
    ],
    [
      'a flow that left the config out and copies it',
      { ...base, flows: unlisted(excluding) },
      { ...base, flows: unlisted(orders) },
      'from-changed',
    ],
    ['a flow that nobody had', { ...base, flows: [] }, { ...base, flows: unlisted(orders) }, 'from-changed'],
    [
      'a service that copied no configs and does',
      { ...base, settings: { sync_topic_configs_enabled: false } },
      base,
      'from-changed',
    ],
    ['a service that nobody could look at', { ...base, settings: 'unread' }, base, 'counts'],
    [
      'a copy that kept less and keeps more',
      { ...base, clusters: { west: cutting, core: { live: { 'west.orders': { days: 2 } } } } },
      { ...base, clusters: { west: cutting, core: { live: copy } } },
      'from-changed',
    ],
    [
      'a target that nobody can look at now',
      { ...base, clusters: { west: cutting, core: { live: copy } } },
      { ...base, clusters: { west: cutting, core: out } },
      'from-changed',
    ],
  ])('%s', (_, shown, now, expected) => {
    const record = reviewRecord(planEstate(shown).plan, 3);
    const { plan } = planEstate(now);
    const reviewed = joinRecords([record], { isUnfinished: false, topology: noTopology });
    const cut = plan.changes.filter(({ kind }) => kind === 'topic');
    expect(cut).toHaveLength(1);
    const missing = unreviewed({ changes: cut }, reviewed).map(({ why }) => why);
    expect(missing).toEqual(expected === 'counts' ? [] : [expected]);
  });
});

describe('a flow is held against the topics as the plan leaves them', () => {
  const found = (estate: Estate, code: string) =>
    planEstate(estate)
      .plan.findings.filter((finding) => finding.code === code)
      .map(({ severity, message }) => `${severity}: ${message}`);
  const all = { topics: ['.*'] };

  test('a copy that is declared with fewer partitions than its source gets', () => {
    const estate = (partitions: number): Estate => ({
      clusters: {
        west: { live: { orders: { partitions: 6 } }, spec: { orders: { partitions: 12 } } },
        core: { live: { 'west.orders': { partitions: 6 } }, spec: { 'west.orders': { partitions } } },
      },
      flows: [flow],
    });
    expect(found(estate(6), 'mirrored-topic-too-small')).toEqual([
      'error: west.orders on core is declared with 6 partitions, and west -> core gives it 12, as many as orders has on west: from then on the spec asks for fewer than there are',
    ]);
    expect(found(estate(12), 'mirrored-topic-too-small')).toEqual([]);
  });

  test('topics that the plan creates on the source, and that flows before it create', () => {
    const estate = (atMost: number): Estate => ({
      clusters: { west: { live: { one: {} }, spec: { two: {} } }, core: { live: { three: {} } }, edge: {} },
      flows: [
        { source: 'west', target: 'core', live: all, spec: all, atMost },
        { source: 'core', target: 'edge', live: all, spec: all, atMost: atMost + 1 },
      ],
    });
    expect(found(estate(2), 'expect-topics-violated')).toEqual([]);
    expect(found(estate(1), 'expect-topics-violated')).toEqual([
      'error: core -> edge: 3 topics of core match, and expect_topics says at_most 2',
      'error: west -> core: 2 topics of west match, and expect_topics says at_most 1',
    ]);
  });

  test('a name that differs only in dots and underscores from one that the plan creates', () => {
    const clusters = (source: EstateCluster, target: EstateCluster) => ({ west: source, core: target });
    const flows = [{ source: 'west', target: 'core', live: all, spec: all }];
    const created = { spec: { 'a.b': {} } };
    expect(
      found({ clusters: clusters(created, { live: { 'west.a_b': {} } }), flows }, 'mirrored-topic-collides'),
    ).toHaveLength(1);
    expect(
      found(
        { clusters: clusters({ live: { 'a.b': {} } }, { spec: { 'west.a_b': {} } }), flows },
        'mirrored-topic-collides',
      ),
    ).toHaveLength(1);
    expect(
      found({ clusters: clusters(created, { spec: { 'west.a.b': {} } }), flows }, 'mirrored-topic-collides'),
    ).toEqual([]);
  });
});

test('to enable a flow is to begin what it was set up for while it was disabled', () => {
  const live = {
    topics: ['orders'],
    replication_policy: 'identity',
    sync_group_offsets_enabled: true,
    enabled: false,
  } as const;
  const { plan } = planEstate({
    clusters: { west: { live: { orders: {} } }, core: {} },
    flows: [{ source: 'west', target: 'core', live, spec: { ...live, enabled: true } }],
  });
  expect(plan.risks.map(({ level, code }) => `${level} ${code}`)).toEqual([
    'medium records-mix',
    'medium group-offsets-written',
    'low mirroring-starts',
  ]);
});

test('what the plan sets on a copy, and a flow sets again, goes on over the flow behind it', () => {
  const all = { topics: ['.*'] };
  const { told, stoppedBy } = planEstate({
    clusters: {
      west: { live: { orders: { days: 1 } } },
      core: { spec: { 'west.orders': { days: 30 } } },
      edge: {
        live: { 'core.west.orders': { days: 30 } },
        spec: { 'core.west.orders': { days: 30, protect: true } },
      },
    },
    flows: [flow, { source: 'core', target: 'edge', live: all, spec: all }],
  });
  expect(told).toContainEqual(
    loses('flow core -> edge, behind west -> core,', 'core.west.orders on edge').replace(
      'at orders on west',
      'at west.orders on core',
    ),
  );
  expect(stoppedBy([])).toEqual(['spec']);
});

test('flows between all of many clusters are gone over once each', () => {
  const keys = Array.from({ length: 9 }, (_, index) => `c${index}`);
  const identity = { topics: ['.*'], replication_policy: 'identity' } as const;
  const rest = keys.slice(1).map((key) => [key, { live: { orders: { days: 30 } } }] as const);
  const { plan } = planEstate({
    clusters: { c0: cutting, ...Object.fromEntries(rest) },
    flows: keys.flatMap((source) =>
      keys
        .filter((key) => key !== source)
        .map((target) => ({ source, target, live: identity, spec: identity })),
    ),
  });
  expect(plan.effects.length).toBeLessThan(keys.length ** 2);
});
