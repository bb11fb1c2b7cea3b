import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { desiredWorld } from '../__tests__/support/build/desired.ts';
import { liveCluster, liveTopic, liveWorld } from '../__tests__/support/build/live.ts';
import { declared } from '../__tests__/support/build/places.ts';
import { topic } from '../__tests__/support/build/resources.ts';
import { context } from '../__tests__/support/sample-plans.ts';
import { bookOf } from '../__tests__/support/secret-book.ts';
import { loadTexts } from '../__tests__/support/spec-files.ts';
import { readTopicPattern } from '../src/mirrormaker/patterns.ts';
import { Secret } from '../src/model/secret.ts';
import { buildPlan } from '../src/plan/build-plan.ts';
import { planComment } from '../src/report/texts/plan-comment.ts';

export interface BenchCase {
  readonly name: string;
  /** What is counted. */
  readonly unit: string;
  /** The smallest of three sizes, each twice the one before. */
  readonly size: number;
  /** Makes the input, and returns the work on it: only that is timed. */
  readonly prepare: (size: number) => () => Promise<unknown> | unknown;
}

export const cases: readonly BenchCase[] = [
  {
    name: 'read a spec and check it',
    unit: 'topics',
    size: 1_500,
    prepare: (size) => {
      const files = specFiles(size);
      return async () => {
        const { ok, findings } = await loadTexts(files);
        if (!ok) throw new Error(JSON.stringify(findings[0]));
      };
    },
  },
  {
    name: 'plan, half of it new and half to be deleted, and write the comment',
    unit: 'changes',
    size: 10_000,
    prepare: (size) => {
      const half = size / 2;
      const desired = desiredWorld({
        topics: names(half).map((name) => topic('core', `new.${name}`)),
        tombstones: names(half).map((name) => ({
          id: { kind: 'topic', cluster: 'core', name: `old.${name}` },
          provenance: declared(),
        })),
      });
      const core = liveCluster(
        'core',
        names(half).map((name) => liveTopic('core', `old.${name}`)),
      );
      const live = liveWorld({ clusters: new Map([['core', core]]) });
      return () => planComment({ plan: buildPlan({ desired, live, findings: [] }), context });
    },
  },
  {
    name: 'match topic names with a pattern made to be slow',
    unit: 'names',
    size: 2_500,
    prepare: (size) => {
      const read = readTopicPattern('(.*a){12}b');
      if (read.kind === 'not-evaluable') throw new Error('the pattern is not evaluated');
      const hostile = names(size).map((name) => `${name}.${'a'.repeat(200)}`);
      return () => hostile.filter((name) => read.matches(name));
    },
  },
  {
    name: 'look for 20 secrets in a text',
    unit: 'kB',
    size: 1_000,
    prepare: (size) => {
      const book = bookOf(secrets());
      const line = `| \`+\` | topic \`orders.created\` | LS0tLS1CRUdJTiBQUklW ${'-'.repeat(20)} |\n`;
      const text = line.repeat(Math.ceil((size * 1_000) / line.length));
      return () => book.secretsIn(text);
    },
  },
  ...hostileYaml([
    ['maps in each other', (size) => lines(size / 700, (depth) => `${' '.repeat(depth)}k:`)],
    ['explicit keys', (size) => '? '.repeat(size / 2)],
    ['open braces with keys', (size) => `x: ${'{a: '.repeat(size / 4)}`],
    ['keys on one line', (size) => 'a: '.repeat(size / 3)],
    ['an open quote', (size) => `name: "${'a '.repeat(size / 2)}`],
    ['a plain value over many lines', (size) => `name: a\n${' a\n'.repeat(size / 3)}`],
    ['one key many times', (size) => `x: {${'a,'.repeat(size / 2)}}`],
    ['pairs in a list', (size) => `x: [${'a: b,'.repeat(size / 5)}]`],
    ['brackets closed below their key', (size) => `x:\n${'  - [\n1\n  ]\n'.repeat(size / 12)}`],
    [
      'anchors and aliases',
      (size) => `a: &a [x]\n${lines(size / 24, (index) => `b${index}: &b${index} [*a, *a]`)}`,
    ],
    ['tags before brackets', (size) => `x: !t ${'[!t '.repeat(30)}${'1,'.repeat(size / 2)}`],
    ['blank lines in a text', (size) => `x: |\n${'\n'.repeat(size)}@`],
    ['a very long number', (size) => `x: ${'9'.repeat(size)}`],
    ['a very long key', (size) => `x: 1\n${'k'.repeat(size)}`],
    ['merge keys', (size) => '<<: {}\n'.repeat(size / 7)],
  ]),
];

function hostileYaml(
  inputs: readonly (readonly [string, (bytes: number) => string])[],
): readonly BenchCase[] {
  return inputs.map(([name, make]) => ({
    name: `refuse YAML made to be slow: ${name}`,
    unit: 'kB',
    size: 250,
    prepare: (size) => {
      const files = { 'kafka.yaml': make(size * 1_000) };
      return async () => {
        const { ok } = await loadTexts(files);
        if (ok) throw new Error('it was accepted');
      };
    },
  }));
}

function specFiles(topics: number): Readonly<Record<string, string>> {
  const head = 'version: 1\nname: prod\nproject: acme\nclusters:\n  core:\n    service: kafka-core\n';
  return { 'kafka.yaml': `${head}    topics:\n${lines(topics, (index) => topicLine(index))}\n` };
}

const topicLine = (index: number) =>
  `      orders.region-${index}.events: { partitions: 6, replication: 3, config: { retention.ms: ${3_600_000 + index} } }`;

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `orders.region-${index}.events`);
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

function secrets(): readonly Secret[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return Array.from({ length: 20 }, (_, index) =>
    Secret.of(`S${index}`, index === 0 ? pem : randomBytes(24).toString('base64url')),
  );
}
