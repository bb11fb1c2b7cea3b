import { isIP } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostAddress, whyNoClient } from '../../../src/model/acl-host.ts';

const group = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff }));
const groups = fc
  .array(group, { minLength: 8, maxLength: 8 })
  // IPv4-mapped addresses are IPv4 to Java; they have a property of their own.
  .filter((all) => !(all[5] === 0xffff && all.slice(0, 5).every((each) => each === 0)));
const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });

/** One of the spellings that RFC 4291 allows: digits in either case, zeros before them, one run of zeros left out, an IPv4 end. */
function spelled(all: readonly number[], choice: fc.GeneratorValue): string {
  const hex = (value: number): string => {
    const digits = value.toString(16).padStart(choice(fc.integer, { min: 1, max: 4 }), '0');
    return choice(fc.boolean) ? digits.toUpperCase() : digits;
  };
  const [high = 0, low = 0] = all.slice(6);
  const asIPv4 = choice(fc.boolean) && [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const parts = asIPv4 === false ? all.map(hex) : [...all.slice(0, 6).map(hex), asIPv4];
  const runs = parts.flatMap((_, start) =>
    parts.slice(start).map((_, length) => ({ start, end: start + length + 1 })),
  );
  const zeros = runs.filter(({ start, end }) => parts.slice(start, end).every((part) => /^0+$/.test(part)));
  const run = zeros[choice(fc.nat, { max: 200 }) % (zeros.length + 1)];
  if (run === undefined) return parts.join(':');
  return `${parts.slice(0, run.start).join(':')}::${parts.slice(run.end).join(':')}`;
}

describe('the one spelling of an address', () => {
  test('every spelling of an IPv6 address becomes the eight groups that Java writes', () => {
    fc.assert(
      fc.property(groups, fc.gen(), (all, choice) => {
        const text = spelled(all, choice);
        expect(isIP(text)).toBe(6);
        expect(hostAddress(text)).toBe(all.map((value) => value.toString(16)).join(':'));
      }),
    );
  });

  test('every spelling of an IPv4-mapped address becomes the IPv4 address', () => {
    fc.assert(
      fc.property(bytes, fc.gen(), ([a = 0, b = 0, c = 0, d = 0], choice) => {
        const text = spelled([0, 0, 0, 0, 0, 0xffff, a * 256 + b, c * 256 + d], choice);
        expect(hostAddress(text)).toBe(`${a}.${b}.${c}.${d}`);
      }),
    );
  });

  test('what is written once is not written differently again, and then has no fault of spelling', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const written = hostAddress(text);
        expect(written).toBeDefined();
        expect(hostAddress(written ?? '')).toBe(written);
        expect(whyNoClient(written ?? '') ?? '').not.toContain('writes this address');
      }),
    );
  });

  test('it takes for an address what Node takes for one, and nothing else', () => {
    const pieces = fc.constantFrom(
      '0',
      '1',
      'ffff',
      '00a',
      '1.2.3.4',
      '01',
      ':',
      '::',
      '.',
      '%',
      '4',
      'eth0',
      'g',
      '[',
      ']',
      '/',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 17 }), (parts) => {
        const text = parts.join('');
        expect(hostAddress(text) !== undefined).toBe(isIP(text) !== 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
