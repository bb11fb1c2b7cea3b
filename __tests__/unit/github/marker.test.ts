import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasMarker, readMarker, requireMarker } from '../../../src/github/marker.ts';

describe('a marker', () => {
  test.each([
    ['at the very start', '<!-- t:plan {"id":"a"} -->\nx', true],
    ['after a space', ' <!-- t:plan {"id":"a"} -->', false],
    ['on the second line', '\n<!-- t:plan {"id":"a"} -->', false],
    ['in a quote', '> <!-- t:plan {"id":"a"} -->', false],
    ['of a longer id', '<!-- t:plan {"id":"ab"} -->', false],
    ['of no text', undefined, false],
  ])('%s: %#', (_, body, expected) => {
    expect(hasMarker(body, '<!-- t:plan {"id":"a"')).toBe(expected);
  });

  test('must begin the text that is written, and must not be empty', () => {
    expect(() => requireMarker('<!-- t -->\n', '<!-- t')).not.toThrow();
    expect(() => requireMarker('x <!-- t', '<!-- t')).toThrow();
    expect(() => requireMarker('x', '')).toThrow();
  });
});

describe('the JSON of a marker line', () => {
  test('is read back as it was written', () => {
    const record = fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      fc.oneof(fc.integer(), fc.string(), fc.boolean()),
    );
    fc.assert(
      fc.property(record, fc.string(), (value, rest) => {
        const written = `<!-- t:plan ${JSON.stringify(value)} -->\n${rest}`;
        expect(readMarker(written)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('is undefined for whatever else somebody wrote', () => {
    for (const body of [
      undefined,
      '',
      'x',
      '<!-- t:plan {broken -->',
      '<!-- t:plan {"a":} -->',
      '<!-- x -->',
    ]) {
      expect(readMarker(body)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => expect(() => readMarker(text)).not.toThrow()));
  });

  test('survives the line ends of a browser', () => {
    expect(readMarker('<!-- t:plan {"a":1} -->\r\nx')).toEqual({ a: 1 });
  });
});
