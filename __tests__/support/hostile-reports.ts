import { known } from '../../src/model/reading.ts';
import { driftOf } from '../../src/plan/drift.ts';
import type { FlowVerdict } from '../../src/plan/flows/flow-state.ts';
import { type Plan, type Risk, riskCodes } from '../../src/plan/plan.ts';
import { adoptBody, adoptTitle } from '../../src/report/adopt/adopt-pull-request.ts';
import { driftIssue } from '../../src/report/texts/drift-issue.ts';
import { outcomeComment } from '../../src/report/texts/outcome-comment.ts';
import { planComment, planningComment } from '../../src/report/texts/plan-comment.ts';
import { refusedComment, supersededComment } from '../../src/report/texts/refused-comment.ts';
import { failedPlanComment, invalidSpecComment, offlineSummary } from '../../src/report/texts/spec-check.ts';
import { planSummary } from '../../src/report/texts/summary.ts';
import { headline } from '../../src/report/words/headline.ts';
import { reviewRecord } from '../../src/review/record.ts';
import { writeRecord } from '../../src/review/record-text.ts';
import {
  changeEndpoint,
  createAcls,
  createAivenAcl,
  createEndpoint,
  createFlow,
  createIntegration,
  createTopic,
  deleteAcls,
  deleteTopic,
  field,
  mirrorAcl,
  topicId,
  updateFlow,
  updateTopic,
} from './build/changes.ts';
import { derived, removed } from './build/places.ts';
import { planOf } from './build/plan.ts';
import { topic } from './build/resources.ts';
import { context } from './sample-plans.ts';

const run = { label: 'kafka #1', url: 'https://github.com/acme/kafka/actions/runs/1' };

/** Each use of a text is another one, as names in a plan are. */
export function textsFrom(text: string): () => string {
  let count = 0;
  return () => `${text}~${++count}`;
}

/** The same plan with other words in every place that holds foreign text; each text is used once. */
export function planWith(text: () => string): Plan {
  const provenance = derived({ flows: [text()], rule: text(), why: text(), without: text() });
  const changes = [
    changeEndpoint('update', text(), [
      field('bootstrap_servers', text(), text()),
      field('sasl_plain_password', { secret: 'set', name: text() }, { secret: 'cannot tell', name: text() }),
    ]),
    createEndpoint(text(), { bootstrap_servers: text(), ssl_client_key: { secret: 'set', name: text() } }),
    createTopic(
      'core',
      text(),
      { partitions: text(), replication: '3', [`config.${text()}`]: text() },
      provenance,
    ),
    updateTopic('core', text(), [
      field(`tags.${text()}`, text(), text()),
      field('config.retention.ms', text(), null),
    ]),
    deleteTopic('core', text(), removed(text())),
    createAivenAcl({ username: text(), topic: text() }),
    ...createAcls(
      ['Read', 'Write'],
      { cluster: text(), principal: text(), resourceName: text(), host: text() },
      provenance,
    ),
    ...deleteAcls(
      ['Read'],
      { principal: text() },
      { origin: 'owned', position: provenance.position, pattern: text() },
    ),
    createIntegration(text(), text(), { source: text() }),
    createFlow('mm2', [text(), text()], { topics: [text(), text()] }),
    updateFlow('mm2', [text(), text()], [field('topics', [text(), text(), text()], [text(), text()])]),
  ];
  const risks = changes.map(
    ({ id }, index): Risk => ({
      label: `R${index + 1}`,
      level: (['high', 'medium', 'low'] as const)[index % 3] ?? 'low',
      id,
      code: riskCodes[index % riskCodes.length] ?? 'data-loss',
      consequence: text(),
      gate: text(),
      ...(index % 2 === 0 ? { concerns: 'records' as const } : {}),
    }),
  );
  const aliases = [text(), text()] as const;
  return planOf({
    name: text(),
    changes,
    risks,
    findings: [
      {
        code: text(),
        severity: 'warning',
        message: text(),
        hint: text(),
        position: { file: text(), line: 3, column: 1 },
      },
      { code: text(), severity: 'error', message: text() },
    ],
    leftOut: [text(), text()],
    unread: [
      { place: text(), kind: 'topic', reason: { state: 'unknown', code: 'not-contacted', message: text() } },
      {
        place: text(),
        kind: 'topic',
        name: text(),
        reason: { state: 'unknown', code: 'denied', message: text() },
      },
    ],
    pending: [
      {
        place: text(),
        resource: mirrorAcl({ principal: text(), resourceName: text() }, provenance),
        fields: [],
      },
      {
        place: text(),
        resource: topic('onprem', text(), { provenance }),
        fields: [{ field: `config.${text()}`, to: text() }],
      },
    ],
    leftAlone: [
      { id: topicId('core', text()), why: 'outside-manage' },
      { id: topicId('core', text()), why: 'not-stated', fields: [{ field: text(), value: text() }] },
    ],
    flows: [
      {
        service: text(),
        source: aliases[0],
        target: text(),
        enabled: false,
        matches: known({
          seenBy: 'mirror',
          doubtful: [text()],
          topics: Array.from({ length: 7 }, () => ({ name: text(), remote: text(), onTarget: 'new' })),
        }),
        notEvaluable: [{ pattern: text(), because: text() }],
        logins: (['accepted', 'refused', 'not-contacted', 'unknown'] as const).map((state) => ({
          cluster: text(),
          endpoint: text(),
          state,
          message: text(),
          needed: 9,
          lacks: [text(), text()],
          stopsBy: [],
          notTold: 1,
          grantedByPlan: false,
          takenByPlan: [],
        })),
      },
    ],
    topology: {
      clusters: [
        {
          key: aliases[0],
          aliases: [aliases[0]],
          type: 'external',
          addresses: [],
          contacted: true,
          leftOut: false,
        },
      ],
      flows: [
        {
          service: text(),
          source: aliases[0],
          target: aliases[1],
          topics: [text(), text()],
          enabled: true,
          state: 'new',
        },
      ],
    },
  });
}

