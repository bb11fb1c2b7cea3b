import type { GitHubState, Issue, Label, Pull, User } from './state.ts';

export interface NewIssue {
  readonly author: User;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees?: readonly string[];
  /** A pull request is an issue with a branch. */
  readonly pull?: Pull;
}

export function openIssue(state: GitHubState, { labels, assignees = [], ...given }: NewIssue): Issue {
  const at = state.now();
  const issue: Issue = {
    ...given,
    id: state.nextId(),
    number: state.nextNumber(),
    labels: addLabels(state, [], labels),
    assignees: [...assignees],
    state: 'open',
    stateReason: null,
    locked: false,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedBy: null,
  };
  state.issues.set(issue.number, issue);
  return issue;
}

export function closeIssue(state: GitHubState, issue: Issue, by: User, reason: Issue['stateReason']): void {
  const at = state.now();
  Object.assign(issue, {
    state: 'closed',
    stateReason: reasonFor(issue, reason),
    updatedAt: at,
    closedAt: at,
    closedBy: by,
  });
}

export function reopenIssue(state: GitHubState, issue: Issue): void {
  Object.assign(issue, {
    state: 'open',
    stateReason: reasonFor(issue, 'reopened'),
    updatedAt: state.now(),
    closedAt: null,
    closedBy: null,
  });
}

/** GitHub has reasons for issues only. */
function reasonFor({ pull }: Issue, reason: Issue['stateReason']): Issue['stateReason'] {
  return pull === undefined ? reason : null;
}

/** Labels that do not exist come into being, in grey, as on GitHub. */
export function addLabels(
  state: GitHubState,
  present: readonly string[],
  names: readonly string[],
): string[] {
  const labels = [...present];
  for (const name of names) {
    createLabel(state, name);
    if (!labels.some((label) => label.toLowerCase() === name.toLowerCase())) labels.push(name);
  }
  return labels;
}

/** Where there is none of this name yet. */
export function createLabel(
  state: GitHubState,
  name: string,
  { color = 'ededed', description = null }: Partial<Pick<Label, 'color' | 'description'>> = {},
): Label {
  const key = name.toLowerCase();
  const label = state.labels.get(key) ?? { id: state.nextId(), name, color, description };
  state.labels.set(key, label);
  return label;
}
