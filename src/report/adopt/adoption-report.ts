import type { FieldValue } from '../../model/change.ts';
import type { Difference } from '../../model/difference.ts';
import { type IdOf, keyOf, type ResourceId } from '../../model/resource.ts';
import type { RiskDraft, RiskLevel } from '../../plan/plan.ts';
import { locatedPhrase, wherePhrase, wordsOf } from '../kinds/words-of.ts';
import { type Phrase, phrase, toText } from '../words/phrase.ts';
import { fieldName, valuePhrase } from '../words/resource-words.ts';

/** What a spec would take over of a drift; see `adopt`. */
export interface AdoptionReport {
  /** The riskiest first. */
  readonly accepted: readonly AcceptedUnit[];
  readonly notSaid: readonly { readonly unit: AcceptedUnit; readonly why: string }[];
  /** By path in the workspace. */
  readonly changed: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
}

export interface AcceptedUnit {
  readonly differences: readonly Difference[];
  /** The worst first. */
  readonly risks: readonly RiskDraft[];
  readonly level: RiskLevel | 'none';
}

/** What a unit is about, and both sides of it. */
export interface UnitWords {
  /** topic `payments` on `core` */
  readonly what: Phrase;
  /** `retention.ms`; empty where it is about the whole. */
  readonly field: Phrase;
  readonly spec: Phrase;
  readonly live: Phrase;
}

export function unitWords({ differences }: AcceptedUnit): UnitWords {
  const [first] = differences;
  if (first === undefined) return { what: [], field: [], spec: [], live: [] };
  switch (first.is) {
    case 'layout':
      return {
        what: locatedPhrase(first.id),
        field: phrase`${first.field}`,
        spec: phrase`${String(first.spec)}`,
        live: phrase`${String(first.live)}`,
      };
    case 'setting':
      return {
        what: phrase`MirrorMaker 2 service ${first.service}`,
        field: phrase`${first.key}`,
        spec: settingPhrase(first.key, first.spec),
        live: settingPhrase(first.key, first.live),
      };
    case 'change':
      return changeWords(first, idsOf(differences));
  }
}

function changeWords(
  { change, field }: Extract<Difference, { readonly is: 'change' }>,
  ids: readonly ResourceId[],
): UnitWords {
  const what: Phrase =
    wordsOf(change.kind).told === 'as a sentence'
      ? [...wordsOf(change.kind).wholePhrase(ids), ...wherePhrase(change.id)]
      : locatedPhrase(change.id);
  if (change.action === 'create') return { what, field: [], spec: ['present'], live: ['absent'] };
  if (change.action === 'delete') return { what, field: [], spec: ['absent'], live: ['present'] };
  const shown = field ?? change.fields[0];
  if (shown === undefined) return { what, field: [], spec: [], live: [] };
  return {
    what,
    field: phrase`${fieldName(shown.field)}`,
    spec: sidePhrase(shown.field, shown.to),
    live: sidePhrase(shown.field, shown.from),
  };
}

function sidePhrase(field: string, value: FieldValue): Phrase {
  const shown = valuePhrase(field, value);
  return shown.length === 0 ? ['(none)'] : shown;
}

function settingPhrase(key: string, value: boolean | number | readonly string[]): Phrase {
  return valuePhrase(key, typeof value === 'object' ? value : String(value));
}

/** Of one kind each: what is grouped is of one grant. */
function idsOf(differences: readonly Difference[]): readonly IdOf<ResourceId['kind']>[] {
  const ids = differences.flatMap((each) => (each.is === 'change' ? [each.change.id] : []));
  return [...new Map(ids.map((id) => [keyOf(id), id])).values()];
}

/** partitions `12` of topic `orders` on `core`; no topic `payments` on `core`: what is accepted. */
export function unitPhrase(unit: AcceptedUnit): Phrase {
  const { what, field, live } = unitWords(unit);
  if (field.length === 0) return toText(live) === 'absent' ? ['no ', ...what] : what;
  return toText(live).length <= maxValue ? phrase`${field} ${live} of ${what}` : phrase`${field} of ${what}`;
}

/** Longer values are in the files. */
const maxValue = 30;
