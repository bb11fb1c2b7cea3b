import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type LoadResult, loadSpec } from '../../../src/lint/load-spec.ts';
import { secretsOf } from '../../../src/model/kafka-connection.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { ExternalClusterSpec, Spec } from '../../../src/spec/spec.ts';
import { workspaceReferences } from '../../../src/spec/yaml/workspace.ts';
import { loadTexts, newCertificate } from '../../support/spec-files.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

function specOf(result: LoadResult): Spec {
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.spec;
}

async function loadText(text: string, secrets: Readonly<Record<string, string>> = {}): Promise<Spec> {
  return specOf(await loadTexts({ 'spec.yaml': text }, { secret: (name) => secrets[name] }));
}

function external(spec: Spec, alias: string): ExternalClusterSpec {
  const cluster = spec.clusters.get(alias);
  if (cluster?.type !== 'external') throw new Error(`${alias} is not external`);
  return cluster;
}

test('examples/aliases.yaml has nothing to complain about', async () => {
  const path = 'examples/aliases.yaml';
  const result = await loadSpec({
    files: new Map([[path, readFileSync(`${repository}${path}`)]]),
    readReference: workspaceReferences(repository),
    secret: () => undefined,
  });
  expect(result.findings).toEqual([]);
  expect([...specOf(result).aliases]).toEqual([
    ['dest', 'dest'],
    ['src1', 'onprem'],
    ['src2', 'onprem'],
  ]);
});

describe('examples/spec.yaml', () => {
  let result: LoadResult;
  let spec: Spec;

  beforeAll(async () => {
    const path = 'examples/spec.yaml';
    result = await loadSpec({
      files: new Map([[path, readFileSync(`${repository}${path}`)]]),
      readReference: workspaceReferences(repository),
      secret: () => undefined,
    });
    spec = specOf(result);
  });

  test('has nothing to complain about', () => expect(result.findings).toEqual([]));

  test('names its clusters, in order', () => {
    expect([...spec.clusters.values()].map(({ key, type }) => [key, type])).toEqual([
      ['core', 'aiven'],
      ['onprem', 'external'],
      ['partner', 'external'],
    ]);
    expect(spec).toMatchObject({ name: 'prod', project: 'acme-prod', files: ['examples/spec.yaml'] });
  });

  test.each([
    [
      'orders.created',
      {
        partitions: 6,
        replication: 3,
        protect: false,
        config: { 'min.insync.replicas': '2', 'retention.ms': '604800000' },
      },
    ],
    [
      'orders.snapshot',
      {
        partitions: 6,
        replication: 3,
        protect: false,
        config: { 'cleanup.policy': 'compact', 'min.insync.replicas': '2', 'retention.ms': '604800000' },
      },
    ],
    [
      'payments.ledger',
      {
        partitions: 24,
        replication: 3,
        protect: true,
        config: {
          'compression.type': null,
          'max.message.bytes': '2097152',
          'min.insync.replicas': '2',
          'retention.ms': '-1',
        },
      },
    ],
  ])('gives %s the settings of its profile and its own', (name, { config, ...settings }) => {
    const topic = spec.clusters.get('core')?.topics.get(name);
    expect(topic).toMatchObject({ name, unlistedConfig: 'report', ...settings });
    expect(Object.fromEntries(topic?.config ?? [])).toEqual(config);
  });

  test('places a topic at its key', () => {
    const topic = spec.clusters.get('core')?.topics.get('orders.created');
    expect(topic?.position).toEqual({ file: 'examples/spec.yaml', line: 24, column: 7, endColumn: 21 });
  });

  test('makes one entry per ACL line, with its defaults', () => {
    expect(
      spec.clusters.get('core')?.kafkaAcls.map(({ position: _, namePosition: __, ...acl }) => acl),
    ).toContainEqual({
      principal: 'User:svc-audit',
      host: '*',
      resourceType: 'Topic',
      resourceName: 'orders.',
      patternType: 'PREFIXED',
      permission: 'ALLOW',
      operations: ['Read', 'Describe'],
    });
    expect(spec.clusters.get('core')?.aivenAcls).toMatchObject([
      { username: 'svc-legacy', topic: 'orders.*', permission: 'read' },
      { username: 'svc-old', topic: 'stock.in', permission: 'write' },
      { username: 'svc-old', topic: 'stock.*', permission: 'read' },
    ]);
  });

  test('connects to the external cluster with two identities', () => {
    expect(external(spec, 'onprem')).toMatchObject({
      bootstrapServers: ['kafka-1.corp.example:9093', 'kafka-2.corp.example:9093'],
      clusterId: '7f3KzjZcQ2eB0d1lq9mX2A',
      securityProtocol: 'SASL_SSL',
      sslCaCert: expect.stringContaining('-----BEGIN CERTIFICATE-----'),
      sslEndpointIdentificationAlgorithm: 'https',
      mirror: {
        endpoint: 'onprem-kafka',
        login: { kind: 'sasl', mechanism: 'SCRAM-SHA-512', username: 'aiven-mm2' },
        principal: 'User:aiven-mm2',
      },
      admin: { login: { kind: 'sasl', username: 'kafka-admin' } },
    });
  });

  test('lists every secret once, by name only where the run has no value', () => {
    expect(spec.secrets.map(({ name, isKnown }) => [name, isKnown])).toEqual([
      ['ONPREM_ADMIN_PASSWORD', false],
      ['ONPREM_MM2_PASSWORD', false],
      ['PARTNER_CLIENT_CERT', false],
      ['PARTNER_CLIENT_KEY', false],
    ]);
  });

  test("spells out the flow, with Aiven's defaults where the spec is silent", () => {
    const [onprem, partner] = spec.mirrormakers.get('mm2-core')?.flows ?? [];
    expect(onprem).toMatchObject({
      source: 'onprem',
      target: 'core',
      access: 'manage',
      createTopics: 'internal',
    });
    expect(onprem?.settings.topics_exclude).toEqual(['.*\\.internal', '.*\\.replica', '__.*']);
    expect(onprem?.expectTopics).toMatchObject({ atLeast: 1, atMost: 40 });
    expect(partner?.settings).toEqual({
      enabled: false,
      topics: ['shared\\..*'],
      replication_policy: 'default',
      offset_syncs_topic_location: 'target',
      sync_group_offsets_enabled: false,
      emit_heartbeats_enabled: false,
      emit_backward_heartbeats_enabled: false,
      exactly_once_delivery_enabled: false,
    });
  });

  test('keeps the tombstones with their reasons', () => {
    expect(spec.clusters.get('core')?.removedTopics.get('orders.v0')?.reason).toBe(
      'replaced by orders.created',
    );
    expect(spec.removed.endpoints.get('old-dc')?.reason).toBe('datacentre closed');
    expect(spec.mirrormakers.get('mm2-core')?.removedFlows.get('lab -> core')).toMatchObject({
      source: 'lab',
      target: 'core',
      reason: 'trial ended',
    });
  });
});

