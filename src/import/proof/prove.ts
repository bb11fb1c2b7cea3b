import { loadSpec, type SpecChecks } from '../../lint/load-spec.ts';
import type { Change } from '../../model/change.ts';
import { lastNameOf } from '../../model/field-path.ts';
import type { Finding } from '../../model/finding.ts';
import { keyOf } from '../../model/resource.ts';
import type { Plan, Unread } from '../../plan/plan.ts';
import type { SpecSource } from '../../spec/read-spec.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Estate } from '../estate.ts';
import type { SpecDraft } from '../spec-draft.ts';
import type { SpecFiles } from '../write/write-spec.ts';
import { placeIndex } from './place-index.ts';
import { type Drop, dropForPath, dropForResource, dropForUnread } from './what-to-drop.ts';

/** The plan of a spec against what was read of an estate, as every run makes it. */
export type PlanOf = (
  loaded: { readonly spec: Spec; readonly checks: SpecChecks },
  estate: Estate,
) => Promise<Plan>;

export type Verdict =
  | { readonly is: 'proven'; readonly plan: Plan }
  | { readonly is: 'refuted'; readonly refutations: readonly Refutation[] };

/** What there was before a spec was completed. */
export interface SpecBefore {
  /** Paths of the files that are the spec: others are what it names. */
  readonly specFiles: ReadonlySet<string>;
  readonly readReference: SpecSource['readReference'];
  /** Of the spec as it was, against the same estate. */
  readonly plan: Plan;
}

interface Refutation {
  readonly drop: Drop;
  /** A clause without a full stop. */
  readonly why: string;
}

/** Reads what was written as a run reads it, and makes its plan: it must have no errors, nothing unread and no changes. */
export async function prove(options: {
  readonly draft: SpecDraft;
  readonly files: SpecFiles;
  readonly estate: Estate;
  readonly planOf: PlanOf;
  readonly now?: Date;
  /** Of a spec that is completed; left out: there was none. */
  readonly before?: SpecBefore;
}): Promise<Verdict> {
  const { draft, files, estate, planOf, now, before } = options;
  const isSpec = (path: string) => before?.specFiles.has(path) ?? path.endsWith('.yaml');
  const bytes = new Map([...files].map(([path, text]) => [path, Buffer.from(text)] as const));
  const loaded = await loadSpec({
    files: new Map([...bytes].filter(([path]) => isSpec(path))),
    readReference: async (path) => {
      const content = bytes.get(path);
      if (content !== undefined) return { ok: true, content };
      return before?.readReference(path) ?? { ok: false, problem: 'was not written' };
    },
    secret: () => undefined,
    ...(now !== undefined && { now }),
  });
  const ofErrors = errorReader(draft, new Map([...files].filter(([path]) => isSpec(path))));
  if (!loaded.ok) return { is: 'refuted', refutations: ofErrors(loaded.findings) };
  const plan = await planOf(loaded, estate);
  const isNew = newAfter(before?.plan);
  const refutations = [
    ...plan.changes.filter(isNew.change).flatMap((change) => ofChange(draft, change)),
    ...plan.pending.filter(isNew.pending).map(({ resource }) => ({
      drop: dropForResource(draft, resource.id),
      why: 'it could not be compared with what is there',
    })),
    ...plan.unread.filter(isNew.unread).map((unread) => ofUnread(draft, unread)),
    ...ofErrors(plan.findings.filter(isNew.finding)),
  ];
  return refutations.length === 0 ? { is: 'proven', plan } : { is: 'refuted', refutations };
}

/** What a plan had before already is not held against what was added. */
function newAfter(before: Plan | undefined) {
  const known = <T>(all: readonly T[] | undefined, textOf: (one: T) => string) => {
    const texts = new Set(all?.map(textOf));
    return (one: T) => !texts.has(textOf(one));
  };
  return {
    change: known(before?.changes, ({ id, action, fields }) =>
      JSON.stringify([keyOf(id), action, fields.map(({ field, to }) => [field, to])]),
    ),
    pending: known(before?.pending, ({ resource }) => keyOf(resource.id)),
    unread: known(before?.unread, ({ place, kind, name }) => JSON.stringify([place, kind, name])),
    finding: known(before?.findings, ({ code, message }) => JSON.stringify([code, withoutPlaces(message)])),
  };
}

function errorReader(
  draft: SpecDraft,
  files: SpecFiles,
): (findings: readonly Finding[]) => readonly Refutation[] {
  return (findings) => {
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) return [];
    const pathAt = placeIndex(files);
    return errors.map(({ position, about, message }): Refutation => {
      const path = position && pathAt(position);
      const why = withoutPlaces(message);
      if (path !== undefined) return { drop: dropForPath(draft, path), why };
      return { drop: about === undefined ? { is: 'nothing' } : dropForResource(draft, about), why };
    });
  };
}

/** Places in a draft that nobody will see. */
function withoutPlaces(message: string): string {
  return message.replaceAll(/,? (?:at|from) \S+\.yaml:\d+:\d+/g, '');
}

function ofChange(draft: SpecDraft, change: Change): readonly Refutation[] {
  const { id, action, fields } = change;
  if (action !== 'update' || fields.length === 0) {
    return [{ drop: dropForResource(draft, id), why: `a plan of it would ${action} it` }];
  }
  return fields.map(({ field }) => ({
    drop: dropForResource(draft, id, field),
    why: `a plan of it would change ${lastNameOf(field)}`,
  }));
}

function ofUnread(draft: SpecDraft, unread: Unread): Refutation {
  return { drop: dropForUnread(draft, unread), why: unread.reason.message };
}
