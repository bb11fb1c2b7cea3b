import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newReport } from '../../../src/spec/rules/report.ts';
import { checkWithFew } from '../../../src/spec/schema/few-issues.ts';
import { specSchema } from '../../../src/spec/schema/schema.ts';
import { guardText } from '../../../src/spec/yaml/guard.ts';
import { joinFiles } from '../../../src/spec/yaml/join-files.ts';
import { parseYaml } from '../../../src/spec/yaml/parse.ts';
import { type MapNode, plainValue } from '../../../src/spec/yaml/source-node.ts';
import { badSpecs } from '../../support/bad-specs.ts';

function rootOf(texts: readonly string[]) {
  const report = newReport();
  const files = texts.flatMap((text, index) => {
    const source = guardText(`${index}.yaml`, Buffer.from(text), report);
    return (source && parseYaml(source, report)) ?? [];
  });
  return joinFiles(files, report);
}

/** Nothing to compare: they are no spec files, or not of one spec. */
function expectTheSame(texts: readonly string[]): 'compared' | 'nothing to compare' {
  const root = rootOf(texts);
  if (root === undefined) return 'nothing to compare';
  const [apart, alike] = [plainValue(root), plainValue(root, new Map())];
  expect(alike).toEqual(apart);
  const [one, other] = [checkWithFew(specSchema, apart), checkWithFew(specSchema, alike)];
  expect(other.result.data).toEqual(one.result.data);
  expect(other.result.error?.issues).toEqual(one.result.error?.issues);
  expect(other.dropped).toBe(one.dropped);
  return 'compared';
}

/** Settings of a topic, good and bad; `|` and `>` take from what is around them where they begin. */
const setting = fc.constantFrom(
  ...['partitions: 3', 'partitions: three', 'partitions:', 'replication: 3', 'config: { retention.ms: 7d }'],
  ...['config: { retention.ms: 7 d, x: 1 }', 'config:\n  retention.ms: 7d\n  cleanup.policy: compact'],
  ...[
    'tags:\n  a: b',
    'tags: {}',
    'tags: { a: "b", c: 1 }',
    'description: a\n  b',
    'protect: true',
    'protect: yes',
  ],
  ...[
    'description: |1\n   a',
    'description: >\n  a\n\n  b',
    'produce: [User:a, { principal: User:b }]',
    'nonsense: [1]',
  ],
);
const settings = fc.uniqueArray(setting, { maxLength: 3, selector: (one) => one.split(':')[0] });
const topic = fc
  .tuple(settings, fc.constantFrom(2, 3, 6))
  .map(([all, indentation]) => (all.length === 0 ? '{}' : `\n${indented(all.join('\n'), 6 + indentation)}`));
const file = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'bad name'), topic), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) => all.map(([name, text]) => `      ${name}: ${text}\n`).join(''))
  .map((topics) => `version: 1\nclusters:\n  core:\n    service: kafka\n    topics:\n${topics}`);

function indented(text: string, spaces: number): string {
  return text.replace(/^/gm, ' '.repeat(spaces));
}

describe('collections that are written alike', () => {
  test('say the same when they are one object and are checked once, in all specs with mistakes', () => {
    const compared = badSpecs.filter(({ text }) => expectTheSame([text]) === 'compared');
    expect(compared.length).toBeGreaterThan(badSpecs.length / 2);
  });

  test('say the same in topics of several files, however they are indented', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 2 }), (texts) => {
        if (expectTheSame(['name: prod\nproject: acme\n', ...texts]) === 'compared') compared++;
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  test('are one object', () => {
    const root = rootOf([
      'version: 1\nclusters: { a: { topics: { b: { partitions: 3 }, c: { partitions: 3 } } } }',
    ]);
    // It is read, and it is written out above.
    const { clusters } = plainValue(root as MapNode, new Map()) as {
      clusters: { a: { topics: { b: object; c: object } } };
    };
    expect(clusters.a.topics.b).toBe(clusters.a.topics.c);
  });
});
