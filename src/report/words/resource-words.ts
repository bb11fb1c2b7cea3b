import type { Action, FieldValue } from '../../model/change.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import { type Kind, nameOf, placeOf, type ResourceId } from '../../model/resource.ts';
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

const kindWords: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  topic: ['topic', 'topics'],
  'kafka-acl': ['ACL', 'ACLs'],
  'aiven-acl': ['Aiven ACL', 'Aiven ACLs'],
  endpoint: ['endpoint', 'endpoints'],
  integration: ['integration', 'integrations'],
  flow: ['flow', 'flows'],
};

export function kindWord(kind: Kind, count = 1): string {
  return kindWords[kind][count === 1 ? 0 : 1];
}

/** topic `orders.v2` */
export function resourcePhrase(id: ResourceId): Phrase {
  switch (id.kind) {
    case 'kafka-acl':
      return phrase`ACL ${id.principal} ${aclVerb(id)} ${id.operation} on ${aclResourcePhrase(id)}`;
    case 'aiven-acl':
      return phrase`Aiven ACL ${id.username} ${id.permission} on topic ${id.topic}`;
    default:
      return [`${kindWord(id.kind)} `, code(nameOf(id))];
  }
}

/** topic `orders.v2` on `core` */
export function locatedPhrase(id: ResourceId): Phrase {
  return [...resourcePhrase(id), ...wherePhrase(id)];
}

export function wherePhrase(id: ResourceId): Phrase {
  switch (id.kind) {
    case 'endpoint':
      return phrase` in project ${id.project}`;
    case 'integration':
    case 'flow':
      return phrase` of ${id.service}`;
    default:
      return phrase` on ${placeOf(id)}`;
  }
}

export function aclVerb(id: KafkaAclId): Phrase {
  return [id.permission === 'ALLOW' ? 'may' : 'must not'];
}

/** Topic prefix `edge.`, from host `10.1.2.3` */
export function aclResourcePhrase(id: KafkaAclId): Phrase {
  const host = id.host === '*' ? [] : phrase` from host ${id.host}`;
  if (id.resourceType === 'Cluster') return ['the Cluster', ...host];
  if (id.patternType === 'PREFIXED') return phrase`${[id.resourceType]} prefix ${id.resourceName}${host}`;
  if (id.resourceName === '*') return phrase`every ${[id.resourceType]}${host}`;
  return phrase`${[id.resourceType]} ${id.resourceName}${host}`;
}

/** `config.retention.ms` as a person says it: `retention.ms`. */
export function fieldName(field: string): string {
  return field.startsWith('config.') ? field.slice('config.'.length) : field;
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