/** Every Markdown text that can leave the process, by name; each text is used once in each. */
export function hostileReports(text: () => string): Readonly<Record<string, string>> {
  const plan = planWith(text);
  const apply = {
    name: plan.name,
    digest: plan.digest,
    run,
    commit: { branch: text(), sha: 'c77d0e4000' },
    finishedAt: context.readAt,
  };
  const failure = () => ({ state: 'failed' as const, code: text(), message: text(), transient: true });
  const results = plan.changes.map((change, index) =>
    index % 2 === 0
      ? { change, state: 'failed' as const, failure: failure() }
      : { change, state: 'not-tried' as const, because: text() },
  );
  const check = {
    name: text(),
    head: context.head,
    run,
    source: { commitUrl: 'https://github.com/acme/kafka/blob/4f2c9e1b', checkoutFolder: '' },
  };
  const drift = {
    run,
    checkedAt: context.readAt,
    spec: { branch: text(), sha: 'a81d0c3000' },
    workflow: run,
    pullRequest: run,
    firstSeen: context.readAt,
    seen: 2,
    since: {},
  };
  const id = { kind: 'flow', project: text(), service: text(), source: text(), target: text() } as const;
  const flows: readonly FlowVerdict[] = [
    { flow: id, state: 'does-not-run', because: text() },
    { flow: id, state: 'cannot-tell', because: text() },
    {
      flow: id,
      state: 'partly',
      missing: [text(), text()],
      stalled: [text()],
      behind: [text()],
      because: text(),
    },
  ];
  const planContext = { ...context, base: { branch: text(), sha: 'a81d0c3000' } };
  const units = plan.changes.map((change) => ({
    differences: [{ is: 'change' as const, change, ...(change.fields[0] && { field: change.fields[0] }) }],
    risks: [{ level: 'high' as const, code: 'data-loss' as const, consequence: text() }],
    level: 'high' as const,
  }));
  const adoption = {
    accepted: units,
    notSaid: units.slice(0, 2).map((unit) => ({ unit, why: text() })),
    changed: new Map([[text(), { before: `a\n${text()}\n`, after: `a\n${text()}\n` }]]),
  };
  const changers = {
    units: units.map((unit) => ({
      unit,
      event: { at: 1_764_547_200_000, actor: text(), type: text(), description: text(), service: text() },
    })),
    unread: text(),
    namesActors: true,
  };
  const adopting = {
    ...{ run, workflow: run, readAt: context.readAt, spec: { branch: text(), sha: 'c77d0e4000' } },
    ...{ name: 'prod', restoreDigest: plan.digest, digest: plan.digest },
  };
  const noPlan = failedPlanComment({ reason: text(), next: text(), context: check });
  return {
    comment: planComment({ plan, context: planContext }),
    summary: planSummary({ plan, context: planContext, flows }),
    'drift issue': driftIssue({ drift: driftOf(plan, flows), adoption, changers, context: drift }).body,
    'adopt pull request': adoptBody(adoption, { ...adopting, pendingApply: { is: 'waiting', run } }),
    'adopt title': adoptTitle(adoption, 'prod'),
    'drift title': driftIssue({ drift: driftOf(plan, flows), context: drift }).title,
    // The spec's own name has no hostile characters: its schema allows none.
    'check run': writeRecord(reviewRecord({ ...plan, name: 'prod' }, 7)).join('\n'),
    'check run title': headline(plan),
    outcome: outcomeComment({
      outcome: { results },
      context: apply,
      milliseconds: 1,
      secondRead: 'failed',
      flows,
    }),
    refused: refusedComment({
      refused: {
        reasons: [{ message: text(), hint: text() }],
        operations: plan.operations.slice(0, 5).map((operation) => ({ operation })),
      },
      context: apply,
    }),
    // It folds what stood there as it is: one short comment shows as much as a long one.
    'newer plan': planningComment({ name: text(), head: text(), run, before: noPlan }),
    superseded: supersededComment({ context: apply, tip: context.head }),
    'invalid spec': invalidSpecComment({ findings: plan.findings, context: check }),
    'no plan': noPlan,
    offline: offlineSummary({
      findings: plan.findings,
      because: text(),
      fromFork: true,
      counts: { clusters: 1, flows: 1, topics: 1, acls: 1 },
      assumesDefaults: false,
      missingSecrets: [text(), text()],
      context: check,
    }),
  };
}
