import { type GitHubClient, needing } from './http/client.ts';
import { GitHubError, isFailure, type Permission } from './http/github-error.ts';

export interface PermissionQuestions {
  readonly permissions: readonly Permission[];
  /** Whose comments may be written to; any of the repository serves when it is left out. */
  readonly pullRequest?: number | undefined;
  /** Whose check runs may be read. */
  readonly ref: string;
}

export interface PermissionAnswer {
  readonly permission: Permission;
  /** `unknown` is not `missing`: the request that needs it will tell. */
  readonly state: 'granted' | 'missing' | 'apps-only' | 'unknown';
  /** What GitHub did although it was asked for nothing: method, path template and status. */
  readonly accepted?: string;
}

/**
 * Asks which permissions the token has; GitHub answers no such question about a job's token. Reads are tried on the
 * shortest list. For writes a body with nothing in it is sent: GitHub refuses it with 403 when the token may not
 * write, and otherwise with 422, because what it requires is not there; so nothing can come of it. What earlier
 * requests have shown is not asked again.
 */
export async function askPermissions(
  client: GitHubClient,
  questions: PermissionQuestions,
): Promise<readonly PermissionAnswer[]> {
  const answers: PermissionAnswer[] = [];
  for (const permission of questions.permissions) answers.push(await ask(client, permission, questions));
  return answers;
}

async function ask(
  client: GitHubClient,
  permission: Permission,
  questions: PermissionQuestions,
): Promise<PermissionAnswer> {
  const known = client.ledger.knows(permission);
  if (known !== 'unknown') return { permission, state: known };
  try {
    const accepted = await probes[permission](client, questions);
    return {
      permission,
      state: client.ledger.knows(permission),
      ...(accepted !== undefined && { accepted }),
    };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (isFailure(error, 'apps-only')) return { permission, state: 'apps-only' };
    const isRefusal = isFailure(error, 'invalid') && permission.endsWith(': write');
    return { permission, state: isRefusal ? 'granted' : client.ledger.knows(permission) };
  }
}

/** Answers what GitHub accepted of a write. */
type Probe = (client: GitHubClient, questions: PermissionQuestions) => Promise<string | undefined>;

const probes: Readonly<Record<Permission, Probe>> = {
  'checks: read': async ({ octokit, repository }, { ref }) => {
    const request = needing('checks: read');
    await octokit.rest.checks.listForRef({ ...repository, ref, per_page: 1, request });
    return undefined;
  },
  'checks: write': (client) => sendNothing(client, 'checks: write', '/repos/{owner}/{repo}/check-runs'),
  'contents: read': async ({ octokit, repository }, { ref }) => {
    await octokit.rest.repos.getCommit({
      ...repository,
      ref,
      per_page: 1,
      request: needing('contents: read'),
    });
    return undefined;
  },
  'deployments: read': async ({ octokit, repository }) => {
    const request = needing('deployments: read');
    await octokit.rest.repos.listDeployments({ ...repository, per_page: 1, request });
    return undefined;
  },
  'deployments: write': (client) =>
    sendNothing(client, 'deployments: write', '/repos/{owner}/{repo}/deployments'),
  'issues: read': async ({ octokit, repository }) => {
    await octokit.rest.issues.listForRepo({ ...repository, per_page: 1, request: needing('issues: read') });
    return undefined;
  },
  'issues: write': (client) => sendNothing(client, 'issues: write', '/repos/{owner}/{repo}/issues'),
  'metadata: read': async ({ octokit, repository }) => {
    await octokit.rest.repos.get({ ...repository, request: needing('metadata: read') });
    return undefined;
  },
  'pull-requests: read': async (client) => {
    await anyPullRequest(client);
    return undefined;
  },
  // What a comment takes follows what it is written on, so it must be a pull request that is there.
  'pull-requests: write': async (client, { pullRequest }) => {
    const number = pullRequest ?? (await anyPullRequest(client));
    if (number === undefined) return undefined;
    const url = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
    return sendNothing(client, 'pull-requests: write', url, { issue_number: number });
  },
};

async function sendNothing(
  { octokit, repository }: GitHubClient,
  permission: Permission,
  url: string,
  parameters: { readonly issue_number?: number } = {},
): Promise<string> {
  const request = needing(permission);
  const { status } = await octokit.request({
    method: 'POST',
    url,
    ...repository,
    ...parameters,
    data: {},
    request,
  });
  return `POST ${url}: ${status}`;
}

async function anyPullRequest({ octokit, repository }: GitHubClient): Promise<number | undefined> {
  const { data } = await octokit.rest.pulls.list({
    ...repository,
    state: 'all',
    per_page: 1,
    request: needing('pull-requests: read'),
  });
  return data[0]?.number;
}
