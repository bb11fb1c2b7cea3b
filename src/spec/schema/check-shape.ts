import type { z } from 'zod';
import { type Report, show } from '../rules/report.ts';
import { isRuleCode } from '../rules/rules.ts';
import { didYouMean } from '../rules/suggest.ts';
import { keyWithoutSpace, missingSpace } from '../syntax/missing-space.ts';
import {
  type Locator,
  type MapNode,
  plainValue,
  type SourceNode,
  type SourcePath,
} from '../yaml/source-node.ts';
import { checkWithFew } from './few-issues.ts';
import { knownKeys, valueTypes } from './json-schema.ts';
import { type RawSpec, specSchema } from './schema.ts';
import { type ValueProblem, valueProblem } from './values.ts';

/** Keys, types and single values. Everything that is wrong is reported, each at its own place; undefined: something is. */
export function checkShape(root: MapNode, locator: Locator, report: Report): RawSpec | undefined {
  const context = { locator, report };
  const missing = reportMissing(context, root, []);
  const { result, dropped } = checkWithFew(specSchema, plainValue(root, new Map()));
  if (result.success) return result.data;
  const { issues } = result.error;
  for (const issue of issues) reportIssue(context, issue, issue.path.map(pathStep), 'value');
  // Of what is missing zod says something else, which is told only once.
  const saidTwice = missing - issues.filter(({ path }) => isMissing(locator.node(path.map(pathStep)))).length;
  report.addUnlisted(dropped - saidTwice);
  return undefined;
}

interface Context {
  readonly locator: Locator;
  readonly report: Report;
}

function reportIssue(context: Context, issue: z.core.$ZodIssue, path: SourcePath, at: 'key' | 'value'): void {
  if (isMissing(context.locator.node(path))) return;
  switch (issue.code) {
    case 'unrecognized_keys':
      reportUnknownKeys(context, issue.keys, path);
      break;
    case 'invalid_key':
      for (const inner of issue.issues) reportIssue(context, inner, path, 'key');
      break;
    case 'invalid_type':
      reportType(context, issue.expected, path);
      break;
    case 'invalid_value':
      reportValue(context, issue.values, path);
      break;
    case 'invalid_union':
      reportUnion(context, issue.errors, path, at);
      break;
    default: {
      const { code, message, hint } = valueIssue(issue, label(path));
      context.report.add(code, context.locator[at](path), message, hint);
    }
  }
}

/** A value of several forms is held against the one that it has: text against text, a list against a list. */
function reportUnion(
  context: Context,
  options: readonly (readonly z.core.$ZodIssue[])[],
  path: SourcePath,
  at: 'key' | 'value',
): void {
  const fitting = options.find((issues) => expectedOf(issues).length === 0);
  if (fitting === undefined) {
    const expected = [...new Set(options.flatMap(expectedOf))];
    reportType(context, expected.map(article).join(' or '), path);
    return;
  }
  for (const issue of fitting) {
    reportIssue(context, issue, [...path, ...issue.path.map(pathStep)], at);
  }
}

/** The types that an option wanted in place of what is there; none: it has the right one. */
function expectedOf(issues: readonly z.core.$ZodIssue[]): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [issue.expected];
    return issue.code === 'invalid_union' ? issue.errors.flatMap(expectedOf) : [];
  });
}

function isMissing(node: SourceNode | undefined): boolean {
  return node?.kind === 'scalar' && node.isMissing !== undefined;
}

/**
 * How many are missing. `path` is that of the node; it is the same list all the way, because few of a spec's nodes have something
 * to report.
 */
function reportMissing(context: Context, node: SourceNode, path: (string | number)[]): number {
  let missing = 0;
  switch (node.kind) {
    case 'map':
      for (const [key, { value }] of node.entries) missing += reportMissingIn(context, value, path, key);
      return missing;
    case 'list':
      for (const [index, item] of node.items.entries())
        missing += reportMissingIn(context, item, path, index);
      return missing;
    case 'scalar': {
      if (node.isMissing !== 'not said') return node.isMissing === undefined ? 0 : 1;
      const message = `there is no value after ${show(path.at(-1))}`;
      context.report.add('missing-value', context.locator.value(path), message, whatToWrite(path));
      return 1;
    }
  }
}

function reportMissingIn(
  context: Context,
  node: SourceNode,
  path: (string | number)[],
  step: string | number,
): number {
  path.push(step);
  const missing = reportMissing(context, node, path);
  path.pop();
  return missing;
}

/** Only what the key takes: not every key has a default to go back to. */
function whatToWrite(path: SourcePath): string {
  const types = valueTypes(path);
  const values = [
    types.has('object') ? '{} for none' : types.has('array') ? 'a list' : 'a value',
    ...(types.has('null') ? ['null for the default'] : []),
  ];
  return `Write ${values.join(', ')}, or remove the key.`;
}

function valueIssue(issue: z.core.$ZodIssue, name: string): ValueProblem {
  if (issue.code === 'too_small')
    return valueProblem('out-of-range', `${name} must ${atLeast(issue)}`, rangeHint(issue));
  if (issue.code === 'too_big')
    return valueProblem('out-of-range', `${name} must ${atMost(issue)}`, rangeHint(issue));
  const { code, hint } = (issue.code === 'custom' && issue.params) || {};
  if (typeof code === 'string' && isRuleCode(code)) return valueProblem(code, issue.message, String(hint));
  return valueProblem(
    'wrong-type',
    `${name} is not valid here`,
    'Compare with the schema in schema/spec.v1.json.',
  );
}

