import { newReport } from '../../spec/rules/report.ts';
import { guardText } from '../../spec/yaml/guard.ts';
import { parseYaml } from '../../spec/yaml/parse.ts';
import { plainValue } from '../../spec/yaml/source-node.ts';
import { workspaceReferences } from '../../spec/yaml/workspace.ts';
import type { Facts, Speaking } from '../session.ts';

/** Path in the repository of the workflow that this run belongs to; undefined: it is none of this repository. */
export function workflowPath(
  { event }: Pick<Facts, 'event'>,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { owner, repo } = event.repository;
  const ref = env['GITHUB_WORKFLOW_REF'] ?? '';
  if (!ref.startsWith(`${owner}/${repo}/`)) return undefined;
  return ref.slice(owner.length + repo.length + 2).split('@')[0] || undefined;
}

export interface WorkflowFile {
  readonly whole: Entries;
  /** Of a job by its key; empty: the file has no such job. */
  job(key: string): Entries;
}

export type Entries = Readonly<Record<string, unknown>>;

/** Undefined: it is no plain YAML. */
export function readWorkflow(path: string, content: Uint8Array): WorkflowFile | undefined {
  const report = newReport();
  const source = guardText(path, content, report);
  const root = source && parseYaml(source, report);
  if (root === undefined || report.findings.length > 0) return undefined;
  const whole = entriesOf(plainValue(root));
  return { whole, job: (key) => entriesOf(entriesOf(whole['jobs'])[key]) };
}

export type CheckedOutWorkflow =
  | { readonly state: 'read'; readonly file: string; readonly workflow: WorkflowFile }
  | { readonly state: 'unknown'; readonly because: string };

/** The workflow of this run as the checkout has it, where the checkout is of the workflow's own commit. */
export async function checkedOutWorkflow(
  { workspace, checkoutFolder, event }: Pick<Speaking, 'workspace' | 'checkoutFolder'> & Pick<Facts, 'event'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<CheckedOutWorkflow> {
  const file = workflowPath({ event }, env);
  if (file === undefined) return unreadWorkflow('the workflow is not one of this repository');
  if (env['GITHUB_WORKFLOW_SHA'] !== event.sha)
    return unreadWorkflow('the workflow is of another commit than the checkout');
  const path = checkoutFolder === '' ? file : `${checkoutFolder}/${file}`;
  const read = await workspaceReferences(workspace)(path);
  if (!read.ok) return unreadWorkflow(`${path} is no file of the checkout that can be read`);
  const workflow = readWorkflow(path, read.content);
  return workflow === undefined
    ? unreadWorkflow(`${path} cannot be read as plain YAML`)
    : { state: 'read', file, workflow };
}

function unreadWorkflow(because: string): CheckedOutWorkflow {
  return { state: 'unknown', because };
}

/** None of what is no map. */
export function entriesOf(value: unknown): Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
