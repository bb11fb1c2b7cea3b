import type { Change } from '../../src/model/change.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { FlowId } from '../../src/model/flow.ts';
import { type Kind, nameOf } from '../../src/model/resource.ts';
import { driftOf } from '../../src/plan/drift.ts';
import type { FlowVerdict } from '../../src/plan/flows/flow-state.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import { adoptBody, adoptCommitMessage, adoptTitle } from '../../src/report/adopt/adopt-pull-request.ts';
import type { ApplyContext } from '../../src/report/texts/apply-marker.ts';
import { cancelledSummary } from '../../src/report/texts/cancelled-summary.ts';
import { driftClosingComment, driftIssue } from '../../src/report/texts/drift-issue.ts';
import { outcomeLog, planLog } from '../../src/report/texts/log.ts';
import { outcomeComment } from '../../src/report/texts/outcome-comment.ts';
import { planComment, planningComment } from '../../src/report/texts/plan-comment.ts';
import { planJson } from '../../src/report/texts/plan-json.ts';
import { refusedComment, supersededComment } from '../../src/report/texts/refused-comment.ts';
import { failedPlanComment, invalidSpecComment, offlineSummary } from '../../src/report/texts/spec-check.ts';
import { at } from './build/places.ts';
import {
  busyPlan,
  context,
  driftAdoption,
  driftChangers,
  driftPlan,
  inSyncPlan,
  longPlan,
  notContactedPlan,
  unreadPlan,
} from './sample-plans.ts';

const file = 'kafka/prod.yaml';

const apply: ApplyContext = {
  name: 'prod',
  digest: busyPlan.digest,
  run: { label: 'kafka #490', url: 'https://github.com/acme/kafka/actions/runs/17230045490' },
  commit: { branch: 'main', sha: 'c77d0e4000000000000000000000000000000000' },
  finishedAt: new Date('2026-11-22T18:31:09Z'),
};
const check = {
  name: 'prod',
  head: context.head,
  run: context.run,
  source: { commitUrl: 'https://github.com/acme/kafka/blob/4f2c9e1b', checkoutFolder: '' },
};

const created = planned('topic', 'orders.created');
const granted = busyPlan.changes.filter(
  ({ id }) => id.kind === 'kafka-acl' && id.principal === 'User:svc-audit',
);
const reached = planned('endpoint', 'onprem-kafka');
const mirrored = planned('flow', 'onprem -> core');

/** One change of the busy plan. */
function planned(kind: Kind, name: string): Change {
  const change = busyPlan.changes.find(({ id }) => id.kind === kind && nameOf(id) === name);
  if (change === undefined) throw new Error(`the busy plan has no ${kind} ${name}`);
  return change;
}

const allApplied: Outcome = {
  results: [
    { change: created, state: 'applied', milliseconds: 4100 },
    ...granted.map((change) => ({ change, state: 'applied' as const, milliseconds: 350 })),
    { change: mirrored, state: 'applied', milliseconds: 9200 },
  ],
};
const partlyApplied: Outcome = {
  results: [
    { change: created, state: 'applied', milliseconds: 4100 },
    ...granted.map((change) => ({ change, state: 'applied' as const, milliseconds: 350 })),
    {
      change: reached,
      state: 'failed',
      failure: {
        state: 'failed',
        code: '409',
        message: 'Service integration endpoint is in use by integration a1b2c3d4',
        transient: false,
      },
    },
    { change: mirrored, state: 'not-tried', because: 'it waits for endpoint onprem-kafka' },
  ],
};

const cancelledApply: Outcome = {
  results: [
    { change: created, state: 'applied', milliseconds: 4100 },
    ...granted.map((change) => ({
      change,
      state: 'unconfirmed' as const,
      because: 'it was accepted, and not read back yet, when the run was cancelled',
    })),
    {
      change: reached,
      state: 'unconfirmed',
      because: 'it was sent, and not known to be done (timeout), when the run was cancelled',
    },
    { change: mirrored, state: 'not-tried', because: 'the run was cancelled' },
  ],
};

const edgeFlow: FlowId = {
  kind: 'flow',
  project: 'acme',
  service: 'mm2-core',
  source: 'onprem',
  target: 'core',
};
const runningFlows: readonly FlowVerdict[] = [
  { flow: edgeFlow, state: 'copies', records: 120, topics: 4, onlyHeartbeats: false },
];
const failedFlows: readonly FlowVerdict[] = [
  {
    flow: edgeFlow,
    state: 'does-not-run',
    because: 'the integration of onprem has failed: Connection to node -1 could not be established',
  },
];
const partlyFlows: readonly FlowVerdict[] = [
  { flow: edgeFlow, state: 'partly', missing: ['onprem.edge.alerts.fire'], stalled: [], behind: [] },
  {
    flow: { ...edgeFlow, source: 'core', target: 'onprem' },
    state: 'caught-up',
    topics: 12,
    seconds: 15,
  },
];
const since = { 'mm2-core: onprem -> core': '2026-11-21T04:17:40.000Z' };

const findings: readonly Finding[] = [
  {
    code: 'unknown-key',
    severity: 'error',
    message: 'unknown key "retension.ms"',
    hint: 'Did you mean "retention.ms"?',
    position: at(14, file, 7),
  },
  {
    code: 'acl-all-on-all',
    severity: 'warning',
    message: 'User:svc-tools is allowed everything on every name',
    hint: 'Name the operations, or a prefix.',
    position: at(41, file, 7),
  },
  {
    code: 'unknown-cluster',
    severity: 'error',
    message: 'there is no cluster "onprm"',
    hint: 'Did you mean "onprem"?',
    position: at(60, file, 7),
  },
];

