import type { GitHubClient } from './http/client.ts';
import { GitHubError } from './http/github-error.ts';
import { inParallel } from './http/parallel.ts';
import * as shapes from './wire/shapes.ts';

export interface UnfinishedRunsQuery {
  /** Path of the workflow's file in the repository. */
  readonly workflow: string;
  readonly branch: string;
}

/** A run of a workflow that goes on, or will. */
export interface UnfinishedRun {
  readonly id: string;
  /** The event that started it. */
  readonly event: string;
  readonly sha: string;
  /** `waiting`: somebody has to approve it, or a timer of its environment to pass. */
  readonly state: 'running' | 'waiting';
  readonly number: number;
  /** For people. */
  readonly url: string;
}

/**
 * As GitHub calls them. A run behind a concurrency group is `pending`, one without a runner `queued` or `requested`: both go on
 * by themselves.
 */
const states = {
  in_progress: 'running',
  queued: 'running',
  requested: 'running',
  pending: 'running',
  waiting: 'waiting',
} as const;

const route = 'GET /repos/{owner}/{repo}/actions/runs';
const maxRuns = 100;

/** Those of one workflow on a branch, in no order. One request for each state: GitHub takes one at a time. */
export async function unfinishedRuns(
  client: GitHubClient,
  { workflow, branch }: UnfinishedRunsQuery,
): Promise<readonly UnfinishedRun[]> {
  const statuses = Object.keys(states) as (keyof typeof states)[]; // the keys of the constant
  const lists = await inParallel(statuses, async (status) => {
    const { data } = await client.call(
      route,
      { branch, status, per_page: maxRuns },
      { permission: 'actions: read', answer: shapes.workflowRuns },
    );
    if (data.total_count > data.workflow_runs.length)
      throw new GitHubError(route, { kind: 'incomplete', reason: `more than ${maxRuns} runs go on` });
    // A reusable workflow of a rule has its ref behind the path.
    return data.workflow_runs
      .filter(({ path }) => path.split('@')[0] === workflow)
      .map((run) => ({
        id: String(run.id),
        event: run.event,
        sha: run.head_sha,
        state: states[status],
        number: run.run_number,
        url: run.html_url,
      }));
  });
  return lists.flat();
}
