import type { GitHubState, User } from '../state.ts';
import { nodeId } from './urls.ts';

export function userShape(state: GitHubState, user: User) {
  const name = encodeURIComponent(user.login);
  const url = `${state.api}/users/${name}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type, user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${user.type === 'Bot' ? `apps/${name.replace(/%5Bbot%5D$/, '')}` : name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

/** `GET /user` of a personal token. */
export function publicUserShape(state: GitHubState, user: User) {
  return {
    ...userShape(state, user),
    user_view_type: 'public',
    name: user.login,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}

export function appShape(
  state: GitHubState,
  app: { readonly id: number; readonly slug: string; readonly name: string },
) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    owner: userShape(state, { login: 'github', id: 9919, type: 'Organization' }),
    name: app.name,
    description: '',
    external_url: 'https://help.github.com/en/actions',
    html_url: `https://github.com/apps/${app.slug}`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2024-04-10T20:33:16Z',
    permissions: { checks: 'write', contents: 'write', metadata: 'read' },
    events: [],
  };
}
