import type { Finding } from '../model/finding.ts';
import type { InputsOfApply, MergeVerdict } from '../model/merge-verdict.ts';
import { allowDeleteWords, gateOfDeletion } from '../model/resource.ts';
import type { Plan } from '../plan/plan.ts';
import { checkGates, checkLabel, type Gates, type Refusal } from './gates.ts';

/** Every gate that would stop the apply of a plan under these inputs. No pull request counts as labelled: a label can still come. */
export function closedGates(
  plan: Plan,
  gates: Gates & { readonly allowDeleteLabel: string },
): readonly Refusal[] {
  return [...checkGates(plan, gates), ...checkLabel(plan, gates.allowDeleteLabel, () => false)];
}

/** The plan with a warning for each of them: better said before the merge than after. */
export function withClosedGates(plan: Plan, refusals: readonly Refusal[]): Plan {
  const warnings = refusals.map(
    ({ code, message, hint }): Finding => ({
      code,
      severity: 'warning',
      message: `${refusedAfterMerge}: ${message}`,
      hint,
    }),
  );
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  const others = plan.findings.filter(({ severity }) => severity !== 'error');
  return warnings.length === 0 ? plan : { ...plan, findings: [...errors, ...warnings, ...others] };
}

const refusedAfterMerge = 'the apply after the merge will be refused';

/** What the merge of a plan comes to. `refusals`: of `closedGates`, under the gates of this job. */
export function mergeVerdict({
  plan,
  refusals,
  allowDelete,
  allowDeleteLabel,
  holdsFor,
}: {
  readonly plan: Pick<Plan, 'risks'>;
  readonly refusals: readonly Refusal[];
  readonly allowDelete: ReadonlySet<string>;
  readonly allowDeleteLabel: string;
  readonly holdsFor: InputsOfApply;
}): MergeVerdict {
  const met = new Set(
    allowDeleteWords()
      .filter((word) => allowDelete.has(word))
      .map(gateOfDeletion),
  );
  // Any other gate stands at a risk only where the spec closes it.
  const unmet = plan.risks.flatMap(({ gate }) => (gate === undefined || met.has(gate) ? [] : [gate]));
  const label = refusals.some(({ code }) => code === 'label-missing')
    ? { neededLabel: allowDeleteLabel }
    : {};
  return {
    ...label,
    // Whether the label is there is looked at when the apply runs: it may be, or come later.
    closedGates: refusals
      .filter(({ code }) => code !== 'label-missing')
      .map(({ message, hint }) => ({ message, hint })),
    unmet: new Set(unmet),
    holdsFor,
  };
}
