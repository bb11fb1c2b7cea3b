import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { Position } from '../../model/position.ts';
import { place, type Report, show } from '../rules/report.ts';
import { limits } from './guard.ts';
import { keyWithoutSpace, missingSpace } from './missing-space.ts';
import type { MapEntry, MapNode, ScalarNode, SourceNode } from './source-node.ts';

/** One guarded YAML file with the place of every node. `undefined` when it cannot be read; the report says why. */
export function parseYaml(file: string, text: string, report: Report): MapNode | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    intAsBigInt: true,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const source: Source = { file, lines, report };
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const [error] = errors;
  if (error !== undefined) {
    const deeper = error.code === 'BLOCK_AS_IMPLICIT_KEY' ? deeperLine(text, error, errors) : undefined;
    const { message, hint } = deeper === undefined ? syntaxProblem(error, text) : deeperLineProblem;
    report.add('yaml-syntax', positionOf(source, skipSpaces(text, deeper ?? error.pos[0])), message, hint);
    return undefined;
  }
  const root = document.contents;
  if (root === null || isEmptyScalar(root))
    return { kind: 'map', position: positionOf(source, 0), entries: new Map() };
  if (!isMap(root)) {
    const isJoined = isScalar(root) && keyWithoutSpace(String(root.value)) !== undefined;
    const hint = isJoined ? missingSpace.hint : 'Start with version: 1, name: and project:.';
    report.add('wrong-type', positionOf(source, root.range[0]), 'a spec file holds keys and values', hint);
    return undefined;
  }
  return mapNode(source, root, 1);
}

/** Where a line begins that is indented deeper than the value before it, so that YAML takes the two for one key. */
function deeperLine(text: string, first: YAMLError, errors: readonly YAMLError[]): number | undefined {
  const joined = errors.find(({ code, pos }) => code === 'MULTILINE_IMPLICIT_KEY' && pos[0] === first.pos[0]);
  if (joined === undefined) return undefined;
  return text.lastIndexOf('\n', joined.pos[1] - 1) + 1;
}

const deeperLineProblem = {
  message: 'the line is indented deeper than the key before it, which has a value',
  hint: 'Align the two lines, or move the value of the key before it.',
};

function skipSpaces(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ') at++;
  return at;
}

interface Source {
  readonly file: string;
  readonly lines: LineCounter;
  readonly report: Report;
}

function sourceNode(source: Source, node: ParsedNode, depth: number): SourceNode {
  const position = positionOf(source, node.range[0], node.range[1]);
  if (depth > limits.depth) {
    source.report.add(
      'yaml-too-complex',
      position,
      `nested deeper than ${limits.depth} levels`,
      'Flatten it.',
    );
    return { kind: 'scalar', position, value: null };
  }
  if (isMap<ParsedNode, ParsedNode | null>(node)) return mapNode(source, node, depth);
  if (isSeq<ParsedNode>(node)) {
    return { kind: 'list', position, items: node.items.map((item) => sourceNode(source, item, depth + 1)) };
  }
  return { kind: 'scalar', position, value: isScalar(node) ? scalarValue(node.value) : null };
}

/** Keys that would reach a prototype in careless code. No setting, and no Kafka resource worth having, is called so. */
const reservedKeys = new Set(['__proto__', 'constructor', 'prototype']);

function mapNode(source: Source, node: YAMLMap<ParsedNode, ParsedNode | null>, depth: number): MapNode {
  const start = node.range?.[0] ?? 0;
  const entries = new Map<string, MapEntry>();
  for (const { key, value } of node.items) {
    const position = positionOf(source, key.range[0], key.range[1]);
    const written = isScalar(key) ? String(key.value) : '';
    const joined = isNothing(value) ? keyWithoutSpace(written) : undefined;
    const name = joined ?? written;
    const earlier = entries.get(name);
    if (name === '' || reservedKeys.has(name)) {
      source.report.add(
        'unknown-key',
        position,
        `${show(name)} is not a key`,
        'Remove it or use another name.',
      );
    } else if (earlier !== undefined) {
      reportDuplicate(source, name, position, earlier.position);
    } else {
      const isJoined = joined !== undefined;
      entries.set(name, { position, value: valueNode(source, value, position, isJoined, depth) });
    }
  }
  return { kind: 'map', position: positionOf(source, start), entries };
}

