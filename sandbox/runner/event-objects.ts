export interface EventRepository {
  /** `owner/name` */
  readonly fullName: string;
  /** `main` unless told. */
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** `https://github.com` unless told. */
  readonly serverUrl?: string;
  /** `https://api.github.com` unless told. */
  readonly apiUrl?: string;
}

export const TIME = '2026-01-15T09:30:00Z';

export function branchOf(repository: EventRepository): string {
  return repository.defaultBranch ?? 'main';
}

export function urls({ fullName, serverUrl, apiUrl }: EventRepository): {
  readonly html: string;
  readonly api: string;
} {
  return {
    html: `${serverUrl ?? 'https://github.com'}/${fullName}`,
    api: `${apiUrl ?? 'https://api.github.com'}/repos/${fullName}`,
  };
}

export function user(repository: EventRepository, login: string) {
  const isBot = login.endsWith('[bot]');
  return {
    login,
    id: isBot ? 49699333 : 583231,
    node_id: `U_${login}`,
    avatar_url: '',
    gravatar_id: '',
    url: `${repository.apiUrl ?? 'https://api.github.com'}/users/${encodeURIComponent(login)}`,
    html_url: `${repository.serverUrl ?? 'https://github.com'}/${login}`,
    type: isBot ? 'Bot' : 'User',
    site_admin: false,
  };
}

export function repositoryObject(repository: EventRepository, fork = false) {
  const [owner = '', name = ''] = repository.fullName.split('/');
  const { html, api } = urls(repository);
  return {
    id: fork ? 1296270 : 1296269,
    node_id: `R_${name}`,
    name,
    full_name: repository.fullName,
    private: repository.private ?? true,
    owner: user(repository, owner),
    html_url: html,
    description: null,
    fork,
    url: api,
    created_at: TIME,
    updated_at: TIME,
    pushed_at: TIME,
    clone_url: `${html}.git`,
    has_issues: true,
    archived: false,
    disabled: false,
    visibility: (repository.private ?? true) ? 'private' : 'public',
    default_branch: branchOf(repository),
  };
}

export function commitObject(html: string, id: string, message: string, login: string) {
  const person = { name: login, email: `${login}@users.noreply.github.com`, username: login };
  return {
    id,
    tree_id: id,
    distinct: true,
    message,
    timestamp: TIME,
    url: `${html}/commit/${id}`,
    author: person,
    committer: person,
    added: [],
    removed: [],
    modified: [],
  };
}

export function labelObject(name: string) {
  return {
    id: 208045946,
    node_id: `LA_${name}`,
    url: '',
    name,
    color: 'ededed',
    default: false,
    description: null,
  };
}