/** A whole block at the wrong place is one mistake, not a thousand. */
const maxUnknownKeys = 20;

function reportUnknownKeys({ locator, report }: Context, keys: readonly string[], path: SourcePath): void {
  const known = knownKeys(path);
  for (const [index, key] of keys.slice(0, maxUnknownKeys).entries()) {
    const isLast = index === maxUnknownKeys - 1 && keys.length > maxUnknownKeys;
    const others = isLast ? `, and ${keys.length - maxUnknownKeys} more in the same place` : '';
    const position = locator.key([...path, key]);
    report.add(
      'unknown-key',
      position,
      `unknown key ${show(key)}${others}`,
      otherUnit(key, known) ?? didYouMean(key, known),
    );
  }
}

/** `retention.hours` is near to `retention.bytes` in letters, and `retention.ms` in meaning. */
function otherUnit(key: string, known: readonly string[]): string | undefined {
  const stem = /^(?:log[._])?([a-z][a-z._]*)[._](?:hours|hour|minutes|min|seconds|sec|days|day)$/.exec(
    key,
  )?.[1];
  const meant = stem === undefined ? undefined : `${stem.replaceAll('_', '.')}.ms`;
  return meant !== undefined && known.includes(meant)
    ? `Write ${meant}: 7d, or another number with ms, s, m, h, d or w.`
    : undefined;
}

function reportType({ locator, report }: Context, expected: string, path: SourcePath): void {
  const node = locator.node(path);
  if (node === undefined) {
    const message = `${label(path)} is missing`;
    report.add(
      'missing-key',
      locator.key(path),
      message,
      `Add ${String(path.at(-1))}: with ${article(expected)}.`,
    );
    return;
  }
  const message = `${label(path)} must be ${article(expected)}, not ${kindOf(node)}`;
  report.add('wrong-type', locator.value(path), message, typeHint(expected, node, path));
}

function reportValue({ locator, report }: Context, values: readonly unknown[], path: SourcePath): void {
  const node = locator.node(path);
  const allowed = values.map(String);
  if (node === undefined) {
    const hint = `Add ${String(path.at(-1))}: ${allowed[0] ?? ''}.`;
    report.add('missing-key', locator.key(path), `${label(path)} is missing`, hint);
    return;
  }
  const written = node.kind === 'scalar' ? show(node.value) : kindOf(node);
  const [only] = values;
  const hint =
    values.length === 1 && typeof only === 'number'
      ? `Write ${only}, without quotes.`
      : didYouMean(
          node.kind === 'scalar' ? String(node.value) : '',
          allowed.map((one) => one || "''"),
        );
  report.add('unknown-value', locator.value(path), `${label(path)} cannot be ${written}`, hint);
}

/** `scope[0]`, `partitions`: enough, because the place is named too. */
function label(path: SourcePath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the spec';
  return typeof last === 'number' ? `${String(path.at(-2) ?? 'item')}[${last}]` : last;
}

function article(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a whole number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys and values',
    record: 'a map of keys and values',
  };
  return words[expected] ?? expected;
}

function kindOf(node: SourceNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'null';
  if (typeof node.value === 'string') return 'text';
  return typeof node.value === 'boolean' ? String(node.value) : `the number ${node.value}`;
}

function typeHint(expected: string, node: SourceNode, path: SourcePath): string {
  const isOneValue = expected !== 'array' && expected !== 'object' && expected !== 'record';
  if (node.kind === 'list' && isOneValue) return oneOf(path, node.items.length);
  if (node.kind === 'scalar' && node.value === null) return `Write ${article(expected)}, or remove the key.`;
  const isText = node.kind === 'scalar' && typeof node.value === 'string';
  const isMap = expected === 'object' || expected === 'record';
  if (isMap && isText && keyWithoutSpace(String(node.value)) !== undefined) return missingSpace.hint;
  if (expected === 'string' && node.kind === 'scalar') return 'Put the value in quotes.';
  if (expected === 'boolean') return 'Write true or false, without quotes; yes, no, on and off are text.';
  if (expected === 'array') return 'Write [a, b], or one "- item" per line.';
  if (expected === 'number' || expected === 'int') return 'Write the digits without quotes, dots and units.';
  return `Write ${article(expected)}, or remove the key.`;
}

/** A list where one value stands. */
function oneOf(path: SourcePath, items: number): string {
  const last = path.at(-1);
  const one = `Write one ${typeof last === 'string' ? last : 'value'}, not a list`;
  return items > 1 ? `${one}, and give each of the others an entry of its own.` : `${one}.`;
}

function atLeast(issue: { origin: string; minimum: number | bigint }): string {
  return issue.origin === 'array' ? `have at least ${issue.minimum} item` : `be at least ${issue.minimum}`;
}

function atMost(issue: { origin: string; maximum: number | bigint }): string {
  return issue.origin === 'array' ? `have at most ${issue.maximum} items` : `be at most ${issue.maximum}`;
}

function rangeHint(issue: { origin: string }): string {
  return issue.origin === 'array' ? 'Add items, or remove the key.' : 'Change the number.';
}

function pathStep(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}
