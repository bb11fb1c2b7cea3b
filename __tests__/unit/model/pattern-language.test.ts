import { describe, expect, test } from '@jest/globals';
import { matchesPattern, readTopicPattern } from '../../../src/mirrormaker/patterns.ts';
import { matchesNamePattern } from '../../../src/model/name-pattern.ts';
import {
  globOfRegex,
  looksLikeGlob,
  looksLikeRegex,
  matchesSomeTopic,
  regexOfGlob,
} from '../../../src/model/pattern-language.ts';

describe('a regular expression where a glob is read', () => {
  test.each<[string, string | undefined]>([
    ['.*', '*'],
    ['.+', '*'],
    ['edge-.*', 'edge-*'],
    ['edge\\..*', 'edge.*'],
    ['^edge.*$', 'edge*'],
    ['.*-dlq', '*-dlq'],
    ['User:svc-.*', 'User:svc-*'],
    ['User:.*', 'User:*'],
    ['orders..*', 'orders.*'],
    ['(a|b)-.*', undefined],
    ['edge-[0-9]+', undefined],
    ['a{2}', undefined],
  ])('%s', (text, glob) => {
    expect(looksLikeRegex(text)).toBe(true);
    expect(globOfRegex(text)).toBe(glob);
  });

  test.each([
    '*',
    'orders',
    'orders.*',
    'orders-*',
    '*.orders',
    'orders.*.v1',
    'User:svc-*',
    'a?',
    'orders_*',
    '*-dlq',
    'a.b.*',
  ])('%s is a glob', (text) => {
    expect(looksLikeRegex(text)).toBe(false);
  });
});

describe('a glob where a regular expression is read', () => {
  test.each<[string, string, string]>([
    ['edge*', 'edge.*', 'edge.readings'],
    ['edge-*', 'edge-.*', 'edge-1'],
    ['orders_*', 'orders_.*', 'orders_new'],
    ['orders\\.*', 'orders\\..*', 'orders.new'],
    ['a*b*', 'a.*b.*', 'a1b2'],
  ])('%s', (text, regex, name) => {
    expect(looksLikeGlob(text)).toBe(true);
    expect(regexOfGlob(text)).toBe(regex);
    expect(matchesPattern(readTopicPattern(regex), name)).toBe(true);
  });

  test.each([
    '.*',
    'edge.*',
    'edge\\..*',
    '[a-z]*',
    '(ab)*',
    'orders',
    'a{1}b',
    'edge-[0-9]*',
    'edge-\\d*',
    '[a*]',
  ])('%s is a regular expression', (text) => {
    expect(looksLikeGlob(text)).toBe(false);
  });
});

test('what is suggested matches what was meant', () => {
  expect(matchesNamePattern(globOfRegex('edge\\..*') ?? '', 'edge.readings')).toBe(true);
  expect(matchesNamePattern(globOfRegex('.*') ?? '', 'anything')).toBe(true);
});

test('a glob that no topic can match', () => {
  expect(['.', '..', 'x'.repeat(250), '.?', 'x'.repeat(249), '*'].map(matchesSomeTopic)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
});
