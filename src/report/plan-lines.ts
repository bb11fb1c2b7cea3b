import type { Action, Change, FieldChange } from '../model/change.ts';
import { type AclOperation, aclOperations, type KafkaAclId } from '../model/kafka-acl.ts';
import { keyOf, placeOf, type ResourceId } from '../model/resource.ts';
import type { Plan, Risk } from '../plan/plan.ts';
import { humanSize } from './human-values.ts';
import { code, joined, type Phrase, phrase } from './phrase.ts';
import {
  aclResourcePhrase,
  aclVerb,
  actions,
  actionVerbs,
  fieldName,
  fieldsPhrase,
  isList,
  kindWord,
  listCount,
  resourcePhrase,
  sizePhrase,
  valuePhrase,
} from './resource-words.ts';

/** One thing that changes, as a reviewer counts: a resource, or the ACL entries that read as one sentence. */
export interface PlanLine {
  readonly action: Action;
  readonly id: ResourceId;
  /** More than one only for ACLs. */
  readonly changes: readonly Change[];
  /** topic `orders.v2` */
  readonly what: Phrase;
  readonly rows: readonly FieldRow[];
  readonly risks: readonly Risk[];
}

/** One field, or all fields of something that is created or deleted. */
export interface FieldRow {
  readonly field: Phrase;
  /** Empty: does not exist. */
  readonly now: Phrase;
  readonly after: Phrase;
  readonly risks: readonly Risk[];
}

export type PlaceType = 'cluster' | 'mirrormaker' | 'project';

export interface PlanPlace {
  readonly type: PlaceType;
  readonly name: string;
  readonly changes: readonly Change[];
  readonly lines: readonly PlanLine[];
}

/** The plan by place, in the plan's own order. */
export function planPlaces(plan: Plan): readonly PlanPlace[] {
  const risks = Map.groupBy(plan.risks, (risk) => keyOf(risk.id));
  const byPlace = Map.groupBy(plan.changes, ({ id }) => JSON.stringify([placeTypeOf(id), placeOf(id)]));
  return [...byPlace.values()].flatMap((changes) => {
    const first = changes[0];
    if (first === undefined) return [];
    const lines = lineGroups(changes).map((group) => planLine(group, risks));
    return [{ type: placeTypeOf(first.id), name: placeOf(first.id), changes, lines }];
  });
}

export function placeTypeOf(id: ResourceId): PlaceType {
  if (id.kind === 'endpoint') return 'project';
  return id.kind === 'flow' || id.kind === 'integration' ? 'mirrormaker' : 'cluster';
}

/**
 * What a reviewer must see first when not everything fits: what is deleted, where credentials go, what is
 * high, who gets more access, what stops for a while, the rest.
 */
export function dangerRank(line: PlanLine): number {
  const codes = line.risks.map((risk) => risk.code);
  if (line.action === 'delete') return 0;
  if (codes.includes('credential-redirect')) return 1;
  if (line.risks.some((risk) => risk.level === 'high')) return 2;
  if (codes.includes('access-widening')) return 3;
  if (line.action === 'replace') return 4;
  if (line.risks.some((risk) => risk.level === 'medium')) return 5;
  return harmless;
}
export const harmless = 6;

/** 4 create, 3 change */
export function countWords(changes: readonly { readonly action: Action }[]): string {
  return actions
    .map(
      (action) => [changes.filter((change) => change.action === action).length, actionVerbs[action]] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, verb]) => `${count} ${verb}`)
    .join(', ');
}

/** The entries of one principal on one resource become one sentence: `User:a` may Read, Describe on Topic `t`. */
export function aclSentence(id: KafkaAclId, operations: readonly AclOperation[]): Phrase {
  return phrase`${id.principal} ${aclVerb(id)} ${[operations.join(', ')]} on ${aclResourcePhrase(id)}`;
}

/** Everything of the identity but the operation. */
export function aclGroupKey(id: KafkaAclId): string {
  return JSON.stringify([
    id.cluster,
    id.principal,
    id.resourceType,
    id.patternType,
    id.resourceName,
    id.host,
    id.permission,
  ]);
}

