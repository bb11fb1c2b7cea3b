import { expect, test } from '@jest/globals';
import { type AccessGrant, unionOfAccess } from '../../../src/mirrormaker/union.ts';
import type { AclOperation, AclPatternType } from '../../../src/model/kafka-acl.ts';

type Short = [operation: AclOperation, resource: string, rule?: string, flow?: string, principal?: string];

/** `orders` is a name, `orders*` a prefix, `*` everything. */
function grant([
  operation,
  resource,
  rule = 'S1',
  flow = 'a -> b',
  principal = 'User:mm2',
]: Short): AccessGrant {
  const prefixed = resource.length > 1 && resource.endsWith('*');
  const patternType: AclPatternType = prefixed ? 'PREFIXED' : 'LITERAL';
  return {
    cluster: 'onprem',
    principal,
    entry: {
      resourceType: 'Topic',
      resourceName: prefixed ? resource.slice(0, -1) : resource,
      patternType,
      operation,
      rule: { id: rule, why: 'a test needs it', without: 'It fails.' },
    },
    flows: [{ name: flow, position: { file: 'kafka.yaml', line: 1, column: 1 } }],
  };
}

function short({ entry, flows }: AccessGrant): string {
  const star = entry.patternType === 'PREFIXED' ? '*' : '';
  return `${entry.operation} ${entry.resourceName}${star} (${entry.rule.id}; ${flows.map(({ name }) => name).join(', ')})`;
}

test.each<[string, readonly Short[], readonly string[]]>([
  ['nothing', [], []],
  [
    'the same right of two flows is one, for both',
    [
      ['Read', 'orders', 'S1', 'x -> y'],
      ['Read', 'orders', 'S1', 'a -> b'],
    ],
    ['Read orders (S1; a -> b, x -> y)'],
  ],
  [
    'of two rules the first stays: S9 before S10',
    [
      ['Read', 'orders', 'S10'],
      ['Read', 'orders', 'S9'],
    ],
    ['Read orders (S9; a -> b)'],
  ],
  [
    'Read, Write and Alter bring Describe; Create does not',
    [
      ['Describe', 'a'],
      ['Read', 'a'],
      ['Describe', 'b'],
      ['Create', 'b'],
    ],
    ['Read a (S1; a -> b)', 'Create b (S1; a -> b)', 'Describe b (S1; a -> b)'],
  ],
  [
    'AlterConfigs brings DescribeConfigs, not Describe',
    [
      ['Describe', 'a'],
      ['DescribeConfigs', 'a', 'S2', 'x -> y'],
      ['AlterConfigs', 'a'],
    ],
    ['AlterConfigs a (S1; a -> b, x -> y)', 'Describe a (S1; a -> b)'],
  ],
  [
    'a prefix brings its names and longer prefixes, of the same operation',
    [
      ['Read', 'edge.a', 'S1', 'x -> y'],
      ['Read', 'edge.b.*'],
      ['Read', 'edge.*'],
      ['Write', 'edge.a'],
      ['Describe', 'edge.c', 'S1', 'z -> y'],
    ],
    ['Read edge.* (S1; a -> b, x -> y, z -> y)', 'Write edge.a (S1; a -> b)'],
  ],
  [
    'a right on everything brings all, a prefix does not bring everything',
    [
      ['Read', '*'],
      ['Read', 'edge.*'],
      ['Write', 'e*'],
      ['Write', '*'],
    ],
    ['Read * (S1; a -> b)', 'Write * (S1; a -> b)'],
  ],
  [
    'users are apart',
    [
      ['Read', 'a'],
      ['Describe', 'a', 'S1', 'a -> b', 'User:other'],
    ],
    ['Read a (S1; a -> b)', 'Describe a (S1; a -> b)'],
  ],
])('%s', (_, grants, expected) => {
  expect(unionOfAccess(grants.map(grant)).map(short)).toEqual(expected);
});
