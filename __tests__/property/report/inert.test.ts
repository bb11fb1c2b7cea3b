import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planAnnotations } from '../../../src/report/texts/annotations.ts';
import { outcomeLog, planLog } from '../../../src/report/texts/log.ts';
import { planComment } from '../../../src/report/texts/plan-comment.ts';
import { planJson } from '../../../src/report/texts/plan-json.ts';
import {
  codeSpan,
  fence,
  logText,
  markerJson,
  mermaidLabel,
  visible,
} from '../../../src/report/words/escape.ts';
import { readMarker } from '../../../src/report/words/marker.ts';
import { toMarkdown } from '../../../src/report/words/phrase.ts';
import { prose } from '../../../src/report/words/prose.ts';
import { hostileReports, planWith } from '../../support/hostile-reports.ts';
import { hostileText } from '../../support/hostile-text.ts';
import { readSkeleton, type Skeleton } from '../../support/markdown-skeleton.ts';
import { context } from '../../support/sample-plans.ts';

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
  expect(own.replace(/⚠️|ℹ️|[✅❌❔💤🛑📝⏩⏳]/gu, '')).not.toMatch(/[^\n -~§·×→–—…±]/u);
  for (const span of [...spans, ...fences.flatMap(({ lines }) => lines)]) expect(span).toBe(visible(span));
}

describe('hostile text in every name, value, reason and message', () => {
  const benign = Object.values(hostileReports(harmless())).map(readSkeleton);

  test('changes no line of any report, and stays in code', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 30 }), (texts) => {
        for (const [index, report] of Object.values(hostileReports(from(texts))).entries()) {
          const skeleton = readSkeleton(report);
          expectInert(skeleton);
          expect(skeleton.shape).toEqual(benign[index]?.shape);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('leaves a Mermaid diagram of the same nodes and edges', () => {
    const label = '[A-Za-z0-9 ._:*/+,()?-]+(?:<br/>[A-Za-z0-9 ._:*/+,()?-]+)?';
    const line = new RegExp(
      `^(?:flowchart LR|  n\\d\\["${label}"\\]|  n\\d ==>\\|"${label}"\\| n\\d|  linkStyle 0 stroke:#2da44e,stroke-width:3px)$`,
    );
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 30 }), (texts) => {
        const comment = planComment({ plan: planWith(from(texts)), context });
        const diagram = readSkeleton(comment).fences.find(({ language }) => language === 'mermaid');
        expect(diagram?.lines).toHaveLength(5);
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
        fc.pre(!visible(text).includes('\\|')); // an element, not a span: see the next test
        const { shape, spans } = readSkeleton(`| ${codeSpan(text, { cell: true, max: 1000 })} | x |`);
        expect(shape).toEqual(['row 2']);
        expect(spans.map((span) => span.replaceAll('␠', ' '))).toEqual([visible(text)]);
      }),
    );
  });

  test('is one cell with a backslash before a pipe', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (before, after) => {
        const cell = codeSpan(`${before}\\|${after}`, { cell: true, max: 1000 });
        expect(cell).toMatch(/^<code>(?:[A-Za-z0-9 ]|&#\d+;)+<\/code>$/);
        expect(readSkeleton(`| ${cell} | x |`).shape).toEqual(['row 2']);
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
