import type { GitHubError } from '../../github/http/github-error.ts';
import { workflowLine } from '../../github/http/permissions.ts';
import { personsToken } from './token-owner.ts';

export interface Advice {
  /** Of the output `failure-reason`. */
  readonly reason: 'missing-permission' | 'github-unavailable';
  readonly hint: string;
}

/** What to do about a request that GitHub did not answer as it was asked. */
export function adviceFor({ failure }: GitHubError): Advice {
  switch (failure.kind) {
    case 'missing-permission': {
      const line = workflowLine(failure.permission);
      return { reason: 'missing-permission', hint: `Add this line to permissions: in the workflow: ${line}` };
    }
    case 'apps-only':
      return { reason: 'missing-permission', hint: personsToken.hint };
    case 'unauthenticated':
      return {
        reason: 'github-unavailable',
        hint: 'Leave github-token out of the workflow: the token of the job is the default.',
      };
    case 'not-found': {
      const { permission } = failure;
      const line =
        permission === undefined ? '' : `, and that permissions: in the workflow has ${permission}`;
      return { reason: 'github-unavailable', hint: `Check that it is still there${line}.` };
    }
    case 'redirected':
      return {
        reason: 'github-unavailable',
        hint: 'If the repository was renamed or moved, start a new run: its name is fixed when a run begins.',
      };
    case 'switched-off':
      return {
        reason: 'github-unavailable',
        hint: "Switch it on in the repository's settings, or off in the inputs of this action, as drift-issue: false does.",
      };
    case 'withheld':
      return {
        reason: 'github-unavailable',
        hint: 'Look for a name or value in the spec or on the clusters that is the value of a secret, and change the secret.',
      };
    default:
      return { reason: 'github-unavailable', hint: 'Re-run this job when GitHub answers again.' };
  }
}
