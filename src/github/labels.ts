import { type GitHubClient, needing } from './http/client.ts';
import { isFailure } from './http/github-error.ts';
import { pullRequest } from './pull-requests.ts';

export interface Label {
  /** At most 50 characters. */
  readonly name: string;
  /** Six hex digits. A label with a colour is created when it is missing; others come into being in grey. */
  readonly color?: string;
  readonly description?: string;
}

/** Creates the labels that are missing. */
export async function ensureLabels(client: GitHubClient, labels: readonly Label[]): Promise<void> {
  for (const label of labels) {
    if (label.color !== undefined && !(await exists(client, label))) await createLabel(client, label);
  }
}

/** Puts one of `among` on a pull request and takes the others off. GitHub tells labels apart without their case. */
export async function keepOneLabel(
  client: GitHubClient,
  options: { readonly pullRequest: number; readonly label: string; readonly among: readonly Label[] },
): Promise<void> {
  const { octokit, repository } = client;
  const { pullRequest: number, label, among } = options;
  const labels = (await pullRequest(client, number)).labels.map((name) => name.toLowerCase());
  const issue = { ...repository, issue_number: number, request: needing('pull-requests: write') };
  if (!labels.includes(label.toLowerCase())) {
    try {
      await ensureLabels(
        client,
        among.filter(({ name }) => name === label),
      );
    } catch (error) {
      // A label comes into being when it is added, too: its colour is not worth a permission more.
      if (!isFailure(error, 'missing-permission')) throw error;
    }
    await octokit.rest.issues.addLabels({ ...issue, labels: [label] });
  }
  for (const { name } of among) {
    if (name === label || !labels.includes(name.toLowerCase())) continue;
    try {
      await octokit.rest.issues.removeLabel({ ...issue, name });
    } catch (error) {
      if (!isFailure(error, 'not-found')) throw error; // gone is what was wanted
    }
  }
}

async function exists({ octokit, repository }: GitHubClient, { name }: Label): Promise<boolean> {
  try {
    await octokit.rest.issues.getLabel({ ...repository, name, request: needing('issues: read') });
    return true;
  } catch (error) {
    if (isFailure(error, 'not-found')) return false;
    throw error;
  }
}

async function createLabel({ octokit, repository }: GitHubClient, label: Label): Promise<void> {
  try {
    await octokit.rest.issues.createLabel({ ...repository, ...label, request: needing('issues: write') });
  } catch (error) {
    // Somebody else was faster, or GitHub failed: opening the issue creates the label in grey if need be.
    if (!isFailure(error, 'invalid') && !isFailure(error, 'unavailable')) throw error;
  }
}
