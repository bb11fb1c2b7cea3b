import { newReport } from '../../spec/rules/report.ts';
import { guardText } from '../../spec/yaml/guard.ts';
import { parseYaml } from '../../spec/yaml/parse.ts';
import { plainValue } from '../../spec/yaml/source-node.ts';
import { workspaceReferences } from '../../spec/yaml/workspace.ts';
import type { Facts, Speaking } from '../session.ts';

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
  const { owner, repo } = event.repository;
  const ref = env['GITHUB_WORKFLOW_REF'] ?? '';
  const file = ref.startsWith(`${owner}/${repo}/`)
    ? ref.slice(owner.length + repo.length + 2).split('@')[0]
    : undefined;
  if (!file) return unknownGroup('the workflow is not one of this repository');
  if (env['GITHUB_WORKFLOW_SHA'] !== event.sha)
    return unknownGroup('the workflow is of another commit than the checkout');
  const path = checkoutFolder === '' ? file : `${checkoutFolder}/${file}`;
  const read = await workspaceReferences(workspace)(path);
  if (!read.ok) return unknownGroup(`${path} is no file of the checkout that can be read`);
  const report = newReport();
  const source = guardText(path, read.content, report);
  const root = source && parseYaml(source, report);
  if (root === undefined || report.findings.length > 0)
    return unknownGroup(`${path} cannot be read as plain YAML`);
  const workflow = entriesOf(plainValue(root));
  const job = entriesOf(entriesOf(workflow['jobs'])[env['GITHUB_JOB'] ?? '']);
  if (hasGroup(workflow['concurrency']) || hasGroup(job['concurrency'])) return { state: 'there' };
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

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