describe('defaults', () => {
  const clusters = `
version: 1
name: demo
project: acme
clusters:
  core: { service: kafka-core }
  open: { bootstrap_servers: ["10.0.0.1:9092", "[fd00::1]:9092"], security_protocol: PLAINTEXT, mirror: {} }
  mtls:
    bootstrap_servers: ["kafka:9093"]
    security_protocol: SSL
    mirror: { ssl_client_cert: { secret: CERT }, ssl_client_key: { secret: KEY } }
mirrormaker:
  mm2: { flows: { mtls -> core: {} } }
`;

  test('of a flow: everything, under the default policy, all switches off', async () => {
    const spec = await loadText(clusters);
    const mirrormaker = spec.mirrormakers.get('mm2');
    expect(mirrormaker?.flows[0]).toMatchObject({
      settings: {
        enabled: true,
        topics: ['.*'],
        replication_policy: 'default',
        offset_syncs_topic_location: 'source',
      },
      groups: [],
    });
    expect(mirrormaker?.flows[0]?.settings).not.toHaveProperty('topics_exclude');
    expect(mirrormaker?.settings).toEqual({
      emit_checkpoints_enabled: true,
      sync_topic_configs_enabled: true,
      stated: new Set(),
    });
    expect(mirrormaker?.project).toBe('acme');
  });

  test('of a login: the endpoint is the alias, and who has no login is anonymous', async () => {
    const { mirror, sslEndpointIdentificationAlgorithm } = external(await loadText(clusters), 'open');
    expect(mirror).toMatchObject({ endpoint: 'open', principal: 'User:ANONYMOUS' });
    expect(sslEndpointIdentificationAlgorithm).toBe('');
  });

  test('of a certificate: its subject where the certificate is known, else nothing', async () => {
    const { certificate, key } = newCertificate('/O=Example/CN=mm2');
    const known = await loadText(clusters, { CERT: certificate, KEY: key });
    expect(external(known, 'mtls').mirror?.principal).toBe('User:CN=mm2,O=Example');
    expect(external(await loadText(clusters), 'mtls').mirror).not.toHaveProperty('principal');
  });

  test('of topics: those of the cluster, then of manage, then of the profile, then their own', async () => {
    const spec = await loadText(`
version: 1
name: demo
project: acme
topic_profiles:
  base: { partitions: 3, tags: { team: a, cost: b }, config: { retention.ms: 1d, segment.ms: 1h } }
  deep: { extends: base, partitions: 6, unlisted_config: reset, tags: { team: c } }
clusters:
  core:
    service: kafka-core
    project: other
    manage: { topics: { scope: [t.*], unlisted_config: keep } }
    topics:
      t.plain: {}
      t.deep: { profile: deep, config: { retention.ms: null } }
`);
    const core = spec.clusters.get('core');
    expect(core).toMatchObject({ project: 'other', service: 'kafka-core' });
    expect(core?.topics.get('t.plain')).toMatchObject({ unlistedConfig: 'keep', config: new Map() });
    expect(core?.topics.get('t.plain')).not.toHaveProperty('partitions');
    expect(core?.topics.get('t.deep')).toMatchObject({
      partitions: 6,
      unlistedConfig: 'reset',
      tags: new Map([
        ['cost', 'b'],
        ['team', 'c'],
      ]),
      config: new Map([
        ['retention.ms', null],
        ['segment.ms', '3600000'],
      ]),
    });
  });
});

