import { leaveOut } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';
import { askGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';
import { isOwnAnchor } from '../start/event.ts';

export type LeftOut =
  | { readonly state: 'ok'; readonly spec: Spec }
  | { readonly state: 'refused'; readonly problem: string; readonly hint: string };

/** The spec for this run, without the clusters that the input `leave-out-clusters` names. */
export async function withoutLeftOut(session: Asking, spec: Spec): Promise<LeftOut> {
  const { leaveOutClusters } = session.inputs;
  if (leaveOutClusters.length === 0) return { state: 'ok', spec };
  const left = leaveOut(spec, leaveOutClusters);
  if (!left.ok) {
    const hint = 'Name clusters by their keys under `clusters:` of the spec, one per line.';
    return refused(left.problems.join('; '), hint);
  }
  const author = await authorOf(session);
  if (author.is === 'trusted') return { state: 'ok', spec: left.spec };
  const branch = session.event.repository.defaultBranch;
  return refused(
    `${author.why}, and what is not looked at is not for a pull request to choose`,
    `Set it in the workflow on ${branch}, or run the workflow by hand with workflow_dispatch.`,
  );
}

type Author = { readonly is: 'trusted' } | { readonly is: 'not trusted'; readonly why: string };

/**
 * Who set the input. A pull request brings its own workflow, and could hide from its reviewers what it does to a cluster. Where it
 * changes nothing that decides about inputs, the workflow is that of the default branch.
 */
async function authorOf(session: Asking): Promise<Author> {
  const { event, github } = session;
  const branch = event.repository.defaultBranch;
  if (isOwnAnchor(event) || event.name === 'workflow_dispatch') return { is: 'trusted' };
  const untold = (because: string): Author => ({
    is: 'not trusted',
    why: `whether the workflow is that of ${branch} cannot be told: ${because}`,
  });
  if (github === undefined) return untold('there is no github-token');
  const answer = await askGitHub(() => github.commitsOfRange({ base: branch, head: event.sha }));
  if (answer.state === 'unanswered') return untold(answer.error.message);
  const { files } = answer.value;
  if (files === undefined) return untold('GitHub cuts the list of what the pull request changes');
  const own = files.find((path) => path.startsWith('.github/'));
  if (own === undefined) return { is: 'trusted' };
  return { is: 'not trusted', why: `this commit changes ${own}, so its workflow is not that of ${branch}` };
}

function refused(problem: string, hint: string): LeftOut {
  return { state: 'refused', problem: `input leave-out-clusters: ${problem}`, hint };
}
