import { expect, test } from '@jest/globals';
import { checkLogin, loginQuestions, rightsInWords } from '../../../src/mirrormaker/login-check.ts';
import type { AccessEntry } from '../../../src/mirrormaker/mirror-flow.ts';
import type { LoginRights } from '../../../src/model/login-rights.ts';

function entry(
  resourceType: AccessEntry['resourceType'],
  resourceName: string,
  operation: AccessEntry['operation'],
  patternType: AccessEntry['patternType'] = 'LITERAL',
): AccessEntry {
  return {
    resourceType,
    resourceName,
    patternType,
    operation,
    rule: { id: 'S1', why: 'the test asks', without: 'Nothing.' },
  };
}

function rights(changes: Partial<LoginRights> = {}): LoginRights {
  return {
    topics: new Map(),
    clusterOperations: new Set(),
    topicOperations: new Map(),
    groups: new Map(),
    brokersBefore28: false,
    ...changes,
  };
}

test('brokers are asked by name about topics, groups, prefixes and what is under them', () => {
  const entries = [
    entry('Topic', 'orders', 'Read'),
    entry('Topic', 'orders', 'DescribeConfigs'),
    entry('Topic', 'edge.', 'Read', 'PREFIXED'),
    entry('Group', 'billing', 'Describe'),
    entry('TransactionalId', 'mm2-', 'Write', 'PREFIXED'),
    entry('Cluster', 'kafka-cluster', 'IdempotentWrite'),
  ];
  expect(loginQuestions(entries, ['edge.b', 'edge.a', 'orders', 'edgewise'])).toEqual({
    topics: ['edge.', 'edge.a', 'edge.b', 'orders'],
    groups: ['billing'],
  });
});

test.each(['*', '.', '..'])('%s is no name that brokers could be asked about', (name) => {
  const asked = loginQuestions([entry('Topic', name, 'Read'), entry('Group', name, 'Describe')], []);
  expect(asked).toEqual({ topics: [], groups: [] });
});

test.each<[string, AccessEntry, Partial<LoginRights>, 'has' | 'lacks' | 'not told']>([
  [
    'a topic with the right',
    entry('Topic', 'orders', 'Read'),
    { topicOperations: new Map([['orders', new Set(['Read'] as const)]]) },
    'has',
  ],
  [
    'a topic without it',
    entry('Topic', 'orders', 'Write'),
    { topicOperations: new Map([['orders', new Set(['Read'] as const)]]) },
    'lacks',
  ],
  ['a topic that was not answered', entry('Topic', 'orders', 'Read'), {}, 'not told'],
  [
    'a group that may be described',
    entry('Group', 'g', 'Describe'),
    { groups: new Map([['g', true]]) },
    'has',
  ],
  [
    'Read on a group that may be described',
    entry('Group', 'g', 'Read'),
    { groups: new Map([['g', true]]) },
    'not told',
  ],
  [
    'Read on a group that may not even be described',
    entry('Group', 'g', 'Read'),
    { groups: new Map([['g', false]]) },
    'lacks',
  ],
  [
    'the cluster, which may be described',
    entry('Cluster', 'kafka-cluster', 'IdempotentWrite'),
    { clusterOperations: new Set(['Describe'] as const) },
    'lacks',
  ],
  [
    'a right on the cluster that is there',
    entry('Cluster', 'kafka-cluster', 'Describe'),
    { clusterOperations: new Set(['Describe'] as const) },
    'has',
  ],
  ['the cluster, which may not be described', entry('Cluster', 'kafka-cluster', 'Describe'), {}, 'lacks'],
  [
    'another right on a cluster that may not be described',
    entry('Cluster', 'kafka-cluster', 'IdempotentWrite'),
    {},
    'not told',
  ],
  ['a transactional id', entry('TransactionalId', 'mm2', 'Write'), {}, 'not told'],
])('%s', (_, wanted, answers, expected) => {
  const { lacks, notTold } = checkLogin([wanted], [], rights(answers));
  expect({ lacks, notTold }).toEqual({
    lacks: expected === 'lacks' ? [wanted] : [],
    notTold: expected === 'not told' ? 1 : 0,
  });
});

test('of a prefix also the topics under it are named on which the login lacks the right', () => {
  const wanted = entry('Topic', 'edge.', 'Read', 'PREFIXED');
  const topicOperations = new Map([
    ['edge.', new Set(['Read'] as const)],
    ['edge.a', new Set(['Read'] as const)],
    ['edge.b', new Set<never>()],
  ]);
  const { lacks, notTold } = checkLogin(
    [wanted],
    ['edge.a', 'edge.b', 'edge.c'],
    rights({ topicOperations }),
  );
  expect(rightsInWords(lacks)).toEqual(['Read on Topic edge.b']);
  expect(notTold).toBe(0);
});

test('rights read as one line per resource', () => {
  expect(
    rightsInWords([
      entry('Topic', 'orders', 'Read'),
      entry('Topic', 'orders', 'DescribeConfigs'),
      entry('Topic', 'orders', 'Read'),
      entry('Topic', 'edge.', 'Write', 'PREFIXED'),
      entry('Cluster', 'kafka-cluster', 'Describe'),
    ]),
  ).toEqual([
    'Read, DescribeConfigs on Topic orders',
    'Write on all Topics edge.*',
    'Describe on the cluster',
  ]);
});
