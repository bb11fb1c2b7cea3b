import type { Commit, Files } from './git-objects.ts';
import { commitsBetween, mergeBase, mergeFiles } from './history.ts';
import { required } from './required.ts';
import type { GitHubState } from './state.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** GitHub is the committer of what its merge buttons make. */
const webFlow = 'web-flow';

/** What one of GitHub's three merge buttons puts on the base branch, parents before children. */
export function mergeByButton(
  state: GitHubState,
  options: {
    readonly method: MergeMethod;
    readonly base: string;
    readonly head: string;
    readonly number: number;
    readonly title: string;
    readonly by: string;
  },
): readonly string[] {
  const { method, base, head, number, title, by } = options;
  const own = commitsBetween(state.objects, base, head);
  if (method === 'rebase') return rebased(state, base, own);
  const ancestor = commitOf(state, required(mergeBase(state.objects, base, head), 'common ancestor'));
  const files = merged(ancestor.files, commitOf(state, base).files, commitOf(state, head).files);
  const commit = { files, author: by, committer: webFlow };
  if (method === 'squash') {
    return [writeCommit(state, { ...commit, parents: [base], message: `${title} (#${number})` }).sha];
  }
  const message = `Merge pull request #${number}\n\n${title}`;
  const merge = writeCommit(state, { ...commit, parents: [base, head], message });
  return [...own.map(({ sha }) => sha), merge.sha];
}

/** Each commit's own change on top of the one before; merge commits are left out. */
function rebased(state: GitHubState, base: string, commits: readonly Commit[]): readonly string[] {
  let tip = commitOf(state, base);
  return commits
    .filter(({ parents }) => parents.length < 2)
    .map(({ parents, files, message, author }) => {
      const before = commitOf(state, required(parents[0], 'parent of a commit')).files;
      tip = writeCommit(state, {
        files: merged(before, tip.files, files),
        parents: [tip.sha],
        message,
        author,
        committer: webFlow,
      });
      return tip.sha;
    });
}

function merged(base: Files, ours: Files, theirs: Files): Files {
  return required(mergeFiles(base, ours, theirs), 'merge without conflicts');
}

/** Now, in the name of an account that exists from then on. */
export function writeCommit(
  state: GitHubState,
  commit: Pick<Commit, 'files' | 'parents' | 'message' | 'author' | 'committer'>,
): Commit {
  state.user(commit.author);
  return state.objects.writeCommit({ ...commit, date: state.now() });
}

export function commitOf(state: GitHubState, sha: string): Commit {
  return required(state.objects.commit(sha), `commit ${sha}`);
}
