import { describe, expect, test } from '@jest/globals';
import { selectTopics } from '../../../src/mirrormaker/selection.ts';
import { mirrorFlow } from '../../support/mirror-flows.ts';

interface Case {
  readonly topics: readonly string[];
  readonly exclude?: readonly string[];
  readonly known?: readonly string[];
  readonly names: readonly string[];
  readonly prefixes: readonly string[];
  readonly notAhead?: readonly string[];
}

function select(topics: readonly string[], exclude?: readonly string[], known: readonly string[] = []) {
  const settings = { topics, ...(exclude === undefined ? {} : { topics_exclude: exclude }) };
  return selectTopics(mirrorFlow({ settings }), known);
}

test.each<[string, Case]>([
  ['a name needs no topic to exist', { topics: ['orders'], names: ['orders'], prefixes: [] }],
  ['a prefix', { topics: ['edge\\.alerts\\..*'], names: [], prefixes: ['edge.alerts.'] }],
  ['a name inside a prefix', { topics: ['edge\\.x', 'edge\\..*'], names: [], prefixes: ['edge.'] }],
  ['a prefix inside a prefix', { topics: ['edge\\.alerts\\..*', 'edge.*'], names: [], prefixes: ['edge'] }],
  [
    'the usual excludes leave prefixes alone',
    {
      topics: ['edge\\..*'],
      exclude: ['.*[\\-\\.]internal', '.*\\.replica', '__.*'],
      names: [],
      prefixes: ['edge.'],
    },
  ],
  [
    'an exclude inside the prefix leaves only known names',
    {
      topics: ['edge\\..*'],
      exclude: ['edge\\.private\\..*'],
      known: ['edge.a', 'edge.private.b', 'orders'],
      names: ['edge.a'],
      prefixes: [],
      notAhead: ['edge\\..*'],
    },
  ],
  [
    'an exclude elsewhere does not matter',
    { topics: ['edge\\..*'], exclude: ['orders\\..*\\.raw', 'pay', 'x.*'], names: [], prefixes: ['edge.'] },
  ],
  [
    'an exclude that could reach into the prefix counts as if it did',
    {
      topics: ['edge\\..*'],
      exclude: ['.*raw'],
      known: ['edge.a', 'edge.raw'],
      names: ['edge.a'],
      prefixes: [],
      notAhead: ['edge\\..*'],
    },
  ],
  [
    'an exclude around the prefix takes all of it',
    { topics: ['edge\\.a\\..*'], exclude: ['edge.*'], known: ['edge.a.b'], names: [], prefixes: [] },
  ],
  ['an excluded name', { topics: ['orders', 'pay'], exclude: ['pay'], names: ['orders'], prefixes: [] }],
  [
    'everything is granted name by name, without internal topics',
    {
      topics: ['.*'],
      known: ['orders', '__consumer_offsets', 'mm2-configs.core.internal', 'x.replica', 'core.orders'],
      names: ['orders'],
      prefixes: [],
      notAhead: ['.*'],
    },
  ],
  [
    'no topics at all means everything to Aiven',
    { topics: [], known: ['orders'], names: ['orders'], prefixes: [], notAhead: ['.*'] },
  ],
  [
    'a prefix that reaches internal topics',
    { topics: ['m.*'], known: ['mobile'], names: ['mobile'], prefixes: [], notAhead: ['m.*'] },
  ],
  [
    'a pattern ACLs cannot say',
    {
      topics: ['orders\\..+'],
      known: ['orders.a', 'orders', 'pay'],
      names: ['orders.a'],
      prefixes: [],
      notAhead: ['orders\\..+'],
    },
  ],
  [
    'an unescaped dot: the name it was meant for, and what else is known to match',
    {
      topics: ['edge.readings'],
      known: ['edge-readings'],
      names: ['edge-readings', 'edge.readings'],
      prefixes: [],
      notAhead: ['edge.readings'],
    },
  ],
])('%s', (_, { topics, exclude, known, names, prefixes, notAhead = [] }) => {
  const selection = select(topics, exclude, known);
  expect(selection).toMatchObject({ names, prefixes });
  expect(selection.notAhead.map(({ pattern }) => pattern)).toEqual(notAhead);
});

describe('what cannot be evaluated', () => {
  test('a pattern grants nothing and is reported', () => {
    const selection = select(['(?i)orders', 'pay'], undefined, ['orders']);
    expect(selection).toMatchObject({ names: ['pay'], prefixes: [], mirrored: ['pay'] });
    expect(selection.notEvaluable.map(({ pattern }) => pattern)).toEqual(['(?i)orders']);
  });

  test('an exclude pattern could exclude anything, so nothing is granted', () => {
    const selection = select(['orders', 'edge\\..*'], ['(?i)x'], ['edge.a']);
    expect(selection).toMatchObject({ names: [], prefixes: [], mirrored: [] });
    expect(selection.notEvaluable.map(({ pattern }) => pattern)).toEqual(['(?i)x']);
  });
});

test('names that MirrorMaker 2 never mirrors are told, but not those that really came from the target', () => {
  const selection = select(
    ['edge\\..*', 'mm2-x\\.internal', 'core\\..*'],
    ['nothing'],
    ['edge.core.metrics', 'edge.a', 'core.orders'],
  );
  expect(selection.prefixes).toEqual(['edge.']);
  expect(selection.never).toEqual([
    { name: 'core.*', because: 'cycle' },
    { name: 'edge.core.metrics', because: 'cycle' },
    { name: 'mm2-x.internal', because: 'internal' },
  ]);
});
