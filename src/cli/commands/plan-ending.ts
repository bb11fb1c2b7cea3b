import type { Plan } from '../../plan/plan.ts';
import { failedReads } from '../../report/words/headline.ts';
import { type SpecPlace, seenFrom } from '../clone/spec-files.ts';
import type { Ending } from '../exit-codes.ts';

/**
 * How a plan ends the command. What was tried and not read, and an error on the live state, fail it. What was not contacted or was left
 * out may differ as well, so with `failOnChanges` such a plan never ends as if nothing did.
 */
export function planEnding(
  plan: Pick<Plan, 'changes' | 'findings' | 'unread' | 'pending' | 'leftOut'>,
  { failOnChanges }: { readonly failOnChanges: boolean },
): Ending {
  const hasErrors = plan.findings.some(({ severity }) => severity === 'error');
  if (hasErrors || failedReads(plan).length > 0) return 'failed';
  if (!failOnChanges) return 'done';
  if (plan.changes.length > 0) return 'changes';
  return plan.unread.length + plan.pending.length + plan.leftOut.length > 0 ? 'failed' : 'done';
}

/** The plan with places of findings that lead to the files from the folder of the command. */
export function planSeenFrom(directory: string, place: SpecPlace, plan: Plan): Plan {
  return { ...plan, findings: seenFrom(directory, place, plan.findings) };
}
