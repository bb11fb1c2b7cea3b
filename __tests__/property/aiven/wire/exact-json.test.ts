import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactInteger, parseExactly } from '../../../../src/aiven/wire/exact-json.ts';

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('64-bit integers in JSON', () => {
  test('every one comes back with its own digits', () => {
    fc.assert(
      fc.property(long, (number) => {
        const text = JSON.stringify({ value: exactInteger(String(number)) });
        expect(String((parseExactly(text) as { value: unknown }).value)).toBe(String(number));
      }),
    );
  });

  test('whatever texts stand around them, texts stay as they are', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('"value":9223372036854775807,', '\\"value":1234567890123456}', ':1234567890123456,'),
      fc.tuple(fc.string(), long).map(([text, number]) => `${text}"value":${number},`),
    );
    const document = fc.dictionary(hostile, fc.oneof(hostile, fc.boolean(), fc.array(hostile)));
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseExactly(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
