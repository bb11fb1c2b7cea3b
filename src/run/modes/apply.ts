import { applyPlan } from '../../apply/apply-plan.ts';
import type { FirstSeen } from '../../model/first-seen.ts';
import { keyOf } from '../../model/resource.ts';
import { driftOf } from '../../plan/drift.ts';
import type { FlowVerdict } from '../../plan/flows/flow-state.ts';
import type { Outcome } from '../../plan/outcome.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ApplyContext } from '../../report/texts/apply-marker.ts';
import { findingsLog, outcomeLog, planLog } from '../../report/texts/log.ts';
import { outcomeComment } from '../../report/texts/outcome-comment.ts';
import { refusedComment } from '../../report/texts/refused-comment.ts';
import { planSummary } from '../../report/texts/summary.ts';
import { isInSync } from '../../report/words/headline.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import { type ApplyRefusal, passageOf } from '../../review/refusal.ts';
import { neededByApply } from '../github/needed-permissions.ts';
import { type Said, worstOf } from '../github/on-github.ts';
import type { Preflight } from '../github/permission-preflight.ts';
import type { RunEnd } from '../result.ts';
import { type Approval, approve } from '../review/approval.ts';
import { tipOfApply } from '../review/branch-tip.ts';
import { checkSource } from '../review/check-source.ts';
import { type LookedUp, mergedLookUp } from '../review/merged-since.ts';
import { pullRequestsOf, readLeftPayload, recordApply } from '../review/record-apply.ts';
import { watchTip } from '../review/tip-watch.ts';
import type { Asking, Facts, Session, Speaking, Writing } from '../session.ts';
import { noHistory, type SpecHistory, specAppliedBefore } from '../spec/spec-before.ts';
import { beginFlowWatch, lookWhetherFlowsRun } from '../systems/flow-health.ts';
import { makePlan } from '../systems/make-plan.ts';
import { prepare } from '../systems/prepare.ts';
import { writersFor } from '../systems/writers.ts';
import { applyContext } from '../tell/apply-context.ts';
import { brokenSince } from '../tell/broken-since.ts';
import { keepDriftIssue } from '../tell/drift-report.ts';
import { reportNoPlan } from '../tell/report-no-plan.ts';
import { reportContext, reportPlan, writeOutput } from '../tell/report-plan.ts';
import { writeComment } from '../tell/write-comment.ts';
import { endCancelled, unlessCancelled } from './apply-cancelled.ts';
import { appliedCount, endInSync, endOf } from './apply-end.ts';

/** After the merge: plan again, pass the gates, write, read again. Everything that can be known stops it first. */
export async function applyMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports, clock } = session;
  const tip = await tipOfApply(session, { at: 'the beginning' });
  if (!tip.ok) return tip.end;
  const merged = mergedLookUp(session, tip.sha);
  const prepared = await prepare(session, 'apply', async (name) => preflightOf(session, await merged(name)));
  if (!prepared.ok) {
    await reportNoPlan(session, prepared);
    return prepared.end;
  }
  const { spec, checks, specDigest, references, systems } = prepared;
  try {
    const source = await checkSource(session, prepared);
    if (source.state === 'refused') {
      await reportNoPlan(session, { name: spec.name, ...source });
      return source.end;
    }
    const stands = { source: source.state, references };
    if (source.state === 'made') {
      const still = await tipOfApply(session, { at: 'the first write', ...stands });
      if (!still.ok) return still.end;
    }
    const readAt = clock.now();
    const history = await historyOf(session, await merged(spec.name));
    const planned = await out.group('Read the live state', () =>
      makePlan(session, spec, systems, checks, history),
    );
    const { plan } = planned;
    await out.group('Plan', () => reportPlan(session, plan));
    const approval = await approve(session, plan, await merged(spec.name));
    const { decision } = approval;
    const passage = passageOf(plan, inputs);
    const answer = passage.state === 'refused' ? passage : decision;
    if (answer.state === 'refused') return await refuse(session, plan, answer.refusal, approval);
    const watchOptions = {
      spec: planned.spec,
      plan,
      systems,
      clock,
      signal: ports.cancelled,
      progress: (line: string) => out.info(line),
    };
    if (isInSync(plan)) {
      const flows = await out.group('Look whether the flows run', () => lookWhetherFlowsRun(watchOptions));
      const since = await brokenSince(session, { plan, flows, pullRequests: approval.reviewed });
      if (inputs.jobSummary) {
        const context = reportContext(session, { specDigest, readAt });
        await out.summary(planSummary({ plan, context, flows, since }));
      }
      out.output('applied', '0');
      out.output('failed', '0');
      const end = endInSync(plan, flows);
      await tellInSync(session, { plan, flows, since, approval, end });
      return end;
    }
    const last = await tipOfApply(session, { at: 'the first write', ...stands });
    if (!last.ok) return last.end;

    const watchFlows = await beginFlowWatch(watchOptions);
    const start = clock.monotonic();
    const outcome = await out.group(`Apply ${plan.changes.length} changes`, () =>
      applyPlan({
        plan,
        writers: writersFor({ spec, ...systems }),
        clock,
        progress: (line) => out.info(line),
        mayGoOn: watchTip(session, stands),
        cancelled: ports.cancelled,
        patienceMs: { late: inputs.waitTimeoutMs, soon: Math.min(inputs.waitTimeoutMs, 90_000) },
        ...(decision.state === 'approved'
          ? { reviewedAsEmpty: decision.reviewedAsEmpty, carried: decision.carried }
          : {}),
      }),
    );
    out.info(outcomeLog(outcome));
    const seen = await unlessCancelled(ports.cancelled, async () => {
      const after = await out.group('Read again', async () => {
        const read = async () => (await makePlan(session, spec, systems, checks)).plan;
        const second = await settled(session, outcome, read);
        out.info(planLog(second));
        return second;
      });
      const flows = await out.group('Look whether the flows run', () => watchFlows(after));
      return { after, flows };
    });
    const milliseconds = clock.monotonic() - start;
    if (seen === undefined) return await endCancelled(session, { plan, outcome, milliseconds, approval });
    const { after, flows } = seen;
    const end = endOf(outcome, after, flows);
    await tellOutcome(session, { plan, outcome, after, flows, milliseconds, approval, end });
    return end;
  } finally {
    await systems.close();
  }
}