test('secrets are read by name from the run, and by nothing else', async () => {
  const asked: string[] = [];
  const result = await loadTexts(
    { 'spec.yaml': readFileSync(`${repository}__tests__/bad-specs/base.yaml`, 'utf8') },
    {
      secret(name) {
        asked.push(name);
        return `value-of-${name}`;
      },
    },
  );
  const spec = specOf(result);
  expect(new Set(asked)).toEqual(new Set(['MM2_PASSWORD', 'ADMIN_PASSWORD']));
  const { mirror } = external(spec, 'onprem');
  const [password] = secretsOf(mirror?.login ?? { kind: 'none' });
  expect(password?.compare(Secret.of('', 'value-of-MM2_PASSWORD'))).toBe('equal');
  expect(JSON.stringify(spec.clusters.get('onprem'))).not.toContain('value-of');
});

test('findings are sorted by place, and several come in one run', async () => {
  const result = await loadTexts({
    'b.yaml': 'version: 1\nnam: demo\nproject: "a b"\n',
    'a.yaml': 'clusters: { core: { service: "X", x: 1 } }\n',
  });
  expect(result.findings.map(({ position, code }) => `${position?.file}:${position?.line} ${code}`)).toEqual([
    'a.yaml:1 missing-key',
    'a.yaml:1 service-name',
    'a.yaml:1 unknown-key',
    'b.yaml:2 unknown-key',
    'b.yaml:3 project-name',
  ]);
});

test('no file is no spec', async () => {
  expect(await loadTexts({})).toMatchObject({ ok: false, findings: [{ code: 'spec-not-found' }] });
});

describe('six brokers, of which Aiven is told three', () => {
  const domain = 'prodcluster.x1y2z3.c4.kafka.eu-west-1.amazonaws.com:9096';
  const msk = (bootstrap: number, brokers: string) => `version: 1
name: prod
project: acme-prod
clusters:
  core: { service: kafka-core }
  msk:
    bootstrap_servers: [${Array.from({ length: bootstrap }, (_, n) => `'b-${n + 1}.${domain}'`).join(', ')}]
    ${brokers}
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: PW } }
    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: PW } }
    manage: { topics: { scope: [edge*] } }
    topics: { edge: { partitions: 1, replication: 3 } }
mirrormaker:
  mm2-core: { flows: { msk -> core: { topics: [edge], enabled: true } } }
`;

  test('the pattern that the refusal offers is taken', async () => {
    const refused = await loadTexts({ 'spec.yaml': msk(6, '') });
    const offered = /brokers: \[.*\]/.exec(refused.findings.map(({ hint }) => hint).join(' '))?.[0] ?? '';
    expect(offered).toBe(`brokers: ['b-*.${domain}']`);
    const spec = specOf(await loadTexts({ 'spec.yaml': msk(3, offered) }));
    expect(external(spec, 'msk').brokers?.patterns.map(({ text }) => text)).toEqual([`b-*.${domain}`]);
  });
});

test.each([
  ['without a list of its own', '', "MirrorMaker 2's default of topics_exclude"],
  ['with one', "topics_exclude: ['.*replica'],", 'topics_exclude'],
])('a topic that a flow names and excludes is told, %s', async (_, excludes, list) => {
  const result = await loadTexts({
    'spec.yaml': `
version: 1
name: one
project: acme
clusters: { a: { service: kafka-a }, b: { service: kafka-b } }
mirrormaker:
  mm2: { flows: { a -> b: { topics: ['(eu|us)\\.replica', orders], ${excludes} replication_factor: 3 } } }
`,
  });
  expect(result.findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringContaining(
      `pattern-excluded: eu.replica, us.replica are named by topics and excluded by ${list}, which wins`,
    ),
  ]);
});
