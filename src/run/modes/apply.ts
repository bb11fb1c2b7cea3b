import { applyPlan } from '../../apply/apply-plan.ts';
import { keyOf } from '../../model/resource.ts';
import type { Outcome } from '../../plan/outcome.ts';
import type { Plan } from '../../plan/plan.ts';
import { outcomeLog, planLog } from '../../report/texts/log.ts';
import { planSummary } from '../../report/texts/summary.ts';
import { isInSync } from '../../report/words/headline.ts';
import { passageOf } from '../../review/refusal.ts';
import { neededByApply } from '../github/needed-permissions.ts';
import { checkPermissions, type PermissionCheck, type Preflight } from '../github/permission-preflight.ts';
import type { RunEnd } from '../result.ts';
import { type Approval, approve, isAskedFor } from '../review/approval.ts';
import { type SpecOfRun, tipOfApply } from '../review/branch-tip.ts';
import { checkSource } from '../review/check-source.ts';
import { type LookedUp, type MergedLookUp, mergedLookUp } from '../review/merged-since.ts';
import { readLeftPayload } from '../review/record-apply.ts';
import { watchTip } from '../review/tip-watch.ts';
import type { Asking, Facts, Session, Writing } from '../session.ts';
import { type ConcurrencyGroup, concurrencyGroup } from '../spec/concurrency-group.ts';
import { noHistory, noTokenToReadIt, type SpecHistory, specAppliedBefore } from '../spec/spec-before.ts';
import { beginFlowWatch, type FlowWatchOptions, lookWhetherFlowsRun } from '../systems/flow-health.ts';
import { makePlan } from '../systems/make-plan.ts';
import { type Prepared, prepare } from '../systems/prepare.ts';
import { writersFor } from '../systems/writers.ts';
import { brokenSince } from '../tell/broken-since.ts';
import { reportNoPlan } from '../tell/report-no-plan.ts';
import { reportContext, reportPlan } from '../tell/report-plan.ts';
import { endCancelled, unlessCancelled } from './apply-cancelled.ts';
import { endInSync, endOf, withoutLeftOut } from './apply-end.ts';
import { tellInSync, tellOutcome, tellRefused } from './apply-report.ts';

/** After the merge: plan again, pass the gates, write, read again. Everything that can be known stops it first. */
export async function applyMode(session: Session): Promise<RunEnd> {
  const tip = await tipOfApply(session, { at: 'the beginning' });
  if (!tip.ok) return tip.end;
  tellConcurrency(session, await concurrencyGroup(session, session.ports.env));
  const merged = mergedLookUp(session, tip.sha);
  const prepared = await prepare(session, 'apply', async (name) =>
    preflightOf(session, await merged.soon(name)),
  );
  if (!prepared.ok) {
    await reportNoPlan(session, prepared);
    return prepared.end;
  }
  try {
    return await planAndApply(session, prepared, merged);
  } finally {
    await prepared.systems.close();
  }
}

/** An older apply still never wins: the tip is asked for. But two that run at once both write, and each waits for the other. */
function tellConcurrency({ out }: Pick<Session, 'out'>, group: ConcurrencyGroup): void {
  if (group.state === 'there') return;
  if (group.state === 'unknown') {
    out.info(`Whether the workflow has a concurrency group cannot be told: ${group.because}.`);
    return;
  }
  const message = `${group.file} has no concurrency group, so two applies can run at the same time. Add one: concurrency: { group: kafka-main, cancel-in-progress: false }`;
  out.annotate([{ level: 'warning', title: 'Kafka concurrency', message }]);
}

type Ready = Extract<Prepared, { readonly ok: true }>;
type Approved = Extract<Approval['decision'], { readonly state: 'approved' }>;

async function planAndApply(session: Session, prepared: Ready, merged: MergedLookUp): Promise<RunEnd> {
  const { out, inputs, ports, clock } = session;
  const { spec, checks, specDigest, references, systems } = prepared;
  const source = await checkSource(session, prepared);
  if (source.state === 'refused') {
    await reportNoPlan(session, { name: spec.name, ...source });
    return source.end;
  }
  const specOfRun: SpecOfRun = { source: source.state, references };
  if (source.state === 'made') {
    const still = await tipOfApply(session, { at: 'the first write', ...specOfRun });
    if (!still.ok) return still.end;
  }
  const readAt = clock.now();
  const soon = await merged.soon(spec.name);
  const history = await historyOf(session, soon);
  const planned = await out.group('Read the live state', () =>
    makePlan(session, spec, systems, checks, history),
  );
  const { plan } = planned;
  await out.group('Plan', () => reportPlan(session, plan));
  const told = await toldOfRange(session, plan, merged);
  if (told.state === 'lacking') {
    await reportNoPlan(session, { name: spec.name, ...told });
    return told.end;
  }
  const approval = await approve(session, planned, told.merged);
  const passage = passageOf(plan, inputs);
  const answer = passage.state === 'refused' ? passage : approval.decision;
  if (answer.state === 'refused') return tellRefused(session, plan, answer.refusal, approval);
  const watchOptions: FlowWatchOptions = {
    spec: planned.spec,
    plan,
    systems,
    clock,
    signal: ports.cancelled,
    progress: (line) => out.info(line),
  };
  if (isInSync(plan)) return endWithoutWriting(session, { plan, approval, watchOptions, specDigest, readAt });
  const last = await tipOfApply(session, { at: 'the first write', ...specOfRun });
  if (!last.ok) return last.end;
  return write(session, { prepared, plan, approval, decision: answer, watchOptions, specOfRun });
}

