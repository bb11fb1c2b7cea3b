import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { newReport } from '../../../src/spec/rules/report.ts';
import { positionOf, type TextRange } from '../../../src/spec/syntax/source-text.ts';
import { guardText } from '../../../src/spec/yaml/guard.ts';
import { parseYaml } from '../../../src/spec/yaml/parse.ts';
import { type MapNode, plainValue, type SourceNode } from '../../../src/spec/yaml/source-node.ts';

/*
 * Another reader of YAML 1.2 reads the same texts: values, keys and places must be the same. It is slow and says where
 * everything stands, so it is a good judge and was our reader once.
 */

const example = readFileSync(new URL('../../../examples/spec.yaml', import.meta.url), 'utf8');

interface Written {
  readonly place: string;
  readonly value: unknown;
}

function ours(text: string): Written | undefined {
  const report = newReport();
  const source = guardText('spec.yaml', Buffer.from(text), report);
  const root = source && parseYaml(source, report);
  return root && report.findings.length === 0 ? ourNode(root) : undefined;
}

function ourNode(node: SourceNode): Written {
  if (node.kind === 'list') return { place: startOf(node), value: node.items.map(ourNode) };
  if (node.kind === 'scalar') {
    const written = node.source.text.slice(node.start, node.end);
    const isNothing = node.value === null && (written === '' || written === '-');
    return { place: isNothing ? 'none' : placeOf(node), value: node.value };
  }
  const entries = [...node.entries].map(([key, entry]) => [key, placeOf(entry), ourNode(entry.value)]);
  return { place: startOf(node), value: { entries } };
}

function startOf(range: TextRange): string {
  const { line, column } = positionOf(range);
  return `${line}:${column}`;
}

/** With its end where that is on the same line. */
function placeOf(range: TextRange): string {
  const { endColumn } = positionOf(range);
  return endColumn === undefined ? startOf(range) : `${startOf(range)}-${endColumn}`;
}

/** `undefined`: it finds a mistake, or what no spec may hold. */
function theirs(text: string): Written | undefined {
  const lines = new LineCounter();
  const options = {
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    stringKeys: true,
    keepSourceTokens: true,
  } as const;
  const document = parseDocument(text, { ...options, prettyErrors: false, lineCounter: lines });
  if (document.errors.length > 0 || document.warnings.length > 0 || !isMap(document.contents))
    return undefined;
  let isPlain = true;
  visit(document, {
    Alias: () => {
      isPlain = false;
    },
    Pair: (_, { key, value, srcToken }) => {
      const name = isScalar(key) ? String(key.value) : '';
      const isExplicit = srcToken?.start.some(({ type }) => type === 'explicit-key-ind');
      const isJoined = /^[\w.-]+(?: *-> *[\w.-]+)?:/.test(name) && isNothing(value);
      isPlain &&= !isExplicit && !isJoined && !notKeys.has(name);
    },
    Node: (_, node) => {
      const isMerge = isScalar(node) && node.source === '<<' && node.type === 'PLAIN';
      isPlain &&= !isMerge && !node.tag && !('anchor' in node && node.anchor);
    },
  });
  return isPlain ? theirNode(document.contents as ParsedNode, lines) : undefined;
}

const notKeys = new Set(['', '__proto__', 'constructor', 'prototype']);

function isNothing(node: unknown): boolean {
  return node === null || (isScalar(node) && node.source === '' && node.value === null);
}

function theirNode(node: ParsedNode | null, lines: LineCounter): Written {
  if (node === null || isNothing(node)) return { place: 'none', value: null };
  const start = lines.linePos(node.range[0]);
  const end = lines.linePos(node.range[1]);
  const at = `${start.line}:${start.col}`;
  if (isSeq(node))
    return { place: at, value: node.items.map((item) => theirNode(item as ParsedNode, lines)) };
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const name = theirNode(key as ParsedNode, lines);
      return [String(name.value), name.place, theirNode(value as ParsedNode | null, lines)];
    });
    return { place: at, value: { entries } };
  }
  const value = isScalar(node) ? exact(node.value) : undefined;
  return { place: end.line === start.line ? `${at}-${end.col}` : at, value };
}

function exact(value: unknown): unknown {
  const number = Number(value);
  return typeof value === 'bigint' && Number.isSafeInteger(number) ? number : value;
}

const text = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '~',
      'null',
      'true',
      'False',
      'yes',
      '12',
      '-1',
      '+7',
      '0x1f',
      '0o17',
      '1.50',
      '1e3',
      '.5',
      '.inf',
    ],
    ...[
      '9007199254740993',
      '00',
      '- a',
      '-',
      '? a',
      'a: b',
      'a:b',
      ':a',
      'a #b',
      '# a',
      "it's",
      '"a"',
      '[a',
      'a]',
      '{',
    ],
    ...[
      'a, b',
      '*',
      '&a',
      '!a',
      '%a',
      '@a',
      '`a',
      '|',
      '>',
      'one\ntwo',
      'one\n\n two\n',
      '\n',
      ' a ',
      'a\tb',
      '---',
      'é',
      '日本',
      '😀',
    ],
  ),
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[a-z][a-z.-]{0,12}$/),
);
const key = text.filter(
  (one) => !/^(?:|<<|__proto__|constructor|prototype|[\w.-]+(?: *-> *[\w.-]+)?:.*)$/s.test(one),
);
const scalar = fc.oneof(
  text,
  fc.constantFrom(null, true, 0, -12, 1.5, 2n ** 63n),
  fc.bigInt({ min: -9n, max: 10n ** 20n }),
);
const { value } = fc.letrec<{ value: unknown; map: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, tie('map'), fc.array(tie('value'), { maxLength: 4 })),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));
const root = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

