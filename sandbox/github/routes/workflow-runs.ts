import { page } from '../answers.ts';
import type { GitHubRoute } from '../route.ts';
import { workflowRunShape } from '../shapes/workflow-run.ts';
import type { GitHubState, WorkflowRun } from '../state.ts';

export function workflowRunRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'actions/list-workflow-runs-for-repo',
      needs: { permission: 'actions', level: 'read' },
      handle: (request) => {
        const { query } = request;
        const asked = (key: string): string | undefined => query.get(key) ?? undefined;
        const status = asked('status');
        // GitHub takes a conclusion for a status, too.
        const fits = (run: WorkflowRun): boolean =>
          (asked('branch') ?? run.branch) === run.branch &&
          (asked('event') ?? run.event) === run.event &&
          (asked('head_sha') ?? run.sha) === run.sha &&
          (status === undefined || status === run.status || status === run.conclusion);
        const list = [...state.workflowRuns.values()].reverse().filter(fits);
        return page(
          request,
          list,
          (run) => workflowRunShape(state, run),
          (shapes) => ({ total_count: list.length, workflow_runs: shapes }),
        );
      },
    },
  ];
}
