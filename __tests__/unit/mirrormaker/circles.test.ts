import { describe, expect, test } from '@jest/globals';
import { mirrorClusters, specFlows } from '../../../src/desired/derived/mirror-flows.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { needsOf } from '../../../src/mirrormaker/needs.ts';
import { externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

type Policy = 'identity' | 'default';
type Hop = readonly [source: string, target: string, policy: Policy, topics?: readonly string[]];

/** What flows need between external clusters of which the first has so many topics. */
function circle(hops: readonly Hop[], topics: readonly string[]) {
  const keys = [...new Set([...hops.map(([source]) => source), ...hops.map(([, target]) => target)])];
  const flows = hops.map(([source, target, policy, patterns = ['.*']]) =>
    flowSpec(source, target, { settings: { topics: patterns, replication_policy: policy } }),
  );
  const spec = specOf(
    keys.map((key) => externalCluster(key)),
    [mirrorMaker(flows)],
  );
  const observed = new Map([[keys[0] ?? '', topics]]);
  const needs = needsOf(
    specFlows(spec).map(({ flow }) => flow),
    mirrorClusters(spec, observed),
  );
  return { needs, mirrored: needs.map(({ selection }) => selection.mirrored), spec, observed };
}

const shapes: readonly (readonly [string, readonly Hop[]])[] = [
  [
    'identity there, default back',
    [
      ['a', 'b', 'identity'],
      ['b', 'a', 'default'],
    ],
  ],
  [
    'default there, identity back',
    [
      ['a', 'b', 'default'],
      ['b', 'a', 'identity'],
    ],
  ],
  [
    'one default among three',
    [
      ['a', 'b', 'identity'],
      ['b', 'c', 'identity'],
      ['c', 'a', 'default'],
    ],
  ],
  [
    'two defaults among four',
    [
      ['a', 'b', 'identity'],
      ['b', 'c', 'default'],
      ['c', 'd', 'identity'],
      ['d', 'a', 'default'],
    ],
  ],
  [
    'two circles that meet',
    [
      ['a', 'b', 'identity'],
      ['b', 'a', 'default'],
      ['a', 'c', 'identity'],
      ['c', 'a', 'default'],
    ],
  ],
  [
    'all of them identity',
    [
      ['a', 'b', 'identity'],
      ['b', 'a', 'identity'],
    ],
  ],
  [
    'open patterns',
    [
      ['a', 'b', 'identity', ['.*ord.*']],
      ['b', 'a', 'default', ['.*ord.*']],
    ],
  ],
  [
    'a mesh of four, both ways',
    ['a', 'b', 'c', 'd'].flatMap((source) =>
      ['a', 'b', 'c', 'd']
        .filter((target) => target !== source)
        .map((target): Hop => [source, target, source < target ? 'identity' : 'default']),
    ),
  ],
];

describe('a circle derives nothing for what has come round', () => {
  test.each(shapes)('%s', (_, hops) => {
    const { mirrored, needs } = circle(hops, ['orders']);
    for (const names of mirrored) {
      for (const name of names) expect(name.split('.').length).toBeLessThanOrEqual(hops.length + 1);
    }
    const rights = needs.reduce((sum, { source, target }) => sum + source.length + target.length, 0);
    expect(rights).toBeLessThan(hops.length * 1500);
  });

  test('identity there and default back: one round, name by name', () => {
    const { mirrored } = circle(
      [
        ['a', 'b', 'identity'],
        ['b', 'a', 'default'],
      ],
      ['orders'],
    );
    expect(mirrored).toEqual([['orders'], ['orders']]);
  });

  test('a thousand topics ask for no more than some rights on each', () => {
    const topics = Array.from({ length: 1000 }, (_, index) => `orders-${index}`);
    const { spec, observed } = circle(
      [
        ['a', 'b', 'identity'],
        ['b', 'a', 'default'],
      ],
      topics,
    );
    expect(desiredState(spec, observed).desired.kafkaAcls.length).toBeLessThan(12_000);
  });
});

describe('what goes on is followed to its end', () => {
  test('a chain of four', () => {
    const { mirrored } = circle(
      [
        ['a', 'b', 'default'],
        ['b', 'c', 'default'],
        ['c', 'd', 'default'],
      ],
      ['orders'],
    );
    expect(mirrored).toEqual([['orders'], ['a.orders'], ['b.a.orders']]);
  });

  test('a name that reaches a flow on two ways, one of them through the flow itself', () => {
    const hops: readonly Hop[] = [
      ['a', 'b', 'identity'],
      ['b', 'c', 'identity'],
      ['c', 'b', 'identity'],
    ];
    const { mirrored } = circle(hops, ['orders']);
    expect(mirrored).toEqual([['orders'], ['orders'], ['orders']]);
  });

  test('a topic of its own that has the alias in its name', () => {
    const { mirrored } = circle(
      [
        ['a', 'b', 'default'],
        ['b', 'c', 'default'],
      ],
      ['a.orders'],
    );
    expect(mirrored).toEqual([['a.orders'], ['a.a.orders']]);
  });
});
