import type { GitHubState } from '../state.ts';

/** Address of the repository in the API. */
export function apiUrl(state: GitHubState, path = ''): string {
  return `${state.api}/repos/${state.owner}/${state.repo}${path}`;
}

/** Address of the repository for people; nothing answers there. */
export function htmlUrl(state: GitHubState, path = ''): string {
  return `https://github.com/${state.owner}/${state.repo}${path}`;
}

/** Opaque, as real node ids are. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

/** GitHub's timestamps have no fractions of a second. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function timestampOrNull(date: Date | null | undefined): string | null {
  return date ? timestamp(date) : null;
}
