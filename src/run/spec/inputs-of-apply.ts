import type { InputsOfApply } from '../../model/merge-verdict.ts';
import type { Facts, Speaking } from '../session.ts';
import { checkedOutWorkflow, type Entries, entriesOf } from './workflow-file.ts';

/** The inputs that open and close gates of an apply. */
const gateInputs = [
  'allow-delete',
  'allow-delete-label',
  'protected-topics',
  'max-changes',
  'max-deletes',
  'leave-out-clusters',
] as const;

/**
 * Whether the job that applies the merge has the gates of this one. The workflow of a pull request is the one that its merge leaves on the
 * branch, so its own file tells, unless another file applies or an input depends on the event.
 */
export async function inputsOfApply(
  session: Pick<Speaking, 'workspace' | 'checkoutFolder'> & Pick<Facts, 'event'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<InputsOfApply> {
  const read = await checkedOutWorkflow(session, env);
  if (read.state === 'unknown') return untold(read.because);
  const { file, workflow } = read;
  const steps = stepsOfThisAction(workflow.whole, env['GITHUB_ACTION_REPOSITORY'] ?? '');
  const [own, ...twins] = steps.filter(({ job }) => job === env['GITHUB_JOB']);
  if (own === undefined) return untold(`this job is not one of ${file}`);
  if (twins.length > 0) return untold(`job ${own.job} of ${file} has several steps of this action`);
  const applying = steps.filter(mayApply);
  if (!pushes(workflow.whole['on']) || applying.length === 0)
    return untold(`${file} does not apply when a branch is pushed to`);
  for (const step of applying) {
    const computed = gateInputs.find((name) => [own, step].some(({ inputs }) => isComputed(inputs[name])));
    if (computed !== undefined) return untold(`${computed} is computed in job ${step.job} of ${file}`);
    const other = gateInputs.filter((name) => textOf(step.inputs[name]) !== textOf(own.inputs[name]));
    if (other.length > 0)
      return {
        state: 'others',
        because: `Job \`${step.job}\` of \`${file}\` applies with another ${other.map((name) => `\`${name}\``).join(', ')}.`,
      };
  }
  return { state: 'same' };
}

function untold(because: string): InputsOfApply {
  return { state: 'unknown', because: `Whether the apply has the same inputs cannot be told: ${because}.` };
}

interface ActionStep {
  readonly job: string;
  readonly inputs: Entries;
}

/** `repository`: of the action that runs, `owner/name`; empty where the workflow uses it from its own checkout. */
function stepsOfThisAction(workflow: Entries, repository: string): readonly ActionStep[] {
  return Object.entries(entriesOf(workflow['jobs'])).flatMap(([job, value]) => {
    const { steps } = entriesOf(value);
    return (Array.isArray(steps) ? steps : []).map(entriesOf).flatMap((step) => {
      const uses = textOf(step['uses']);
      const isOwn = repository === '' ? uses.startsWith('./') : uses.startsWith(`${repository}@`);
      return isOwn ? [{ job, inputs: entriesOf(step['with']) }] : [];
    });
  });
}

/** A step whose mode is written out and is another one never applies. */
function mayApply({ inputs }: ActionStep): boolean {
  const mode = textOf(inputs['mode']);
  return mode === '' || mode === 'auto' || mode === 'apply' || isComputed(mode);
}

function pushes(on: unknown): boolean {
  if (typeof on === 'string') return on === 'push';
  return Array.isArray(on) ? on.includes('push') : Object.hasOwn(entriesOf(on), 'push');
}

function isComputed(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${{');
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}
