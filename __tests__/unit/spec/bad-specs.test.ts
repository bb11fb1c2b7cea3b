import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import { formatFinding } from '../../../src/spec/format-finding.ts';
import type { SpecSource } from '../../../src/spec/load-spec.ts';
import { isRuleCode, ruleGroups } from '../../../src/spec/rules.ts';
import { loadTexts, newCertificate, references } from '../../support/spec-files.ts';

/*
 * Each case in __tests__/bad-specs is a small spec. A comment under a line marks what is found there: `^` stands
 * under the first character, `#<` means column 1, and `# at line:column code` is for places that a comment cannot
 * reach. Errors and warnings must be exactly these; notices only where a case marks one.
 */

const folder = new URL('../../bad-specs/', import.meta.url);
const base = readFileSync(new URL('base.yaml', folder), 'utf8');

interface BadSpec {
  readonly title: string;
  readonly text: string;
  readonly isAlone: boolean;
  readonly expected: readonly string[];
}

const badSpecs = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) => casesOf(name.replace('.txt', ''), readFileSync(new URL(name, folder), 'utf8')));

let source: Partial<SpecSource>;

beforeAll(() => {
  const { certificate, key } = newCertificate('/CN=ca');
  const broken = certificate.replace(/[A-Za-z]{20}/, 'AAAAAAAAAAAAAAAAAAAA');
  source = {
    readReference: references({
      'certs/ca.pem': certificate,
      'certs/key.pem': certificate + key,
      'certs/text.pem': 'not a certificate',
      'certs/broken.pem': broken,
    }),
    secret: (name) => (name === 'SHORT' ? 'hunter2' : undefined),
  };
});

test.each(badSpecs)('$title', async ({ text, isAlone, expected }) => {
  const result = await loadTexts(
    isAlone ? { 'spec.yaml': text } : { 'base.yaml': base, 'spec.yaml': text },
    source,
  );
  const marked = result.findings.filter(
    (finding) => finding.severity !== 'notice' || isMarked(expected, finding),
  );

  expect(marked.map(placed)).toEqual([...expected].sort(byPlace));
  expect(result.ok).toBe(!result.findings.some(({ severity }) => severity === 'error'));
  for (const finding of result.findings) {
    expect(finding.hint).toMatch(/^\S.{5,}[.?]$/s);
    expect(finding.message).not.toMatch(/\.$|hunter2/);
    expect(formatFinding(finding)).not.toContain('hunter2');
  }
});

describe('the cases', () => {
  test('are many, and their titles are unique', () => {
    expect(badSpecs.length).toBeGreaterThanOrEqual(130);
    expect(new Set(badSpecs.map(({ title }) => title)).size).toBe(badSpecs.length);
  });

  test('show every rule that a text can show', () => {
    const shown = new Set(
      badSpecs.flatMap(({ expected }) => expected.map((line) => line.split(' ')[1] ?? '')),
    );
    const rules = ruleGroups.flatMap(({ rules: group }) => Object.keys(group));

    expect([...shown].filter((code) => !isRuleCode(code))).toEqual([]);
    expect(rules.filter((code) => !shown.has(code))).toEqual([
      'spec-not-found',
      'file-too-large',
      'yaml-encoding',
    ]);
  });
});

function casesOf(file: string, text: string): readonly BadSpec[] {
  const [, ...parts] = text.split(/^=== /m);
  return parts.map((part) => {
    const lineEnd = part.indexOf('\n');
    const title = part.slice(0, lineEnd);
    const yaml = part.slice(lineEnd + 1);
    return {
      title: `${file}: ${title}`,
      text: yaml.replace(/^# at .*\n/gm, ''),
      isAlone: title.endsWith('(alone)'),
      expected: marksOf(yaml),
    };
  });
}

function marksOf(yaml: string): readonly string[] {
  const marks: string[] = [];
  let marked = 0;
  for (const [index, line] of yaml
    .replace(/^# at .*\n/gm, '')
    .split('\n')
    .entries()) {
    const code = /^#\s*[<^] ([a-z0-9-]+)$/.exec(line)?.[1];
    if (code === undefined) marked = index + 1;
    else marks.push(`${marked}:${Math.max(line.indexOf('^'), 0) + 1} ${code}`);
  }
  return [...marks, ...[...yaml.matchAll(/^# at (\d+:\d+ [a-z0-9-]+)$/gm)].map(([, mark]) => mark ?? '')];
}

function placed({ position, code }: Finding): string {
  return `${position?.line}:${position?.column} ${code}`;
}

function isMarked(expected: readonly string[], { code, position }: Finding): boolean {
  return position?.file === 'spec.yaml' && expected.some((line) => line.endsWith(` ${code}`));
}

function byPlace(a: string, b: string): number {
  const [line = 0, column = 0] = a.split(/[: ]/).map(Number);
  const [otherLine = 0, otherColumn = 0] = b.split(/[: ]/).map(Number);
  return line - otherLine || column - otherColumn || (a < b ? -1 : 1);
}
