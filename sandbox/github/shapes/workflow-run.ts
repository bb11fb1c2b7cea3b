import { required } from '../required.ts';
import type { GitHubState, WorkflowRun } from '../state.ts';
import { repositoryShape } from './repository.ts';
import { apiUrl, htmlUrl, nodeId, timestamp } from './urls.ts';

export function workflowRunShape(state: GitHubState, run: WorkflowRun) {
  const commit = required(state.objects.commit(run.sha), `commit ${run.sha}`);
  const self = apiUrl(state, `/actions/runs/${run.id}`);
  const repository = repositoryShape(state);
  const [subject = ''] = commit.message.split('\n');
  const person = { name: commit.author, email: `${commit.author}@example.com` };
  return {
    id: run.id,
    name: run.path,
    node_id: nodeId('WorkflowRun', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.path,
    run_number: run.number,
    run_attempt: 1,
    display_title: subject,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    url: self,
    html_url: htmlUrl(state, `/actions/runs/${run.id}`),
    pull_requests: [],
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(run.createdAt),
    jobs_url: `${self}/jobs`,
    logs_url: `${self}/logs`,
    check_suite_url: apiUrl(state, `/check-suites/${run.id}`),
    artifacts_url: `${self}/artifacts`,
    cancel_url: `${self}/cancel`,
    rerun_url: `${self}/rerun`,
    workflow_url: apiUrl(state, '/actions/workflows/1'),
    head_commit: {
      id: run.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: timestamp(run.createdAt),
      author: person,
      committer: person,
    },
    repository,
    head_repository: repository,
  };
}
