import { describe, expect, test } from '@jest/globals';
import { mayMatchUnder } from '../../../../src/mirrormaker/pattern-under-prefix.ts';
import { readTopicPattern } from '../../../../src/mirrormaker/patterns.ts';
import { mayShareTopic } from '../../../../src/mirrormaker/together/overlap.ts';
import { mirrorFlow } from '../../../support/mirror-flows.ts';

describe('whether a pattern may match a name that starts with a prefix', () => {
  test.each<[pattern: string, prefix: string, may: boolean]>([
    ['orders', 'or', true],
    ['orders', 'orders.', false],
    ['orders\\..*', 'orders.eu.', true],
    ['orders\\..*', 'invoices.', false],
    ['.*', 'b.orders.', true],
    ['.*\\.eu', 'b.orders.', true],
    ['.*orders.*', 'b.orders.', true],
    ['edge.readings', 'edge-', true],
    ['edge.readings', 'edge-x', false],
    ['[ab]\\.x.*y', 'a.x', true],
    ['[ab]\\.x.*y', 'c.x', false],
    ['(eu|us)\\.[^.]+', 'us.', true],
    ['(eu|us)\\.[^.]+', 'uk.', false],
    ['a{2}b.*c', 'aab', true],
    ['a{2}b.*c', 'ab', false],
    ['x?y+z.*q', 'yyyz', true],
    ['x?y+z.*q', 'xz', false],
    ['(?i)orders', 'ORDERS', true],
  ])('%s under %s: %s', (pattern, prefix, may) => {
    expect(mayMatchUnder(readTopicPattern(pattern), prefix)).toBe(may);
  });
});

describe('whether two flows may mirror topics of one name', () => {
  test.each<[one: readonly string[], other: readonly string[], exclude: readonly string[], may: boolean]>([
    [['orders'], ['orders'], [], true],
    [['orders'], ['payments'], [], false],
    [['orders'], ['payments', 'orders'], [], true],
    [['orders'], ['orders'], ['orders'], false],
    [['orders\\..*'], ['orders\\.eu'], [], true],
    [['orders\\..*'], ['orders\\.eu'], ['orders\\.e.*'], false],
    [['orders\\..*'], ['orders\\.eu\\..*'], [], true],
    [['orders\\..*'], ['orders\\.eu\\..*'], ['orders.*'], false],
    [['orders\\..*'], ['invoices\\..*'], [], false],
    [['orders\\..*'], ['.*\\.eu'], [], true],
    [['orders'], ['.*\\.eu'], [], false],
    [['.*'], ['payments'], [], true],
    [['.*'], ['.*\\.eu'], [], true],
    [['a.*z'], ['b.*z'], [], false],
    [['(?i)orders'], ['payments'], [], true],
    [['orders'], ['.*'], ['.*'], false],
  ])('%j and %j without %j: %s', (one, other, exclude, may) => {
    const first = mirrorFlow({ settings: { topics: one, topics_exclude: exclude } });
    const second = mirrorFlow({ source: 'core', target: 'onprem', settings: { topics: other } });
    expect(mayShareTopic(first, second)).toBe(may);
    expect(mayShareTopic(second, first)).toBe(may);
  });

  test('long lists of names are looked up, not given up', () => {
    const names = (stem: string) => Array.from({ length: 3000 }, (_, index) => `${stem}${index}`);
    const one = mirrorFlow({ settings: { topics: names('orders') } });
    const other = (more: readonly string[]) =>
      mirrorFlow({ settings: { topics: [...names('payments'), ...more] } });
    expect(mayShareTopic(one, other([]))).toBe(false);
    expect(mayShareTopic(one, other(['orders2999']))).toBe(true);
  });
});
