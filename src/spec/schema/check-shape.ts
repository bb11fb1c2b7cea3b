import type { z } from 'zod';
import { exampleLine } from '../meant/examples.ts';
import { templateHint } from '../meant/other-tools.ts';
import { type Report, show } from '../rules/report.ts';
import { isRuleCode } from '../rules/rules.ts';
import {
  type Locator,
  type MapNode,
  plainValue,
  type SourceNode,
  type SourcePath,
} from '../yaml/source-node.ts';
import { checkWithFew } from './few-issues.ts';
import { valueTypes } from './json-schema.ts';
import { type RawSpec, specSchema } from './schema.ts';
import { article, choiceHint, kindOf, label, typeHint, typeMessage } from './type-hints.ts';
import { unknownKeyHint } from './unknown-keys.ts';
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
      const written = writtenAt(context.locator, path, at);
      // What a secret or a file is to hold is said where it is checked.
      const template =
        code.startsWith('secret-') || code === 'file-reference' ? undefined : templateHint(written);
      context.report.add(code, context.locator[at](path), message, template ?? hint);
    }
  }
}

/** Text of a key or value; empty: it is something else. */
function writtenAt(locator: Locator, path: SourcePath, at: 'key' | 'value'): string {
  const node = locator.node(path);
  const written = at === 'key' ? path.at(-1) : node?.kind === 'scalar' ? node.value : '';
  return typeof written === 'string' ? written : '';
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
  for (const [index, key] of keys.slice(0, maxUnknownKeys).entries()) {
    const isLast = index === maxUnknownKeys - 1 && keys.length > maxUnknownKeys;
    const others = isLast ? `, and ${keys.length - maxUnknownKeys} more in the same place` : '';
    const position = locator.key([...path, key]);
    const node = locator.node([...path, key]);
    report.add('unknown-key', position, `unknown key ${show(key)}${others}`, unknownKeyHint(key, path, node));
  }
}

function reportType({ locator, report }: Context, expected: string, path: SourcePath): void {
  const node = locator.node(path);
  if (node === undefined) {
    const message = `${label(path)} is missing`;
    const line = exampleLine(path) ?? `${String(path.at(-1))}: with ${article(expected)}`;
    report.add('missing-key', locator.key(path), message, `Add ${line}.`);
    return;
  }
  const message = typeMessage(expected, node, path);
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
      : choiceHint(path, node, allowed);
  report.add('unknown-value', locator.value(path), `${label(path)} cannot be ${written}`, hint);
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
