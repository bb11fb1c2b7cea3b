import { describe, expect, test } from '@jest/globals';
import { readTopicPattern } from '../../../src/mirrormaker/patterns.ts';

describe('what ACLs can say exactly', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['edge\\.readings', ['edge.readings'], []],
    ['edge_readings-1', ['edge_readings-1'], []],
    ['edge[.]readings', ['edge.readings'], []],
    ['(edge|core)\\.readings', ['core.readings', 'edge.readings'], []],
    ['(?:a|b)[12]', ['a1', 'a2', 'b1', 'b2'], []],
    ['orders(\\.v2)?', ['orders', 'orders.v2'], []],
    ['a{3}', ['aaa'], []],
    ['^orders$', ['orders'], []],
    [' orders ', ['orders'], []],
    ['edge\\.alerts\\..*', [], ['edge.alerts.']],
    ['orders.*', [], ['orders']],
    ['orders.*?', [], ['orders']],
    ['orders.*.*', [], ['orders']],
    ['(orders|pay)\\..*', [], ['orders.', 'pay.']],
    ['orders|pay\\..*', ['orders'], ['pay.']],
  ])('%s', (pattern, names, prefixes) => {
    expect(readTopicPattern(pattern)).toMatchObject({ kind: 'exact', names, prefixes });
  });

  test.each(['.*', '.*.*', '(.*)', 'x|.*'])('%s is every topic', (pattern) => {
    expect(readTopicPattern(pattern).kind).toBe('everything');
  });
});

describe('what they cannot, with the start and the part that is certain', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['orders\\..+', 'orders.', [], []],
    ['.*\\.replica', '', [], []],
    ['edge\\..*\\.raw', 'edge.', [], []],
    ['edge.readings', 'edge', ['edge.readings'], []],
    ['edge.alerts.*', 'edge', [], ['edge.alerts']],
    ['(eu|us)\\d+', '', [], []],
    ['(eu|es)\\d+', 'e', [], []],
    ['[^_].*', '', [], []],
    ['a+', 'a', [], []],
  ])('%s', (pattern, head, names, prefixes) => {
    expect(readTopicPattern(pattern)).toMatchObject({ kind: 'open', head, certain: { names, prefixes } });
  });

  test('257 alternatives are not spelled out, 256 are', () => {
    expect(readTopicPattern('[ab]{8}').kind).toBe('exact');
    expect(readTopicPattern('[ab]{8}|c').kind).toBe('open');
  });
});

describe('what Java and RE2 may read differently is not evaluated', () => {
  test.each<[string, string]>([
    ['[a-z&&[^bc]]', 'an intersection of classes (&&)'],
    ['[a[b]]', 'a class inside a class'],
    ['orders(?!\\.raw).*', 'a look-around or an atomic group'],
    ['(?<=a)b', 'a look-around or an atomic group'],
    ['(?i)orders', 'inline flags'],
    ['(?<name>a)', 'a group with a name'],
    ['(a)\\1', 'a back-reference'],
    ['a*+', 'a possessive quantifier'],
    ['a{2}{3}', 'a quantifier after a quantifier'],
    ['\\Qa.b\\E', '\\Q…\\E'],
    ['\\p{Lower}', 'a class by another name than a general category of Unicode'],
    ['\\x61', '\\x'],
    ['\\bfoo', '\\b'],
    ['\\s*', '\\s'],
    ['ä', 'a character outside ASCII'],
    ['a{', 'a { that is no repetition'],
    ['a{x{2}}', 'a { that is no repetition'],
    ['*', 'a * with nothing before it'],
    ['(a', 'an unbalanced ('],
    ['a)', 'an unbalanced )'],
    ['[a', 'an unbalanced ['],
    ['a\\', 'a \\ at the end'],
    ['a$b', 'a $ inside'],
    ['a{1,2}', 'a comma, at which Kafka splits the list of patterns'],
    ['(a{1000}){1000}', 'repetitions that are more than 2000 parts long written out'],
  ])('%s', (pattern, construct) => {
    expect(readTopicPattern(pattern)).toMatchObject({ kind: 'not-evaluable', construct });
  });
});

test.each<[string, string, boolean]>([
  ['edge.readings', 'edgeXreadings', true],
  ['edge\\.readings', 'edgeXreadings', false],
  ['orders', 'orders.v2', false],
  ['.*\\.replica', 'orders.replica', true],
  ['.*[\\-\\.]internal', 'app-internal', true],
  ['__.*', '__consumer_offsets', true],
  ['orders\\..+', 'orders.', false],
  ['\\w+', 'a.b', false],
  // Legal in an expression, though no topic has it.
  ['a b', 'a b', true],
])('%s on %s: whole names are matched', (pattern, name, matches) => {
  const read = readTopicPattern(pattern);
  expect(read.kind !== 'not-evaluable' && read.matches(name)).toBe(matches);
});

test('a pattern is compiled once, however many rules ask for it', () => {
  expect(readTopicPattern('edge\\..*')).toBe(readTopicPattern('edge\\..*'));
});

test('a pattern that an engine with backtracking would never be done with is evaluated', () => {
  const read = readTopicPattern('(.*a){12}b');
  expect(read.kind !== 'not-evaluable' && read.matches('a'.repeat(249))).toBe(false);
});
