import type { Live } from '../model/live.ts';
import { editSpec, type SpecEdit } from '../spec/edit/edit-spec.ts';
import type { Spec } from '../spec/spec.ts';
import { editsOf } from './edits/edits-of.ts';
import { type SpecTexts, saidIn } from './said.ts';
import { isAboveLow, type Unit } from './unit.ts';

/** What becomes one commit: files with the edits of these units, on top of those before. */
export interface Part {
  readonly units: readonly Unit[];
  /** Whole texts of the files that it changes. */
  readonly files: SpecTexts;
}

export type Written =
  | { readonly is: 'written'; readonly parts: readonly Part[]; readonly after: SpecTexts }
  /** These cannot be said, each with why. */
  | { readonly is: 'refused'; readonly refused: ReadonlyMap<Unit, string> };

export interface Writing {
  readonly spec: Spec;
  readonly live: Live;
  /** Why a file may not be changed; undefined: it may. */
  readonly mayNotChange: (path: string) => string | undefined;
}

/** More commits than these nobody looks through one by one. */
const maxParts = 20;

/** All that is low in one part, what is above it in parts of their own, so that each can be dropped. */
export function writeParts(units: readonly Unit[], before: SpecTexts, writing: Writing): Written {
  const low = units.filter((unit) => !isAboveLow(unit));
  const parts: Part[] = [];
  let texts = before;
  for (const group of [...(low.length === 0 ? [] : [low]), ...groupsAbove(units.filter(isAboveLow))]) {
    const written = writePart(group, texts, writing);
    if (written.is === 'refused') return written;
    parts.push({ units: group, files: changedFiles(texts, written.texts) });
    texts = written.texts;
  }
  return { is: 'written', parts, after: texts };
}

function groupsAbove(units: readonly Unit[]): readonly (readonly Unit[])[] {
  if (units.length <= maxParts) return units.map((unit) => [unit]);
  const kinds = [...Map.groupBy(units, (unit) => JSON.stringify([unit.level, kindOf(unit)])).values()];
  return kinds.length <= maxParts ? kinds : [...Map.groupBy(units, ({ level }) => level).values()];
}

function kindOf({ differences: [first] }: Unit): string {
  return first?.is === 'change' ? first.change.kind : (first?.is ?? '');
}

function changedFiles(before: SpecTexts, after: SpecTexts): SpecTexts {
  return new Map([...after].filter(([path, text]) => before.get(path) !== text));
}

type PartWritten =
  | { readonly is: 'written'; readonly texts: SpecTexts }
  | { readonly is: 'refused'; readonly refused: ReadonlyMap<Unit, string> };

/** Together where that goes; else each by itself tells which of them does not. */
function writePart(units: readonly Unit[], texts: SpecTexts, writing: Writing): PartWritten {
  const together = tryWriting(units, texts, writing);
  if (together.is === 'written') return together;
  const refused = new Map<Unit, string>();
  for (const unit of units) {
    const alone = tryWriting([unit], texts, writing);
    if (alone.is === 'not written') refused.set(unit, alone.why);
  }
  const [first] = units;
  if (refused.size === 0 && first !== undefined) refused.set(first, together.why);
  return { is: 'refused', refused };
}

type Tried =
  | { readonly is: 'written'; readonly texts: SpecTexts }
  | { readonly is: 'not written'; readonly why: string };

export function tryWriting(
  units: readonly Unit[],
  texts: SpecTexts,
  { spec, live, mayNotChange }: Writing,
): Tried {
  const differences = units.flatMap(({ differences: own }) => own);
  const made = editsOf(differences, { said: saidIn(texts), spec, live });
  if (!made.ok) return { is: 'not written', why: made.why };
  const edited = editSpec({ files: texts, edits: once(made.edits) });
  if (edited.kind === 'cannot-edit') return { is: 'not written', why: edited.because };
  for (const path of changedFiles(texts, edited.files).keys()) {
    const why = mayNotChange(path);
    if (why !== undefined) return { is: 'not written', why };
  }
  return { is: 'written', texts: edited.files };
}

/** A line that goes for two reasons goes once. */
function once(edits: readonly SpecEdit[]): readonly SpecEdit[] {
  const removed = new Set<string>();
  return edits.filter(({ path, to }) => {
    if (to.kind !== 'remove') return true;
    const key = JSON.stringify(path);
    const isNew = !removed.has(key);
    removed.add(key);
    return isNew;
  });
}
