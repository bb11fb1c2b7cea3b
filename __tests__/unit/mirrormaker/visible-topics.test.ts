import { describe, expect, test } from '@jest/globals';
import { flowProblems } from '../../../src/mirrormaker/flow-problems.ts';
import type { AccessEntry, MirrorCluster } from '../../../src/mirrormaker/mirror-flow.ts';
import { visibleTo } from '../../../src/mirrormaker/visible-topics.ts';
import { lines, mirrorCluster, mirrorFlow, needs } from '../../support/mirror-flows.ts';

interface Hop {
  readonly from: string;
  readonly to: string;
  readonly topics: readonly string[];
  readonly exclude?: readonly string[];
  readonly policy?: 'default' | 'identity';
}

function flow({ from, to, topics, exclude, policy = 'default' }: Hop) {
  return mirrorFlow({
    source: from,
    target: to,
    mirroredTopics: 'mirrormaker',
    settings: {
      topics,
      replication_policy: policy,
      ...(exclude === undefined ? {} : { topics_exclude: exclude }),
    },
  });
}

/** Of the last flow: topics it may read, topics it may write, and what it is told. */
function last(hops: readonly Hop[], ...clusters: readonly MirrorCluster[]) {
  const all = needs(hops.map(flow), ...clusters);
  const one = all.at(-1);
  if (one === undefined) throw new Error('there is a last flow');
  const of = (rule: string, entries: readonly string[]) =>
    entries.flatMap((line) => (line.startsWith(`${rule} `) ? [line.replace(/^.* /, '')] : []));
  return {
    reads: of('S1', lines(one.source)),
    described: of('S2', lines(one.source)),
    writes: of('T5', lines(one.target)),
    creates: of('T6', lines(one.target)),
    told: flowProblems(all)
      .filter((problem) => problem.flow === one.flow)
      .map(({ finding }) => finding.code),
    messages: flowProblems(all)
      .filter((problem) => problem.flow === one.flow)
      .map(({ finding }) => finding.message),
  };
}

const orders: Hop = { from: 'b', to: 'a', topics: ['orders\\..*'] };
const aiven = (key: string) => mirrorCluster(key, { rights: 'everything' });

describe('what one flow may write, the next one sees, and mirrors if its patterns match', () => {
  test.each<[string, Hop, readonly string[]]>([
    [
      'at the end',
      { from: 'a', to: 'c', topics: ['invoices\\..*', '.*\\.eu'] },
      ['b.orders.*', 'invoices.*'],
    ],
    ['inside', { from: 'a', to: 'c', topics: ['.*orders.*'] }, ['b.orders.*']],
    ['everything', { from: 'a', to: 'c', topics: ['.*'] }, ['b.orders.*']],
    ['an unescaped dot', { from: 'a', to: 'c', topics: ['b.orders..*'] }, ['b.orders.*']],
    ['a class', { from: 'a', to: 'c', topics: ['[a-c]\\.orders\\..*z'] }, ['b.orders.*']],
    ['a name inside it needs no more', { from: 'a', to: 'c', topics: ['b\\.orders\\.eu'] }, ['b.orders.eu']],
    ['a prefix inside it neither', { from: 'a', to: 'c', topics: ['b\\.orders\\.eu.*'] }, ['b.orders.eu*']],
    ['a prefix around it neither', { from: 'a', to: 'c', topics: ['b\\..*'] }, ['b.*']],
    [
      'a prefix that cannot be granted for what it excludes elsewhere',
      { from: 'a', to: 'c', topics: ['b.*'], exclude: ['b\\.secret'] },
      ['b.orders.*'],
    ],
    ['no match', { from: 'a', to: 'c', topics: ['[xy]\\.orders\\..*z'] }, []],
    ['excluded as a whole', { from: 'a', to: 'c', topics: ['.*\\.eu'], exclude: ['b\\..*'] }, []],
  ])('%s', (_, hop, expected) => {
    const { reads, described, writes, creates, told } = last([orders, hop]);
    const remote = expected.map((name) => `a.${name}`);
    expect({ reads, described, writes, creates }).toEqual({
      reads: expected,
      described: expected,
      writes: remote,
      creates: remote,
    });
    expect(told).not.toContain('visible-not-granted');
  });

  test('a single name, which need not exist yet', () => {
    const first: Hop = { from: 'b', to: 'a', topics: ['orders', 'stock'] };
    expect(last([first, { from: 'a', to: 'c', topics: ['.*orders.*'] }])).toMatchObject({
      reads: ['b.orders'],
      writes: ['a.b.orders'],
    });
  });

  test('over several hops, and by the alias that the next flow uses', () => {
    const second: Hop = { from: 'a', to: 'c', topics: ['.*\\.eu'] };
    const third: Hop = { from: 'c', to: 'd', topics: ['a\\.b.+'] };
    expect(last([orders, second, third])).toMatchObject({
      reads: ['a.b.orders.*'],
      writes: ['c.a.b.orders.*'],
    });
    const [, one] = needs(
      [
        { ...flow(orders), target: 'a1', targetCluster: 'a' },
        { ...flow(second), source: 'a2', sourceCluster: 'a' },
      ],
      mirrorCluster('a'),
    );
    expect(lines(one?.source ?? [])).toContain('S1 Read Topic b.orders.*');
    expect(lines(one?.target ?? [])).toContain('T5 Write Topic a2.b.orders.*');
  });

  test('through an Aiven service', () => {
    const { writes } = last([orders, { from: 'a', to: 'c', topics: ['.*'] }], aiven('a'));
    expect(writes).toEqual(['a.b.orders.*']);
  });

  test('not what goes back to where it came from', () => {
    expect(last([orders, { from: 'a', to: 'b', topics: ['.*'] }])).toMatchObject({ reads: [], writes: [] });
  });

  test('flows from one source share a login, so what one reads the other sees', () => {
    const other: Hop = { from: 'a', to: 'd', topics: ['invoices\\..*', 'returns'] };
    expect(last([other, { from: 'a', to: 'c', topics: ['.*\\.eu', '[r]e.*s'] }])).toMatchObject({
      reads: ['invoices.*', 'returns'],
      writes: ['a.invoices.*', 'a.returns'],
    });
  });
});

