import type { Action, Change, FieldChange, FieldValue } from '../../model/change.ts';
import { isConfigPath } from '../../model/field-path.ts';
import { isClusterPlace, keyOf, placeOf, placeTypeOf, type ResourceId } from '../../model/resource.ts';
import type { Plan, Risk } from '../../plan/plan.ts';
import { wordsOf } from '../kinds/words-of.ts';
import { code, joined, type Phrase } from '../words/phrase.ts';
import { fieldLines, fieldName, isList, listCount, valuePhrase } from '../words/resource-words.ts';

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
  /** The ACL forms that it is part of: rules that the spec names itself. */
  readonly forms: readonly string[];
}

export type PlaceGroup = 'cluster' | 'mirrormaker' | 'project';

export interface PlanPlace {
  readonly type: PlaceGroup;
  readonly name: string;
  readonly changes: readonly Change[];
  readonly lines: readonly PlanLine[];
}

/** Of plans, which never change: a comment that has to be shortened asks a dozen times, and the log and the summary ask again. */
const known = new WeakMap<Plan, readonly PlanPlace[]>();

/** The plan by place, in the plan's own order. */
export function planPlaces(plan: Plan): readonly PlanPlace[] {
  const places = known.get(plan) ?? placesOf(plan);
  known.set(plan, places);
  return places;
}

function placesOf(plan: Plan): readonly PlanPlace[] {
  const risks = Map.groupBy(plan.risks, (risk) => keyOf(risk.id));
  const byPlace = Map.groupBy(plan.changes, ({ id }) => JSON.stringify([groupOf(id), placeOf(id)]));
  return [...byPlace.values()].flatMap((changes) => {
    const first = changes[0];
    if (first === undefined) return [];
    const lines = lineGroups(changes).map((group) => planLine(group, risks));
    return [{ type: groupOf(first.id), name: placeOf(first.id), changes, lines }];
  });
}

function groupOf({ kind }: ResourceId): PlaceGroup {
  const place = placeTypeOf(kind);
  return isClusterPlace(place) ? 'cluster' : place;
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
  return harmlessRank;
}
export const harmlessRank = 6;

/** Told as a sentence, see `KindWords`. */
export function isEntry({ id }: { readonly id: ResourceId }): boolean {
  return wordsOf(id.kind).told === 'as a sentence';
}

export function sentenceKey({ id }: { readonly id: ResourceId }): string {
  return wordsOf(id.kind).sentenceKey(id);
}

/** Rows in one cell of the table; further rows go into the next line. */
const maxRows = 12;

/** What one principal gets or loses is one line, and so are the integrations that are created or deleted. */
function lineGroups(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = Map.groupBy(changes, ({ id, action }) => wordsOf(id.kind).lineKey(id, action));
  return [...groups.values()].flatMap((group) => {
    const sentences = [...Map.groupBy(group, sentenceKey).values()];
    const pieces: (readonly Change[])[] = [];
    for (let at = 0; at < sentences.length; at += maxRows) {
      pieces.push(sentences.slice(at, at + maxRows).flat());
    }
    return pieces;
  });
}

function planLine(changes: readonly Change[], risksById: ReadonlyMap<string, readonly Risk[]>): PlanLine {
  const [first] = changes;
  if (first === undefined) throw new Error('a line stands for at least one change');
  const risksOf = (group: readonly Change[]) => group.flatMap(({ id }) => risksById.get(keyOf(id)) ?? []);
  const { action, id } = first;
  const common = { action, id, changes, risks: risksOf(changes) };
  const what = wordsOf(id.kind).linePhrase(id, changes.length);
  if (!isEntry(first) && changes.length === 1) {
    return { ...common, what, rows: resourceRows(first, common.risks) };
  }
  const rows = [...Map.groupBy(changes, sentenceKey).values()].map((group): FieldRow => {
    const sentence = groupPhrase(group);
    const sides = action === 'delete' ? { now: sentence, after: gone } : { now: [], after: sentence };
    return { field: [], ...sides, risks: risksOf(group), rules: flowRulesOf(group), forms: formsOf(group) };
  });
  return { ...common, what, rows };
}

const gone: Phrase = ['gone'];

/** may Read, Describe on Topic prefix `edge.`; of what has fields, those too. */
function groupPhrase(group: readonly Change[]): Phrase {
  const [first] = group;
  if (first === undefined) return [];
  const sentence = wordsOf(first.kind).sentence(group.map(({ id }) => id));
  return joined([sentence, ...(isEntry(first) ? [] : createdLines(first))], ' · ');
}

/** The rules of flows that ask for some of the changes, each once. */
export function flowRulesOf(changes: readonly Change[]): readonly string[] {
  const rules = changes.flatMap(({ provenance }) =>
    provenance.origin === 'derived' ? [provenance.rule] : [],
  );
  return [...new Set(rules)];
}

/** The forms of ACLs that some of the changes are part of, each once. */
function formsOf(changes: readonly Change[]): readonly string[] {
  const forms = changes.flatMap(({ provenance }) =>
    provenance.origin === 'declared' && provenance.form !== undefined ? [provenance.form] : [],
  );
  return [...new Set(forms)].toSorted();
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
    return [
      { ...noRules, field: ['exists'], now: wordsOf(change.kind).existing(change), after: gone, risks },
    ];
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

const noRules = { rules: [], forms: [] };

function inheritedOf(change: Change, { field, to }: FieldChange): string | undefined {
  if (to !== null || !isConfigPath(field)) return undefined;
  return wordsOf(change.kind).inherited(change, field);
}

function fieldRow({ field, from, to }: FieldChange, inherited: string | undefined): Omit<FieldRow, 'risks'> {
  const long = Math.max(isList(from) ? from.length : 0, isList(to) ? to.length : 0) > 2;
  const reset = isConfigPath(field) && to === null;
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

function createdLines(change: Change): readonly Phrase[] {
  const fields = change.fields.map(({ field, to }) => ({ field, value: to }));
  return fieldLines(fields, { each: wordsOf(change.kind).created === 'field by field' });
}
