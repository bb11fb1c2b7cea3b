import type { FieldChange, FieldValue } from '../../model/change.ts';
import type { RiskCode, RiskDraft, RiskLevel } from '../plan.ts';

/**
 * What a change of one field means: nothing that anybody has to think about, or at least one consequence. There is
 * no third answer, so a field that nobody judged cannot pass for a harmless one.
 */
export type Verdict = 'harmless' | readonly [RiskDraft, ...RiskDraft[]];

/** Judges one field of a change; `whole` is the change that it belongs to. */
export type FieldRule<W> = (field: FieldChange, whole: W) => Verdict;

/** For a field whose change means the same in both directions. */
export const harmless = (): Verdict => 'harmless';

/** No risk at all is the verdict `harmless`. */
export function verdictOf(risks: readonly RiskDraft[]): Verdict {
  const [first, ...others] = risks;
  return first === undefined ? 'harmless' : [first, ...others];
}

export function risksIn(verdict: Verdict): readonly RiskDraft[] {
  return verdict === 'harmless' ? [] : verdict;
}

export function risk(level: RiskLevel, code: RiskCode, field: string, consequence: string): RiskDraft {
  return { level, code, field, consequence };
}

/** Records may go: named in the alert, and stopped for topics that are protected. */
export function loss(level: 'medium' | 'high', field: string, consequence: string): RiskDraft {
  return { level, code: 'data-loss', field, consequence, concerns: 'records' };
}

/** What the table cannot judge is never taken for harmless. `because` completes "consequence unknown: …". */
export function unknownConsequence(
  field: string,
  because: string,
  concerns?: RiskDraft['concerns'],
): RiskDraft {
  const draft = risk('medium', 'consequence-unknown', field, `consequence unknown: ${because}`);
  return concerns === undefined ? draft : { ...draft, concerns };
}

/** The rule of a field in a table; undefined for a field that the table does not have. */
export function ruleFor<F extends string, R>(table: { readonly [N in F]: R }, field: string): R | undefined {
  return isKeyOf(table, field) ? table[field] : undefined;
}

/** A value of a plan as a whole number; undefined: it is not told, or is no such number. */
export function wholeNumber(value: FieldValue): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function isKeyOf<F extends string>(table: { readonly [N in F]: unknown }, field: string): field is F {
  return Object.hasOwn(table, field);
}
