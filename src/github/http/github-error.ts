import { type Distrust, distrustWords } from '../../model/untrusted-certificate.ts';

/** A line under `permissions:` in a workflow. Setting any permission sets all others to none. */
export type Permission =
  | 'actions: read'
  | 'checks: read'
  | 'checks: write'
  | 'contents: read'
  | 'contents: write'
  | 'deployments: read'
  | 'deployments: write'
  | 'issues: read'
  | 'issues: write'
  | 'metadata: read'
  | 'pull-requests: read'
  | 'pull-requests: write';

/** What went wrong at GitHub, without the request's or the answer's text: both may hold what users wrote. */
export type GitHubFailure =
  | { readonly kind: 'missing-permission'; readonly permission: Permission }
  /** Only a GitHub App's token may, and this one is a person's. */
  | { readonly kind: 'apps-only' }
  /** The token is unknown or expired. */
  | { readonly kind: 'unauthenticated' }
  /** It is not there, or the token may not know that it is. */
  | { readonly kind: 'not-found'; readonly permission?: Permission }
  /** A feature of the repository, such as its issues. */
  | { readonly kind: 'switched-off' }
  /** The conversation is locked. */
  | { readonly kind: 'locked' }
  /** Waiting any longer was not worth it. */
  | { readonly kind: 'rate-limited' }
  /** `Issue.body custom`: resource, field and code as GitHub names them. */
  | { readonly kind: 'invalid'; readonly status: number; readonly codes: readonly string[] }
  /** A 5xx, no answer in time or no connection: a write may have happened all the same. */
  | { readonly kind: 'unavailable'; readonly status?: number; readonly distrust?: Distrust }
  /** An answer that is not of the shape that GitHub documents, or too large: nothing is concluded from it. */
  | { readonly kind: 'malformed' }
  /** To another address: nothing was written. */
  | { readonly kind: 'redirected' }
  /** Not sent: it holds the value of a secret. */
  | { readonly kind: 'withheld' }
  /** Not sent: GitHub has not answered for so long that the run does without it. */
  | { readonly kind: 'given-up' }
  /** The answer is cut or has more pages than are read. */
  | { readonly kind: 'incomplete'; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: number };

export class GitHubError extends Error {
  readonly failure: GitHubFailure;
  /** Method and path template: `POST /repos/{owner}/{repo}/issues`. */
  readonly operation: string;

  constructor(operation: string, failure: GitHubFailure) {
    super(`${sentence(failure)} (${operation})`);
    this.name = 'GitHubError';
    this.operation = operation;
    this.failure = failure;
  }
}

export function isFailure(error: unknown, kind: GitHubFailure['kind']): error is GitHubError {
  return error instanceof GitHubError && error.failure.kind === kind;
}

function sentence(failure: GitHubFailure): string {
  switch (failure.kind) {
    case 'missing-permission':
      return `The GitHub token lacks the permission ${failure.permission}`;
    case 'apps-only':
      return "Only the token of a GitHub App, such as that of a job, may do this, and the GitHub token is a person's";
    case 'unauthenticated':
      return 'GitHub does not accept the token';
    case 'not-found':
      return 'GitHub does not find it, or the token may not see it';
    case 'switched-off':
      return 'It is switched off in this repository';
    case 'locked':
      return 'The conversation on GitHub is locked';
    case 'rate-limited':
      return "GitHub's rate limit is reached";
    case 'invalid':
      return `GitHub refuses the request as invalid${failure.codes.length > 0 ? `: ${failure.codes.join(', ')}` : ''}`;
    case 'unavailable':
      if (failure.distrust !== undefined)
        return `GitHub is not available: the certificate of what answers in its place ${distrustWords[failure.distrust]}`;
      return `GitHub is not available${failure.status === undefined ? '' : `: status ${failure.status}`}`;
    case 'malformed':
      return "GitHub's answer makes no sense: it was cut, or something other than GitHub gave it";
    case 'redirected':
      return 'GitHub names another address, and nothing is sent there';
    case 'withheld':
      return 'This was not sent to GitHub, because it holds the value of a secret';
    case 'given-up':
      return 'GitHub has not answered for minutes, so it was not asked again';
    case 'incomplete':
      return `GitHub's answer is incomplete: ${failure.reason}`;
    case 'refused':
      return `GitHub refuses the request: status ${failure.status}`;
  }
}
