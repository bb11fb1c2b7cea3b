import { describe, expect, test } from '@jest/globals';
import { visible } from '../../../../src/report/words/escape.ts';
import { withoutMarker } from '../../../../src/report/words/marker.ts';
import { readAsGitHub } from '../../../support/github-reading.ts';
import { hostilePayloads, hugePayloads } from '../../../support/hostile-payloads.ts';
import { hostileReports, textsFrom } from '../../../support/hostile-reports.ts';

const benign = Object.entries(hostileReports(textsFrom('word'))).map(
  ([name, report]) => [name, readAsGitHub(report)] as const,
);

test('there are more than 200 hostile texts, all different', () => {
  expect(new Set(hostilePayloads).size).toBe(hostilePayloads.length);
  expect(hostilePayloads.length).toBeGreaterThan(200);
});

/**
 * Reading all of all takes over a minute. Each payload is read in an eighth of the reports, and each report is full of an eighth of the payloads;
 * `npm run test:long` reads the rest.
 */
const share = process.env['PAYLOADS'] === 'all' ? 1 : 8;

describe('what GitHub makes of a report full of', () => {
  test.each(
    hostilePayloads.map((payload, index) => [JSON.stringify(payload).slice(0, 60), payload, index] as const),
  )('%s', (_, payload, index) => {
    const reports = hostileReports(textsFrom(payload));
    const comment = `${withoutMarker(reports['comment'] ?? '')}\n`;
    for (const [place, [name, expected]] of benign.entries()) {
      if ((index + place) % share !== 0) continue;
      const report = reports[name] ?? '';
      if (name !== 'comment' && report === comment) continue; // the summary of a plan that fits into a comment
      const { elements, links, words } = readAsGitHub(report);
      expect(`${name}\n${elements.join('\n')}`).toBe(`${name}\n${expected.elements.join('\n')}`);
      expect(links.join('\n')).toBe(expected.links.join('\n'));
      expect({ name, lively: livelyParts(words) }).toEqual({ name, lively: [] });
    }
  });
});

/** Tables have cells and alignments, lists have their first number: all that the tool's own reports are made of. */
const ownElement =
  /^<(?:marker|\/?(?:a|h2|h3|p|strong|sub|summary|details|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|pre)|details open|(?:br|hr)(?: \/)?)>$/;

/** To the repository of the spec, and to the docs of the action. */
const ownLinks = [
  'https://github.com/acme/kafka/',
  'https://github.com/aiven-kafka-gitops/aiven-kafka-gitops/blob/v1.4.0/docs/',
];

describe('what GitHub makes of a report full of the huge text', () => {
  test.each(hugePayloads.map((payload) => [payload.slice(0, 20), payload]))('%s…', (_, payload) => {
    for (const [name, report] of Object.entries(hostileReports(textsFrom(payload)))) {
      const { elements, links, words } = readAsGitHub(report);
      expect({ name, foreign: elements.filter((element) => !ownElement.test(element)) }).toEqual({
        name,
        foreign: [],
      });
      expect(links.filter((link) => !ownLinks.some((start) => link.startsWith(start)))).toEqual([]);
      expect({ name, lively: livelyParts(words) }).toEqual({ name, lively: [] });
    }
  });
});

/** Mentions, references, URLs, emoji codes, formulas and what cannot be seen: GitHub acts on them in text. */
function livelyParts(words: string): readonly string[] {
  const parts = /@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|:\/\/|\bwww\.|:\w+:|\$/gi;
  const lines = words.replaceAll(/[⚠ℹ]\ufe0f/gu, '').split('\n');
  return [...(words.match(parts) ?? []), ...lines.filter((line) => line !== visible(line))];
}