async function historyOf(session: Asking, merged: LookedUp): Promise<SpecHistory> {
  if (merged.state !== 'answered') return noHistory;
  const { last, files, hasBase } = merged.value;
  return {
    before: await specAppliedBefore(session, { sha: last?.sha, files: hasBase ? files : undefined }),
    carried: readLeftPayload(last?.payload),
  };
}

/** The pull requests of the range are told how it went; one that cannot be looked up may be among them. */
function preflightOf(session: Pick<Facts, 'inputs'>, merged: LookedUp): Preflight {
  if (merged.state !== 'answered') return { needed: neededByApply(session, { tellsPullRequests: true }) };
  const { pullRequests, recent = [], hasBase } = merged.value;
  const newest = pullRequests.at(-1) ?? (hasBase ? undefined : recent[0]);
  return {
    needed: neededByApply(session, { tellsPullRequests: newest !== undefined }),
    pullRequest: newest?.number,
  };
}

/** Every write was read back one by one; the lists that a plan is made of are cached and may lag behind. */
const settlingWaits = [2_000, 5_000, 15_000];

async function settled(
  { clock }: Pick<Session, 'clock'>,
  outcome: Outcome,
  read: () => Promise<Plan>,
): Promise<Plan> {
  const applied = new Set(
    outcome.results.filter(({ state }) => state === 'applied').map(({ change }) => keyOf(change.id)),
  );
  const isAll = applied.size === outcome.results.length;
  const lags = ({ changes }: Plan) => changes.some(({ id }) => isAll || applied.has(keyOf(id)));
  let plan = await read();
  for (const wait of settlingWaits) {
    if (!lags(plan)) return plan;
    await clock.sleep(wait);
    plan = await read();
  }
  return plan;
}

async function refuse(
  session: Writing,
  plan: Plan,
  refusal: ApplyRefusal,
  { reviewed, unrecorded }: Approval,
): Promise<RunEnd> {
  const { out, inputs } = session;
  const { reason, reasons } = refusal;
  out.info(findingsLog(reasons.map((each) => ({ code: reason, severity: 'error', ...each }))));
  const body = refusedComment({ refused: refusal, context: contextOf(session, plan) });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  await commentOn(session, plan, body, reviewed);
  for (const pullRequest of unrecorded) {
    await writeComment(session, { name: plan.name, body, create: false, pullRequest });
  }
  return {
    result: 'refused',
    reason,
    summary: `nothing was applied: ${reasons.map(({ message }) => message).join('; ')}`,
  };
}

