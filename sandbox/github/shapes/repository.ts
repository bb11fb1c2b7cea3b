import type { GitHubState } from '../state.ts';
import { nodeId } from './urls.ts';
import { userShape } from './user.ts';

/** The repository, or a fork of it when another owner is named. */
export function repositoryShape(state: GitHubState, owner: string = state.owner) {
  const isFork = owner !== state.owner;
  const fullName = `${owner}/${state.repo}`;
  const url = `${state.api}/repos/${fullName}`;
  const html = `https://github.com/${fullName}`;
  const openIssues = [...state.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    id: isFork ? 2 : 1,
    node_id: nodeId('Repository', fullName),
    name: state.repo,
    full_name: fullName,
    owner: userShape(state, state.user(owner)),
    private: state.isPrivate,
    visibility: state.isPrivate ? 'private' : 'public',
    html_url: html,
    description: null,
    fork: isFork,
    url,
    ...Object.fromEntries(plainUrls.map((name) => [`${name}_url`, `${url}/${name}`])),
    ...Object.fromEntries(
      Object.entries(templateUrls).map(([name, template]) => [`${name}_url`, `${url}/${template}`]),
    ),
    git_url: `git://github.com/${fullName}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    size: 0,
    default_branch: state.defaultBranch,
    open_issues: openIssues,
    open_issues_count: openIssues,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    is_template: false,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    pushed_at: '2020-01-01T00:00:00Z',
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}

const plainUrls = [
  'contributors',
  'deployments',
  'downloads',
  'events',
  'forks',
  'hooks',
  'languages',
  'merges',
  'stargazers',
  'subscribers',
  'subscription',
  'tags',
  'teams',
] as const;

const templateUrls = {
  archive: '{archive_format}{/ref}',
  assignees: 'assignees{/user}',
  blobs: 'git/blobs{/sha}',
  branches: 'branches{/branch}',
  collaborators: 'collaborators{/collaborator}',
  comments: 'comments{/number}',
  commits: 'commits{/sha}',
  compare: 'compare/{base}...{head}',
  contents: 'contents/{+path}',
  git_commits: 'git/commits{/sha}',
  git_refs: 'git/refs{/sha}',
  git_tags: 'git/tags{/sha}',
  issue_comment: 'issues/comments{/number}',
  issue_events: 'issues/events{/number}',
  issues: 'issues{/number}',
  keys: 'keys{/key_id}',
  labels: 'labels{/name}',
  milestones: 'milestones{/number}',
  notifications: 'notifications{?since,all,participating}',
  pulls: 'pulls{/number}',
  releases: 'releases{/id}',
  statuses: 'statuses/{sha}',
  trees: 'git/trees{/sha}',
} as const;
