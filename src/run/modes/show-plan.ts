import type { Plan } from '../../plan/plan.ts';
import { planComment } from '../../report/texts/plan-comment.ts';
import { planSummary } from '../../report/texts/summary.ts';
import { failedReads, headline, isInSync } from '../../report/words/headline.ts';
import { closedGates, mergeVerdict, withClosedGates } from '../../review/closed-gates.ts';
import type { RunEnd } from '../result.ts';
import type { Speaking } from '../session.ts';
import { inputsOfApply } from '../spec/inputs-of-apply.ts';
import { noHistory } from '../spec/spec-before.ts';
import { makePlan, type Planned } from '../systems/make-plan.ts';
import type { Prepared } from '../systems/prepare.ts';
import { reportContext, reportPlan, writeOutput } from '../tell/report-plan.ts';

export interface ShownPlan extends Pick<Planned, 'withheldWithout'> {
  readonly plan: Plan;
  /** Of the plan itself; what it is held against may end the run otherwise. */
  readonly end: RunEnd;
  /** For the comment. */
  readonly body: string;
}

/** Makes a plan that nothing is written by, and shows it in the places of the run itself. */
export async function showPlan(
  session: Speaking,
  { spec, before, checks, specDigest, systems }: Extract<Prepared, { readonly ok: true }>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ShownPlan> {
  const { out, inputs, clock } = session;
  const readAt = clock.now();
  const { plan, withheldWithout } = await out.group('Read the live state', () =>
    makePlan(session, spec, systems, checks, { before, carried: noHistory.carried }),
  );
  const refusals = closedGates(plan, inputs);
  const merge = mergeVerdict({
    plan,
    refusals,
    allowDelete: inputs.allowDelete,
    allowDeleteLabel: inputs.allowDeleteLabel,
    holdsFor: await inputsOfApply(session, env),
  });
  await out.group('Plan', () => reportPlan(session, withClosedGates(plan, refusals)));
  const context = { ...reportContext(session, { specDigest, readAt }), merge };
  const body = planComment({ plan, context });
  out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
  if (inputs.jobSummary) await out.summary(planSummary({ plan, context }));
  return { plan, body, end: endOf(plan), withheldWithout };
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
  // Of what was left out it is not known whether there are changes.
  const isAllInSync = isInSync(plan) && plan.leftOut.length === 0;
  return { result: isAllInSync ? 'no-changes' : 'planned', summary };
}
