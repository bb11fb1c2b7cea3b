import type { Finding } from '../model/finding.ts';
import type { Plan } from '../plan/plan.ts';
import { checkGates, checkLabel, type Gates } from './gates.ts';

/** The plan with a warning for every gate that would stop its apply: better said before the merge than after. */
export function withClosedGates(plan: Plan, gates: Gates & { readonly allowDeleteLabel: string }): Plan {
  const refusals = [...checkGates(plan, gates), ...checkLabel(plan, gates.allowDeleteLabel, () => false)];
  const warnings = refusals.map(
    ({ code, message, hint }): Finding => ({
      code,
      severity: 'warning',
      message: `the apply after the merge will be refused: ${message}`,
      hint,
    }),
  );
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  const others = plan.findings.filter(({ severity }) => severity !== 'error');
  return warnings.length === 0 ? plan : { ...plan, findings: [...errors, ...warnings, ...others] };
}
