import type { Plan } from '../../plan/plan.ts';
import { detailLadder } from '../plan/plan-body.ts';
import { firstThatFits, summaryBudget } from '../words/budget.ts';
import type { ReportContext } from '../words/report-context.ts';
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