type ToldOfRange =
  | { readonly state: 'told'; readonly merged: LookedUp }
  | Extract<PermissionCheck, { readonly state: 'lacking' }>;

/**
 * What was merged. Where nothing is to be applied and the range does not touch the spec, nothing depends on what GitHub tells late, and it is
 * not waited for. A pull request that it names late is to be told how the apply went, too.
 */
async function toldOfRange(session: Asking, plan: Plan, merged: MergedLookUp): Promise<ToldOfRange> {
  const soon = await merged.soon(plan.name);
  if (!isAskedFor(session, plan, soon)) return { state: 'told', merged: soon };
  const whole = await merged.whole(plan.name);
  const late = preflightOf(session, whole);
  if (late.pullRequest !== undefined && preflightOf(session, soon).pullRequest === undefined) {
    const permissions = await checkPermissions(session, late);
    if (permissions.state === 'lacking') return permissions;
  }
  return { state: 'told', merged: whole };
}

/** Nothing differs: what is left is to see whether the flows run, and to say so. */
async function endWithoutWriting(
  session: Writing,
  run: {
    readonly plan: Plan;
    readonly approval: Approval;
    readonly watchOptions: FlowWatchOptions;
    readonly specDigest: string;
    readonly readAt: Date;
  },
): Promise<RunEnd> {
  const { out, inputs } = session;
  const { plan, approval, watchOptions, specDigest, readAt } = run;
  const flows = await out.group('Look whether the flows run', () => lookWhetherFlowsRun(watchOptions));
  const since = await brokenSince(session, { plan, flows, pullRequests: approval.reviewed });
  if (inputs.jobSummary) {
    const context = reportContext(session, { specDigest, readAt });
    await out.summary(planSummary({ plan, context, flows, since }));
  }
  out.output('applied', '0');
  out.output('failed', '0');
  const end = withoutLeftOut(endInSync(plan, flows), plan);
  await tellInSync(session, { plan, flows, since, approval, end });
  return end;
}

/** Carries the plan out, reads everything again and says how it went. */
async function write(
  session: Session,
  run: {
    readonly prepared: Ready;
    readonly plan: Plan;
    readonly approval: Approval;
    readonly decision: Approved;
    readonly watchOptions: FlowWatchOptions;
    readonly specOfRun: SpecOfRun;
  },
): Promise<RunEnd> {
  const { out, inputs, ports, clock } = session;
  const { prepared, plan, approval, decision, watchOptions, specOfRun } = run;
  const { spec, checks, systems } = prepared;
  const watchFlows = await beginFlowWatch(watchOptions);
  const start = clock.monotonic();
  const outcome = await out.group(`Apply ${plan.changes.length} changes`, () =>
    applyPlan({
      plan,
      writers: writersFor({ spec, ...systems }),
      clock,
      progress: (line) => out.info(line),
      mayGoOn: watchTip(session, specOfRun),
      writeGate: systems.writeGate,
      cancelled: ports.cancelled,
      patienceMs: { late: inputs.waitTimeoutMs, soon: Math.min(inputs.waitTimeoutMs, 90_000) },
      reviewedAsEmpty: decision.reviewedAsEmpty,
      carried: decision.carried,
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
  if (seen.state === 'cancelled') return endCancelled(session, { plan, outcome, milliseconds, approval });
  const { after, flows } = seen.value;
  const end = withoutLeftOut(endOf(outcome, after, flows), plan);
  await tellOutcome(session, { plan, outcome, after, flows, milliseconds, approval, end });
  return end;
}

async function historyOf(session: Asking, merged: LookedUp): Promise<SpecHistory> {
  const { carried } = noHistory;
  if (merged.state === 'no-token') return { before: noTokenToReadIt, carried };
  if (merged.state === 'unanswered') return noHistory; // nothing is applied then
  const { last, specBefore, files, hasBase } = merged.value;
  return {
    before: await specAppliedBefore(session, { sha: specBefore, files: hasBase ? files : undefined }),
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

/**
 * Every write was read back one by one; the lists that a plan is made of are cached and may lag behind. They may also contradict what is
 * read beside them: a list names a topic that is deleted by now. Everything could be read before, so that is asked again, too.
 */
const settlingWaitsMs = [2_000, 5_000, 15_000];

async function settled(
  { clock }: Pick<Session, 'clock'>,
  outcome: Outcome,
  read: () => Promise<Plan>,
): Promise<Plan> {
  const applied = new Set(
    outcome.results.filter(({ state }) => state === 'applied').map(({ change }) => keyOf(change.id)),
  );
  const isAll = applied.size === outcome.results.length;
  const lags = ({ changes, unread }: Plan) =>
    changes.some(({ id }) => isAll || applied.has(keyOf(id))) ||
    unread.some(({ reason }) => reason.isLasting !== true && reason.code !== 'left-out');
  let plan = await read();
  for (const wait of settlingWaitsMs) {
    if (!lags(plan)) return plan;
    await clock.sleep(wait);
    plan = await read();
  }
  return plan;
}