describe('where rights on all that is seen would reach too far, it is told', () => {
  const open: Hop = { from: 'a', to: 'c', topics: ['.*\\.eu'] };

  test('what the flow excludes', () => {
    expect(last([orders, { ...open, exclude: ['b\\.orders\\.secret'] }])).toMatchObject({
      reads: [],
      told: ['pattern-not-ahead', 'visible-not-granted'],
    });
  });

  test('names of the target itself under the identity policy, but not those that carry an alias', () => {
    const identity = { ...open, policy: 'identity' } as const;
    const other: Hop = { from: 'a', to: 'd', topics: ['invoices\\..*'] };
    expect(last([other, identity])).toMatchObject({
      reads: [],
      told: ['pattern-not-ahead', 'visible-not-granted'],
    });
    expect(last([orders, identity])).toMatchObject({ reads: ['b.orders.*'], writes: ['b.orders.*'] });
  });

  test('what a right given by hand shows; a single name is granted', () => {
    const shown = (name: string, patternType: 'LITERAL' | 'PREFIXED') =>
      mirrorCluster('a', { alsoVisible: [{ name, patternType }] });
    expect(last([open], shown('x.', 'PREFIXED')).messages.at(-1)).toBe(
      'a -> c: MirrorMaker 2 sees new topics x.* of a and .*\\.eu may match them, but rights on them cannot be granted in advance, because the right that shows them is not derived: such a topic is not mirrored, and may keep every new topic of the flow from being mirrored',
    );
    expect(last([open], shown('*', 'LITERAL')).told).toEqual(['pattern-not-ahead', 'visible-not-granted']);
    expect(last([open], shown('x.eu', 'LITERAL'))).toMatchObject({ reads: ['x.eu'], writes: ['a.x.eu'] });
    expect(last([{ ...open, topics: ['y\\..*'] }], shown('x.', 'PREFIXED')).told).toEqual([]);
  });
});

test('on an Aiven source a topic that comes later is seen, so it is not called invisible', () => {
  const { messages } = last([{ from: 'core', to: 'c', topics: ['.*\\.eu'] }], aiven('core'));
  expect(messages).toEqual([
    'core -> c: rights for new topics of .*\\.eu cannot be granted in advance, because Kafka ACLs know whole names and prefixes only; MirrorMaker 2 sees every topic of core, so a new one that matches is tried, refused on c, and holds up others of the flow until the next plan is applied; none of the topics that this run knows matches',
  ]);
});

test('of a large cluster every topic is followed along a chain', () => {
  const topics = Array.from({ length: 6000 }, (_, index) => `t${index}`);
  const hops = [
    { from: 'a', to: 'b', topics: ['.*'] },
    { from: 'b', to: 'c', topics: ['.*'] },
    { from: 'c', to: 'd', topics: ['.*'] },
  ];
  expect(last(hops, mirrorCluster('a', { topics })).reads).toHaveLength(6000);
});

test('a loop that renames ends', () => {
  const round: readonly Hop[] = [
    { from: 'a', to: 'b', topics: ['.*\\.eu', 'orders\\..*'] },
    { from: 'b', to: 'a', topics: ['.*'], policy: 'identity' },
  ];
  expect(last(round).reads.length).toBeLessThan(300);
});

test('a mesh of eight clusters in which everything matches ends', () => {
  const keys = [...'abcdefgh'];
  const hops = keys.flatMap((from) =>
    keys.filter((to) => to !== from).map((to): Hop => ({ from, to, topics: ['orders\\..*', '.*'] })),
  );
  expect(last(hops).reads.length).toBeLessThanOrEqual(201);
});

test.each([
  [247, true],
  [248, false],
])('a prefix of %s characters and the alias before it is followed: %s', (length, isFollowed) => {
  const prefix = 'x'.repeat(length);
  const { reads } = last([
    { from: 'b', to: 'a', topics: [`${prefix}.*`] },
    { from: 'a', to: 'c', topics: ['.*'] },
  ]);
  // A topic has no more than 249 characters.
  expect(reads).toEqual(isFollowed ? [`b.${prefix}*`] : []);
});

test.each<[AccessEntry['operation'], boolean]>([
  ['Read', true],
  ['Write', true],
  ['Alter', true],
  ['Create', false],
  ['DescribeConfigs', false],
  ['AlterConfigs', false],
])('%s on a topic brings Describe, so that the login sees it: %s', (operation, expected) => {
  const [only] = needs([flow(orders)]);
  if (only === undefined) throw new Error('there is a flow');
  const rule = { id: 'S1', why: 'the test asks', without: 'Nothing.' };
  const right = {
    resourceType: 'Topic',
    resourceName: 'orders',
    patternType: 'LITERAL',
    operation,
    rule,
  } as const;
  const sees = visibleTo(mirrorCluster('b'), [{ ...only, source: [right], target: [] }]);
  expect([sees('orders'), sees('invoices')]).toEqual([expected, false]);
});
