import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { known } from '../../../src/model/reading.ts';
import type { Plan, Risk } from '../../../src/plan/plan.ts';
import { planAnnotations } from '../../../src/report/annotations.ts';
import { driftIssue } from '../../../src/report/drift-issue.ts';
import { codeSpan, fence, logText, markerJson, mermaidLabel, visible } from '../../../src/report/escape.ts';
import { outcomeLog, planLog } from '../../../src/report/log.ts';
import { readMarker } from '../../../src/report/marker.ts';
import { outcomeComment, refusedComment } from '../../../src/report/outcome-comment.ts';
import { toMarkdown } from '../../../src/report/phrase.ts';
import { planComment } from '../../../src/report/plan-comment.ts';
import { planJson } from '../../../src/report/plan-json.ts';
import { prose } from '../../../src/report/prose.ts';
import { invalidSpecComment, offlineSummary } from '../../../src/report/spec-check.ts';
import { hostileText } from '../../support/hostile-text.ts';
import { readSkeleton, type Skeleton } from '../../support/markdown-skeleton.ts';
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
  derived,
  field,
  kafkaAcl,
  planOf,
  removed,
  topic,
  topicId,
  updateFlow,
  updateTopic,
} from '../../support/plan-builder.ts';
import { context } from '../../support/sample-plans.ts';

const run = { label: 'kafka #1', url: 'https://github.com/acme/kafka/actions/runs/1' };

/** The same plan with other words in every place that holds foreign text; each text is used once. */
function planWith(text: () => string): Plan {
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
      code: text(),
      consequence: text(),
      gate: text(),
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
    unread: [
      { place: text(), what: 'topics', reason: { state: 'unknown', code: 'not-contacted', message: text() } },
      {
        place: text(),
        what: 'topic',
        name: text(),
        reason: { state: 'unknown', code: 'denied', message: text() },
      },
    ],
    pending: [
      {
        place: text(),
        resource: kafkaAcl({ principal: text(), resourceName: text() }, provenance),
        fields: [],
      },
      {
        place: text(),
        resource: topic(topicId('onprem', text()), provenance),
        fields: [{ field: `config.${text()}`, to: text() }],
      },
    ],
    leftAlone: [
      { id: topicId('core', text()), why: 'outside-manage' },
      { id: topicId('core', text()), why: 'unlisted-config', fields: [{ field: text(), value: text() }] },
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
          notTold: 1,
          grantedByPlan: false,
        })),
      },
    ],
    topology: {
      clusters: [{ alias: aliases[0], type: 'external', contacted: true }],
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

/** Every Markdown text that can leave the process. */
function reports(text: () => string): readonly string[] {
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
    sourceUrl: 'https://github.com/acme/kafka/blob/4f2c9e1b',
  };
  return [
    planComment({ plan, context: { ...context, base: { branch: text(), sha: 'a81d0c3000' } } }),
    outcomeComment({ outcome: { results }, context: apply, milliseconds: 1, secondRead: 'failed' }),
    refusedComment({
      refused: {
        reasons: [{ message: text(), hint: text() }],
        operations: plan.operations.slice(0, 5).map((operation) => ({ operation })),
      },
      context: apply,
    }),
    invalidSpecComment({ findings: plan.findings, context: check }),
    offlineSummary({
      findings: plan.findings,
      because: text(),
      counts: { clusters: 1, flows: 1, topics: 1, acls: 1 },
      missingSecrets: [text(), text()],
      context: check,
    }),
    driftIssue({
      plan,
      context: {
        run,
        checkedAt: context.readAt,
        spec: { branch: text(), sha: 'a81d0c3000' },
        workflow: run,
        firstSeen: context.readAt,
        seen: 2,
      },
    }).body,
  ];
}

/** `word1`, `word2`, …: what the reports look like when nobody attacks. */
function harmless(): () => string {
  let count = 0;
  return () => `word${++count}`;
}

/** The hostile texts in turn, each made different from the others, as names in a plan are. */
function from(texts: readonly string[]): () => string {
  let count = 0;
  return () => `${texts[count % texts.length] ?? ''}~${++count}`;
}

