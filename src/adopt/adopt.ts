import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import type { Drift } from '../plan/drift.ts';
import type { Plan } from '../plan/plan.ts';
import type { Spec } from '../spec/spec.ts';
import { blame, likelyCauses, withoutPlaces } from './blame.ts';
import { findDifferences } from './find-differences.ts';
import type { SpecTexts } from './said.ts';
import { type Unit, unitsOf } from './unit.ts';
import { type Part, tryWriting, type Writing, writeParts } from './write-parts.ts';

/** What of a drift a spec can take over, ready to be proposed. */
export interface Adoption {
  /** The riskiest first. */
  readonly accepted: readonly Unit[];
  /** What no line can say, or what would not be all; `why` is a clause without a full stop. */
  readonly notSaid: readonly { readonly unit: Unit; readonly why: string }[];
  /** What else is wrong, and is no value of a spec. */
  readonly others: readonly Finding[];
  /** In the order in which they are to be committed. */
  readonly parts: readonly Part[];
  /** The files that change: as they are, and as they should read. */
  readonly changed: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
}

export interface Proving {
  /** Errors of the spec that these files are; empty: it can be planned. */
  readonly errorsIn: (files: SpecTexts) => Promise<readonly Finding[]>;
  /** Of these files, against what was read. */
  readonly planOf: (files: SpecTexts) => Promise<Plan>;
}

/** Each round drops something, and most drifts need one. */
const maxRounds = 25;

/**
 * Takes over what is live: each difference becomes edits, and the edited files are planned against what was read. What would still change
 * something, or cannot be said, is dropped and named, until nothing else is left: the plan of the result is empty but for what is named.
 */
export async function adopt(
  options: {
    /** What differs for sure. */
    readonly drift: Pick<Drift, 'plan' | 'lasting'>;
    /** All that a plan against `live` shows. */
    readonly whole: Plan;
    readonly spec: Spec;
    readonly live: Live;
    /** Texts of the spec's files, by path. */
    readonly files: SpecTexts;
  } & Pick<Writing, 'mayNotChange'> &
    Proving,
): Promise<Adoption> {
  const { drift, spec, live, files } = options;
  const { differences, others } = findDifferences(drift, spec, live);
  const units = unitsOf(differences, spec);
  const dropped = new Map<Unit, string>();
  const result = (parts: readonly Part[], after: SpecTexts): Adoption => ({
    accepted: units.filter((unit) => !dropped.has(unit)),
    notSaid: units.flatMap((unit) => {
      const why = dropped.get(unit);
      return why === undefined ? [] : [{ unit, why }];
    }),
    others,
    parts,
    changed: changedBetween(files, after),
  });
  for (let round = 0; round < maxRounds; round++) {
    const kept = units.filter((unit) => !dropped.has(unit));
    if (kept.length === 0) break;
    const written = writeParts(kept, files, options);
    const refused = written.is === 'refused' ? written.refused : await refuted(written.after, kept, options);
    if (written.is === 'written' && refused.size === 0) return result(written.parts, written.after);
    for (const [unit, why] of refused) dropped.set(unit, why);
  }
  for (const unit of units)
    if (!dropped.has(unit)) dropped.set(unit, 'its plan would not be without changes');
  return result([], files);
}

async function refuted(
  after: SpecTexts,
  kept: readonly Unit[],
  options: Parameters<typeof adopt>[0],
): Promise<ReadonlyMap<Unit, string>> {
  const errors = await options.errorsIn(after);
  if (errors.length === 0) {
    return blame({ before: options.whole, after: await options.planOf(after), kept });
  }
  const whyOf = ([first]: readonly Finding[]) =>
    withoutPlaces(first?.message ?? 'the spec would not be valid');
  const refused = new Map<Unit, string>();
  for (const unit of kept) {
    const alone = tryWriting([unit], options.files, options);
    const own = alone.is === 'written' ? await options.errorsIn(alone.texts) : [];
    if (own.length > 0) refused.set(unit, whyOf(own));
  }
  if (refused.size === 0) for (const unit of likelyCauses(kept)) refused.set(unit, whyOf(errors));
  return refused;
}

function changedBetween(before: SpecTexts, after: SpecTexts): Adoption['changed'] {
  return new Map(
    [...before].flatMap(([path, text]) => {
      const then = after.get(path) ?? text;
      return then === text ? [] : [[path, { before: text, after: then }] as const];
    }),
  );
}
