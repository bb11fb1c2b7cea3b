import type { Plan } from '../plan.ts';

/** Whether a run has to be told and recorded, so that the next one knows what the spec enforced no longer before it. */
export function loosens({ findings }: Pick<Plan, 'findings'>): boolean {
  return findings.some((finding) => finding.loosens === true);
}
