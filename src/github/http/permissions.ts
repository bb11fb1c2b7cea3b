import { GitHubError, type Permission } from './github-error.ts';

/** What the token may not do, and the line that allows it; undefined when the error is about something else. */
export function missingPermission(
  error: unknown,
): { readonly missing: Permission; readonly line: string } | undefined {
  if (!(error instanceof GitHubError) || error.failure.kind !== 'missing-permission') return undefined;
  const missing = error.failure.permission;
  return { missing, line: workflowLine(missing) };
}

/** The line under `permissions:` that grants it, and what it is good for. */
export function workflowLine(permission: Permission): string {
  return `${permission}  # ${purposes[permission]}`;
}

const purposes: Readonly<Record<Permission, string>> = {
  'actions: read': 'to see whether an apply is running',
  'checks: read': 'to read what was reviewed',
  'checks: write': 'to record what was reviewed, or how often drift was seen',
  'contents: read': 'to read the files and the history of the repository',
  'contents: write': 'to propose changes of the spec on a branch of its own',
  'deployments: read': 'to read what was applied last',
  'deployments: write': 'to record what was applied',
  'issues: read': 'to find the drift issue',
  'issues: write': 'to open, update and close the drift issue',
  'metadata: read': 'to read the repository',
  'pull-requests: read': 'to find the pull requests of a commit',
  'pull-requests: write': 'to comment on pull requests and label them',
};
