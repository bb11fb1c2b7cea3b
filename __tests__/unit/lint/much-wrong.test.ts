import { describe, expect, test } from '@jest/globals';
import { countErrorsIn } from '../../../src/model/finding.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** Of one rule. */
const maxKept = 1_000;

const head = 'version: 1\nname: much\nproject: acme\nclusters:\n  core:\n    service: kafka-core\n';
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** Each with how many mistakes it has. All of them are counted, and few are kept. */
const wrong: readonly (readonly [string, number, string])[] = [
  ['items that are no maps', 130_000, `    acls: { kafka: [${'1,'.repeat(130_000)}] }\n`],
  ['items that are text', 130_000, `    acls: { aiven: [${'x,'.repeat(130_000)}] }\n`],
  ['names that no topic may have', 20_000, `    topics:\n${many(20_000, (at) => `      "!${at}": {}\n`)}`],
  ['keys that there are not', 20_000, `    topics:\n${many(20_000, (at) => `      t${at}: { x: 3 }\n`)}`],
  ['keys without a value', 20_000, `    topics:\n${many(20_000, (at) => `      t${at}:\n`)}`],
  [
    'values of another kind',
    40_000,
    `    topics:\n${many(20_000, (at) => `      t${at}: { protect: 3, partitions: 0 }\n`)}`,
  ],
  [
    'profiles that there are not',
    20_000,
    `    topics:\n${many(20_000, (at) => `      t${at}: { profile: none }\n`)}`,
  ],
  [
    'lines that there are twice',
    19_999,
    `    acls: { kafka: [${many(20_000, () => '{ principal: "User:a", topic: t, allow: [Read] },')}] }\n`,
  ],
];

describe('a spec with very much wrong in it', () => {
  test.each(wrong)('%s: %d errors are counted, few are kept', async (_, count, text) => {
    const { ok, findings } = await loadTexts({ 'spec.yaml': head + text });

    expect(ok).toBe(false);
    expect(countErrorsIn(findings)).toBe(count);
    expect(findings.length).toBeLessThanOrEqual(3 * maxKept);
    const [last] = findings.filter(({ unlisted }) => unlisted !== undefined);
    expect(last?.message).toMatch(new RegExp(`, and ${last?.unlisted} more that are not listed$`));
  });

  test('as many as are kept: nothing is said to be left out', async () => {
    const topics = many(maxKept, (at) => `      t${at}: { profile: none }\n`);
    const { findings } = await loadTexts({ 'spec.yaml': `${head}    topics:\n${topics}` });

    expect(findings).toHaveLength(maxKept);
    expect(findings.filter(({ unlisted }) => unlisted !== undefined)).toEqual([]);
  });

  test('one rule that is broken very often hides no other', async () => {
    const topics = many(5_000, (at) => `      t${at}: { profile: none }\n`);
    const text = `${head}    manage: { topics: { scope: ['*'] } }\n    topics:\n${topics}  core2: { service: kafka-core }\n`;
    const { findings } = await loadTexts({ 'spec.yaml': text });

    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['unknown-profile', 'cluster-twice']),
    );
  });
});

/** Each is one more than there may be. */
const large: readonly (readonly [string, string])[] = [
  ['1001 clusters, more than 1000', many(1_000, (at) => `  c${at}: { service: s${at} }\n`)],
  [
    '1001 flows, more than 1000',
    `mirrormaker:\n  mm2:\n    flows:\n${many(1_001, (at) => `      c${at} -> core: {}\n`)}`,
  ],
  [
    '10001 patterns under topics, topics_exclude and groups of flows, more than 10000',
    `mirrormaker:\n  mm2:\n    flows:\n      a -> core: { topics: [${many(5_001, (at) => `t${at},`)}] }\n      b -> core: { groups: [${many(5_000, (at) => `g${at},`)}] }\n`,
  ],
  [
    '10001 patterns under scope, exclude and principals of manage, more than 10000',
    `    manage: { topics: { scope: [${many(10_000, (at) => `t${at},`)}] }, acls: { principals: ['User:a'] } }\n`,
  ],
];

test.each(large)('a spec with %s is refused at a place, and not looked through', async (words, text) => {
  const { ok, findings } = await loadTexts({ 'spec.yaml': head + text });

  expect({ ok, findings }).toMatchObject({
    ok: false,
    findings: [
      { code: 'out-of-range', message: `the spec has ${words}`, hint: 'Split it into several specs.' },
    ],
  });
});