/** Every report in every state, by the name of its golden file. */
export const reportSamples: Readonly<Record<string, () => string>> = {
  'planned.md': () => planComment({ plan: busyPlan, context }),
  'not-contacted.md': () => planComment({ plan: notContactedPlan, context }),
  'unread.md': () => planComment({ plan: unreadPlan, context }),
  'no-changes.md': () => planComment({ plan: inSyncPlan, context }),
  'planning.md': () =>
    planningComment({
      name: 'prod',
      head: '90ab12cd00000000000000000000000000000000',
      run: { ...context.run, label: 'kafka #483' },
      before: planComment({ plan: busyPlan, context }),
    }),
  'shortened.md': () => planComment({ plan: longPlan, context }),
  'applied.md': () =>
    outcomeComment({
      outcome: allApplied,
      context: apply,
      milliseconds: 130_000,
      secondRead: 'no difference',
      flows: runningFlows,
    }),
  'applied-not-proven.md': () =>
    outcomeComment({ outcome: allApplied, context: apply, milliseconds: 130_000, secondRead: 'differences' }),
  'partly-applied.md': () =>
    outcomeComment({
      outcome: partlyApplied,
      context: apply,
      milliseconds: 130_000,
      secondRead: 'differences',
      flows: failedFlows,
    }),
  'cancelled.md': () =>
    outcomeComment({
      outcome: cancelledApply,
      context: apply,
      milliseconds: 9_000,
      secondRead: 'cancelled',
    }),
  'cancelled-summary.md': () => cancelledSummary({ run: apply.run, written: 'nothing' }),
  'not-running.md': () =>
    outcomeComment({
      outcome: { results: [] },
      context: apply,
      milliseconds: 0,
      secondRead: 'no difference',
      flows: partlyFlows,
      since,
    }),
  'refused.md': () => refusedComment({ refused: refused(), context: apply }),
  'superseded.md': () => supersededComment({ context: apply, tip: '1d00f00d00000000' }),
  'invalid-spec.md': () => invalidSpecComment({ findings, context: check }),
  'failed.md': () =>
    failedPlanComment({
      reason: 'no value for KAFKA_SECRET_ONPREM_MM2_PASSWORD',
      next: 'Pass them to the step under env, as in `KAFKA_SECRET_ONPREM_MM2_PASSWORD: ${{ secrets.ONPREM_MM2_PASSWORD }}`.',
      context: check,
    }),
  'offline.md': () =>
    offlineSummary({
      findings: findings.filter(({ severity }) => severity !== 'error'),
      because: 'pull request from a fork: no credentials reach this run',
      fromFork: true,
      counts: { clusters: 3, flows: 2, topics: 8, acls: 24 },
      assumesDefaults: false,
      missingSecrets: ['ONPREM_MM2_PASSWORD', 'PARTNER_CLIENT_KEY'],
      context: check,
    }),
  'drift-issue.md': () => {
    const { title, body } = driftIssue({
      drift: driftOf(driftPlan, failedFlows),
      adoption: driftAdoption,
      changers: driftChangers,
      context: {
        run: { label: 'kafka #512', url: 'https://github.com/acme/kafka/actions/runs/17230045512' },
        checkedAt: new Date('2026-11-22T04:17:40Z'),
        spec: apply.commit,
        workflow: { label: 'kafka', url: 'https://github.com/acme/kafka/actions/workflows/kafka.yaml' },
        pullRequest: { label: 'open already', url: 'https://github.com/acme/kafka/pulls?q=is%3Apr' },
        firstSeen: new Date('2026-11-20T04:17:00Z'),
        seen: 3,
        since,
      },
    });
    return `${title}\n\n${body}`;
  },
  'adopt-pull-request.md': () =>
    [
      adoptTitle(driftAdoption, 'prod'),
      adoptBody(driftAdoption, {
        name: 'prod',
        run: context.run,
        workflow: { label: 'kafka', url: 'https://github.com/acme/kafka/actions/workflows/kafka.yaml' },
        readAt: context.readAt,
        spec: apply.commit,
        restoreDigest: driftPlan.digest,
        digest: 'sha256:5f1e',
      }),
      ...driftAdoption.parts.map(({ units }) => adoptCommitMessage(units)),
    ].join('\n\n'),
  'drift-closed.md': () =>
    driftClosingComment({ run: context.run, checkedAt: new Date('2026-11-23T04:17:40Z') }),
  'plan-log.txt': () => planLog(busyPlan),
  'not-contacted-log.txt': () => planLog(notContactedPlan),
  'outcome-log.txt': () => outcomeLog(partlyApplied),
  'plan-json.txt': () => planJson(notContactedPlan),
};

function refused() {
  const retention = {
    place: 'core',
    kind: 'topic',
    name: 'payments',
    action: 'update' as const,
    field: 'config.retention.ms',
  };
  return {
    reasons: [
      {
        message: 'the plan has changes that no merged pull request showed',
        hint: `Find out where they come from. Then re-run the plan job of #214 (it works on a merged pull request), look at what it shows, and re-run this job; or look at the plan of this run and run the workflow by hand with \`mode: apply\` and \`approve-digest: ${busyPlan.digest}\`.`,
      },
    ],
    operations: [
      {
        operation: { ...retention, from: '86400000', to: '259200000' },
        shown: { ...retention, from: '604800000', to: '259200000' },
      },
      {
        operation: {
          place: 'core',
          kind: 'aiven-acl',
          name: 'svc-new read on payments',
          action: 'create' as const,
          field: '',
          from: null,
          to: null,
        },
      },
    ],
  };
}