const scalarStyles = [
  'PLAIN',
  'PLAIN',
  'QUOTE_SINGLE',
  'QUOTE_DOUBLE',
  'BLOCK_LITERAL',
  'BLOCK_FOLDED',
] as const;
const comments = [' one', ' a: [ { , ? - "', ' \n  two\n#'];

/** The same values in one of many hands: by braces and by indentation, in all quotes, with comments and blank lines. */
function inSomeHand(content: unknown, numbers: Iterator<number>): string {
  const below = (limit: number) => (numbers.next().value ?? 0) % limit;
  const document = new Document(content, { version: '1.2', schema: 'core' });
  visit(document, {
    Collection: (_, node) => {
      node.flow = below(4) === 0;
      annotate(node);
    },
    Scalar: (role, node) => {
      const isKey = role === 'key';
      node.type = scalarStyles[below(isKey ? 4 : scalarStyles.length)] ?? 'PLAIN';
      if (!isKey) annotate(node);
    },
  });
  return document.toString({
    indent: 1 + below(4),
    indentSeq: below(2) === 0,
    lineWidth: [0, 20, 80][below(3)] ?? 80,
    flowCollectionPadding: below(2) === 0,
  });

  function annotate(node: Node & Pick<Scalar, 'comment' | 'commentBefore' | 'spaceBefore'>): void {
    if (below(9) === 0) node.commentBefore = comments[below(comments.length)] ?? '';
    if (below(9) === 0) node.comment = comments[below(comments.length)] ?? '';
    if (below(9) === 0) node.spaceBefore = true;
  }
}

test('values, keys and places are those that another reader finds, in whatever hand they are written', () => {
  let compared = 0;
  fc.assert(
    fc.property(root, fc.infiniteStream(fc.nat(999)), (content, numbers) => {
      const written = inSomeHand(content, numbers);
      const expected = theirs(written);
      if (expected === undefined) return;
      compared++;
      expect(ours(written)).toEqual(expected);
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(300);
});

const damages = fc.array(
  fc.record({
    at: fc.nat(example.length),
    remove: fc.nat(3),
    insert: fc.constantFrom(
      '',
      ' ',
      '  ',
      '\n',
      '\t',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ': ',
      '- ',
      '"',
      "'",
      '#',
      ' # ',
      'x',
      '|',
      '\n\n  ',
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

test('what another reader reads of a damaged spec is read, and means the same', () => {
  let compared = 0;
  fc.assert(
    fc.property(damages, (changes) => {
      const damaged = changes.reduce(
        (before, { at, remove, insert }) => before.slice(0, at) + insert + before.slice(at + remove),
        example,
      );
      const expected = theirs(damaged);
      if (expected === undefined) return;
      compared++;
      expect(ours(damaged)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(50);
});

test('a value that is replaced between its ends changes nothing else', () => {
  const parsed = parsedExample();
  const scalars = [...scalarsOf(parsed)];
  fc.assert(
    fc.property(fc.constantFrom(...scalars), text, ({ path, node }, by) => {
      const edited = example.slice(0, node.start) + JSON.stringify(by) + example.slice(node.end);
      const expected = plainValue(parsed);
      put(expected, path, by);
      const source = guardText('spec.yaml', Buffer.from(edited), newReport());
      expect(source && plainValue(parseYaml(source, newReport()) ?? parsed)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

function parsedExample(): MapNode {
  const source = guardText('spec.yaml', Buffer.from(example), newReport());
  const parsed = source && parseYaml(source, newReport());
  if (parsed === undefined) throw new Error('the example cannot be read');
  return parsed;
}

interface Found {
  readonly path: readonly (string | number)[];
  readonly node: SourceNode;
}

function* scalarsOf(node: SourceNode, path: readonly (string | number)[] = []): Generator<Found> {
  if (node.kind === 'scalar') yield { path, node };
  else if (node.kind === 'list')
    for (const [index, item] of node.items.entries()) yield* scalarsOf(item, [...path, index]);
  else for (const [key, entry] of node.entries) yield* scalarsOf(entry.value, [...path, key]);
}

/** `into` is objects and lists, as `plainValue` makes them. */
function put(into: unknown, [step = '', ...rest]: readonly (string | number)[], by: string): void {
  const parent = into as Record<string | number, unknown>;
  if (rest.length > 0) put(parent[step], rest, by);
  else parent[step] = by;
}
