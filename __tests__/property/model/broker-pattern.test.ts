import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allowsBroker, parseBrokerPattern } from '../../../src/model/broker-pattern.ts';

const piece = fc.constantFrom(
  'a',
  'b-',
  '1',
  '0x1',
  'xn--',
  '_',
  '*',
  '.',
  '..',
  'A',
  '@',
  '\u3002',
  '\u212a',
  '%',
  '/',
  ' ',
);
const written = fc
  .tuple(fc.array(piece, { maxLength: 12 }), fc.constantFrom('9092', '*', '0', '1-2'))
  .map(([pieces, port]) => `${pieces.join('')}:${port}`);
const advertised = fc.record({
  host: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  port: fc.constantFrom(0, 1, 9092, 65_536),
});

describe('the list of brokers that may be contacted', () => {
  test('whatever stands in it, what it covers has the labels behind the first as they were reviewed', () => {
    let covered = 0;
    fc.assert(
      fc.property(written, advertised, fc.nat({ max: 3 }), (text, { host, port }, stars) => {
        const parsed = parseBrokerPattern(text);
        if (!parsed.ok) return;
        const [hostText = ''] = text
          .toLowerCase()
          .replace(/:[^:]*$/, '')
          .split(/\.$/);
        // What was advertised, or the pattern's own text with something for the star.
        const filling = ['0', 'a-b', 'x.y', ''][stars] ?? '';
        for (const asked of [host, hostText.replace('*', filling), hostText.replace('*', host)]) {
          if (!allowsBroker(parsed.pattern, { host: asked, port })) continue;
          covered++;
          const [first = '', ...rest] = asked.toLowerCase().replace(/\.$/, '').split('.');
          const [label = '', ...labels] = hostText.split('.');
          expect(rest).toEqual(labels);
          expect(first).toMatch(/^[a-z0-9_-]+$/);
          if (!label.includes('*')) expect(first).toBe(label);
          else {
            expect(labels.length).toBeGreaterThanOrEqual(3);
            expect(first.startsWith('xn--')).toBe(false);
            expect(labels.at(-1)).not.toMatch(/^\d+$|^0x/);
          }
          expect(port).toBeGreaterThan(0);
          expect(port).toBeLessThan(65_536);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(covered).toBeGreaterThan(100);
  });
});