function reportDuplicate({ report }: Source, name: string, position: Position, earlier: Position): void {
  report.add(
    'duplicate-key',
    position,
    `${show(name)} is already set at ${place(earlier)}`,
    'Keep one of the two.',
  );
}

/** What a missing value may be is the schema's to say, but for one that stands behind its colon without a space. */
function valueNode(
  source: Source,
  value: ParsedNode | null,
  key: Position,
  isJoined: boolean,
  depth: number,
): SourceNode {
  if (value !== null && !isNothing(value)) return sourceNode(source, value, depth + 1);
  if (isJoined) source.report.add('missing-value', key, missingSpace.message, missingSpace.hint);
  return { kind: 'scalar', position: key, value: null, isMissing: isJoined ? 'said' : 'not said' };
}

function isNothing(value: ParsedNode | null): boolean {
  return value === null || isEmptyScalar(value);
}

function isEmptyScalar(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

function scalarValue(value: unknown): ScalarNode['value'] {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return value;
  }
  return String(value);
}

function positionOf({ file, lines }: Source, start: number, end = start): Position {
  const from = lines.linePos(start);
  const to = lines.linePos(end);
  const position = { file, line: Math.max(from.line, 1), column: Math.max(from.col, 1) };
  return to.line === from.line && to.col > from.col ? { ...position, endColumn: to.col } : position;
}

/** Our own words: the library's may quote the text, and the text may be a password in the wrong place. */
function syntaxProblem(
  { code, message, pos }: YAMLError,
  text: string,
): { readonly message: string; readonly hint: string } {
  if (code === 'BAD_INDENT' && message.startsWith('Flow ')) return openBracket;
  const isOfKey = code === 'MULTILINE_IMPLICIT_KEY' || code === 'MISSING_CHAR';
  if (isOfKey && keyWithoutSpace(text.slice(pos[0])) !== undefined) return missingSpace;
  return syntaxProblems.get(code) ?? otherSyntaxProblem;
}

const openBracket = {
  message: 'a bracket is not closed before this',
  hint: 'Add the missing ] or } here or on the line before.',
};

const otherSyntaxProblem = {
  message: 'this is not valid YAML',
  hint: 'Check quotes, colons, commas and brackets here and on the line before.',
};

const syntaxProblems: ReadonlyMap<YAMLError['code'], { readonly message: string; readonly hint: string }> =
  new Map([
    ['BAD_INDENT', { message: 'the indentation does not fit', hint: 'Align the line with its neighbours.' }],
    ['TAB_AS_INDENT', { message: 'a tab is used as indentation', hint: 'Indent with spaces.' }],
    [
      'MISSING_CHAR',
      {
        message: 'a closing quote, bracket, comma or colon is missing',
        hint: 'Close what is open, or add the missing character.',
      },
    ],
    [
      'BAD_DQ_ESCAPE',
      {
        message: 'unknown escape in double quotes',
        hint: "Use single quotes: in 'a\\.b' a backslash is a backslash.",
      },
    ],
    [
      'BAD_SCALAR_START',
      { message: 'a plain value cannot start with this character', hint: 'Put the value in quotes.' },
    ],
    [
      'NON_STRING_KEY',
      { message: 'a key must be plain text', hint: 'Put a key with special characters in quotes.' },
    ],
    [
      'MULTILINE_IMPLICIT_KEY',
      { message: 'a key must stand on one line', hint: 'Add the missing colon, or join the lines.' },
    ],
    [
      'BLOCK_AS_IMPLICIT_KEY',
      {
        message: 'a second key stands where one value is expected',
        hint: 'Put the value in quotes, or start a new line.',
      },
    ],
  ]);
