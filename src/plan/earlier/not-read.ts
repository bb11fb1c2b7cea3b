import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../plan.ts';

/** Why the spec before this change is not known, although there may be one. */
export interface SpecNotRead {
  /** The branch or commit that holds it. */
  readonly of: string;
  /** In words, as the end of a sentence. */
  readonly because: string;
  /** False: the run has no token to ask with. Then nothing that it could wait for would help. */
  readonly isAsked: boolean;
}

/**
 * What is found by comparing with the spec before this change is not found, which does not mean that there is nothing. A topic that may
 * be protected there is not deleted.
 */
export function specBeforeNotRead(
  { of, because, isAsked }: SpecNotRead,
  { changes }: Pick<Plan, 'changes'>,
): Finding {
  const deleted = changes.find(({ kind, action }) => kind === 'topic' && action === 'delete');
  const message = `the spec before this change (of ${of}) cannot be read: ${because}. Not checked: whether this change takes the protection of topics away, what it leaves running, and what is no longer enforced`;
  if (deleted !== undefined && isAsked) {
    return {
      code: 'spec-before-not-read',
      severity: 'error',
      message: `${message}. So the topics that it deletes may be protected until now`,
      hint: `Make sure that the spec of ${of} is valid and can be read, and re-run this job; or delete topics in a later pull request, once this one is applied.`,
      position: deleted.provenance.position,
      loosens: true,
    };
  }
  return {
    code: 'spec-before-not-read',
    severity: 'warning',
    message,
    hint: isAsked
      ? 'Compare the two by hand, or re-run this job once it can be read.'
      : 'Compare the two by hand, or give the step a github-token.',
    loosens: true,
  };
}
