import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { ruleGroups } from '../../../src/spec/rules/rules.ts';
import { completed } from '../../support/docs/spec-parts.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** The examples of docs/rules.md make the mistake that they stand for, wherever in a spec they belong. */
const external = {
  bootstrap_servers: ['kafka-1.corp.example:9093'],
  security_protocol: 'SASL_SSL',
  sasl_mechanism: 'SCRAM-SHA-512',
};
const mirror = { sasl_plain_username: 'aiven-mm2', sasl_plain_password: { secret: 'MM2_PASSWORD' } };
type Part = Readonly<Record<string, unknown>>;

/** The commonest first: a part is tried until its rule complains. */
const places: readonly ((part: Part) => Part)[] = [
  (part) => ({ clusters: { core: part } }),
  (part) => ({ mirrormaker: { mm2: part } }),
  (part) => ({ mirrormaker: { mm2: { flows: { 'onprem -> core': part } } } }),
  (part) => part,
  (part) => ({ clusters: part }),
  (part) => ({ clusters: { core: { topics: { orders: part } } } }),
  (part) => ({ clusters: { onprem: { ...external, mirror, ...part } } }),
  (part) => ({ clusters: { core: { topics: part } } }),
  (part) => ({ clusters: { core: { acls: { kafka: [part].flat() } } } }),
  (part) => ({ clusters: { onprem: { ...external, mirror: { ...mirror, ...part } } } }),
  (part) => ({ clusters: { core: { topics: { orders: { config: part } } } } }),
  (part) => ({ topic_profiles: part }),
  (part) => ({ mirrormaker: { mm2: { flows: part } } }),
  (part) => ({ mirrormaker: part }),
  (part) => ({ clusters: { core: { acls: { aiven: [part].flat() } } } }),
  (part) => ({ clusters: { core: { manage: { topics: part } } } }),
];

/** These need the value of a secret, several files, a certificate, the workflow, or more of the spec than one sees: `unit/spec/bad-specs` has each. */
const needMore: ReadonlySet<string> = new Set([
  'spec-not-found',
  'too-many-files',
  'file-too-large',
  'yaml-encoding',
  'yaml-control-character',
  'split-over-files',
  'separate-specs',
  'secret-blank',
  'secret-too-short',
  'secret-is-a-word',
  'secret-too-long',
  'secret-placeholder',
  'secret-control-character',
  'secret-line-break',
  'secret-white-space',
  'certificate-dates',
  'certificate-old',
  'key-mismatch',
  'no-admin',
  'endpoint-twice',
  'aiven-only',
  'too-many-topics',
  'acl-too-many',
  'acl-principal-is-pattern',
  'unknown-cluster',
  'no-mirror',
  'flow-to-same-brokers',
  'alias-in-two-services',
  'alias-attached-twice',
  'alias-inside-alias',
  'principal-in-both-roles',
  'alias-with-dot',
  'remote-name-too-long',
  'replication-returns',
  'topic-written-by-flow',
  'sync-without-groups',
  'unused-tuning',
]);

async function codesIn(text: string): Promise<readonly string[]> {
  const { findings } = await loadTexts({ 'a.yaml': text }, { secret: () => 'a long enough password' });
  return findings.map(({ code }) => code);
}

async function isSeen(code: string, example: string): Promise<boolean> {
  if ((await codesIn(example)).includes(code)) return true;
  for (const place of places) {
    const spec = stringify(completed(place(parse(example))));
    if ((await codesIn(spec)).includes(code)) return true;
  }
  return false;
}

const examples = ruleGroups
  .flatMap(({ rules }) => Object.entries(rules))
  .map(([code, { example }]) => [code, example] as const);

test('most can be tried', () => {
  const codes = new Set(examples.map(([code]) => code));
  expect([...needMore].filter((code) => !codes.has(code))).toEqual([]);
  expect(needMore.size).toBeLessThan(40);
});

test.each(examples.filter(([code]) => !needMore.has(code)))('%s', async (code, example) => {
  expect(await isSeen(code, example)).toBe(true);
});
