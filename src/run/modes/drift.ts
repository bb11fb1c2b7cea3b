import { differencesIn, driftOf } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import { driftSummary } from '../../report/texts/summary.ts';
import { driftHeadline } from '../../report/words/headline.ts';
import { adoptionOf } from '../adopt/adoption.ts';
import { changersOf } from '../adopt/changers.ts';
import { readTwice } from '../adopt/read-twice.ts';
import { neededByDrift } from '../github/needed-permissions.ts';
import type { RunEnd } from '../result.ts';
import { type ApplyUnderWay, applyUnderWay, type RecordedApplies } from '../review/apply-under-way.ts';
import { earlierApplies } from '../review/earlier-applies.ts';
import { readLeftPayload } from '../review/record-apply.ts';
import { sayUntold } from '../review/say-untold.ts';
import type { Session } from '../session.ts';
import { secretsIn } from '../spec/load.ts';
import { noHistory } from '../spec/spec-before.ts';
import { workflowPath } from '../spec/workflow-file.ts';
import { lookWhetherFlowsRun } from '../systems/flow-health.ts';
import { prepare } from '../systems/prepare.ts';
import { brokenSince } from '../tell/broken-since.ts';
import { keepDriftIssue } from '../tell/drift-report.ts';
import { reportContext, reportPlan } from '../tell/report-plan.ts';

/** Schedule: does reality still match the spec? One issue says where it does not, and is closed when it does. */
export async function driftMode(session: Session): Promise<RunEnd> {
  const { out, inputs, ports, clock } = session;
  const prepared = await prepare(session, 'plan', async () => ({ needed: neededByDrift(session) }));
  if (!prepared.ok) return prepared.end;
  const { spec, specDigest, systems } = prepared;
  try {
    const readAt = clock.now();
    const earlier = inputs.driftIssue ? await earlierApplies(session, spec.name) : unread;
    const carried = readLeftPayload(earlier.newest?.payload);
    const found = await readTwice(session, prepared, { ...noHistory, carried });
    const { first, plan, unsure, effective } = found;
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
    const adoption =
      isDrift && inputs.driftIssue && session.github !== undefined
        ? await out.group('See what the spec can take over', () =>
            adoptionOf(session, prepared, {
              drift,
              whole: found.whole,
              read: found.read,
              secret: secretsIn(ports.env),
            }),
          )
        : undefined;
    await keepDriftIssue(session, drift, {
      is: 'check',
      pendingApply: apply.pending,
      ...(adoption && { adoption, changers: await changersOf(session, adoption, spec, systems.aiven) }),
    });
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
/** Nobody will be told, so nobody is asked. */
const unread: RecordedApplies = { state: 'unread', newest: undefined, untold: [] };
