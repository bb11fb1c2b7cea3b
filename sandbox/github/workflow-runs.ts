import { required } from './required.ts';
import type { GitHubState, WorkflowRun } from './state.ts';

/** With the id of a run that is there: what becomes of it. */
export type RunOfWorkflow = Pick<WorkflowRun, 'status'> &
  Partial<Pick<WorkflowRun, 'id' | 'event' | 'path' | 'conclusion'>>;

/** By itself a push to the default branch, in the workflow that the emulated runner names. */
export function putWorkflowRun(state: GitHubState, run: RunOfWorkflow): number {
  const { workflowRuns, defaultBranch: branch } = state;
  const id = run.id ?? state.nextId();
  workflowRuns.set(id, {
    path: '.github/workflows/kafka.yml',
    event: 'push',
    conclusion: null,
    number: workflowRuns.size + 1,
    sha: required(state.branches.get(branch), `branch ${branch}`),
    createdAt: state.now(),
    branch,
    ...workflowRuns.get(id),
    ...run,
    id,
  });
  return id;
}
