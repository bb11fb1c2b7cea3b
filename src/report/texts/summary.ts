import type { Plan } from '../../plan/plan.ts';
import { firstThatFits, summaryBudget } from '../budget.ts';
import { detailLadder } from '../plan/plan-body.ts';
import type { ReportContext } from '../report-context.ts';
import { planMarkdown } from './plan-comment.ts';

/** The plan for the job summary: the comment's text with nothing left out, up to the runner's limit. */
export function planSummary({
  plan,
  context,
}: {
  readonly plan: Plan;
  readonly context: ReportContext;
}): string {
  return firstThatFits(detailLadder, (detail) => `${planMarkdown(plan, context, detail)}\n`, summaryBudget);
}
