import type { GitHubError } from '../../github/http/github-error.ts';
import type { ApplyRefusal } from '../../review/refusal.ts';
import { adviceFor } from '../github/github-advice.ts';

/** What was reviewed cannot be read: that is not the same as nothing. */
export function gitHubRefusal(error: GitHubError): ApplyRefusal {
  const { reason, hint } = adviceFor(error);
  return {
    reason,
    reasons: [{ message: `it cannot be told what was reviewed: ${error.message}`, hint }],
    operations: [],
  };
}