/** In Kafka's own order, each once. */
export function aclOperationsOf(ids: readonly ResourceId[]): readonly AclOperation[] {
  const present = new Set(ids.map((id) => (id.kind === 'kafka-acl' ? id.operation : undefined)));
  return aclOperations.filter((operation) => present.has(operation));
}

function lineGroups(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = Map.groupBy(changes, (change) =>
    change.id.kind === 'kafka-acl' ? `${change.action}${aclGroupKey(change.id)}` : keyOf(change.id),
  );
  return [...groups.values()];
}

function planLine(changes: readonly Change[], risksById: ReadonlyMap<string, readonly Risk[]>): PlanLine {
  const [first] = changes;
  if (first === undefined) throw new Error('a line stands for at least one change');
  const risks = changes.flatMap((change) => risksById.get(keyOf(change.id)) ?? []);
  const { action, id } = first;
  if (first.kind === 'kafka-acl') {
    const operations = aclOperationsOf(changes.map((change) => change.id));
    const may = phrase`${aclVerb(first.id)} ${[operations.join(', ')]}`;
    const row = { field: aclResourcePhrase(first.id), ...nowOrAfter(action, may), risks };
    return { action, id, changes, what: phrase`ACL ${first.id.principal}`, rows: [row], risks };
  }
  if (first.kind === 'aiven-acl') {
    const row = {
      field: phrase`topic ${first.id.topic}`,
      ...nowOrAfter(action, [code(first.id.permission)]),
      risks,
    };
    return {
      action,
      id,
      changes,
      what: phrase`${[kindWord('aiven-acl')]} ${first.id.username}`,
      rows: [row],
      risks,
    };
  }
  return { action, id, changes, what: resourcePhrase(id), rows: resourceRows(first, risks), risks };
}

function resourceRows(change: Change, risks: readonly Risk[]): readonly FieldRow[] {
  if (change.action === 'create') {
    return [{ field: [], now: [], after: createdPhrase(change), risks }];
  }
  if (change.action === 'delete') {
    return [{ field: ['exists'], now: existingPhrase(change), after: ['gone'], risks }];
  }
  const rows = change.fields.map(
    (field): FieldRow => ({ ...fieldRow(field), risks: risks.filter((risk) => risk.field === field.field) }),
  );
  const shown = new Set(rows.flatMap((row) => row.risks));
  const rest = risks.filter((risk) => !shown.has(risk));
  const [first, ...others] = rows;
  if (first === undefined) return [{ field: [], now: [], after: [], risks }];
  return [{ ...first, risks: [...rest, ...first.risks] }, ...others];
}

function fieldRow({ field, from, to }: FieldChange): Omit<FieldRow, 'risks'> {
  const long = Math.max(isList(from) ? from.length : 0, isList(to) ? to.length : 0) > 2;
  const reset = field.startsWith('config.') && to === null;
  return {
    field: [code(fieldName(field))],
    now: long && isList(from) ? [listCount(field, from.length)] : valuePhrase(field, from),
    after: reset
      ? ["(the cluster's default)"]
      : long && isList(to)
        ? [listCount(field, to.length)]
        : valuePhrase(field, to),
  };
}

function createdPhrase(change: Change): Phrase {
  return fieldsPhrase(change.fields.map(({ field, to }) => ({ field, value: to })));
}

function existingPhrase(change: Change): Phrase {
  if (change.kind === 'topic' && change.live !== undefined) {
    const { partitions, replication, size } = change.live;
    const sizes = sizePhrase(String(partitions), String(replication));
    return size === undefined ? sizes : joined([sizes, [humanSize(BigInt(Math.trunc(size)))]], ', ');
  }
  return fieldsPhrase(change.fields.map(({ field, from }) => ({ field, value: from })));
}

function nowOrAfter(action: Action, what: Phrase): { readonly now: Phrase; readonly after: Phrase } {
  return action === 'delete' ? { now: what, after: ['gone'] } : { now: [], after: what };
}
