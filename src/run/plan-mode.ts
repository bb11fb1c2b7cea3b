import type { Plan } from '../plan/plan.ts';
import { failedReads, headline, isInSync } from '../report/headline.ts';
import { planComment } from '../report/plan-comment.ts';
import { planSummary } from '../report/summary.ts';
import { anchorFor } from './anchor.ts';
import { makePlan } from './make-plan.ts';
import { prepare } from './prepare.ts';
import { recordReview } from './record-review.ts';
import { reportContext, reportPlan, writeOutput } from './report-plan.ts';
import type { RunEnd } from './result.ts';
import type { Session } from './session.ts';
import { tellWhyNot } from './tell-why-not.ts';
import { writeComment } from './write-comment.ts';

/** Pull request: what would change, on one comment. Nothing is written to Aiven or Kafka. */
export async function planMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports } = session;
  const prepared = await prepare(session, () => anchorFor(session));
  if (!prepared.ok) {
    await tellWhyNot(session, prepared);
    return prepared.end;
  }
  const { spec, findings, specDigest, systems } = prepared;
  try {
    const readAt = ports.clock.now();
    const plan = await out.group('Read the live state', () => makePlan(session, spec, systems, findings));
    await out.group('Plan', () => reportPlan(session, plan));
    const context = reportContext(session, { specDigest, readAt });
    const body = planComment({ plan, context });
    out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
    if (inputs.jobSummary) await out.summary(planSummary({ plan, context }));
    const end = endOf(plan);
    if (end.reason === undefined) await recordReview(session, plan);
    await writeComment(session, {
      name: plan.name,
      body,
      create: inputs.comment === 'always' || !isInSync(plan),
    });
    return end;
  } finally {
    await systems.close();
  }
}

function endOf(plan: Plan): RunEnd {
  const summary = headline(plan);
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  if (failedReads(plan).length > 0) {
    return {
      result: 'failed',
      reason: 'not-readable',
      summary: `${summary}: what could not be read is not planned`,
    };
  }
  if (errors.length > 0) {
    return { result: 'failed', reason: 'rule-violated', summary: `${summary}: ${errors[0]?.message ?? ''}` };
  }
  return { result: isInSync(plan) ? 'no-changes' : 'planned', summary };
}
