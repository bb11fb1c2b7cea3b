import type { GitHubClient } from './http/client.ts';
import type { Written } from './http/identity.ts';
import { pagesOf } from './http/paging.ts';
import { writeOnce } from './http/write-once.ts';
import { checkRun, checkRuns, type WireCheckRun } from './wire/shapes.ts';

export type CheckConclusion = 'success' | 'failure' | 'neutral' | 'action_required' | 'cancelled' | 'skipped';

export interface NewCheckRun {
  readonly name: string;
  /** The head commit of the pull request, not the merge commit. */
  readonly headSha: string;
  /** What the run is about, for finding it again. */
  readonly externalId: string;
  readonly conclusion: CheckConclusion;
  readonly title: string;
  /** Markdown; at most 65,535 characters each. */
  readonly summary: string;
  readonly text?: string;
  readonly detailsUrl?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly url: string | undefined;
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly text: string | undefined;
  /** ISO 8601; undefined while it runs. */
  readonly completedAt: string | undefined;
}

/** Writes a completed check run. Only GitHub Apps may, and the token of a job is one's. */
export async function createCheckRun(client: GitHubClient, run: NewCheckRun): Promise<CheckRun & Written> {
  const { clock, identity } = client;
  return writeOnce({
    clock,
    write: async () => {
      const { data } = await client.call(
        'POST /repos/{owner}/{repo}/check-runs',
        {
          name: run.name,
          head_sha: run.headSha,
          external_id: run.externalId,
          status: 'completed',
          conclusion: run.conclusion,
          output: {
            title: run.title,
            summary: run.summary,
            ...(run.text !== undefined && { text: run.text }),
          },
          ...(run.detailsUrl !== undefined && { details_url: run.detailsUrl }),
        },
        { permission: 'checks: write', answer: checkRun },
      );
      const isOwn = data.app?.slug !== undefined && data.app.slug === identity.appSlug;
      return { ...checkRunOf(data), ...(!isOwn && { foreignAuthor: data.app?.slug ?? 'somebody else' }) };
    },
    lookUp: async () =>
      (await readCheckRuns(client, { ref: run.headSha, name: run.name })).find(
        (found) =>
          found.externalId === run.externalId &&
          found.conclusion === run.conclusion &&
          found.title === run.title &&
          found.summary === run.summary &&
          found.text === run.text,
      ),
  });
}

/** Pages of 100; GitHub keeps 1,000 check runs of one name. */
const maxPages = 10;

/**
 * All check runs of a name on a commit that the token's own app wrote, newest first. With the token of a job
 * that is every workflow of the repository that may write checks, so a writer of the repository can forge one.
 */
export async function readCheckRuns(
  client: GitHubClient,
  options: { readonly ref: string; readonly name: string },
): Promise<readonly CheckRun[]> {
  const pages = pagesOf(
    (page) =>
      client.call(
        'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        { ref: options.ref, check_name: options.name, filter: 'all', per_page: 100, page },
        { permission: 'checks: read', answer: checkRuns },
      ),
    {
      maxPages,
      operation: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
      tooMany: `${options.ref} has more than ${maxPages * 100} check runs named ${options.name}`,
    },
  );
  const runs: CheckRun[] = [];
  for await (const { data } of pages) {
    const own = data.check_runs.filter(
      ({ app }) => app?.slug !== undefined && app.slug === client.identity.appSlug,
    );
    runs.push(...own.map(checkRunOf));
  }
  return runs.sort((a, b) => b.id - a.id);
}

function checkRunOf(run: WireCheckRun): CheckRun {
  return {
    id: run.id,
    url: run.html_url,
    name: run.name,
    headSha: run.head_sha,
    externalId: run.external_id ?? '',
    status: run.status,
    conclusion: run.conclusion,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
    completedAt: run.completed_at,
  };
}
