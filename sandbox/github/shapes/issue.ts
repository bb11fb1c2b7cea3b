import type { Comment, GitHubState, Issue, Label, User } from '../state.ts';
import { apiUrl, htmlUrl, nodeId, timestamp, timestampOrNull } from './urls.ts';
import { userShape } from './user.ts';

/** An issue, or a pull request seen as one. */
export function issueShape(state: GitHubState, issue: Issue) {
  const url = apiUrl(state, `/issues/${issue.number}`);
  const assignees = issue.assignees.map((login) => userShape(state, state.user(login)));
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: apiUrl(state),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: htmlUrl(state, `/${issue.pull ? 'pull' : 'issues'}/${issue.number}`),
    number: issue.number,
    title: issue.title,
    body: issue.body === '' ? null : issue.body,
    user: userShape(state, issue.author),
    labels: labelShapes(state, issue.labels),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: null,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: [...state.comments.values()].filter((comment) => comment.issue === issue.number).length,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    closed_by: issue.closedBy && userShape(state, issue.closedBy),
    author_association: associationOf(state, issue.author),
    performed_via_github_app: null,
    ...(issue.pull && { draft: issue.pull.draft, pull_request: pullReference(state, issue) }),
  };
}

export function commentShape(state: GitHubState, comment: Comment) {
  const kind = state.issues.get(comment.issue)?.pull ? 'pull' : 'issues';
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: apiUrl(state, `/issues/comments/${comment.id}`),
    html_url: htmlUrl(state, `/${kind}/${comment.issue}#issuecomment-${comment.id}`),
    issue_url: apiUrl(state, `/issues/${comment.issue}`),
    user: userShape(state, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    body: comment.body,
    author_association: associationOf(state, comment.author),
    performed_via_github_app: null,
  };
}

export function labelShape(state: GitHubState, label: Label) {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: apiUrl(state, `/labels/${encodeURIComponent(label.name)}`),
    name: label.name,
    description: label.description,
    color: label.color,
    default: false,
  };
}

export function labelShapes(state: GitHubState, names: readonly string[]) {
  return names.flatMap((name) => {
    const label = state.labels.get(name.toLowerCase());
    return label === undefined ? [] : [labelShape(state, label)];
  });
}

export function associationOf(state: GitHubState, user: User): string {
  if (user.type === 'Bot') return 'NONE';
  return user.login === state.owner ? 'OWNER' : 'CONTRIBUTOR';
}

function pullReference(state: GitHubState, issue: Issue) {
  const html = htmlUrl(state, `/pull/${issue.number}`);
  return {
    url: apiUrl(state, `/pulls/${issue.number}`),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: timestampOrNull(issue.pull?.merged?.at),
  };
}
