import { newReport } from '../../spec/rules/report.ts';
import { guardText } from '../../spec/yaml/guard.ts';
import { parseYaml } from '../../spec/yaml/parse.ts';
import { plainValue } from '../../spec/yaml/source-node.ts';
import type { Facts } from '../session.ts';

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

/** None of what is no map. */
export function entriesOf(value: unknown): Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
