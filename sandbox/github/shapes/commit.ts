import type { Commit, Files } from '../git-objects.ts';
import { same } from '../history.ts';
import type { GitHubState } from '../state.ts';
import { apiUrl, htmlUrl, nodeId, timestamp } from './urls.ts';
import { userShape } from './user.ts';

/** As lists show it: without files and statistics. */
export function commitShape(state: GitHubState, commit: Commit) {
  const url = apiUrl(state, `/commits/${commit.sha}`);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: personShape(commit.author, commit.date),
      committer: personShape(commit.committer, commit.date),
      message: commit.message,
      tree: { sha: commit.tree, url: apiUrl(state, `/git/trees/${commit.tree}`) },
      url: apiUrl(state, `/git/commits/${commit.sha}`),
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url,
    html_url: htmlUrl(state, `/commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    author: userShape(state, state.user(commit.author)),
    committer: userShape(state, state.user(commit.committer)),
    parents: commit.parents.map((sha) => ({
      sha,
      url: apiUrl(state, `/commits/${sha}`),
      html_url: htmlUrl(state, `/commit/${sha}`),
    })),
  };
}

/** GitHub shows at most 300 files. Lines are not counted here. */
export function changedFilesShape(state: GitHubState, before: Files, after: Files, sha: string) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => !same(before.get(path), after.get(path)))
    .sort()
    .slice(0, 300)
    .map((path) => ({
      sha: after.get(path)?.sha ?? null,
      filename: path,
      status: !before.has(path) ? 'added' : after.has(path) ? 'modified' : 'removed',
      additions: 1,
      deletions: 0,
      changes: 1,
      blob_url: htmlUrl(state, `/blob/${sha}/${encodeURI(path)}`),
      raw_url: htmlUrl(state, `/raw/${sha}/${encodeURI(path)}`),
      contents_url: apiUrl(state, `/contents/${encodeURI(path)}?ref=${sha}`),
    }));
}

function personShape(login: string, date: Date) {
  return { name: login, email: `${login}@users.noreply.github.com`, date: timestamp(date) };
}
