import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secret } from '../../../src/model/secret.ts';
import { bookOf } from '../../support/secret-book.ts';
import { secretSpellings } from '../../support/secret-spellings.ts';

/** Passwords as people and generators make them: no spaces, all punctuation, some letters beyond ASCII. */
const password = fc.string({
  unit: fc.constantFrom(...'abcdefghKLMNOP0123456789!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~éß'),
  minLength: 8,
  maxLength: 80,
});
const around = fc.string({ unit: fc.constantFrom(...'wxyz \n.,'), maxLength: 40 });

describe('a secret is found in every spelling', () => {
  test.each(Object.entries(secretSpellings))('%s', (_, spell) => {
    fc.assert(
      fc.property(password, around, around, (value, before, after) => {
        const redactor = bookOf([Secret.of('PASSWORD', value)]);
        const text = `${before} ${spell(value)} ${after}`;
        expect(redactor.secretsIn(text)).toEqual(['PASSWORD']);
        const redacted = redactor.redact(text);
        expect(redactor.secretsIn(redacted)).toEqual([]);
        expect(redacted.startsWith(`${before} `) && redacted.endsWith(` ${after}`)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

test('any 48 characters of a long secret are found, wherever it was cut', () => {
  const token = fc.string({
    unit: fc.constantFrom(...'ABCDEFGHijklmnop0123456789+/'),
    minLength: 49,
    maxLength: 2000,
  });
  fc.assert(
    fc.property(token, fc.nat(), (value, seed) => {
      const start = seed % (value.length - 47);
      const redactor = bookOf([Secret.of('TOKEN', value)]);
      expect(redactor.redact(`x ${value.slice(start, start + 48)} y`)).toBe('x *** y');
    }),
  );
});

test('text without a secret is left alone', () => {
  const words = fc.array(fc.lorem({ maxCount: 8 }), { maxLength: 10 }).map((parts) => parts.join('\n| `'));
  fc.assert(
    fc.property(fc.uuid(), words, (value, text) => {
      const redactor = bookOf([Secret.of('TOKEN', value)]);
      expect(redactor.redact(text)).toBe(text);
      expect(redactor.secretsIn(text)).toEqual([]);
    }),
  );
});
