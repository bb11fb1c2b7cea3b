import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { LoadResult } from '../../../src/lint/load-spec.ts';
import { findingsLog } from '../../../src/report/texts/log.ts';
import { workspaceReferences } from '../../../src/spec/yaml/workspace.ts';
import { loadTexts } from '../../support/spec-files.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const example = readFileSync(`${repository}examples/spec.yaml`, 'utf8');
const parsed: unknown = parse(example);
const readReference = workspaceReferences(repository);

const load = (texts: Readonly<Record<string, string>>) => loadTexts(texts, { readReference });

test('64-bit integers are exact, quoted or not', async () => {
  const integers = fc.bigInt({ min: -1n, max: 2n ** 63n - 1n });
  await fc.assert(
    fc.asyncProperty(integers, fc.constantFrom('', '"', "'"), async (integer, quote) => {
      const config = `{ retention.ms: ${quote}${integer}${quote} }`;
      const topics = `{ t: { config: ${config} } }`;
      const clusters = `{ core: { service: core, topics: ${topics} } }`;
      const result = await load({ 'a.yaml': `version: 1\nname: a\nproject: a\nclusters: ${clusters}\n` });
      expect(result.ok && result.spec.clusters.get('core')?.topics.get('t')?.config.get('retention.ms')).toBe(
        String(integer),
      );
    }),
    { numRuns: 200 },
  );
});

test('integers beyond 64 bits are refused, never rounded', async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: 2n ** 63n, max: 10n ** 30n }), async (integer) => {
      const before = 'clusters: { core: { service: core, topics: { t: { config: { retention.ms: ';
      const result = await load({
        'a.yaml': `version: 1\nname: a\nproject: a\n${before}${integer} } } } } }\n`,
      });
      const position = { file: 'a.yaml', line: 4, column: before.length + 1 };
      expect(result.findings).toMatchObject([{ code: 'config-value', position }]);
    }),
    { numRuns: 100 },
  );
});

test('the order of keys does not matter', async () => {
  const expected = withoutPlaces(await load({ 'spec.yaml': example }));
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
      const result = await load({ 'spec.yaml': JSON.stringify(shuffled(parsed, numbers)) });
      expect(withoutPlaces(result)).toBe(expected);
    }),
    { numRuns: 50 },
  );
});

test('neither the order of files nor their number matters', async () => {
  const expected = withoutPlaces(await load({ 'a.yaml': example }));
  const sections = Object.entries(asObject(parsed)).map(([key, value]) => JSON.stringify({ [key]: value }));
  const files = fc.shuffledSubarray(sections, { minLength: sections.length });
  await fc.assert(
    fc.asyncProperty(files, async (texts) => {
      const named = texts.map((text, index) => [`${index}.yaml`, text] as const);
      const result = await load(Object.fromEntries(named));
      const reversed = await load(Object.fromEntries(named.toReversed()));
      expect(withoutPlaces(result)).toBe(expected);
      expect(JSON.stringify(result.findings)).toBe(JSON.stringify(reversed.findings));
    }),
    { numRuns: 30 },
  );
});

const edits = fc.array(
  fc.record({
    at: fc.nat(example.length),
    remove: fc.nat(30),
    insert: fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ':',
        ': ',
        '- ',
        '"',
        "'",
        '#',
        '\n',
        '  ',
        '&a',
        '*a',
        '!t',
        '|',
        '\t',
        '\0',
        '? ',
      ),
      fc.constantFrom(
        'null',
        'true',
        '1',
        '-1',
        '0x1f',
        '__proto__: 1\n',
        'constructor',
        '<<: ',
        '---\n',
        '%YAML 1.1\n',
      ),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

test('a damaged spec never throws, and every finding has a place and a hint', async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      const text = changes.reduce(
        (before, { at, remove, insert }) => before.slice(0, at) + insert + before.slice(at + remove),
        example,
      );
      expectPlaced(await load({ 'spec.yaml': text }), text);
    }),
    { numRuns: 400 },
  );
});

test('a spec with any value at any place never throws', async () => {
  const paths = [...pathsOf(parsed)];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), async (path, value) => {
      const text = JSON.stringify(replaced(parsed, path, value));
      expectPlaced(await load({ 'spec.yaml': text }), text);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('a password in the wrong place is never repeated', async () => {
  const passwords = fc.stringMatching(/^[a-z0-9][A-Za-z0-9_/+-]{11,30}$/);
  const shapes = fc.constantFrom<(password: string) => unknown>(
    (password) => password,
    (password) => [password],
    (password) => ({ secret: password }),
    (password) => ({ value: password }),
    (password) => ({ [password]: null }),
    (password) => ({ secret: { secret: password } }),
    (password) => ({ secret: 'NAME', [password]: password }),
  );
  const field = ['clusters', 'onprem', 'mirror', 'sasl_plain_password'];
  await fc.assert(
    fc.asyncProperty(passwords, shapes, async (password, shape) => {
      const result = await load({ 'spec.yaml': JSON.stringify(replaced(parsed, field, shape(password))) });
      expect(result.ok).toBe(false);
      expect(findingsLog(result.findings)).not.toContain(password);
    }),
    { numRuns: 200 },
  );
});

function expectPlaced(result: LoadResult, text: string): void {
  const lines = text.split('\n').length;
  for (const { position, hint, code } of result.findings) {
    expect(position).toMatchObject({ file: 'spec.yaml' });
    expect(position?.line).toBeGreaterThanOrEqual(1);
    expect(position?.line).toBeLessThanOrEqual(lines);
    expect(position?.column).toBeGreaterThanOrEqual(1);
    expect([code, hint]).toEqual([code, expect.stringMatching(/\S/)]);
  }
  const firm = result.findings.filter(({ message }) => !message.includes('(assumed: '));
  expect(result.ok).toBe(!firm.some(({ severity }) => severity === 'error'));
}

function withoutPlaces(result: LoadResult): string {
  if (!result.ok) return findingsLog(result.findings);
  return JSON.stringify(result.spec, (key, value: unknown) => {
    if (/positions?$/i.test(key) || key === 'files') return undefined;
    if (value instanceof Map || value instanceof Set) return [...value];
    return value;
  });
}

function shuffled(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, numbers));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => ({
    key,
    child,
    order: numbers.next().value ?? 0,
  }));
  entries.sort((a, b) => a.order - b.order);
  return Object.fromEntries(entries.map(({ key, child }) => [key, shuffled(child, numbers)]));
}

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (!isObject(value)) return;
  for (const [key, child] of Object.entries(value)) yield* pathsOf(child, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  return { ...asObject(value), [key]: replaced(asObject(value)[key], rest, by) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
