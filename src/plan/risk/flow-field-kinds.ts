import type { ChangeOf, FieldValue } from '../../model/change.ts';
import type { RiskDraft } from '../plan.ts';
import { type FieldRule, unknownConsequence, type Verdict, verdictOf, wholeNumber } from './verdict.ts';

/** A flow that is there and changes. */
export type FlowUpdate = ChangeOf<'flow'> & { readonly action: 'update' | 'replace' };
export type FlowRule = FieldRule<FlowUpdate>;

/** What one direction of a change means; none: it is harmless. */
type Consequences = (field: string) => readonly RiskDraft[];

/** A switch. One that goes back to its default has no known direction, because Aiven does not tell the default. */
export function flag({ on, off }: { readonly on: Consequences; readonly off: Consequences }): FlowRule {
  return ({ field, to }) => {
    if (to === 'true') return verdictOf(on(field));
    return to === 'false'
      ? verdictOf(off(field))
      : notKnown(field, 'the default that it goes back to is not told');
  };
}

/** A number: `up` when it grows, `down` when it shrinks. */
export function amount({ up, down }: { readonly up: Consequences; readonly down: Consequences }): FlowRule {
  return ({ field, from, to }) => {
    const [before, after] = [wholeNumber(from), wholeNumber(to)];
    if (after === undefined || before === undefined) {
      const side = after === undefined ? 'it goes back to a default' : 'it is not set now';
      return notKnown(field, `${side}, and Aiven does not tell the default`);
    }
    if (after === before) return 'harmless';
    return verdictOf(after > before ? up(field) : down(field));
  };
}

/** Judges a list by the entries that are added and removed. A list that is not known may have held any entry. */
export function list(directions: {
  /** Of the two lists as they are, whatever they share. */
  readonly whole?: (
    field: string,
    lists: { readonly before: readonly string[]; readonly after: readonly string[] },
  ) => readonly RiskDraft[];
  readonly added: (field: string, whole: FlowUpdate) => readonly RiskDraft[];
  readonly removed: Consequences;
  /** What holds once the list goes back to its default. */
  readonly byDefault: readonly string[];
}): FlowRule {
  return ({ field, from, to }, whole) => {
    const [before, after] = [listOf(from), to === null ? directions.byDefault : listOf(to)];
    if (before === undefined || after === undefined) {
      const drafts = directions.removed(field);
      const records = drafts.some(({ concerns }) => concerns === 'records');
      return notKnown(field, 'one of the two lists is not told', records ? 'records' : undefined);
    }
    const added = after.filter((entry) => !before.includes(entry));
    const removed = before.filter((entry) => !after.includes(entry));
    return verdictOf([
      ...(directions.whole?.(field, { before, after }) ?? []),
      ...(added.length > 0 ? directions.added(field, whole) : []),
      ...(removed.length > 0 ? directions.removed(field) : []),
    ]);
  };
}

export function notKnown(field: string, because: string, concerns?: RiskDraft['concerns']): Verdict {
  return [unknownConsequence(field, because, concerns)];
}

function listOf(value: FieldValue): readonly string[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
