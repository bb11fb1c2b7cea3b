import type { InputsOfApply } from '../../model/merge-verdict.ts';
import type { Facts, Speaking } from '../session.ts';
import { checkedOutWorkflow, type Entries, entriesOf } from './workflow-file.ts';

/** The inputs that open and close gates of an apply, and those that make it another plan; each with its default in `action.yml`. */
const decidingInputs = new Map([
  ['allow-delete', ''],
  ['allow-delete-label', ''],
  ['protected-topics', ''],
  ['max-changes', '100'],
  ['max-deletes', '5'],
  ['leave-out-clusters', ''],
  ['spec', 'kafka/**/*.{yaml,yml}'],
  ['aiven-url', 'https://api.aiven.io'],
]);

/**
 * Whether the job that applies the merge decides as this one would. The workflow of a pull request is the one that its merge leaves on the
 * branch, so its own file tells; wherever something there depends on the event, it cannot be told, and that is said.
 */
export async function inputsOfApply(
  session: Pick<Speaking, 'workspace' | 'checkoutFolder'> & Pick<Facts, 'event'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<InputsOfApply> {
  const { repository, pullRequest } = session.event;
  const { defaultBranch } = repository;
  if (pullRequest !== undefined && pullRequest.baseRef !== defaultBranch)
    return {
      state: 'no-apply',
      because: `Only pushes to \`${defaultBranch}\` are applied, and this pull request is merged into \`${pullRequest.baseRef}\`.`,
    };
  const read = await checkedOutWorkflow(session, env);
  if (read.state === 'unknown') return untold(read.because);
  const { file, workflow } = read;
  const steps = stepsOfThisAction(workflow.whole, env['GITHUB_ACTION_REPOSITORY'] ?? '');
  const [own, ...twins] = steps.filter(({ job }) => job === env['GITHUB_JOB']);
  if (own === undefined) return untold(`this job is not one of ${file}`);
  if (twins.length > 0) return untold(`job ${own.job} of ${file} has several steps of this action`);
  const applying = steps.filter(mayApply);
  if (applying.length === 0 || !pushes(workflow.whole['on'], defaultBranch))
    return untold(`${file} does not surely apply when ${defaultBranch} is pushed to`);
  for (const step of applying) {
    const other = [...decidingInputs]
      .filter(([name, usual]) => isOther(own, step, name, usual))
      .map(([name]) => name);
    if (other.length > 0)
      return {
        state: 'others',
        because: `Job \`${step.job}\` of \`${file}\` applies with another ${other.map((name) => `\`${name}\``).join(', ')}.`,
      };
    const computed = [...decidingInputs.keys()].find((name) =>
      [own, step].some(({ inputs }) => isComputed(inputs.get(name))),
    );
    if (computed !== undefined) return untold(`${computed} is computed in job ${step.job} of ${file}`);
  }
  const conditional = applying.find(({ isConditional }) => isConditional);
  if (conditional !== undefined)
    return untold(`when job ${conditional.job} of ${file} runs depends on a condition`);
  return { state: 'same' };
}

function untold(because: string): InputsOfApply {
  return { state: 'unknown', because: `Whether the apply has the same inputs cannot be told: ${because}.` };
}

interface ActionStep {
  readonly job: string;
  /** By name in lower case, as GitHub matches them. */
  readonly inputs: ReadonlyMap<string, unknown>;
  /** The job or the step has a condition, which may skip it. */
  readonly isConditional: boolean;
}

/** `repository`: of the action that runs, `owner/name`; empty where the workflow uses it from its own checkout. */
function stepsOfThisAction(workflow: Entries, repository: string): readonly ActionStep[] {
  return Object.entries(entriesOf(workflow['jobs'])).flatMap(([job, value]) => {
    const { steps, if: condition } = entriesOf(value);
    return (Array.isArray(steps) ? steps : []).map(entriesOf).flatMap((step): ActionStep[] => {
      const uses = textOf(step['uses']).toLowerCase();
      const isOwn =
        repository === '' ? uses.startsWith('./') : uses.startsWith(`${repository.toLowerCase()}@`);
      if (!isOwn) return [];
      const inputs = Object.entries(entriesOf(step['with']));
      return [
        {
          job,
          inputs: new Map(inputs.map(([name, text]) => [name.toLowerCase(), text])),
          isConditional: condition !== undefined || step['if'] !== undefined,
        },
      ];
    });
  });
}

/** A step whose mode is written out and is another one never applies. */
function mayApply({ inputs }: ActionStep): boolean {
  const mode = textOf(inputs.get('mode'));
  return mode === '' || mode === 'auto' || mode === 'apply' || isComputed(mode);
}

/** Whether a merge surely starts the workflow again: every push to the branch does, or every one that brought the pull request here. */
function pushes(on: unknown, branch: string): boolean {
  if (typeof on === 'string' || Array.isArray(on)) return [on].flat().includes('push');
  const events = entriesOf(on);
  if (!Object.hasOwn(events, 'push')) return false;
  const {
    branches,
    paths,
    'paths-ignore': ignored,
    'branches-ignore': others,
    tags,
    'tags-ignore': noTags,
  } = entriesOf(events['push']);
  const isBranch =
    branches === undefined ? tags === undefined && noTags === undefined : [branches].flat().includes(branch);
  const { paths: shownFor, 'paths-ignore': notShownFor } = entriesOf(events['pull_request']);
  const isSame = (one: unknown, other: unknown) =>
    one === undefined || JSON.stringify(one) === JSON.stringify(other);
  return isBranch && others === undefined && isSame(paths, shownFor) && isSame(ignored, notShownFor);
}

/** Written out in both, and not the same list. */
function isOther(own: ActionStep, step: ActionStep, name: string, usual: string): boolean {
  const [one, other] = [own, step].map(({ inputs }) => inputs.get(name));
  if (isComputed(one) || isComputed(other)) return false;
  return listOf(one, usual) !== listOf(other, usual);
}

function listOf(value: unknown, usual: string): string {
  const text = textOf(value) || usual;
  const items = text.split(/[\n,]/).map((item) => item.trim());
  return JSON.stringify(items.filter((item) => item !== '').toSorted());
}

function isComputed(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${{');
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}
