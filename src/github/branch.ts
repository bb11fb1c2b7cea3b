import { type GitHubClient, needing } from './http/client.ts';

/** Name and head commit of the default branch. */
export async function defaultBranch(
  client: GitHubClient,
): Promise<{ readonly name: string; readonly sha: string }> {
  const { octokit, repository } = client;
  const { data } = await octokit.rest.repos.get({ ...repository, request: needing('metadata: read') });
  const name = data.default_branch;
  return { name, sha: await headOfBranch(client, name) };
}

export async function headOfBranch({ octokit, repository }: GitHubClient, name: string): Promise<string> {
  const { data } = await octokit.rest.git.getRef({
    ...repository,
    ref: `heads/${name}`,
    request: needing('contents: read'),
  });
  return data.object.sha;
}
