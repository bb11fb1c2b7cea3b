import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { LiveCluster } from '../../../src/model/live.ts';
import { unknown } from '../../../src/model/reading.ts';
import type { ManageSpec, NamePattern } from '../../../src/spec/spec.ts';
import { liveCluster, liveTopic, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

function found(options: {
  readonly scope?: string;
  readonly topics?: readonly string[];
  readonly core?: LiveCluster;
  readonly onprem?: LiveCluster;
}): readonly string[] {
  const {
    scope,
    topics = ['edge\\..*'],
    core = liveCluster('core'),
    onprem = liveCluster('onprem'),
  } = options;
  const clusters = [
    externalCluster('onprem'),
    aivenCluster('core', { manage: scope === undefined ? {} : owning(scope) }),
  ];
  const spec = specOf(clusters, [mirrorMaker([flowSpec('onprem', 'core', { settings: { topics } })])]);
  const live = liveWorld({
    clusters: new Map([
      ['onprem', onprem],
      ['core', core],
    ]),
  });
  const { desired } = desiredState(spec);
  return preflightFlows({ spec, desired, live, logins: new Map() })
    .findings.filter(({ code }) => code.includes('-is-'))
    .map(({ severity, code, hint }) => `${severity} ${code}: ${hint}`);
}

function owning(scope: string): ManageSpec {
  const pattern: NamePattern = { pattern: scope, position: at(7) };
  const topics = {
    position: at(6),
    scope: [pattern],
    exclude: [],
    prune: 'removed',
    unlistedConfig: 'report',
  } as const;
  return { topics };
}

const cluster = (key: string, ...names: readonly string[]) =>
  liveCluster(
    key,
    names.map((name) => liveTopic(key, name)),
  );

describe('a scope that looks like a regular expression', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'matches nothing, and the expression would',
      '.*',
      ['orders', 'edge'],
      ["error glob-is-regex: Write '*': a glob is read here."],
    ],
    ['with a prefix', 'edge-.*', ['edge-1'], ["error glob-is-regex: Write 'edge-*': a glob is read here."]],
    ['matches a name that begins with a dot', '.*', ['orders', '.hidden'], []],
    ['neither matches anything', 'edge-.*', ['orders'], []],
    ['nothing is there', '.*', [], []],
    ['an ordinary glob', 'orders.*', ['orders-1'], []],
  ])('%s', (_, scope, names, expected) => {
    expect(found({ scope, core: cluster('core', ...names) })).toEqual(expected);
  });

  test('says nothing of a cluster that could not be read', () => {
    const closed = liveCluster('core', [], { topicNames: unknown('unreachable', 'no answer') });
    expect(found({ scope: '.*', core: closed })).toEqual([]);
  });
});

describe('topics of a flow that look like a glob', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'match nothing, and the glob would',
      'edge*',
      ['edge-1', 'edge-2'],
      ["error regex-is-glob: Write 'edge.*': a regular expression is read here."],
    ],
    ['match one topic', 'edge*', ['edge', 'edge-1'], []],
    ['neither matches anything', 'edge*', ['orders'], []],
    ['an ordinary expression', 'edge.*', ['orders'], []],
  ])('%s', (_, pattern, names, expected) => {
    expect(found({ topics: [pattern], onprem: cluster('onprem', ...names) })).toEqual(expected);
  });
});
