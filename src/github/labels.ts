import type { GitHubClient } from './http/client.ts';
import { isFailure } from './http/github-error.ts';
import { pullRequest } from './pull-requests.ts';
import { anyObject, list, nothing } from './wire/shapes.ts';

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
  const { pullRequest: number, label, among } = options;
  const labels = (await pullRequest(client, number)).labels.map((name) => name.toLowerCase());
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
    await client.call(
      'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      { issue_number: number, labels: [label] },
      { permission: 'pull-requests: write', answer: list },
    );
  }
  for (const { name } of among) {
    if (name === label || !labels.includes(name.toLowerCase())) continue;
    try {
      await client.call(
        'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
        { issue_number: number, name },
        { permission: 'pull-requests: write', answer: nothing },
      );
    } catch (error) {
      if (!isFailure(error, 'not-found')) throw error; // gone is what was wanted
    }
  }
}

async function exists(client: GitHubClient, { name }: Label): Promise<boolean> {
  try {
    await client.call(
      'GET /repos/{owner}/{repo}/labels/{name}',
      { name },
      { permission: 'issues: read', answer: anyObject },
    );
    return true;
  } catch (error) {
    if (isFailure(error, 'not-found')) return false;
    throw error;
  }
}

async function createLabel(client: GitHubClient, label: Label): Promise<void> {
  try {
    await client.call(
      'POST /repos/{owner}/{repo}/labels',
      { ...label },
      { permission: 'issues: write', answer: anyObject },
    );
  } catch (error) {
    // Somebody else was faster, or GitHub failed: opening the issue creates the label in grey if need be.
    const isHarmless = (['invalid', 'unavailable', 'malformed'] as const).some((kind) =>
      isFailure(error, kind),
    );
    if (!isHarmless) throw error;
  }
}
