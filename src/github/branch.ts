import type { GitHubClient } from './http/client.ts';
import { reference, repository } from './wire/shapes.ts';

/** Name and head commit of the default branch. */
export async function defaultBranch(
  client: GitHubClient,
): Promise<{ readonly name: string; readonly sha: string }> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}',
    {},
    { permission: 'metadata: read', answer: repository },
  );
  const name = data.default_branch;
  return { name, sha: await headOfBranch(client, name) };
}

/** SHA of the commit at its tip. */
export async function headOfBranch(client: GitHubClient, name: string): Promise<string> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/git/ref/{ref}',
    { ref: `heads/${name}` },
    { permission: 'contents: read', answer: reference },
  );
  return data.object.sha;
}
