import type { Action, Change, FieldChange, FieldValue } from '../../model/change.ts';
import { type AclOperation, aclOperations, type KafkaAclId } from '../../model/kafka-acl.ts';
import { keyOf, placeOf, type ResourceId } from '../../model/resource.ts';
import { emptinessOf } from '../../plan/emptiness.ts';
import type { Plan, Risk } from '../../plan/plan.ts';
import { humanSize } from '../words/human-values.ts';
import { code, joined, type Phrase, phrase } from '../words/phrase.ts';
import {
  aclResourcePhrase,
  aclVerb,
  fieldLines,
  fieldName,
  fieldsPhrase,
  isList,
  kindWord,
  listCount,
  resourcePhrase,
  sizePhrase,
  valuePhrase,
} from '../words/resource-words.ts';

/** One thing that changes, as a reviewer counts: a resource, or what one principal may do, or integrations. */
export interface PlanLine {
  readonly action: Action;
  /** Of the first change. */
  readonly id: ResourceId;
  /** More than one only for ACLs and integrations. */
  readonly changes: readonly Change[];
  /** topic `orders.v2` */
  readonly what: Phrase;
  readonly rows: readonly FieldRow[];
  readonly risks: readonly Risk[];
}

/** One field, some fields of something that is created or deleted, or the ACL entries that read as one sentence. */
export interface FieldRow {
  readonly field: Phrase;
  /** Empty: does not exist. */
  readonly now: Phrase;
  readonly after: Phrase;
  readonly risks: readonly Risk[];
  /** The rules of a flow that ask for it. */
  readonly rules: readonly string[];
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

function placeTypeOf(id: ResourceId): PlaceType {
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
  if (line.risks.some((risk) => risk.concerns === 'credentials')) return 1;
  if (line.risks.some((risk) => risk.level === 'high' || risk.concerns === 'records')) return 2;
  if (codes.includes('access-widening')) return 3;
  if (line.action === 'replace') return 4;
  if (line.risks.some((risk) => risk.level === 'medium')) return 5;
  return harmless;
}
export const harmless = 6;

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

export function isAcl({ id }: { readonly id: ResourceId }): boolean {
  return id.kind === 'kafka-acl' || id.kind === 'aiven-acl';
}

/** More than this in one cell is not read any more; the next line goes on. */
const mostRows = 12;

/** What one principal gets or loses is one line, and so are the integrations that come or go. */
function lineGroups(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = Map.groupBy(changes, ({ id, action }) => {
    switch (id.kind) {
      case 'kafka-acl':
        return JSON.stringify([action, id.cluster, id.principal]);
      case 'aiven-acl':
        return JSON.stringify([action, id.cluster, id.username, 'aiven']);
      case 'integration':
        return action === 'create' || action === 'delete' ? JSON.stringify([action, id.service]) : keyOf(id);
      default:
        return keyOf(id);
    }
  });
  return [...groups.values()].flatMap((group) => {
    const sentences = [...Map.groupBy(group, sentenceKey).values()];
    const pieces: (readonly Change[])[] = [];
    for (let at = 0; at < sentences.length; at += mostRows) {
      pieces.push(sentences.slice(at, at + mostRows).flat());
    }
    return pieces;
  });
}

function sentenceKey({ id }: Change): string {
  return id.kind === 'kafka-acl' ? aclGroupKey(id) : keyOf(id);
}

function planLine(changes: readonly Change[], risksById: ReadonlyMap<string, readonly Risk[]>): PlanLine {
  const [first] = changes;
  if (first === undefined) throw new Error('a line stands for at least one change');
  const risksOf = (group: readonly Change[]) => group.flatMap(({ id }) => risksById.get(keyOf(id)) ?? []);
  const { action, id } = first;
  const common = { action, id, changes, risks: risksOf(changes) };
  const what = whatPhrase(id, changes.length);
  if (!isAcl(first) && changes.length === 1) {
    return { ...common, what, rows: resourceRows(first, common.risks) };
  }
  const rows = [...Map.groupBy(changes, sentenceKey).values()].map((group): FieldRow => {
    const sentence = groupPhrase(group);
    const sides = action === 'delete' ? { now: sentence, after: gone } : { now: [], after: sentence };
    return { field: [], ...sides, risks: risksOf(group), rules: rulesOf(group) };
  });
  return { ...common, what, rows };
}

const gone: Phrase = ['gone'];

function whatPhrase(id: ResourceId, count: number): Phrase {
  switch (id.kind) {
    case 'kafka-acl':
      return phrase`ACL ${id.principal}`;
    case 'aiven-acl':
      return phrase`${[kindWord('aiven-acl')]} ${id.username}`;
    case 'integration':
      return count === 1 ? resourcePhrase(id) : [kindWord('integration', count)];
    default:
      return resourcePhrase(id);
  }
}

/** may Read, Describe on Topic prefix `edge.` */
function groupPhrase(group: readonly Change[]): Phrase {
  const [first] = group;
  if (first === undefined) return [];
  const { id } = first;
  switch (id.kind) {
    case 'kafka-acl': {
      const operations = aclOperationsOf(group.map((change) => change.id)).join(', ');
      return phrase`${aclVerb(id)} ${[operations]} on ${aclResourcePhrase(id)}`;
    }
    case 'aiven-acl':
      return phrase`${id.permission} on topic ${id.topic}`;
    case 'integration': {
      const fields = first.action === 'delete' ? [] : createdLines(first);
      return joined([phrase`${id.cluster}`, ...fields], ' · ');
    }
    default:
      return resourcePhrase(id);
  }
}

function rulesOf(changes: readonly Change[]): readonly string[] {
  const rules = changes.flatMap(({ provenance }) =>
    provenance.origin === 'derived' ? [provenance.rule] : [],
  );
  return [...new Set(rules)];
}

function resourceRows(change: Change, risks: readonly Risk[]): readonly FieldRow[] {
  if (change.action === 'create') {
    const lines = createdLines(change);
    return (lines.length === 0 ? [[]] : lines).map((after, index) => ({
      ...noRules,
      field: [],
      now: [],
      after,
      risks: index === 0 ? risks : [],
    }));
  }
  if (change.action === 'delete') {
    return [{ ...noRules, field: ['exists'], now: existingPhrase(change), after: gone, risks }];
  }
  const rows = change.fields.map(
    (field): FieldRow => ({
      ...fieldRow(field, inheritedOf(change, field)),
      risks: risks.filter((risk) => risk.field === field.field),
    }),
  );
  const shown = new Set(rows.flatMap((row) => row.risks));
  const rest = risks.filter((risk) => !shown.has(risk));
  const [first, ...others] = rows;
  if (first === undefined) return [{ ...noRules, field: [], now: [], after: [], risks }];
  return [{ ...first, risks: [...rest, ...first.risks] }, ...others];
}

const noRules = { rules: [] };

/** What a config goes back to when the topic's own value goes, where the system tells it. */
function inheritedOf(change: Change, { field, to }: FieldChange): string | undefined {
  if (change.kind !== 'topic' || to !== null || !field.startsWith('config.')) return undefined;
  return change.live?.config.get(fieldName(field))?.inherited;
}

function fieldRow({ field, from, to }: FieldChange, inherited: string | undefined): Omit<FieldRow, 'risks'> {
  const long = Math.max(isList(from) ? from.length : 0, isList(to) ? to.length : 0) > 2;
  const reset = field.startsWith('config.') && to === null;
  const secret = sameSecret(from, to);
  return {
    ...noRules,
    field: [code(fieldName(field))],
    now: long && isList(from) ? [listCount(field, from.length)] : valuePhrase(field, from),
    after: reset
      ? [
          "(the cluster's default)",
          ...(inherited === undefined ? [] : [' ', ...valuePhrase(field, inherited)]),
        ]
      : secret !== undefined
        ? [secret]
        : long && isList(to)
          ? [listCount(field, to.length)]
          : valuePhrase(field, to),
  };
}

/** Two values of one secret differ in nothing that can be shown. */
function sameSecret(from: FieldValue, to: FieldValue): string | undefined {
  if (from === null || typeof from === 'string' || isList(from)) return undefined;
  if (to === null || typeof to === 'string' || isList(to) || from.name !== to.name) return undefined;
  return to.secret === 'changed' ? '(another value)' : '(cannot tell whether it differs)';
}

/** An endpoint has a line per field; of the rest only what is long has its own. */
function createdLines(change: Change): readonly Phrase[] {
  const fields = change.fields.map(({ field, to }) => ({ field, value: to }));
  return fieldLines(fields, { each: change.kind === 'endpoint' });
}

function existingPhrase(change: Change): Phrase {
  if (change.kind === 'topic' && change.live !== undefined) {
    const { partitions, replication, size } = change.live;
    const sizes = sizePhrase(String(partitions), String(replication));
    if (emptinessOf(change.live) === 'empty') return joined([sizes, ['empty']], ', ');
    return size === undefined ? sizes : joined([sizes, [humanSize(BigInt(Math.trunc(size)))]], ', ');
  }
  return fieldsPhrase(change.fields.map(({ field, from }) => ({ field, value: from })));
}
