import { commitsBetween, mergeBase, mergeFiles } from '../history.ts';
import type { GitHubState, Issue, Pull } from '../state.ts';
import { associationOf, labelShapes } from './issue.ts';
import { repositoryShape } from './repository.ts';
import { apiUrl, htmlUrl, nodeId, timestamp, timestampOrNull } from './urls.ts';
import { userShape } from './user.ts';

/** As lists show it. */
export function pullRequestSimpleShape(state: GitHubState, issue: Issue, pull: Pull) {
  const url = apiUrl(state, `/pulls/${issue.number}`);
  const issueUrl = apiUrl(state, `/issues/${issue.number}`);
  const html = htmlUrl(state, `/pull/${issue.number}`);
  const head = state.headOf(issue.number) ?? '';
  const base = state.baseOf(issue.number) ?? '';
  const assignees = issue.assignees.map((login) => userShape(state, state.user(login)));
  const urls = {
    self: url,
    html,
    issue: issueUrl,
    comments: `${issueUrl}/comments`,
    review_comments: `${url}/comments`,
    review_comment: apiUrl(state, '/pulls/comments{/number}'),
    commits: `${url}/commits`,
    statuses: apiUrl(state, `/statuses/${head}`),
  };
  return {
    id: issue.id,
    node_id: nodeId('PullRequest', issue.id),
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    commits_url: urls.commits,
    review_comments_url: urls.review_comments,
    review_comment_url: urls.review_comment,
    comments_url: urls.comments,
    statuses_url: urls.statuses,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: null,
    title: issue.title,
    body: issue.body === '' ? null : issue.body,
    user: userShape(state, issue.author),
    // Unlike elsewhere a label's description is never null here, says the description of this shape.
    labels: labelShapes(state, issue.labels).map((label) => ({
      ...label,
      description: label.description ?? '',
    })),
    milestone: null,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.draft,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    merged_at: timestampOrNull(pull.merged?.at),
    merge_commit_sha: mergeCommit(state, issue, pull),
    head: side(state, pull.head.owner, pull.head.ref, head),
    base: side(state, state.owner, pull.base.ref, base),
    _links: Object.fromEntries(Object.entries(urls).map(([name, href]) => [name, { href }])),
    author_association: associationOf(state, issue.author),
    auto_merge: null,
  };
}

export function pullRequestShape(state: GitHubState, issue: Issue, pull: Pull) {
  const simple = pullRequestSimpleShape(state, issue, pull);
  const { merged } = pull;
  const mergeable = merged === undefined && issue.state === 'open' ? simple.merge_commit_sha !== null : null;
  return {
    ...simple,
    merged: merged !== undefined,
    merged_by: merged ? userShape(state, merged.by) : null,
    mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    rebaseable: mergeable,
    maintainer_can_modify: false,
    comments: [...state.comments.values()].filter((comment) => comment.issue === issue.number).length,
    review_comments: 0,
    commits: commitsBetween(state.objects, simple.base.sha, simple.head.sha).length,
    additions: 0,
    deletions: 0,
    changed_files: 0,
  };
}

export function pullRequestMinimalShape(state: GitHubState, issue: Issue, pull: Pull) {
  const repository = (owner: string) => ({
    id: repositoryShape(state, owner).id,
    url: `${state.api}/repos/${owner}/${state.repo}`,
    name: state.repo,
  });
  return {
    id: issue.id,
    number: issue.number,
    url: apiUrl(state, `/pulls/${issue.number}`),
    head: {
      ref: pull.head.ref,
      sha: state.headOf(issue.number) ?? '',
      repo: repository(pull.head.owner),
    },
    base: { ref: pull.base.ref, sha: state.baseOf(issue.number) ?? '', repo: repository(state.owner) },
  };
}

/** After the merge what the merge made; before it the test merge, which is `GITHUB_SHA` of `pull_request` runs. */
export function mergeCommit(state: GitHubState, issue: Issue, pull: Pull): string | null {
  if (pull.merged !== undefined) return pull.merged.sha;
  const head = state.objects.commit(state.headOf(issue.number) ?? '');
  const base = state.objects.commit(state.baseOf(issue.number) ?? '');
  if (head === undefined || base === undefined) return null;
  const ancestor = state.objects.commit(mergeBase(state.objects, base.sha, head.sha) ?? '');
  const files = mergeFiles(ancestor?.files ?? new Map(), base.files, head.files);
  if (files === undefined) return null;
  return state.objects.writeCommit({
    files,
    parents: [base.sha, head.sha],
    message: `Merge ${head.sha} into ${base.sha}`,
    author: issue.author.login,
    committer: 'web-flow',
    date: head.date,
  }).sha;
}

function side(state: GitHubState, owner: string, ref: string, sha: string) {
  return {
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: userShape(state, state.user(owner)),
    repo: repositoryShape(state, owner),
  };
}
