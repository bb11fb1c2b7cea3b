import type { LoadResult } from '../lint/load-spec.ts';
import { flowName } from '../model/flow.ts';
import type { Plan } from '../plan/plan.ts';
import { editSpec } from '../spec/edit/edit-spec.ts';
import type { SpecSource } from '../spec/read-spec.ts';
import type { Spec } from '../spec/spec.ts';
import { behindLines } from './complete/acl-lines.ts';
import { additionsTo, withoutSaidAcls } from './complete/additions.ts';
import { namesInSpec } from './complete/names-in-spec.ts';
import { draftSpec } from './draft/draft-spec.ts';
import { countsOf, type ImportCounts, maxRounds, whyUnread } from './import-project.ts';
import { type DraftPath, type LeftOutItem, pathKey } from './left-out.ts';
import { type PlanOf, prove } from './proof/prove.ts';
import { type EstateReader, readEstate } from './read-estate.ts';
import type { SecretDraft, SpecDraft } from './spec-draft.ts';

export type Completed =
  | {
      readonly state: 'completed';
      /** Files that changed, and certificates that are new; text by path. Empty: the spec said all of it. */
      readonly files: ReadonlyMap<string, string>;
      /** The certificates among them. */
      readonly newFiles: ReadonlySet<string>;
      /** What was added. */
      readonly draft: SpecDraft;
      readonly counts: ImportCounts;
      /** Of the completed spec: no changes but those that the spec asked for before. */
      readonly plan: Plan;
      readonly secrets: readonly SecretDraft[];
      readonly leftOut: readonly LeftOutItem[];
    }
  /** `because`: sentences for people, without their full stops. */
  | {
      readonly state: 'failed';
      readonly reason: 'not-readable' | 'not-editable' | 'not-proven';
      readonly because: readonly string[];
    };

/** An existing spec, as a run loaded it. */
export interface ExistingSpec {
  readonly loaded: Extract<LoadResult, { readonly ok: true }>;
  /** Text by path: the files that are the spec, without those that it names. */
  readonly files: ReadonlyMap<string, string>;
  readonly readReference: SpecSource['readReference'];
}

/**
 * Adds to a spec what its project has and it does not say, in place. What it says stays, also where the project has it otherwise, and
 * what it takes away is not added again. The proof: its plan has no change that it had not before.
 */
export async function completeSpec(options: {
  readonly existing: ExistingSpec;
  /** Where certificates of new clusters go, without a slash at its end. */
  readonly folder: string;
  readonly reader: EstateReader;
  readonly planOf: PlanOf;
  /** For the dates of certificates; left out, they are not looked at. */
  readonly now?: Date;
  readonly progress: (line: string) => void;
}): Promise<Completed> {
  const { existing, reader, planOf, progress } = options;
  const { spec } = existing.loaded;
  const { estate, names } = await readEstate(reader, spec.project, progress, (found, overview) =>
    namesInSpec(found, spec, overview),
  );
  const unread = whyUnread(estate);
  if (unread.length > 0) return { state: 'failed', reason: 'not-readable', because: unread };
  const before = {
    specFiles: new Set(existing.files.keys()),
    readReference: existing.readReference,
    plan: await planOf(existing.loaded, estate),
  };
  const unsaid = withoutSaidAcls(estate, spec, before.plan);
  const exclusions = new Map<string, string>();
  for (let round = 1; round <= maxRounds; round++) {
    const whole = draftSpec({
      ...{ estate: unsaid, names, exclusions, profiles: false },
      name: spec.name,
      certificateFolder: `${options.folder}/certs`,
    });
    const additions = additionsTo(spec, whole.draft, before.plan);
    const edited = editSpec({ files: existing.files, edits: additions.edits });
    if (edited.kind === 'cannot-edit') {
      const because = [`${edited.path.join('.')} could not be added: ${edited.because}`];
      return { state: 'failed', reason: 'not-editable', because };
    }
    const { draft } = additions;
    const files = new Map([...edited.files, ...draft.certificates]);
    const verdict = await prove({
      ...options,
      draft: behindLines(existing.files, draft),
      files,
      estate,
      before,
    });
    if (verdict.is === 'proven') {
      const changed = [...files].filter(([path, text]) => existing.files.get(path) !== text);
      return {
        state: 'completed',
        files: new Map(changed),
        newFiles: new Set(draft.certificates.keys()),
        ...{ draft, plan: verdict.plan, secrets: draft.secrets },
        counts: {
          ...countsOf(draft),
          clusters: draft.clusters.filter(({ key }) => !spec.clusters.has(key)).length,
        },
        leftOut: [...whole.leftOut.filter(({ path }) => !isOfSaid(spec, path)), ...additions.leftOut],
      };
    }
    const size = exclusions.size;
    for (const { drop, why } of verdict.refutations) {
      if (drop.is !== 'paths') continue;
      for (const path of drop.paths) if (!exclusions.has(pathKey(path))) exclusions.set(pathKey(path), why);
    }
    if (exclusions.size === size)
      return { state: 'failed', reason: 'not-proven', because: verdict.refutations.map(({ why }) => why) };
    progress(`${exclusions.size - size} more left out: the plan of the spec would have changed`);
  }
  return {
    state: 'failed',
    reason: 'not-proven',
    because: [`after ${maxRounds} rounds the plan still has changes that it had not before`],
  };
}

/** Of a part of what the spec says already, it is not told what it does not say of it. */
function isOfSaid(
  { clusters, mirrormakers }: Spec,
  [section, name = '', part, item = '']: DraftPath,
): boolean {
  if (section === 'clusters') return part === 'topics' && clusters.get(name)?.topics.has(item) === true;
  return part === 'flows' && mirrormakers.get(name)?.flows.some((flow) => flowName(flow) === item) === true;
}
