import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import { findingsLog } from '../../../src/report/texts/log.ts';
import type { SpecSource } from '../../../src/spec/read-spec.ts';
import { isRuleCode, ruleGroups } from '../../../src/spec/rules/rules.ts';
import { words } from '../../../src/spec/syntax/words.ts';
import { badSpecFiles, badSpecs, base, folder } from '../../support/bad-specs.ts';
import { datedCertificates } from '../../support/dated-certificates.ts';
import { expectGolden } from '../../support/golden-file.ts';
import { loadTexts, newCertificate, references } from '../../support/spec-files.ts';

let source: Partial<SpecSource>;

beforeAll(() => {
  const { certificate, key } = newCertificate('/CN=ca');
  source = {
    readReference: references(badSpecFiles({ certificate, key })),
    secret: (name) => secrets.get(name),
    now: new Date(),
  };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const secrets = new Map<string, string>([
    ['SHORT', 'hunter2'],
    ['BLANK', ' \t \n      '],
    ['LINE_BREAK', 'correct-horse\n'],
    ['SPACE', ' correct-horse'],
    ['STARS', '*'.repeat(12)],
    ['NUL', 'correct\0horse'],
    ['LONG', `${'xy'.repeat(128)}z`],
    ['CERT', certificate],
    ['KEY', key],
    ['NO_CERT', certificate.slice(0, 200)],
    ['ENDED_CERT', datedCertificates.ended],
    ['OTHER_KEY', newCertificate('/CN=other').key],
    ['PKCS1', String(rsa.export({ type: 'pkcs1', format: 'pem' }))],
  ]);
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
  expect(result.ok).toBe(!result.findings.some(isFirmError));
  for (const finding of result.findings) {
    expect(finding.hint).toMatch(/^\S.{5,}[.?]$/s);
    expect(finding.message).not.toMatch(/\.$|hunter2/);
    expect(findingsLog([finding])).not.toContain('hunter2');
  }
});

describe('every message and hint, word for word, stands in the golden file of its topic', () => {
  test.each([...Map.groupBy(badSpecs, ({ topic }) => topic)])('%s', async (topic, cases) => {
    const said: string[] = [];
    for (const { title, text, isAlone } of cases) {
      const files = isAlone ? { 'spec.yaml': text } : { 'base.yaml': base, 'spec.yaml': text };
      const { findings } = await loadTexts(files, source);
      said.push(`=== ${title}\n${findingsLog(findings)}\n`);
    }
    expectGolden(new URL(`${topic}.golden`, folder), said.join(''));
  });

  test('and no golden file is of a topic that is gone', () => {
    const goldens = readdirSync(folder).filter((name) => name.endsWith('.golden'));
    expect(goldens).toEqual([...new Set(badSpecs.map(({ topic }) => `${topic}.golden`))]);
  });
});

describe('the cases', () => {
  test('are many, and their titles are unique', () => {
    expect(badSpecs.length).toBeGreaterThanOrEqual(130);
    expect(new Set(badSpecs.map(({ title }) => title)).size).toBe(badSpecs.length);
  });

  test('show everything that is said of syntax', () => {
    const golden = ['files', 'slips']
      .map((topic) => readFileSync(new URL(`${topic}.golden`, folder), 'utf8'))
      .join('')
      .replaceAll(/of line \d+/g, 'of line 1');
    const messages = Object.values(words).map((one) => (typeof one === 'function' ? one(1) : one).message);
    expect(messages.filter((message) => !golden.includes(message))).toEqual([]);
  });

  test('in __tests__/bad-specs/*.txt show every rule that a text can show', () => {
    const shown = new Set(
      badSpecs.flatMap(({ expected }) => expected.map((line) => line.split(' ')[1] ?? '')),
    );
    const rules = ruleGroups.flatMap(({ rules: group }) => Object.keys(group));

    expect([...shown].filter((code) => !isRuleCode(code))).toEqual([]);
    expect(rules.filter((code) => !shown.has(code))).toEqual([
      'spec-not-found',
      'too-many-files',
      'file-too-large',
      'yaml-encoding',
      // What reports say is not in the spec alone.
      'secret-is-a-word',
      'too-many-topics',
      'acl-too-many',
    ]);
  });
});

/** What stands on a default may be wrong of a flow that exists, so it does not keep anybody from looking. */
function isFirmError({ severity, message }: Finding): boolean {
  return severity === 'error' && !message.includes('(assumed: ');
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
