import type { Action, FieldValue } from '../../model/change.ts';
import { isConfigPath, lastNameOf } from '../../model/field-path.ts';
import { humanValue } from './human-values.ts';
import { code, joined, listed, type Phrase, phrase } from './phrase.ts';

export const actionSymbols: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  replace: '±',
  delete: '-',
};
export const actionVerbs: Readonly<Record<Action, string>> = {
  create: 'create',
  update: 'change',
  replace: 'replace',
  delete: 'delete',
};
export const actions = ['create', 'update', 'replace', 'delete'] as const satisfies readonly Action[];

/** `config.retention.ms` as a person says it: `retention.ms`. */
export function fieldName(field: string): string {
  return isConfigPath(field) ? lastNameOf(field) : field;
}

/** Nothing for what is not there; the raw value first, what it means in brackets after it. */
export function valuePhrase(field: string, value: FieldValue): Phrase {
  if (value === null) return [];
  if (typeof value === 'string') return [code(value), ...inBrackets(field, value)];
  if (isList(value)) return value.length <= 2 ? listOf(value) : [listCount(field, value.length)];
  return secretPhrase(value);
}

/** One resource with all its fields in a line: 24 partitions × 3 replicas · `retention.ms=604800000` (7 d) */
export function fieldsPhrase(fields: readonly NamedValue[]): Phrase {
  return joined(fieldLines(fields), ' · ');
}

export interface NamedValue {
  readonly field: string;
  readonly value: FieldValue;
}

/** The same in several lines: what is short shares one, unless `each` asks for one per field. */
export function fieldLines(
  fields: readonly NamedValue[],
  { each = false }: { readonly each?: boolean } = {},
): readonly Phrase[] {
  const sizes = sizePhrase(
    stringOf(fields.find(({ field }) => field === 'partitions')?.value),
    stringOf(fields.find(({ field }) => field === 'replication')?.value),
  );
  const short: Phrase[] = [];
  const long: Phrase[] = [];
  for (const { field, value } of fields) {
    if (value === null || (sizes.length > 0 && (field === 'partitions' || field === 'replication'))) continue;
    const isShort = typeof value === 'string' && value.length <= 40;
    (isShort && !each ? short : long).push(namedPhrase(field, value));
  }
  return [...(sizes.length > 0 ? [sizes] : []), ...(short.length > 0 ? [joined(short, ' · ')] : []), ...long];
}

function namedPhrase(field: string, value: Exclude<FieldValue, null>): Phrase {
  const name = fieldName(field);
  if (typeof value === 'string') return [code(`${name}=${value}`), ...inBrackets(field, value)];
  if (isList(value))
    return phrase`${name}: ${value.length <= 4 ? listOf(value) : [listCount(field, value.length)]}`;
  return phrase`${name} ${secretPhrase(value)}`;
}

export function sizePhrase(partitions: string | undefined, replicas: string | undefined): Phrase {
  const parts: Phrase[] = [];
  if (partitions !== undefined) parts.push(counted(partitions, 'partition'));
  if (replicas !== undefined) parts.push(counted(replicas, 'replica'));
  return joined(parts, ' × ');
}

export function isList(value: FieldValue | undefined): value is readonly string[] {
  return Array.isArray(value);
}

/** 1 partition, 2 partitions */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function counted(count: string, noun: string): Phrase {
  if (!/^\d{1,9}$/.test(count)) return phrase`${count} ${[`${noun}s`]}`;
  return [plural(Number(count), noun)];
}

function stringOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listOf(values: readonly string[]): Phrase {
  return values.length === 0 ? ['(none)'] : listed(values, values.length);
}

/** 3 patterns */
export function listCount(field: string, count: number): string {
  return plural(
    count,
    /^topics/.test(field) ? 'pattern' : 'entry',
    /^topics/.test(field) ? 'patterns' : 'entries',
  );
}

function inBrackets(field: string, value: string): Phrase {
  const human = humanValue(field, value);
  return human === undefined ? [] : [` (${human})`];
}

function secretPhrase(value: Exclude<FieldValue, null | string | readonly string[]>): Phrase {
  switch (value.secret) {
    case 'set':
      return phrase`(secret ${value.name})`;
    case 'changed':
      return phrase`(secret ${value.name}, another value than now)`;
    case 'cannot tell':
      return phrase`(secret ${value.name}, cannot tell whether it differs)`;
  }
}
