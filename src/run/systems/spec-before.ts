import { isFailure } from '../../github/http/github-error.ts';
import { type Kind, kinds } from '../../model/resource.ts';
import type { LeftName } from '../../plan/plan.ts';
import type { Spec } from '../../spec/spec.ts';
import { matchesSpecPatterns } from '../../spec/yaml/spec-patterns.ts';
import { askGitHub } from '../github/on-github.ts';
import type { Session } from '../session.ts';
import { loadSpecAt } from './load.ts';

/** The commit that was applied last, and what changed since. */
export interface AppliedBefore {
  readonly sha: string | undefined;
  /** Paths that changed since; undefined: that cannot be told. */
  readonly files: readonly string[] | undefined;
}

/**
 * The spec that was applied last, to tell what left it. Undefined: no apply is recorded, its spec is the same, or
 * GitHub does not give it; then nothing is told of it, which the log says.
 */
export async function specAppliedBefore(
  session: Session,
  { sha, files }: AppliedBefore,
): Promise<Spec | undefined> {
  const { inputs, out } = session;
  const touched = files?.some((path) => matchesSpecPatterns(path, inputs.spec)) ?? true;
  if (sha === undefined || !touched) return undefined;
  const answer = await askGitHub(() => loadSpecAt(session, sha));
  if (!answer.ok && isFailure(answer.error, 'missing-permission')) throw answer.error;
  const why = !answer.ok
    ? answer.error.message
    : answer.value.spec === undefined
      ? answer.value.because
      : undefined;
  if (why !== undefined) {
    out.info(`What left the spec since ${sha.slice(0, 7)}, which was applied last, cannot be told: ${why}.`);
  }
  return answer.ok ? answer.value.spec : undefined;
}

/** GitHub takes payloads of any size we would write; a record need not be a copy of the spec. */
const mostNames = 500;

/** For the payload of the record of an apply. */
export function leftPayload(names: readonly LeftName[]): readonly (readonly string[])[] {
  return names.slice(0, mostNames).map(({ kind, place, name }) => [kind, place, name]);
}

/** From that payload; whatever does not look like one of ours is left out. */
export function readLeftPayload(payload: Readonly<Record<string, unknown>> | undefined): readonly LeftName[] {
  const left = payload?.['left'];
  if (!Array.isArray(left)) return [];
  return left.flatMap((entry: unknown): readonly LeftName[] => {
    if (!Array.isArray(entry) || entry.length !== 3) return [];
    const [kind, place, name] = entry as readonly unknown[]; // an array of JSON values
    if (!isKind(kind) || typeof place !== 'string' || typeof name !== 'string') return [];
    return [{ kind, place, name }];
  });
}

function isKind(value: unknown): value is Kind {
  return kinds.some((kind) => kind === value);
}
