import { suggest } from '../../model/suggest.ts';
import { exampleLine } from '../meant/examples.ts';
import { lineOf, listLineOf, writeLine } from '../meant/line.ts';
import { valueOfOtherTool } from '../meant/other-tools.ts';
import { meantQuantity } from '../meant/quantity.ts';
import { didYouMean } from '../rules/suggest.ts';
import { keyWithoutSpace, missingSpace } from '../syntax/missing-space.ts';
import { words } from '../syntax/words.ts';
import type { ScalarNode, SourceNode, SourcePath } from '../yaml/source-node.ts';
import { parseQuantity } from './units.ts';

/** `scope[0]`, `partitions`: enough, because the place is named too. */
export function label(path: SourcePath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the spec';
  return typeof last === 'number' ? `${String(path.at(-2) ?? 'item')}[${last}]` : last;
}

export function article(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a whole number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys and values',
    record: 'a map of keys and values',
  };
  return names[expected] ?? expected;
}

export function kindOf(node: SourceNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'null';
  if (typeof node.value === 'string') return 'text';
  return typeof node.value === 'boolean' ? String(node.value) : `the number ${node.value}`;
}

/** What is wrong with a value of another type; a blank that is missing makes text of what was to be a map or a list. */
export function typeMessage(expected: string, node: SourceNode, path: SourcePath): string {
  const slip = slipIn(expected, node);
  return slip?.message ?? `${label(path)} must be ${article(expected)}, not ${kindOf(node)}`;
}

export function typeHint(expected: string, node: SourceNode, path: SourcePath): string {
  const slip = slipIn(expected, node);
  if (slip !== undefined) return slip.hint;
  const line = repairedLine(expected, node, path);
  if (line !== undefined) return writeLine(line);
  const isOneValue = expected !== 'array' && !isMap(expected);
  if (node.kind === 'list' && isOneValue) return oneOf(path, node.items.length);
  if (isOneValue || node.kind !== 'scalar' || node.value !== null) {
    const example = isOneValue ? undefined : exampleLine(path);
    if (example !== undefined)
      return `Write ${typeof path.at(-1) === 'number' ? 'each item' : 'it'} as in ${example}.`;
  }
  if (node.kind === 'scalar' && node.value === null) return `Write ${article(expected)}, or remove the key.`;
  if (expected === 'string' && node.kind === 'scalar') return 'Put the value in quotes.';
  if (expected === 'boolean') return 'Write true or false, without quotes; yes, no, on and off are text.';
  if (expected === 'array') return 'Write [a, b], or one "- item" per line.';
  if (expected === 'number' || expected === 'int') return 'Write the digits without quotes, dots and units.';
  return `Write ${article(expected)}, or remove the key.`;
}

/** The same value as the type that is asked for, where there is no doubt. */
function repairedLine(expected: string, node: SourceNode, path: SourcePath): string | undefined {
  const key = path.at(-1);
  if (node.kind === 'map') return expected === 'string' ? joinedHost(node) : undefined;
  if (node.kind !== 'scalar' || typeof key !== 'string') return undefined;
  if (expected === 'array') return listLineOf(key, itemsOf(node));
  if (expected === 'boolean') return booleanLine(key, node);
  if (expected === 'number' || expected === 'int') return numberLine(key, node);
  return expected === 'string' && typeof node.value === 'number' ? `${key}: '${node.value}'` : undefined;
}

function itemsOf({ value }: ScalarNode): readonly unknown[] {
  if (typeof value !== 'string') return value === null ? [] : [value];
  return value.split(',').map((item) => item.trim());
}

function booleanLine(key: string, { value }: ScalarNode): string | undefined {
  const text = String(value).toLowerCase();
  if (['yes', 'on', 'true', '1'].includes(text)) return `${key}: true, without quotes`;
  return ['no', 'off', 'false', '0'].includes(text) ? `${key}: false, without quotes` : undefined;
}

/** `"3"` is 3, and `1m` of a key that counts seconds is 60. */
function numberLine(key: string, { value }: ScalarNode): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^-?\d{1,15}$/.test(value)) return `${key}: ${value}, without quotes`;
  const [, counted] = /_(seconds|ms|bytes)$/.exec(key) ?? [];
  const unit = counted === undefined ? 'count' : counted === 'bytes' ? 'size' : 'duration';
  const parsed = parseQuantity(meantQuantity(value, unit) ?? value, unit);
  const factor = counted === 'seconds' ? 1_000n : 1n;
  return parsed.ok && parsed.value % factor === 0n ? `${key}: ${parsed.value / factor}` : undefined;
}

/** `kafka: 9093` in a list of brokers: YAML reads a map, because of the space. */
function joinedHost({ entries }: Extract<SourceNode, { kind: 'map' }>): string | undefined {
  const [[host, entry] = []] = entries;
  const port = entry?.value.kind === 'scalar' ? entry.value.value : undefined;
  return entries.size === 1 &&
    typeof port === 'number' &&
    host !== undefined &&
    lineOf(host, port) !== undefined
    ? `${host}:${port}, without a space after the colon`
    : undefined;
}

/** A blank that is missing behind a dash or a colon. */
function slipIn(
  expected: string,
  node: SourceNode,
): { readonly message: string; readonly hint: string } | undefined {
  if (node.kind === 'map') {
    const [first = ''] = node.entries.keys();
    return expected === 'array' && isDash(first) ? words.dash : undefined;
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  if (expected === 'array' && isDash(node.value)) return words.dash;
  if (!isMap(expected)) return undefined;
  if (!/^[A-Z][a-z]*:/.test(node.value) && keyWithoutSpace(node.value) !== undefined) return missingSpace;
  return /^[\w.-]+ *= *\S/.test(node.value) ? words.equals : undefined;
}

function isDash(text: string): boolean {
  return /^-[^\s-]/.test(text);
}

function isMap(expected: string): boolean {
  return expected === 'object' || expected === 'record';
}

/** A list where one value stands. */
function oneOf(path: SourcePath, items: number): string {
  const last = path.at(-1);
  const one = `Write one ${typeof last === 'string' ? last : 'value'}, not a list`;
  return items > 1 ? `${one}, and give each of the others an entry of its own.` : `${one}.`;
}

/** For a value that is none of the allowed ones. */
export function choiceHint(path: SourcePath, node: SourceNode, allowed: readonly string[]): string {
  const written = node.kind === 'scalar' ? String(node.value) : '';
  const meant = valueOfOtherTool(written, allowed) ?? suggest(written, allowed);
  const key = path.at(-1);
  if (meant !== undefined && meant !== '') {
    const line = typeof key === 'string' ? lineOf(key, meant) : undefined;
    return `Did you mean "${meant}"?${line === undefined ? '' : ` ${writeLine(line)}`}`;
  }
  return didYouMean(
    written,
    allowed.map((one) => one || "''"),
  );
}
