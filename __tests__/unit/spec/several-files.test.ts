import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { LoadResult } from '../../../src/lint/load-spec.ts';
import { formatPosition } from '../../../src/model/position.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { loadTexts } from '../../support/spec-files.ts';

const base = `version: 1
name: demo
project: acme
clusters:
  core: { service: kafka-core }
  onprem:
    bootstrap_servers: [kafka.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: PASSWORD } }
`;

function specOf(result: LoadResult): Spec {
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.spec;
}

async function errorsOf(files: Readonly<Record<string, string>>) {
  const { findings } = await loadTexts({ 'base.yaml': base, ...files });
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, position, message }) => `${position && formatPosition(position)} ${code}: ${message}`);
}

const core = (text: string) => `clusters: { core: { ${text} } }`;
const flow = (text: string) => `mirrormaker: { mm2: { flows: { onprem -> core: { ${text} } } } }`;

describe('several files are one spec', () => {
  test('joined by key; lists of ACLs are appended in the order of the files', async () => {
    const acl = (principal: string) =>
      `version: 1\n${core(`acls: { kafka: [{ principal: "${principal}", topic: t, allow: [Read] }] }`)}`;
    const spec = specOf(
      await loadTexts({
        'base.yaml': base,
        'b.yaml': acl('User:b'),
        'a.yaml': acl('User:a'),
        't.yaml': core('topics: { t: {} }'),
      }),
    );
    expect(spec.files).toEqual(['a.yaml', 'b.yaml', 'base.yaml', 't.yaml']);
    expect(spec.clusters.get('core')?.kafkaAcls.map(({ principal }) => principal)).toEqual([
      'User:a',
      'User:b',
    ]);
    expect(spec.clusters.get('core')?.topics.get('t')?.position.file).toBe('t.yaml');
  });

  test('a topic joins at any depth, and each value knows its own file', async () => {
    const spec = specOf(
      await loadTexts({
        'base.yaml': base,
        'prod.yaml': core('topics: { t: { partitions: 24, config: { retention.ms: 7d }, tags: { a: b } } }'),
        'shared.yaml': core(
          'topics: { t: { replication: 3, config: { cleanup.policy: compact }, tags: { c: d } } }',
        ),
        'topics/who.yaml': core('topics: { t: { produce: ["User:a"] } }'),
        'topics/who-else.yaml': core('topics: { t: { produce: ["User:b"] } }'),
      }),
    );
    const topic = spec.clusters.get('core')?.topics.get('t');
    expect(topic).toMatchObject({
      partitions: 24,
      replication: 3,
      config: new Map([
        ['cleanup.policy', 'compact'],
        ['retention.ms', '604800000'],
      ]),
      tags: new Map([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    });
    expect([topic?.position, ...(topic?.also ?? [])].map((place) => place?.file)).toEqual([
      'prod.yaml',
      'shared.yaml',
      'topics/who-else.yaml',
      'topics/who.yaml',
    ]);
    expect(topic?.positions.get('replication')?.file).toBe('shared.yaml');
    expect(topic?.positions.get('config.retention.ms')?.file).toBe('prod.yaml');
    expect(
      spec.clusters.get('core')?.kafkaAcls.map(({ principal, position }) => [principal, position.file]),
    ).toEqual([
      ['User:b', 'topics/who-else.yaml'],
      ['User:a', 'topics/who.yaml'],
    ]);
  });

  test('so do profiles and flows', async () => {
    const spec = specOf(
      await loadTexts({
        'base.yaml': base,
        'p.yaml': 'topic_profiles: { events: { config: { retention.ms: 7d } } }',
        'q.yaml':
          'topic_profiles: { events: { partitions: 6, replication: 3, config: { min.insync.replicas: 2 } } }',
        't.yaml': core('topics: { t: { profile: events } }'),
        'f.yaml': flow('topics: [a], expect_topics: { at_least: 1 }'),
        'g.yaml': flow('enabled: false, expect_topics: { at_most: 9 }'),
      }),
    );
    expect(spec.clusters.get('core')?.topics.get('t')).toMatchObject({
      partitions: 6,
      config: new Map([
        ['min.insync.replicas', '2'],
        ['retention.ms', '604800000'],
      ]),
    });
    const [one] = spec.mirrormakers.get('mm2')?.flows ?? [];
    expect(one).toMatchObject({
      settings: { topics: ['a'], enabled: false },
      expectTopics: { atLeast: 1, atMost: 9 },
      position: { file: 'f.yaml' },
      also: [{ file: 'g.yaml' }],
    });
  });

  test('the order in which files are given means nothing', async () => {
    const files = {
      'base.yaml': base,
      'a.yaml': core('topics: { t: { partitions: 1, replication: 1 } }'),
      'b.yaml': core('topics: { t: { config: { retention.ms: 1d } } }'),
    };
    const backwards = Object.fromEntries(Object.entries(files).toReversed());
    const [one, other] = [specOf(await loadTexts(files)), specOf(await loadTexts(backwards))];
    expect(desiredState(one).desired.topics).toEqual(desiredState(other).desired.topics);
  });

  test('a cluster is where its connection stands, whichever file names it first', async () => {
    const spec = specOf(await loadTexts({ 'a.yaml': core('topics: { t: {} }'), 'base.yaml': base }));
    expect(spec.clusters.get('core')?.position).toMatchObject({ file: 'base.yaml', line: 5 });
  });
});

describe('a value that two files set is an error that names both places', () => {
  const twice: readonly (readonly [string, string, string, string])[] = [
    [
      'a number',
      core('topics: { t: { partitions: 1 } }'),
      core('topics: { t: { partitions: 2 } }'),
      'partitions',
    ],
    [
      'the same number',
      core('topics: { t: { partitions: 1 } }'),
      core('topics: { t: { partitions: 1 } }'),
      'partitions',
    ],
    [
      'protect',
      core('topics: { t: { protect: true } }'),
      core('topics: { t: { protect: true } }'),
      'protect',
    ],
    [
      'a config',
      core('topics: { t: { config: { retention.ms: 1d } } }'),
      core('topics: { t: { config: { retention.ms: 1d } } }'),
      'retention.ms',
    ],
    ['a tag', core('topics: { t: { tags: { a: b } } }'), core('topics: { t: { tags: { a: c } } }'), 'a'],
    [
      'tags, and none',
      core('topics: { t: { tags: { a: b } } }'),
      core('topics: { t: { tags: null } }'),
      'tags',
    ],
    [
      'a profile',
      'topic_profiles: { p: { partitions: 1 } }',
      'topic_profiles: { p: { partitions: 1 } }',
      'partitions',
    ],
    ['a list', flow('topics: [a]'), flow('topics: [b]'), 'topics'],
    ['access of a flow', flow('access: check'), flow('access: check'), 'access'],
    ['the name of the spec', 'name: demo', 'project: acme', 'name'],
  ];

  test.each(twice)('%s', async (_, left, right, key) => {
    const errors = await errorsOf({ 'a.yaml': left, 'b.yaml': right });
    expect(errors.some((error) => error.includes('duplicate-key'))).toBe(true);
    expect(errors.filter((error) => error.includes('duplicate-key')).join()).toMatch(
      new RegExp(`^(?:b|base)\\.yaml:\\d+:\\d+ duplicate-key: "${key}" is already set at a\\.yaml:\\d+:\\d+`),
    );
  });
});

describe('what an owner answers for stands whole in one file', () => {
  const external = (text: string) => `clusters: { onprem: { ${text} } }`;
  const service = (text: string) => `mirrormaker: { mm2: { ${text} } }`;
  const split: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ...[
      'brokers: ["*.corp.example:*"]',
      'cluster_id: 7f3KzjZcQ2eB0d1lq9mX2A',
      'ssl_endpoint_identification_algorithm: ""',
      'admin: { sasl_plain_username: a, sasl_plain_password: { secret: PASSWORD } }',
      'mirror: { sasl_plain_username: a, sasl_plain_password: { secret: PASSWORD } }',
      'bootstrap_servers: [kafka.else.example:9093]',
      'service: kafka-else',
    ].map((text) => [`the connection: ${text}`, { 'b.yaml': external(text) }] as const),
    [
      'manage',
      {
        'a.yaml': core('manage: { topics: { scope: [a.*] } }'),
        'b.yaml': core('manage: { acls: { principals: [User:a] } }'),
      },
    ],
    ['aliases', { 'a.yaml': external('aliases: { x: {} }'), 'b.yaml': external('aliases: { y: {} }') }],
    [
      'removed of a cluster',
      { 'a.yaml': core('removed: { topics: { a: {} } }'), 'b.yaml': core('removed: { topics: { b: {} } }') },
    ],
    [
      'removed of a service',
      {
        'a.yaml': service('removed: { flows: { a -> b: {} } }'),
        'b.yaml': service('removed: { flows: { b -> a: {} } }'),
      },
    ],
    [
      'removed endpoints',
      { 'a.yaml': 'removed: { endpoints: { a: {} } }', 'b.yaml': 'removed: { endpoints: { b: {} } }' },
    ],
    [
      'settings of a service',
      {
        'a.yaml': service('settings: { emit_checkpoints_enabled: true }'),
        'b.yaml': service('settings: { sync_topic_configs_enabled: true }'),
      },
    ],
  ];

  test.each(split)('%s', async (_, files) => {
    const errors = await errorsOf(files);
    const first = Object.keys(files)[0] === 'b.yaml' ? /b\.yaml/ : /a\.yaml/;
    const said = errors.filter((error) => error.includes(' split-over-files: '));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(first);
    expect(said[0]).toMatch(
      /^(?:base|b)\.yaml:\d+:\d+ .* is at (?:a|b)\.yaml:\d+:\d+ already, and must stand whole in one file$/,
    );
  });
});

describe('files of several specs', () => {
  const whole = (name: string, project: string) =>
    `version: 1\nname: ${name}\nproject: ${project}\nclusters: { core: { service: kafka-core, topics: { t: {} } } }\n`;

  test('with names of their own are said to be so, and how they are run; nothing else is', async () => {
    const { findings } = await loadTexts({
      'dev.yaml': whole('dev', 'acme-dev'),
      'prod.yaml': whole('prod', 'acme-prod'),
      'shared.yaml': core('topics: { u: {} }'),
      'staging.yaml': whole('staging', 'acme-dev'),
    });
    expect(findings).toMatchObject([
      {
        code: 'separate-specs',
        message: '"prod" is another spec than "dev" at dev.yaml:2:1, and a run is about one',
        hint: expect.stringContaining('Run the action once for each'),
        position: { file: 'prod.yaml', line: 2, column: 1 },
      },
      { code: 'separate-specs', position: { file: 'staging.yaml', line: 2 } },
    ]);
  });

  test('with one name and several projects are asked what they are', async () => {
    const { findings } = await loadTexts({
      'a.yaml': whole('demo', 'acme'),
      'b.yaml': whole('demo', 'acme-b'),
    });
    expect(findings).toMatchObject([
      {
        code: 'separate-specs',
        message: 'the spec has another project at a.yaml:3:1: "acme", not "acme-b"',
        hint: expect.stringMatching(
          /^If these are two specs, give each a name of its own\. .*set project: at the cluster/,
        ),
        position: { file: 'b.yaml', line: 3, column: 1 },
      },
    ]);
  });
});
