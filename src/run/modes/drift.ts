import { confirmedPlan } from '../../plan/confirmed-plan.ts';
import { differencesIn, driftOf, lastingIn } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import { driftSummary } from '../../report/texts/summary.ts';
import { driftHeadline } from '../../report/words/headline.ts';
import { neededByDrift } from '../github/needed-permissions.ts';
import { askGitHub } from '../github/on-github.ts';
import type { RunEnd } from '../result.ts';
import { type ApplyUnderWay, applyUnderWay, type RecordedApplies } from '../review/apply-under-way.ts';
import { applyTask, environmentOf, readLeftPayload } from '../review/record-apply.ts';
import { sayUntold } from '../review/say-untold.ts';
import type { Asking, Session } from '../session.ts';
import { noHistory } from '../spec/spec-before.ts';
import { workflowPath } from '../spec/workflow-file.ts';
import { lookWhetherFlowsRun } from '../systems/flow-health.ts';
import { makePlan } from '../systems/make-plan.ts';
import { prepare } from '../systems/prepare.ts';
import { brokenSince } from '../tell/broken-since.ts';
import { keepDriftIssue } from '../tell/drift-report.ts';
import { reportContext, reportPlan } from '../tell/report-plan.ts';

/** Schedule: does reality still match the spec? One issue says where it does not, and is closed when it does. */
export async function driftMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports, clock } = session;
  const prepared = await prepare(session, 'plan', async () => ({ needed: neededByDrift(session) }));
  if (!prepared.ok) return prepared.end;
  const { spec, checks, specDigest, systems } = prepared;
  try {
    const readAt = clock.now();
    const earlier = await earlierApplies(session, spec.name);
    const carried = readLeftPayload(earlier.newest?.payload);
    let effective = spec;
    const read = async () => {
      const made = await makePlan(session, spec, systems, checks, { ...noHistory, carried });
      effective = made.spec;
      return made.plan;
    };
    const first = await out.group('Read the live state', read);
    const { plan, unsure } =
      first.changes.length + lastingIn(first).length === 0
        ? { plan: first, unsure: 0 }
        : await confirm(session, first, read);
    await out.group('Drift', () => reportPlan(session, plan));
    const flows = await out.group('Look whether the flows run', () =>
      lookWhetherFlowsRun({
        spec: effective,
        plan,
        systems,
        clock,
        signal: ports.cancelled,
        progress: (line) => out.info(line),
      }),
    );
    const drift = driftOf(plan, flows, first);
    const since = await brokenSince(session, { plan, flows, pullRequests: [] });
    const context = reportContext(session, { specDigest, readAt });
    if (inputs.jobSummary) await out.summary(driftSummary({ drift, context, since }));
    if (plan.unread.length > 0) {
      return {
        result: 'failed',
        reason: 'not-readable',
        summary: `${driftHeadline(drift)}: drift cannot be told, the issue is left as it is`,
      };
    }
    const isDrift = differencesIn(drift) > 0;
    if (unsure > 0 && !isDrift) {
      const words = 'no drift that two reads agree on; the next check tells, and the issue is left as it is';
      return plan.leftOut.length > 0 ? incomplete(plan, words) : { result: 'in-sync', summary: words };
    }
    const isAsked = inputs.driftIssue && plan.changes.length > 0;
    const apply = isAsked
      ? await applyUnderWay(session, earlier, workflowPath(session, ports.env))
      : notAsked;
    if (apply.state === 'running') {
      out.info(`An apply is running or about to: ${apply.run.url}. The issue is left as it is.`);
      const words = `${driftHeadline(drift)}, and an apply is running (${apply.run.label}): the next check tells, and the issue is left as it is`;
      return { result: 'incomplete', summary: words };
    }
    await keepDriftIssue(session, drift, { is: 'check', pendingApply: apply.pending });
    if (!isDrift && plan.leftOut.length > 0) {
      return incomplete(plan, 'no drift in the rest, and the issue is left as it is');
    }
    if (!isDrift) {
      await sayUntold(session, { plan, flows, untold: earlier.untold });
      return { result: 'in-sync', summary: 'no drift' };
    }
    const end: RunEnd = { result: 'drift', summary: driftHeadline(drift) };
    return inputs.failOnDrift ? { ...end, reason: 'drift-detected' } : end;
  } finally {
    await systems.close();
  }
}

/** What was not looked at may differ, so such a check finds nothing to be in sync. */
function incomplete({ leftOut }: Plan, words: string): RunEnd {
  return { result: 'incomplete', summary: `without ${leftOut.join(', ')}: ${words}` };
}

/** There is nothing that an apply would do, or no issue to say it in. */
const notAsked: ApplyUnderWay = { state: 'not running', pending: undefined };

/** The applies that are recorded. What they left is named in an issue that other drift opens, so no permission is asked for. */
async function earlierApplies(session: Asking, name: string): Promise<RecordedApplies> {
  const { github, inputs, out } = session;
  const none = { state: 'unread', newest: undefined, untold: [] } as const;
  if (github === undefined || !inputs.driftIssue) return none;
  const runs = await askGitHub(() =>
    github.recordedRuns({ environment: environmentOf(name), task: applyTask }),
  );
  if (runs.state === 'answered') return { state: 'read', ...runs.value };
  const { message, failure } = runs.error;
  const why = failure.kind === 'missing-permission' ? 'the job has no `deployments: read`' : message;
  out.info(`What earlier changes left running is not told: ${why}.`);
  return none;
}

/** Caches and services that settle look like drift for a moment: only what a second read shows as well counts. */
const secondReadAfterMs = 2_000;

async function confirm(
  { out, clock }: Pick<Asking, 'out' | 'clock'>,
  first: Plan,
  read: () => Promise<Plan>,
): Promise<{ readonly plan: Plan; readonly unsure: number }> {
  await clock.sleep(secondReadAfterMs);
  const second = await out.group('Read once more, to be sure', read);
  const plan = confirmedPlan(first, second);
  const sure = driftOf(second, [], first).lasting.length;
  const unsure = second.operations.length - plan.operations.length + lastingIn(second).length - sure;
  if (unsure > 0)
    out.info(`${unsure} of the differences were not there a moment ago: they do not count in this check.`);
  return { plan, unsure };
}
