import { workspaceReferences } from '../../spec/yaml/workspace.ts';
import type { Facts, Speaking } from '../session.ts';
import { entriesOf, readWorkflow, workflowPath } from './workflow-file.ts';

/** Whether GitHub lets the applies of a workflow run one after the other. `file` is that of the workflow. */
export type ConcurrencyGroup =
  | { readonly state: 'there' }
  | { readonly state: 'missing'; readonly file: string }
  | { readonly state: 'unknown'; readonly because: string };

/** As the workflow file of the checkout says, for the whole workflow or for this job. */
export async function concurrencyGroup(
  { workspace, checkoutFolder, event }: Pick<Speaking, 'workspace' | 'checkoutFolder'> & Pick<Facts, 'event'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ConcurrencyGroup> {
  const file = workflowPath({ event }, env);
  if (file === undefined) return unknownGroup('the workflow is not one of this repository');
  if (env['GITHUB_WORKFLOW_SHA'] !== event.sha)
    return unknownGroup('the workflow is of another commit than the checkout');
  const path = checkoutFolder === '' ? file : `${checkoutFolder}/${file}`;
  const read = await workspaceReferences(workspace)(path);
  if (!read.ok) return unknownGroup(`${path} is no file of the checkout that can be read`);
  const workflow = readWorkflow(path, read.content);
  if (workflow === undefined) return unknownGroup(`${path} cannot be read as plain YAML`);
  const job = workflow.job(env['GITHUB_JOB'] ?? '');
  if (hasGroup(workflow.whole['concurrency']) || hasGroup(job['concurrency'])) return { state: 'there' };
  // The job of a reusable workflow stands in another file, which may have a group.
  return Object.hasOwn(job, 'steps')
    ? { state: 'missing', file }
    : unknownGroup(`the job is not one of ${path}`);
}

function unknownGroup(because: string): ConcurrencyGroup {
  return { state: 'unknown', because };
}

/** A name, or a map with one. */
function hasGroup(concurrency: unknown): boolean {
  const group = typeof concurrency === 'string' ? concurrency : entriesOf(concurrency)['group'];
  return typeof group === 'string' && group.trim() !== '';
}
