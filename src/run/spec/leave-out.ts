import { leaveOut } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';
import { askGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';
import { isOwnAnchor } from '../start/event.ts';
import { readList } from '../start/input-values.ts';
import { isOfSpec } from './spec-paths.ts';
import { entriesOf, readWorkflow, workflowPath } from './workflow-file.ts';

export type LeftOut =
  | { readonly state: 'ok'; readonly spec: Spec }
  | { readonly state: 'refused'; readonly problem: string; readonly hint: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** The spec for this run, without the clusters that the input `leave-out-clusters` names. */
export async function withoutLeftOut(session: Asking, spec: Spec, env: Environment): Promise<LeftOut> {
  const { leaveOutClusters } = session.inputs;
  if (leaveOutClusters.length === 0) return { state: 'ok', spec };
  const left = leaveOut(spec, leaveOutClusters);
  if (!left.ok) {
    const hint = 'Name clusters by their keys under `clusters:` of the spec, one per line.';
    return refused(left.problems.join('; '), hint);
  }
  const author = await authorOf(session, env);
  if (author.is === 'trusted') return { state: 'ok', spec: left.spec };
  const branch = session.event.repository.defaultBranch;
  return refused(
    `${author.why}, and what is not looked at is not for a pull request to choose`,
    `Write the keys into the step of the workflow on ${branch}, without \${{ … }}, or run the workflow by hand with workflow_dispatch.`,
  );
}

type Author = { readonly is: 'trusted' } | { readonly is: 'not trusted'; readonly why: string };

/**
 * Who set the input. A pull request brings its own workflow, and with it every composite action and script of the repository: it
 * could hide from its reviewers what it does to a cluster. The value counts where the same job of the default branch's workflow has
 * it in so many words, whatever the pull request changes; else where it changes nothing but the spec, so that all else is that of
 * the default branch.
 */
async function authorOf(session: Asking, env: Environment): Promise<Author> {
  const { event, github } = session;
  const branch = event.repository.defaultBranch;
  if (isOwnAnchor(event) || event.name === 'workflow_dispatch') return { is: 'trusted' };
  const untold = (because: string): Author => ({
    is: 'not trusted',
    why: `whether ${branch} asks for it cannot be told: ${because}`,
  });
  if (github === undefined) return untold('there is no github-token');
  const answer = await askGitHub(async () =>
    (await isWrittenOn(branch, session, env))
      ? 'written'
      : (await github.commitsOfRange({ base: branch, head: event.sha })).files,
  );
  if (answer.state === 'unanswered') return untold(answer.error.message);
  const files = answer.value;
  if (files === 'written') return { is: 'trusted' };
  if (files === undefined) return untold('GitHub cuts the list of what the pull request changes');
  const ofSpec = isOfSpec(session);
  const other = files.find((path) => !ofSpec(path) && !path.endsWith('.md'));
  if (other === undefined) return { is: 'trusted' };
  return {
    is: 'not trusted',
    why: `the workflow on ${branch} does not name them in so many words, and this commit changes ${other}, which may decide about inputs`,
  };
}

/** Whether a step of this job has exactly these clusters in its `with:` on the default branch. */
async function isWrittenOn(branch: string, session: Asking, env: Environment): Promise<boolean> {
  const path = workflowPath(session, env);
  const content = path && (await session.github?.readFileAt({ ref: branch, path }));
  const workflow = path && content ? readWorkflow(path, content) : undefined;
  const { steps, ...job } = workflow?.job(env['GITHUB_JOB'] ?? '') ?? {};
  const wanted = JSON.stringify(session.inputs.leaveOutClusters);
  return [job, ...(Array.isArray(steps) ? steps.map(entriesOf) : [])].some((step) => {
    const written = entriesOf(step['with'])[inputName];
    return typeof written === 'string' && JSON.stringify([...new Set(readList(written))].sort()) === wanted;
  });
}

const inputName = 'leave-out-clusters';

function refused(problem: string, hint: string): LeftOut {
  return { state: 'refused', problem: `input ${inputName}: ${problem}`, hint };
}
