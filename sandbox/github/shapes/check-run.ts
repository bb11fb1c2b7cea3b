import type { CheckRun, GitHubState } from '../state.ts';
import { pullRequestMinimalShape } from './pull-request.ts';
import { apiUrl, htmlUrl, nodeId, timestamp, timestampOrNull } from './urls.ts';
import { appShape } from './user.ts';

export function checkRunShape(state: GitHubState, run: CheckRun) {
  const url = apiUrl(state, `/check-runs/${run.id}`);
  const html = htmlUrl(state, `/runs/${run.id}`);
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    name: run.name,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timestamp(run.startedAt),
    completed_at: timestampOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.app.id },
    app: appShape(state, run.app),
    pull_requests: [...state.issues.values()].flatMap((issue) =>
      issue.state === 'open' &&
      issue.pull?.head.owner === state.owner &&
      state.headOf(issue.number) === run.headSha
        ? [pullRequestMinimalShape(state, issue, issue.pull)]
        : [],
    ),
  };
}
