import { error, notFound, page, paging } from '../answers.ts';
import { ancestors, commitsBetween, mergeBase } from '../history.ts';
import type { GitHubRoute } from '../route.ts';
import { changedFilesShape, commitShape } from '../shapes/commit.ts';
import { pullRequestSimpleShape } from '../shapes/pull-request.ts';
import { apiUrl, htmlUrl } from '../shapes/urls.ts';
import type { GitHubState, Issue, Pull } from '../state.ts';

const contents = { permission: 'contents', level: 'read' } as const;

export function commitRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'repos/get-commit',
      needs: contents,
      spread: 'ref',
      handle: ({ parameters }) => {
        const ref = parameters['ref'] ?? '';
        const commit = state.objects.commit(state.resolve(ref) ?? '');
        if (commit === undefined) {
          return /^[0-9a-f]{40}$/.test(ref) ? error(422, `No commit found for SHA: ${ref}`) : notFound();
        }
        const before = state.objects.commit(commit.parents[0] ?? '')?.files ?? new Map();
        const files = changedFilesShape(state, before, commit.files, commit.sha);
        const stats = { additions: files.length, deletions: 0, total: files.length };
        return { status: 200, body: { ...commitShape(state, commit), stats, files } };
      },
    },
    {
      operation: 'repos/compare-commits-with-basehead',
      needs: contents,
      spread: 'basehead',
      handle: (request) => {
        const [from = '', to = ''] = (request.parameters['basehead'] ?? '').split('...');
        const base = state.objects.commit(state.resolve(from) ?? '');
        const head = state.objects.commit(state.resolve(to) ?? '');
        if (base === undefined || head === undefined) return notFound();
        const ancestor = state.objects.commit(mergeBase(state.objects, base.sha, head.sha) ?? '');
        if (ancestor === undefined) return error(404, `No common ancestor between ${from} and ${to}.`);
        const ahead = commitsBetween(state.objects, base.sha, head.sha);
        const behind = commitsBetween(state.objects, head.sha, base.sha).length;
        const url = apiUrl(state, `/compare/${base.sha}...${head.sha}`);
        const html = htmlUrl(state, `/compare/${base.sha}...${head.sha}`);
        // Without paging GitHub answers up to 250 commits; files come with the first page only.
        const { number, size } = request.query.has('page') ? paging(request) : { number: 1, size: 250 };
        return {
          status: 200,
          body: {
            url,
            html_url: html,
            permalink_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            base_commit: commitShape(state, base),
            merge_base_commit: commitShape(state, ancestor),
            status: comparison(ahead.length, behind),
            ahead_by: ahead.length,
            behind_by: behind,
            total_commits: ahead.length,
            commits: ahead
              .slice((number - 1) * size, number * size)
              .map((commit) => commitShape(state, commit)),
            ...(number === 1 && { files: changedFilesShape(state, ancestor.files, head.files, head.sha) }),
          },
        };
      },
    },
    {
      operation: 'repos/list-pull-requests-associated-with-commit',
      needs: { permission: 'pull-requests', level: 'read' },
      handle: (request) => {
        const ref = request.parameters['commit_sha'] ?? '';
        const sha = state.resolve(ref);
        if (sha === undefined) return error(422, `No commit found for SHA: ${ref}`);
        if (state.lag.commitPulls > 0) {
          state.lag.commitPulls--;
          return page(request, [], () => undefined);
        }
        const pulls = pullsOfCommit(state, sha);
        return page(request, pulls, ({ issue, pull }) => pullRequestSimpleShape(state, issue, pull));
      },
    },
  ];
}

/**
 * The merged pull requests that brought a commit to the default branch; for a commit that is not there, the
 * open and merged pull requests whose branch holds it.
 */
function pullsOfCommit(state: GitHubState, sha: string): readonly { issue: Issue; pull: Pull }[] {
  const tip = state.branches.get(state.defaultBranch);
  const isOnDefaultBranch = tip !== undefined && ancestors(state.objects, tip).has(sha);
  return [...state.issues.values()].flatMap((issue) => {
    const { pull } = issue;
    if (pull === undefined) return [];
    const brought = pull.merged?.introduced.includes(sha) ?? false;
    if (isOnDefaultBranch) return brought ? [{ issue, pull }] : [];
    const head = state.headOf(issue.number);
    const base = state.baseOf(issue.number);
    if (head === undefined || base === undefined) return [];
    const holds = commitsBetween(state.objects, base, head).some((commit) => commit.sha === sha);
    return brought || (holds && (issue.state === 'open' || pull.merged)) ? [{ issue, pull }] : [];
  });
}

function comparison(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
