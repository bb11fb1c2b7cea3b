import { isFailure } from '../../github/http/github-error.ts';
import type { LeftBefore } from '../../plan/plan.ts';
import type { Spec } from '../../spec/spec.ts';
import { askGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';
import { loadSpecAt, type SpecAt } from './load.ts';
import { isOfSpec } from './spec-paths.ts';

/** What an apply can hold its spec against. */
export interface AppliedBefore {
  /** The commit that was applied last. Undefined: none is recorded. */
  readonly sha: string | undefined;
  /** Paths that changed since; undefined: that cannot be told. */
  readonly files: readonly string[] | undefined;
}

/** What came before the spec that is planned: it is reported, and nothing of it is planned. */
export interface SpecHistory {
  readonly before: SpecBefore;
  /** Left running by earlier changes, as the last apply recorded it. */
  readonly carried: LeftBefore;
}

export type SpecBefore =
  | { readonly state: 'known'; readonly spec: Spec }
  /** There was none, or it is the same. */
  | { readonly state: 'nothing-to-tell' }
  | {
      readonly state: 'unknown';
      /** The commit or branch that holds it. */
      readonly of: string;
      /** In words, as the end of a sentence. */
      readonly because: string;
      /** False: the run has no token to ask with. */
      readonly isAsked: boolean;
    };

export const noHistory: SpecHistory = {
  before: { state: 'nothing-to-tell' },
  carried: { names: [], unnamed: 0 },
};

/** For a run that cannot ask GitHub. */
export const noTokenToReadIt: SpecBefore = {
  state: 'unknown',
  of: 'the commit before',
  because: 'there is no github-token to read it with',
  isAsked: false,
};

/**
 * The spec that was applied last, to tell what left it and what it protected. Where no apply is recorded, or its commit cannot be read,
 * it is the spec before the push, and without a push that of the commit before: whether or not it was applied, people merged it.
 */
export async function specAppliedBefore(session: Asking, { sha, files }: AppliedBefore): Promise<SpecBefore> {
  const { out, event } = session;
  const touched = files?.some(isOfSpec(session)) ?? true;
  if (!touched) return { state: 'nothing-to-tell' };
  const unread: Unread[] = [];
  for (const commitBefore of [async () => sha, async () => event.before ?? firstParent(session)]) {
    const found = await specOf(session, commitBefore);
    if (found === 'no commit') continue;
    if (found.state !== 'unknown') return found;
    out.info(`What left the spec since ${found.of} cannot be told: ${found.because}.`);
    unread.push(found);
  }
  return unread[0] ?? { state: 'nothing-to-tell' };
}

/** Undefined: the branch begins with the commit of the run. */
async function firstParent({ github, event }: Asking): Promise<string | undefined> {
  return github?.firstParentOf(event.sha);
}

type Unread = Extract<SpecBefore, { readonly state: 'unknown' }>;

async function specOf(
  session: Asking,
  commitBefore: () => Promise<string | undefined>,
): Promise<SpecBefore | 'no commit'> {
  let of = 'the commit before';
  const answer = await askGitHub(async (): Promise<SpecAt | 'no commit'> => {
    const commit = await commitBefore();
    if (commit === undefined) return 'no commit';
    of = commit.slice(0, 7);
    return loadSpecAt(session, commit);
  });
  if (answer.state === 'unanswered') {
    const { message: because } = answer.error;
    if (isFailure(answer.error, 'missing-permission')) throw answer.error;
    return { state: 'unknown', of, because, isAsked: true };
  }
  if (answer.value === 'no commit' || answer.value.state === 'known') return answer.value;
  if (answer.value.state === 'absent') return { state: 'nothing-to-tell' };
  return { state: 'unknown', of, because: answer.value.because, isAsked: true };
}