/** In the run's own places first, which cannot fail; then on GitHub, around the record. */
async function tellOutcome(
  session: Writing,
  run: {
    readonly plan: Plan;
    readonly outcome: Outcome;
    readonly after: Plan;
    readonly flows: readonly FlowVerdict[];
    readonly milliseconds: number;
    readonly approval: Approval;
    readonly end: RunEnd;
  },
): Promise<void> {
  const { out, inputs } = session;
  const { plan, outcome, after, flows, milliseconds, approval, end } = run;
  const applied = appliedCount(outcome);
  out.output('applied', String(applied));
  out.output('failed', String(outcome.results.length - applied));
  const secondRead = isInSync(after) ? 'no difference' : after.unread.length > 0 ? 'failed' : 'differences';
  const since = await brokenSince(session, { plan, flows, pullRequests: approval.reviewed });
  const body = outcomeComment({
    outcome,
    context: contextOf(session, plan),
    milliseconds,
    secondRead,
    flows,
    leftRunning: plan.leftRunning,
    since,
  });
  out.output('plan-markdown-path', await writeOutput(session, 'plan.md', body));
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  const { leftNames, leftUnnamed } = plan;
  const drift = driftOf({ ...after, leftNames, leftUnnamed }, flows);
  await recordApply(session, plan, {
    succeeded: end.reason === undefined,
    summary: end.summary,
    pullRequests: toBeTold(approval),
    untold: approval.untold,
    tell: async () => {
      // The run of the branch's tip reports all of this, and may have done so already.
      if (outcome.stopped !== undefined) return 'said';
      return worstOf([
        await commentOn(session, plan, body, approval.reviewed),
        await commentOn(session, plan, body, othersOf(approval), { keepApplied: true }),
        // What could not be read may differ, so nothing can be said of it.
        ...(after.unread.length === 0 ? [await keepDriftIssue(session, drift, 'apply')] : []),
      ]);
    },
  });
}

/**
 * Everything that was reviewed is in place: somebody did it by hand, or an earlier run did and could not report it. The comments
 * report it now.
 */
async function tellInSync(
  session: Writing,
  run: {
    readonly plan: Plan;
    readonly flows: readonly FlowVerdict[];
    readonly since: FirstSeen;
    readonly approval: Approval;
    readonly end: RunEnd;
  },
): Promise<void> {
  const { plan, flows, since, approval, end } = run;
  const drift = driftOf(plan, flows);
  const keepIssue = () => keepDriftIssue(session, drift, 'apply');
  const { untold, commits } = approval;
  const reviewed = toBeTold(approval);
  if (reviewed.length + untold.length + plan.leftRunning.length === 0 && commits < maxUnrecordedCommits) {
    await keepIssue();
    return;
  }
  const succeeded = end.reason === undefined;
  const body = outcomeComment({
    outcome: { results: [] },
    context: contextOf(session, plan),
    milliseconds: 0,
    secondRead: 'no difference',
    leftRunning: plan.leftRunning,
    flows,
    since,
  });
  await recordApply(session, plan, {
    succeeded,
    summary: succeeded ? 'nothing left to apply' : end.summary,
    pullRequests: reviewed,
    untold,
    tell: async () =>
      worstOf([await commentOn(session, plan, body, reviewed, { keepApplied: true }), await keepIssue()]),
  });
}

/** Those of the range, and those about which earlier applies could not say everything. */
function toBeTold(approval: Approval): readonly number[] {
  return [...approval.reviewed, ...othersOf(approval)];
}

function othersOf({ reviewed, untold }: Approval): readonly number[] {
  return [...new Set(untold.flatMap(pullRequestsOf))].filter((number) => !reviewed.includes(number));
}

/** Commits after which an apply with nothing to do is recorded, so that the next one looks at fewer. */
const maxUnrecordedCommits = 50;

function contextOf(session: Pick<Speaking, 'event' | 'clock'>, { name, digest }: Plan): ApplyContext {
  return { ...applyContext(session, name), digest };
}

/** The comment of each merged pull request says how its changes fared. */
async function commentOn(
  session: Writing,
  plan: Plan,
  body: string,
  pullRequests: readonly number[],
  options: { readonly keepApplied?: boolean } = {},
): Promise<Said> {
  const said: Said[] = [];
  for (const pullRequest of pullRequests) {
    said.push(await writeComment(session, { name: plan.name, body, create: true, pullRequest, ...options }));
  }
  return worstOf(said);
}
