import { applyPlan } from '../apply/apply-plan.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { headline, isInSync } from '../report/headline.ts';
import { findingsLog, outcomeLog, planLog } from '../report/log.ts';
import { withoutMarker } from '../report/marker.ts';
import { type ApplyContext, outcomeComment, refusedComment } from '../report/outcome-comment.ts';
import { planSummary } from '../report/summary.ts';
import { anchorFor } from './anchor.ts';
import { type ApplyRefusal, refusalOf } from './apply-refusal.ts';
import { keepDriftIssue } from './drift-report.ts';
import { makePlan } from './make-plan.ts';
import { sayOnGitHub } from './on-github.ts';
import { prepare } from './prepare.ts';
import { reportContext, reportPlan, writeOutput } from './report-plan.ts';
import type { RunEnd } from './result.ts';
import { runLink, type Session } from './session.ts';
import { tellWhyNot } from './tell-why-not.ts';
import { writeComment } from './write-comment.ts';
import { writersFor } from './writers.ts';

/** After the merge: plan again, pass the gates, write, read again. Everything that can be known stops it first. */
export async function applyMode(session: Session): Promise<RunEnd> {
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
    const refusal = refusalOf(plan, inputs);
    if (refusal !== undefined) return await refuse(session, plan, refusal);
    if (isInSync(plan)) {
      if (inputs.jobSummary)
        await out.summary(planSummary({ plan, context: reportContext(session, { specDigest, readAt }) }));
      out.output('applied', '0');
      out.output('failed', '0');
      await keepDriftIssue(session, plan);
      return { result: 'no-changes', summary: headline(plan) };
    }

    const start = ports.clock.monotonic();
    const outcome = await out.group(`Apply ${plan.changes.length} changes`, () =>
      applyPlan({
        plan,
        writers: writersFor({ spec, ...systems }),
        clock: ports.clock,
        progress: (line) => out.info(line),
        signal: ports.cancelled,
        patience: { integration: inputs.waitTimeout, other: Math.min(inputs.waitTimeout, 90_000) },
      }),
    );
    out.info(outcomeLog(outcome));
    const after = await out.group('Read again', async () => {
      const second = await makePlan(session, spec, systems, findings);
      out.info(planLog(second));
      return second;
    });
    return await conclude(session, { plan, outcome, after, milliseconds: ports.clock.monotonic() - start });
  } finally {
    await systems.close();
  }
}

async function refuse(session: Session, plan: Plan, refusal: ApplyRefusal): Promise<RunEnd> {
  const { out, inputs } = session;
  const { reason, reasons } = refusal;
  const summary = `nothing was applied: ${reasons.map(({ message }) => message).join('; ')}`;
  out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
  const body = refusedComment({ refused: refusal, context: applyContext(session, plan) });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  await commentOnMerged(session, plan, body);
  return { result: 'refused', reason, summary };
}

async function conclude(
  session: Session,
  run: {
    readonly plan: Plan;
    readonly outcome: Outcome;
    readonly after: Plan;
    readonly milliseconds: number;
  },
): Promise<RunEnd> {
  const { out, inputs } = session;
  const { plan, outcome, after, milliseconds } = run;
  const applied = outcome.results.filter(
    ({ state }) => state === 'applied' || state === 'already-done',
  ).length;
  const failed = outcome.results.length - applied;
  out.output('applied', String(applied));
  out.output('failed', String(failed));
  const secondRead = isInSync(after) ? 'no difference' : after.unread.length > 0 ? 'failed' : 'differences';
  const body = outcomeComment({ outcome, context: applyContext(session, plan), milliseconds, secondRead });
  out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  await commentOnMerged(session, plan, body);
  if (isInSync(after)) await keepDriftIssue(session, after);
  if (failed > 0) {
    return {
      result: 'partially-applied',
      reason: 'apply-failed',
      summary: `${applied} of ${outcome.results.length} changes applied, ${failed} failed or not tried`,
    };
  }
  if (!isInSync(after)) {
    return {
      result: 'partially-applied',
      reason: 'not-converged',
      summary: `applied, and a second read still finds ${headline(after)}`,
    };
  }
  return {
    result: 'applied',
    summary: `${applied} of ${outcome.results.length} changes applied, a second read found no difference`,
  };
}

function applyContext(session: Session, plan: Plan): ApplyContext {
  const { event, ports } = session;
  return {
    name: plan.name,
    digest: plan.digest,
    run: runLink(session),
    commit: { branch: event.ref.replace('refs/heads/', ''), sha: event.sha },
    finishedAt: ports.clock.now(),
  };
}

/** The comment of each pull request that this commit merged says how its changes fared. */
async function commentOnMerged(session: Session, plan: Plan, body: string): Promise<void> {
  const { github, event, inputs } = session;
  if (github === undefined || inputs.comment === 'never') return;
  let merged: readonly number[] = [];
  await sayOnGitHub(session, 'Find the merged pull requests', async () => {
    const pullRequests = await github.pullRequestsOfCommit(event.sha);
    merged = pullRequests.filter(({ mergedAt }) => mergedAt !== undefined).map(({ number }) => number);
  });
  for (const pullRequest of merged)
    await writeComment(session, { name: plan.name, body, create: true, pullRequest });
}
