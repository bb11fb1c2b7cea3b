import { describe, expect, test } from '@jest/globals';
import { loadSpec } from '../../../src/lint/load-spec.ts';
import { loadTexts } from '../../support/spec-files.ts';

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/**
 * Inputs made to be slow, to exhaust the stack or to grow when they are expanded. Work that grows with the square of
 * their size does not end in a test's lifetime; `npm run bench` shows how it does grow.
 */
const bombs: readonly (readonly [string, string])[] = [
  ['explicit keys in each other', '? '.repeat(600)],
  ['a megabyte of explicit keys', '? '.repeat(500_000)],
  ['open brackets', '['.repeat(500_000)],
  ['brackets, all closed', `a: ${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['open braces with keys', `x: ${'{a: '.repeat(100_000)}`],
  ['braces as keys', `${'{'.repeat(10_000)}a: 1${'}: 1'.repeat(10_000)}`],
  ['lists of one in each other', `${'- '.repeat(250_000)}a`],
  ['lists of one within the indentation', `${'- '.repeat(99)}a`],
  ['maps in each other', lines(180, (depth) => `${' '.repeat(depth)}k:`)],
  ['maps in each other, a megabyte', lines(1_400, (depth) => `${' '.repeat(depth)}k:`)],
  ['keys on one line', 'a: '.repeat(300_000)],
  ['keys on one line in brackets', `x: [${'a: '.repeat(300_000)}]`],
  ['ninety thousand keys', lines(90_000, (index) => `k${index}: 1`)],
  ['ninety thousand keys in braces', `x: {${lines(90_000, (index) => `k${index}: 1,`)}}`],
  ['one key fifty thousand times', 'version: 1\n'.repeat(50_000)],
  ['a hundred thousand list items', `x:\n${'- a\n'.repeat(100_000)}`],
  ['anchors, each used once', lines(20_000, (index) => `a${index}: &b${index} 1\nc${index}: *b${index}`)],
  ['aliases of aliases', lines(30, (index) => `a${index}: &a${index} [${`*a${index - 1},`.repeat(9)}]`)],
  ['merge keys', lines(20_000, (index) => `k${index}: { <<: { a: 1 } }`)],
  ['tags', `x: [${'!a b,'.repeat(100_000)}]`],
  ['documents', '---\n'.repeat(200_000)],
  ['directives', '%YAML 1.1\n'.repeat(80_000)],
  ['a line of a megabyte', `name: ${'a'.repeat(1_000_000)}`],
  ['a key of a megabyte', `${'a'.repeat(1_000_000)}: 1`],
  ['an open quote of a megabyte', `name: "${'a '.repeat(500_000)}`],
  ['single quotes', `name: '${"''".repeat(500_000)}`],
  ['escapes', `name: "${'\\u0061'.repeat(150_000)}"`],
  ['a plain value over many lines', `name: a\n${' a\n'.repeat(300_000)}`],
  ['a block of a megabyte', `name: |\n${' a\n'.repeat(300_000)}`],
  ['empty lines', '\n'.repeat(1_000_000)],
  ['spaces', ' '.repeat(1_000_000)],
  ['comments', '#\n'.repeat(500_000)],
  ['colons', ':'.repeat(1_000_000)],
  ['commas', `x: [${','.repeat(500_000)}]`],
  ['dashes', '-'.repeat(1_000_000)],
  ['tabs', '\t'.repeat(1_000_000)],
  ['carriage returns', 'a: b\r'.repeat(200_000)],
  ['two megabytes', 'a'.repeat(2 * 1024 * 1024)],
  ['NUL', 'name: \0'],
  ['a name that looks like a prototype', '__proto__: { polluted: true }'],
];

describe('hostile YAML', () => {
  test.each(bombs)('%s: refused at a place', async (_, text) => {
    const result = await loadTexts({ 'spec.yaml': text });

    expect(result.ok).toBe(false);
    expect(result.findings[0]?.position).toMatchObject({ file: 'spec.yaml', line: expect.any(Number) });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('bytes that are not UTF-8 are refused where they stand', async () => {
    const bytes = Buffer.concat([Buffer.from('version: 1\nname: caf'), Buffer.from([0xe9, 0x0a])]);
    const result = await loadSpec({
      files: new Map([['spec.yaml', bytes]]),
      readReference: async () => ({ ok: false, problem: 'does not exist' }),
      secret: () => undefined,
    });

    expect(result.findings).toMatchObject([{ code: 'yaml-encoding', position: { line: 2, column: 10 } }]);
  });
});
