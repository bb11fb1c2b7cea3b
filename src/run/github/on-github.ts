import { GitHubError } from '../../github/http/github-error.ts';
import { Cancelled } from '../../model/cancel.ts';
import type { Speaking } from '../session.ts';
import { adviceFor } from './github-advice.ts';

/** What GitHub answered, or why it did not: for a question whose failure is judged later than it is asked. */
export type Answered<T> =
  | { readonly state: 'answered'; readonly value: T }
  | { readonly state: 'unanswered'; readonly error: GitHubError };

/** Errors that are not GitHub's are thrown on. */
export async function askGitHub<T>(work: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { state: 'answered', value: await work() };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { state: 'unanswered', error };
  }
}

/** Whether GitHub took a text. */
export type Said =
  | 'said'
  /** A later run may manage what this one could not. */
  | 'not-now'
  /** GitHub refused it, though the token was found to have the permission: for ever, or this once. */
  | 'refused'
  /** No later run can, as things are: the conversation is locked, or there are no issues. */
  | 'never';

/**
 * Says something on GitHub. What was planned or applied stays so, whether or not GitHub takes the text: a failure
 * becomes a warning with the line to add to the workflow, and the job summary has the same text.
 */
export async function sayOnGitHub(
  { out }: Pick<Speaking, 'out'>,
  what: string,
  work: () => Promise<void>,
): Promise<Said> {
  try {
    await out.group(what, work);
    return 'said';
  } catch (error) {
    if (error instanceof Cancelled) {
      out.info(`${what}: GitHub did not take it before ${error.message}.`);
      return 'not-now';
    }
    if (!(error instanceof GitHubError)) throw error;
    const isFinal = isUpToWorkflow(error);
    const advice = isFinal ? `. ${adviceFor(error).hint}` : '';
    const message = `${what}: ${error.message}${advice}`;
    out.annotate([{ level: 'warning', title: 'GitHub', message }]);
    if (isLasting(error)) return 'never';
    const isRefused = isFinal || ['invalid', 'withheld'].includes(error.failure.kind);
    return isRefused ? 'refused' : 'not-now';
  }
}

/** Of several texts: how it stands with the worst of them. */
export function worstOf(all: readonly Said[]): Said {
  return (['not-now', 'refused', 'never'] as const).find((said) => all.includes(said)) ?? 'said';
}

/** Only a change of the workflow or of the repository's settings can help, as far as the answer tells. */
function isUpToWorkflow({ failure }: GitHubError): boolean {
  const { kind } = failure;
  return ['missing-permission', 'apps-only', 'not-found', 'switched-off'].includes(kind);
}

function isLasting({ failure }: GitHubError): boolean {
  return ['locked', 'apps-only', 'switched-off'].includes(failure.kind);
}
