import type { GitHubClient } from './http/client.ts';
import { GitHubError, isFailure, type Permission } from './http/github-error.ts';
import { anyAnswer, pullRequests } from './wire/shapes.ts';

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
 * write, and otherwise with 422, because what it requires is not there; so nothing is written. What earlier
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
  'actions: read': (client) => look(client, 'actions: read', 'GET /repos/{owner}/{repo}/actions/runs', {}),
  'checks: read': (client, { ref }) =>
    look(client, 'checks: read', 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ref }),
  'checks: write': (client) => sendNothing(client, 'checks: write', 'POST /repos/{owner}/{repo}/check-runs'),
  'contents: read': (client, { ref }) =>
    look(client, 'contents: read', 'GET /repos/{owner}/{repo}/commits/{ref}', { ref }),
  'contents: write': (client) =>
    sendNothing(client, 'contents: write', 'POST /repos/{owner}/{repo}/git/refs'),
  'deployments: read': (client) =>
    look(client, 'deployments: read', 'GET /repos/{owner}/{repo}/deployments', {}),
  'deployments: write': (client) =>
    sendNothing(client, 'deployments: write', 'POST /repos/{owner}/{repo}/deployments'),
  'issues: read': (client) => look(client, 'issues: read', 'GET /repos/{owner}/{repo}/issues', {}),
  'issues: write': (client) => sendNothing(client, 'issues: write', 'POST /repos/{owner}/{repo}/issues'),
  'metadata: read': (client) => look(client, 'metadata: read', 'GET /repos/{owner}/{repo}', {}),
  'pull-requests: read': async (client) => {
    await anyPullRequest(client);
    return undefined;
  },
  // What a comment takes follows what it is written on, so it must be a pull request that is there.
  'pull-requests: write': async (client, { pullRequest }) => {
    const number = pullRequest ?? (await anyPullRequest(client));
    if (number === undefined) return undefined;
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    return sendNothing(client, 'pull-requests: write', route, { issue_number: number });
  },
};

async function look(
  client: GitHubClient,
  permission: Permission,
  route: string,
  parameters: { readonly ref?: string },
): Promise<undefined> {
  const shortest = route.endsWith('{repo}') ? parameters : { ...parameters, per_page: 1 };
  await client.call(route, shortest, { permission, answer: anyAnswer });
}

async function sendNothing(
  client: GitHubClient,
  permission: Permission,
  route: string,
  parameters: { readonly issue_number?: number } = {},
): Promise<string> {
  const expected = { permission, answer: anyAnswer };
  const { status } = await client.call(route, { ...parameters, data: {} }, expected);
  return `${route}: ${status}`;
}

async function anyPullRequest(client: GitHubClient): Promise<number | undefined> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/pulls',
    { state: 'all', per_page: 1 },
    { permission: 'pull-requests: read', answer: pullRequests },
  );
  return data[0]?.number;
}
