import { describe, expect, test } from '@jest/globals';
import { matchesPattern, readTopicPattern } from '../../../src/mirrormaker/patterns.ts';
import {
  type Breadth,
  breadthOf,
  breadthOfGlob,
  breadthOfPrincipal,
  breadthOfResource,
} from '../../../src/model/breadth.ts';

describe('globs', () => {
  test.each<[string, Breadth]>([
    ['*', 'every name'],
    ['**', 'every name'],
    ['?*', 'every name'],
    ['??*', 'names of all sorts'],
    ['*.*', 'names of all sorts'],
    ['*e*', 'names of all sorts'],
    ['o*', 'one character given'],
    ['*s', 'one character given'],
    ['o?*', 'one character given'],
    ['.*', 'one character given'],
    ['_*', 'one character given'],
    ['orders*', 'some names'],
    ['orders.*', 'some names'],
    ['o.*', 'some names'],
    ['*.events', 'some names'],
    ['????', 'some names'],
    ['o', 'some names'],
    ['', 'some names'],
  ])('%s is about %s', (glob, breadth) => {
    expect(breadthOfGlob(glob)).toBe(breadth);
  });
});

describe('expressions', () => {
  test.each<[string, Breadth]>([
    ['.*', 'every name'],
    ['.+', 'every name'],
    ['(a|.)*', 'every name'],
    ['[a-z].*', 'names of all sorts'],
    ['[^_].*', 'names of all sorts'],
    ['[a-z][a-z]+.*', 'names of all sorts'],
    ['[a-e].+', 'names of all sorts'],
    ['.*[.].*', 'names of all sorts'],
    ['.*-.*', 'names of all sorts'],
    ['\\w+', 'names of all sorts'],
    ['o.*', 'one character given'],
    ['(a|b).*', 'one character given'],
    ['.*z', 'one character given'],
    ['orders\\..*', 'some names'],
    ['(orders|payments|users|stock)\\..*', 'some names'],
    ['.*\\.(events|commands)', 'some names'],
    ['[a-z]{2}', 'some names'],
  ])('%s is about %s', (expression, breadth) => {
    const pattern = readTopicPattern(expression);
    expect(breadthOf((name) => matchesPattern(pattern, name))).toBe(breadth);
  });

  test('several patterns are judged together', () => {
    const patterns = ['[a-m].*', '[^a-m].*'].map(readTopicPattern);
    expect(breadthOf((name) => patterns.some((one) => matchesPattern(one, name)))).toBe('every name');
  });
});

describe('names in Kafka ACLs', () => {
  test.each<[string, 'LITERAL' | 'PREFIXED', Breadth]>([
    ['*', 'LITERAL', 'every name'],
    ['orders', 'LITERAL', 'some names'],
    ['o', 'LITERAL', 'some names'],
    ['', 'PREFIXED', 'every name'],
    ['o', 'PREFIXED', 'one character given'],
    ['_', 'PREFIXED', 'one character given'],
    ['or', 'PREFIXED', 'some names'],
    ['orders.', 'PREFIXED', 'some names'],
  ])('%s %s is about %s', (name, patternType, breadth) => {
    expect(breadthOfResource({ name, patternType })).toBe(breadth);
  });
});

describe('principals', () => {
  test.each<[string, Breadth]>([
    ['User:*', 'every name'],
    ['*', 'every name'],
    ['User:?*', 'every name'],
    ['User:CN=*', 'names of all sorts'],
    ['User:*=*', 'names of all sorts'],
    ['User:s*', 'one character given'],
    ['User:?', 'some names'],
    ['User:svc-*', 'some names'],
    ['User:CN=*.corp.example,O=Acme', 'some names'],
    ['User:alice', 'some names'],
  ])('%s is %s', (principal, breadth) => {
    expect(breadthOfPrincipal(principal)).toBe(breadth);
  });
});
