import type { FirstSeen } from '../../model/first-seen.ts';
import type { FlowVerdict } from '../../plan/flows/flow-state.ts';
import type { Plan } from '../../plan/plan.ts';
import { detailLadder } from '../plan/plan-body.ts';
import { firstThatFits, summaryBudget } from '../words/budget.ts';
import { flowList } from '../words/flow-verdict-line.ts';
import type { ReportContext } from '../words/report-context.ts';
import { planMarkdown } from './plan-comment.ts';

/**
 * The plan for the job summary: the comment's text with nothing left out, up to the runner's limit. What was seen of the
 * flows comes first.
 */
export function planSummary({
  plan,
  context,
  flows = [],
  since = {},
}: {
  readonly plan: Plan;
  readonly context: ReportContext;
  readonly flows?: readonly FlowVerdict[];
  readonly since?: FirstSeen;
}): string {
  const seen = flows.length === 0 ? '' : `${flowList(flows, { since, limit: 100 }).join('\n')}\n\n`;
  return firstThatFits(
    detailLadder,
    (detail) => `${seen}${planMarkdown(plan, context, detail)}\n`,
    summaryBudget,
  );
}
