import type { Plan } from '../plan/plan.ts';
import { draftSpec } from './draft/draft-spec.ts';
import type { Estate } from './estate.ts';
import { type LeftOutItem, pathKey } from './left-out.ts';
import { type PlanOf, prove } from './proof/prove.ts';
import { type EstateReader, readEstate } from './read-estate.ts';
import type { SecretDraft, SpecDraft } from './spec-draft.ts';
import { type SpecFiles, writeSpec } from './write/write-spec.ts';

export type Imported =
  | {
      readonly state: 'written';
      readonly draft: SpecDraft;
      readonly files: SpecFiles;
      /** Of the same run: no changes. */
      readonly plan: Plan;
      readonly counts: ImportCounts;
      /** To be defined before the first plan. */
      readonly secrets: readonly SecretDraft[];
      readonly leftOut: readonly LeftOutItem[];
    }
  /** `because`: sentences for people. */
  | {
      readonly state: 'failed';
      readonly reason: 'not-readable' | 'nothing-there' | 'not-proven';
      readonly because: readonly string[];
    };

export interface ImportCounts {
  readonly clusters: number;
  readonly flows: number;
  readonly topics: number;
  readonly acls: number;
}

/** Each round leaves something out, and most specs need none. */
export const maxRounds = 25;

/**
 * Reads a project and writes the spec that says it. What was written is read back and planned against what was read: what would
 * change, or cannot be said without an error, is left out and named, until the plan shows no changes.
 */
export async function importProject(options: {
  readonly project: string;
  /** Of the spec; left out: after the project. */
  readonly name?: string;
  /** Where the files will lie in the repository, without a slash at its end. */
  readonly folder: string;
  readonly reader: EstateReader;
  readonly planOf: PlanOf;
  /** For the dates of certificates; left out, they are not looked at. */
  readonly now?: Date;
  readonly progress: (line: string) => void;
}): Promise<Imported> {
  const { project, reader, progress } = options;
  const { estate, names } = await readEstate(reader, project, progress);
  const unread = whyUnread(estate);
  if (unread.length > 0) return { state: 'failed', reason: 'not-readable', because: unread };
  if (names.clusters.size === 0) {
    const because = [
      `project ${project} has no Kafka service, and no endpoint of type external_kafka that a spec can say`,
    ];
    return { state: 'failed', reason: 'nothing-there', because };
  }
  const exclusions = new Map<string, string>();
  let profiles = true;
  for (let round = 1; round <= maxRounds; round++) {
    const { draft, leftOut } = draftSpec({
      ...{ estate, names, exclusions, profiles },
      name: options.name ?? specNameOf(project),
      certificateFolder: `${options.folder}/certs`,
    });
    const files = writeSpec(draft, leftOut, options.folder);
    const verdict = await prove({ ...options, draft, files, estate });
    if (verdict.is === 'proven') {
      const { plan } = verdict;
      return {
        state: 'written',
        draft,
        files,
        plan,
        counts: countsOf(draft),
        secrets: draft.secrets,
        leftOut,
      };
    }
    const before = exclusions.size;
    const hadProfiles: boolean = profiles;
    for (const { drop, why } of verdict.refutations) {
      if (drop.is === 'profiles') profiles = false;
      if (drop.is !== 'paths') continue;
      for (const path of drop.paths) {
        const key = pathKey(path);
        if (!exclusions.has(key)) exclusions.set(key, why);
      }
    }
    const left = exclusions.size - before;
    if (left === 0 && hadProfiles === profiles) {
      return { state: 'failed', reason: 'not-proven', because: verdict.refutations.map(({ why }) => why) };
    }
    progress(
      `${left} ${left === 1 ? 'part was' : 'parts were'} left out: a plan would not have been without changes`,
    );
  }
  return {
    state: 'failed',
    reason: 'not-proven',
    because: [`after ${maxRounds} rounds the plan still has changes`],
  };
}

/** Empty: the project can be read. Of single services it is told in the spec. */
export function whyUnread({ overview, endpoints }: Estate): readonly string[] {
  if (overview.state === 'known') return [];
  return endpoints.state === 'unknown' && endpoints.message !== overview.message
    ? [overview.message, endpoints.message]
    : [overview.message];
}

/** A name that a spec may have. */
function specNameOf(project: string): string {
  const name = project
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 50);
  return name === '' ? 'kafka' : name;
}

export function countsOf({ clusters, mirrormakers }: SpecDraft): ImportCounts {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  return {
    clusters: clusters.length,
    flows: sum(mirrormakers.map(({ flows }) => flows.length)),
    topics: sum(clusters.map(({ topics }) => topics.length)),
    acls: sum(
      clusters.flatMap(({ kafkaAcls, aivenAcls }) =>
        [...kafkaAcls, ...aivenAcls].map(({ ids }) => ids.length),
      ),
    ),
  };
}
