import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type Block, blockText } from '../../../../src/import/text/block.ts';
import { newReport } from '../../../../src/spec/rules/report.ts';
import type { Plain } from '../../../../src/spec/text/plain.ts';
import { scalarText } from '../../../../src/spec/text/scalar-text.ts';
import { guardText } from '../../../../src/spec/yaml/guard.ts';
import { parseYaml } from '../../../../src/spec/yaml/parse.ts';
import { plainValue } from '../../../../src/spec/yaml/source-node.ts';
import { hostileText } from '../../../support/hostile-text.ts';

const words = fc.constantFrom(
  ...[
    '',
    '~',
    'null',
    'Null',
    'true',
    'False',
    'yes',
    'No',
    'on',
    'y',
    'N',
    '.inf',
    '-.INF',
    '.nan',
    '-',
    '---',
    '...',
    '? a',
    ': a',
    'a: b',
    'a #b',
  ],
  ...[
    '#a',
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    "'",
    '"',
    "''",
    '\\',
    ' a',
    'a ',
    '{a}',
    '[a]',
    'a,b',
    '0',
    '-1',
    '1e5',
    '0x1f',
    '0o17',
    '1_000',
    '12:30',
  ],
  ...[
    '2024-01-01',
    '1.0',
    '7d',
    '1e3',
    '64KiB',
    'User:*',
    'User:CN=a,O=b',
    'a:',
    ':a',
    'orders.*',
    '*',
    '10.1.2.3',
    '<<',
    '=',
    'a -> b',
    'a ->  b',
    '\ta',
    'a\nb',
    'a\r\nb',
    '\u0085',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\u0000',
    '\u{1f600}',
    '\u{e0001}',
  ],
);
const text = fc.oneof(
  words,
  hostileText,
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const key = text.filter((one) => !['', '__proto__', 'constructor', 'prototype'].includes(one));

const value = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value;

function plain(given: Plain): unknown {
  if (given instanceof Map)
    return Object.fromEntries([...given].map(([name, inner]) => [name, plain(inner)]));
  return Array.isArray(given) ? given.map(plain) : given;
}

function read(written: string): unknown {
  const report = newReport();
  const source = guardText('spec.yaml', new TextEncoder().encode(written), report);
  const root = source && parseYaml(source, report);
  expect(report.findings).toEqual([]);
  return root && plainValue(root);
}

test('whatever is written reads back as it was meant, by the reader of specs and by another', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(key, value), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
      (entries) => {
        const blocks: Block[] = entries.map(([name, given]) => ({ kind: 'value', key: name, value: given }));
        const written = blockText(blocks);
        const meant = Object.fromEntries(entries.map(([name, given]) => [name, plain(given)]));
        expect(read(written)).toEqual(meant);
        expect(parse(written, { intAsBigInt: true, version: '1.2' })).toEqual(
          JSON.parse(JSON.stringify(meant, big), (_, inner: unknown) =>
            typeof inner === 'string' && inner.startsWith('big:') ? BigInt(inner.slice(4)) : inner,
          ),
        );
      },
    ),
    { numRuns: 400 },
  );
});

/** Whole numbers as the other reader gives them, in a form that JSON can hold. */
function big(_: string, inner: unknown): unknown {
  return typeof inner === 'bigint' || (typeof inner === 'number' && Number.isInteger(inner))
    ? `big:${inner}`
    : inner;
}

test('no text ends its line, and no comment either', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(scalarText(one)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cf}]*$/u);
      const written = blockText([
        { kind: 'comment', lines: [one, ` ${other}`] },
        { kind: 'value', key: 'a', value: one, comment: [other] },
      ]);
      expect(read(written)).toEqual({ a: one });
      for (const line of written.split('\n').slice(0, -2)) expect(line).toMatch(/^# ?/);
    }),
    { numRuns: 400 },
  );
});

test('what people write stands without quotes', () => {
  for (const usual of [
    'orders.created',
    'User:svc-audit',
    'User:*',
    'orders.*',
    'kafka-1.corp.example:9093',
    '7d',
    '64KiB',
    'SASL_SSL',
    '10.1.2.3',
    'onprem -> core',
  ])
    expect(scalarText(usual)).toBe(usual);
});
