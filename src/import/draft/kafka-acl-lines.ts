import { type AclResourceType, aclOperations, type KafkaAclId } from '../../model/kafka-acl.ts';
import { compareText } from '../../model/text-order.ts';
import type { Plain } from '../../spec/text/plain.ts';
import type { AclLine } from '../spec-draft.ts';
import { type AclGrant, aclForms, type Forms } from './kafka-acl-forms.ts';

/** A line before the principals that share it are put together. */
interface Draft {
  readonly principal: string;
  readonly rest: ReadonlyMap<string, Plain>;
  readonly ids: readonly KafkaAclId[];
}

/** More names than these on a line are not read any more. */
const maxNames = 12;

/**
 * The entries as few lines: `produce`, `consume` and `transactional_id` where they say exactly what is there, names and principals
 * with the same rights together. Sorted by principal.
 */
export function kafkaAclLines(ids: readonly KafkaAclId[]): readonly AclLine<KafkaAclId>[] {
  const drafts: Draft[] = [];
  for (const own of Map.groupBy(grantsOf(ids), ({ principal, host }) =>
    JSON.stringify([principal, host]),
  ).values()) {
    const { forms, others } = aclForms(own);
    for (const form of forms) drafts.push(...formDrafts(form));
    drafts.push(...entryDrafts(others));
  }
  return withSharedPrincipals(drafts);
}

function grantsOf(ids: readonly KafkaAclId[]): readonly AclGrant[] {
  const groups = Map.groupBy(ids, ({ operation: _, kind: __, cluster: ___, ...line }) =>
    JSON.stringify(Object.entries(line).sort()),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const operations = new Set(own.map(({ operation }) => operation));
    return [
      { ...first, operations: aclOperations.filter((operation) => operations.has(operation)), ids: own },
    ];
  });
}

function formDrafts({ principal, host, produce, consume, transactionalIds }: Forms): readonly Draft[] {
  const size = Math.max(produce.length, consume?.topics.length ?? 0, transactionalIds.length);
  return Array.from({ length: Math.ceil(size / maxNames) }, (_, part) => {
    const slice = (all: readonly AclGrant[]) => all.slice(part * maxNames, (part + 1) * maxNames);
    const [written, read, used] = [slice(produce), slice(consume?.topics ?? []), slice(transactionalIds)];
    const rest = new Map<string, Plain>();
    if (written.length > 0) rest.set('produce', written.map(nameOf));
    if (consume !== undefined && read.length > 0)
      rest.set(
        'consume',
        new Map<string, Plain>([
          ['topics', read.map(nameOf)],
          ['group', nameOf(consume.group)],
        ]),
      );
    if (used.length > 0) rest.set('transactional_id', oneOrMore(used.map(nameOf)));
    if (host !== '*') rest.set('host', host);
    const group = consume !== undefined && read.length > 0 ? consume.group.ids : [];
    const ids = [...written, ...read, ...used].flatMap((grant) => grant.ids);
    return { principal, rest, ids: [...new Set([...ids, ...group])] };
  });
}

/** The cluster has no name. A line of a spec says nothing of the last two, and none of their entries comes here. */
const fieldOf: { readonly [T in AclResourceType]: string | undefined } = {
  Topic: 'topic',
  Group: 'group',
  TransactionalId: 'transactional_id',
  Cluster: undefined,
  DelegationToken: undefined,
  User: undefined,
};

function entryDrafts(grants: readonly AclGrant[]): readonly Draft[] {
  const alike = Map.groupBy(grants, ({ host, resourceType, permission, operations }) =>
    JSON.stringify([host, resourceType, permission, operations]),
  );
  return [...alike.values()].flatMap((own) => {
    const sorted = own.toSorted(
      (a, b) => compareText(a.resourceName, b.resourceName) || compareText(a.patternType, b.patternType),
    );
    return chunks(sorted).map(entryDraft);
  });
}

function entryDraft([first, ...others]: Chunk<AclGrant>): Draft {
  const { principal, host, resourceType, permission, operations } = first;
  const all = [first, ...others];
  const rest = new Map<string, Plain>();
  const field = fieldOf[resourceType];
  if (field === undefined) rest.set('cluster', true);
  else rest.set(field, oneOrMore(all.map(nameOf)));
  rest.set(permission === 'ALLOW' ? 'allow' : 'deny', operations);
  if (host !== '*') rest.set('host', host);
  return { principal, rest, ids: all.flatMap(({ ids }) => ids) };
}

type Chunk<T> = readonly [T, ...T[]];

function chunks<T>(all: readonly T[]): readonly Chunk<T>[] {
  const parts: [T, ...T[]][] = [];
  for (const one of all) {
    const last = parts.at(-1);
    if (last === undefined || last.length === maxNames) parts.push([one]);
    else last.push(one);
  }
  return parts;
}

function nameOf({ resourceName, patternType }: AclGrant): Plain {
  return patternType === 'PREFIXED' ? new Map([['prefix', resourceName]]) : resourceName;
}

function oneOrMore(values: readonly Plain[]): Plain {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

function withSharedPrincipals(drafts: readonly Draft[]): readonly AclLine<KafkaAclId>[] {
  const alike = Map.groupBy(drafts, ({ rest }) => JSON.stringify(plainJson(rest)));
  const lines = [...alike.values()].flatMap((own) => {
    const sorted = own.toSorted((a, b) => compareText(a.principal, b.principal));
    return chunks(sorted).map((some) => ({
      fields: new Map<string, Plain>([
        ['principal', oneOrMore(some.map(({ principal }) => principal))],
        ...some[0].rest,
      ]),
      ids: some.flatMap(({ ids }) => ids),
    }));
  });
  return lines.sort((a, b) => compareText(sortText(a.fields), sortText(b.fields)));
}

function sortText(fields: ReadonlyMap<string, Plain>): string {
  const principal = fields.get('principal') ?? '';
  return JSON.stringify([Array.isArray(principal) ? principal[0] : principal, plainJson(fields)]);
}

function plainJson(value: Plain): unknown {
  if (value instanceof Map) return [...value].map(([key, inner]) => [key, plainJson(inner)]);
  return Array.isArray(value) ? value.map(plainJson) : value;
}