/** Nothing that GitHub formats, links, mentions or hides is left outside code. */
function expectInert({ prose: own, spans, fences }: Skeleton): void {
  expect(own).not.toMatch(/[@<>[\]`_*~\\$^{}|&]|#|\bwww\.|:\/\/|gh-\d/i);
  expect(own.replace(/⚠️|ℹ️|[✅❌🛑📝⏩]/gu, '')).not.toMatch(/[^\n -~§·×→–—…±]/u);
  for (const span of [...spans, ...fences.flatMap(({ lines }) => lines)]) expect(span).toBe(visible(span));
}

describe('hostile text in every name, value, reason and message', () => {
  const benign = reports(harmless()).map(readSkeleton);

  test('changes no line of any report, and stays in code', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 30 }), (texts) => {
        for (const [index, report] of reports(from(texts)).entries()) {
          const skeleton = readSkeleton(report);
          expectInert(skeleton);
          expect(skeleton.shape).toEqual(benign[index]?.shape);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('leaves a Mermaid diagram of the same nodes and edges', () => {
    const label = '[A-Za-z0-9 ._:*/+,()?-]+';
    const line = new RegExp(`^(?:flowchart LR|  n\\d\\["${label}"\\]|  n\\d ==>\\|"${label}"\\| n\\d)$`);
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 30 }), (texts) => {
        const comment = planComment({ plan: planWith(from(texts)), context });
        const diagram = readSkeleton(comment).fences.find(({ language }) => language === 'mermaid');
        expect(diagram?.lines).toHaveLength(4);
        for (const each of diagram?.lines ?? []) expect(each).toMatch(line);
      }),
      { numRuns: 100 },
    );
  });

  test('gives the runner no command, whatever line it is on', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 30 }), (texts) => {
        const plan = planWith(from(texts));
        const results = plan.changes.map((change) => ({
          change,
          state: 'not-tried' as const,
          because: texts[0] ?? '',
        }));
        const annotations = planAnnotations(plan).map(({ message }) => logText(message));
        for (const log of [planLog(plan), outcomeLog({ results }), ...annotations]) {
          expect(log.split('\n').filter(isRunnerCommand)).toEqual([]);
          expect(log).toBe(log.split('\n').map(visible).join('\n'));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('comes back unharmed from the JSON', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 30 }), (texts) => {
        const plan = planWith(from(texts));
        const parsed: unknown = JSON.parse(planJson(plan));
        expect(parsed).toMatchObject({ version: 1, name: plan.name, digest: plan.digest });
        expect(planJson(planWith(from(texts)))).toBe(planJson(plan));
      }),
      { numRuns: 50 },
    );
  });
});

describe('one hostile text', () => {
  test('is one code span that shows all of it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { spans, prose: own } = readSkeleton(`x ${codeSpan(text, { max: 1000 })} x`);
        expect(own).toBe('x § x');
        expect(spans.map((span) => span.replaceAll('␠', ' '))).toEqual([visible(text)]);
      }),
    );
  });

  test('is one cell', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { shape, spans } = readSkeleton(`| ${codeSpan(text, { cell: true, max: 1000 })} | x |`);
        expect(shape).toEqual(['row 2']);
        expect(spans.map((span) => span.replaceAll('␠', ' '))).toEqual([visible(text)]);
      }),
    );
  });

  test('does not close a fence', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (texts) => {
        expect(readSkeleton(`${fence(texts, 'diff')}\nafter`).shape).toEqual(['fence diff', '']);
      }),
    );
  });

  test('is read back from a marker, which stays one comment', () => {
    fc.assert(
      fc.property(hostileText, (id) => {
        const line = `<!-- aiven-kafka-gitops:plan ${markerJson({ v: 1, id, head: id })} -->`;
        expect(line.slice(4, -3)).not.toMatch(/--|[<>@\n]/);
        expect(readMarker(`${line}\n## x`)).toEqual({ kind: 'plan', id, fields: { head: id } });
      }),
    );
  });

  test('as a sentence is words and code', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expectInert(readSkeleton(`x ${toMarkdown(prose(text))}`));
      }),
    );
  });

  test('is a short plain Mermaid label', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(mermaidLabel(text)).toMatch(/^[A-Za-z0-9 ._:*/+,()?-]{1,42}$/);
      }),
    );
  });
});

/** As the runner decides: `ActionCommand.TryParseV2` after trimming, `ActionCommand.TryParse` anywhere. */
function isRunnerCommand(line: string): boolean {
  return line.trimStart().startsWith('::') || line.includes('##[');
}
