import { describe, expect, jest, test } from '@jest/globals';
import { createSecretMasker } from '../../../sandbox/runner/secret-masker.ts';
import { createOutputReader } from '../../../sandbox/runner/workflow-commands.ts';
import { findingAnnotations, planAnnotations } from '../../../src/report/annotations.ts';
import { visible } from '../../../src/report/escape.ts';
import { outcomeLog, planLog } from '../../../src/report/log.ts';
import { withoutMarker } from '../../../src/report/marker.ts';
import { actionsRunner } from '../../../src/run/actions-runner.ts';
import { Outlet } from '../../../src/run/outlet.ts';
import { readAsGitHub } from '../../support/github-reading.ts';
import { hostilePayloads, hugePayloads } from '../../support/hostile-payloads.ts';
import { hostileReports, planWith } from '../../support/hostile-reports.ts';

/** Each use of a text is another one, as names in a plan are. */
function from(text: string): () => string {
  let count = 0;
  return () => `${text}~${++count}`;
}

const benign = Object.entries(hostileReports(from('word'))).map(
  ([name, report]) => [name, readAsGitHub(report)] as const,
);

test('there are more than 200 hostile texts, all different', () => {
  expect(new Set(hostilePayloads).size).toBe(hostilePayloads.length);
  expect(hostilePayloads.length).toBeGreaterThan(200);
});

describe('what GitHub makes of a report full of', () => {
  test.each(hostilePayloads.map((payload) => [JSON.stringify(payload).slice(0, 60), payload]))(
    '%s',
    (_, payload) => {
      const reports = hostileReports(from(payload));
      const comment = `${withoutMarker(reports['comment'] ?? '')}\n`;
      for (const [name, expected] of benign) {
        const report = reports[name] ?? '';
        if (name !== 'comment' && report === comment) continue; // the summary of a plan that fits into a comment
        const { elements, links, words } = readAsGitHub(report);
        expect(`${name}\n${elements.join('\n')}`).toBe(`${name}\n${expected.elements.join('\n')}`);
        expect(links.join('\n')).toBe(expected.links.join('\n'));
        expect({ name, lively: livelyParts(words) }).toEqual({ name, lively: [] });
      }
    },
  );
});

/** Tables have cells and alignments, lists have their first number: all that the tool's own reports are made of. */
const ownElement =
  /^<(?:marker|\/?(?:a|h2|h3|p|strong|sub|summary|details|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|pre)|details open|(?:br|hr)(?: \/)?)>$/;

describe('what GitHub makes of a report full of the huge text', () => {
  test.each(hugePayloads.map((payload) => [payload.slice(0, 20), payload]))('%s…', (_, payload) => {
    for (const [name, report] of Object.entries(hostileReports(from(payload)))) {
      const { elements, links, words } = readAsGitHub(report);
      expect({ name, foreign: elements.filter((element) => !ownElement.test(element)) }).toEqual({
        name,
        foreign: [],
      });
      expect(links.filter((link) => !link.startsWith('https://github.com/acme/kafka/'))).toEqual([]);
      expect({ name, lively: livelyParts(words) }).toEqual({ name, lively: [] });
    }
  });
});

describe('what the runner makes of a log and of annotations full of', () => {
  test.each(
    [...hostilePayloads, ...hugePayloads].map((payload) => [JSON.stringify(payload).slice(0, 60), payload]),
  )('%s', (_, payload) => {
    const plan = planWith(from(payload));
    const failure = { state: 'failed' as const, code: payload, message: payload, transient: false };
    const results = plan.changes.map((change) => ({ change, state: 'failed' as const, failure }));
    const written = captured(() => {
      const out = new Outlet(actionsRunner());
      out.info(planLog(plan));
      out.info(outcomeLog({ results }));
      out.info(payload);
      out.annotate(planAnnotations(plan));
      out.annotate(findingAnnotations(plan.findings));
    });
    const reader = createOutputReader(createSecretMasker(), { debug: true });
    for (const line of written.split('\n')) reader.read(line);
    const expected = [...planAnnotations(plan), ...findingAnnotations(plan.findings)];
    expect(reader.annotations.map(({ level }) => level)).toEqual(expected.map(({ level }) => level));
    for (const { message, title = '' } of reader.annotations) {
      expect(message).toBe(visible(message));
      expect(title).toBe(visible(title));
    }
    expect(reader.outputs).toEqual({});
    expect(reader.failed).toBe(false);
    expect(reader.log.filter((line) => /^##\[(?:group|endgroup|debug)\]/.test(line))).toEqual([]);
  });
});

/** Mentions, references, URLs, emoji codes, formulas and what cannot be seen: GitHub acts on them in text. */
function livelyParts(words: string): readonly string[] {
  const parts = /@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|:\/\/|\bwww\.|:\w+:|\$/gi;
  const lines = words.replaceAll(/[⚠ℹ]\ufe0f/gu, '').split('\n');
  return [...(words.match(parts) ?? []), ...lines.filter((line) => line !== visible(line))];
}

function captured(work: () => void): string {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    work();
  } finally {
    spy.mockRestore();
  }
  return text;
}
