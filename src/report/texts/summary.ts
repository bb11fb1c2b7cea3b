import type { FirstSeen } from '../../model/first-seen.ts';
import type { Drift } from '../../plan/drift.ts';
import type { FlowVerdict } from '../../plan/flows/flow-state.ts';
import type { Plan } from '../../plan/plan.ts';
import { detailLadder } from '../plan/plan-body.ts';
import { firstThatFits, summaryBudget } from '../words/budget.ts';
import { codeSpan } from '../words/escape.ts';
import { flowList } from '../words/flow-verdict-line.ts';
import { driftHeadline } from '../words/headline.ts';
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
  const seen = flows.length === 0 ? '' : `${seenOf(flows, since)}\n\n`;
  return firstThatFits(
    detailLadder,
    (detail) => `${seen}${planMarkdown(plan, context, detail)}\n`,
    summaryBudget,
  );
}

/** The same for a drift check, under a title that counts flows and what no apply puts back. */
export function driftSummary({
  drift,
  context,
  since,
}: {
  readonly drift: Drift;
  readonly context: ReportContext;
  readonly since: FirstSeen;
}): string {
  const { plan, flows } = drift;
  const title = `## Kafka drift check for ${codeSpan(plan.name)}: ${driftHeadline(drift)}`;
  const top = flows.length === 0 ? [title] : [title, seenOf(flows, since)];
  return firstThatFits(
    detailLadder,
    (detail) => `${planMarkdown(plan, context, detail, top)}\n`,
    summaryBudget,
  );
}

function seenOf(flows: readonly FlowVerdict[], since: FirstSeen): string {
  return flowList(flows, { since, limit: 100 }).join('\n');
}
