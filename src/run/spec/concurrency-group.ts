import type { Facts, Speaking } from '../session.ts';
import { checkedOutWorkflow, entriesOf } from './workflow-file.ts';

/** Whether GitHub lets the applies of a workflow run one after the other. `file` is that of the workflow. */
export type ConcurrencyGroup =
  | { readonly state: 'there' }
  | { readonly state: 'missing'; readonly file: string }
  | { readonly state: 'unknown'; readonly because: string };

/** As the workflow file of the checkout says, for the whole workflow or for this job. */
export async function concurrencyGroup(
  session: Pick<Speaking, 'workspace' | 'checkoutFolder'> & Pick<Facts, 'event'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ConcurrencyGroup> {
  const read = await checkedOutWorkflow(session, env);
  if (read.state === 'unknown') return read;
  const { file, workflow } = read;
  const job = workflow.job(env['GITHUB_JOB'] ?? '');
  if (hasGroup(workflow.whole['concurrency']) || hasGroup(job['concurrency'])) return { state: 'there' };
  // The job of a reusable workflow stands in another file, which may have a group.
  return Object.hasOwn(job, 'steps')
    ? { state: 'missing', file }
    : { state: 'unknown', because: `the job is not one of ${file}` };
}

/** A name, or a map with one. */
function hasGroup(concurrency: unknown): boolean {
  const group = typeof concurrency === 'string' ? concurrency : entriesOf(concurrency)['group'];
  return typeof group === 'string' && group.trim() !== '';
}
