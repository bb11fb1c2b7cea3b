import { describe, expect, test } from '@jest/globals';
import { internalBefore4, liveMatches, takenForHeartbeats } from '../../../src/mirrormaker/matches.ts';
import { mirrorFlow } from '../../support/mirror-flows.ts';

test('what a flow copies of a live source is told by its patterns, sorted, with the names on the target', () => {
  const flow = mirrorFlow({ settings: { topics: ['orders\\..*'], topics_exclude: ['.*\\.tmp'] } });
  const names = [
    'orders.b',
    'orders.a',
    'orders.a',
    'orders.x.tmp',
    'invoices',
    'eu.heartbeats',
    'core.orders.c',
  ];
  expect(liveMatches(flow, names)).toEqual({
    mirrored: [
      { name: 'orders.a', remote: 'onprem.orders.a' },
      { name: 'orders.b', remote: 'onprem.orders.b' },
    ],
    doubtful: [],
    notEvaluable: [],
    maybeMore: false,
  });
});

test('a pattern that cannot be evaluated may add topics, or take them away', () => {
  const adds = liveMatches(mirrorFlow({ settings: { topics: ['(?i)orders'] } }), ['orders']);
  expect([adds.mirrored, adds.doubtful, adds.maybeMore]).toEqual([[], [], true]);
  const takes = liveMatches(mirrorFlow({ settings: { topics: ['orders'], topics_exclude: ['(?i)x'] } }), [
    'orders',
  ]);
  expect([takes.mirrored, takes.doubtful, takes.maybeMore]).toEqual([[], ['orders'], false]);
  expect(takes.notEvaluable).toEqual([{ pattern: '(?i)x', because: 'it has inline flags' }]);
});

describe('mirrored past the patterns, because the name ends as heartbeats do', () => {
  const taken = (name: string, topics: readonly string[] = ['orders']) =>
    takenForHeartbeats(mirrorFlow({ settings: { topics } }), [name], new Set(['onprem', 'core', 'eu']));

  test.each(['app.heartbeats', 'eu.app.heartbeats', 'app.eu.heartbeats'])('%s', (name) => {
    expect(taken(name)).toEqual([name]);
  });

  test.each<[string, string]>([
    ['no heartbeats by its name', 'orders.v2'],
    ['MirrorMaker 2 has it itself', 'heartbeats'],
    ['it came over a cluster of the spec', 'eu.heartbeats'],
    ['over two of them', 'eu.onprem.heartbeats'],
    ['it has been on the target', 'core.app.heartbeats'],
  ])('not where %s: %s', (_, name) => {
    expect(taken(name)).toEqual([]);
  });

  test('not where the patterns want it', () => {
    expect(taken('app.heartbeats', ['app\\..*'])).toEqual([]);
  });
});

test.each<[string, boolean]>([
  ['app.internal', true],
  ['app-internal', true],
  ['internal', false],
  ['app.internal.v2', false],
  ['mm2-offsets.onprem.internal', false],
])('%s was internal before Kafka 4: %s', (name, expected) => {
  expect(internalBefore4(name)).toBe(expected);
});
