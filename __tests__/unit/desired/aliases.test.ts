import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { AclIndex } from '../../../src/model/acl-index.ts';
import type { Desired } from '../../../src/model/desired.ts';
import type { LiveKafkaAcl } from '../../../src/model/kafka-acl.ts';
import { known } from '../../../src/model/reading.ts';
import { nameOf, placeOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { oneClusterHint } from '../../../src/spec/one-cluster.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  saslLogin,
  specOf,
} from '../../support/build/spec.ts';
import { loadTexts } from '../../support/spec-files.ts';

const connection = `
    bootstrap_servers: [kafka-1.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADM } }`;
const login = 'sasl_plain_username: mm2, sasl_plain_password: { secret: SRC }';
const flowOf = (topic: string, access = 'manage') =>
  `{ topics: [${topic}], replication_policy: identity, enabled: true, access: ${access} }`;

const head = `version: 1
name: prod
project: acme
clusters:
  dest: { service: dest-kafka-1 }`;

/** The same brokers as two clusters of the spec. */
const twoClusters = `${head}
  src1:${connection}
    mirror: { endpoint: source-set1, ${login} }
    manage: { acls: { principals: ["User:mm2"] } }
  src2:${connection}
    mirror: { endpoint: source-set2, ${login} }
mirrormaker:
  mm2-a: { flows: { src1 -> dest: ${flowOf('orders')} } }
  mm2-b: { flows: { src2 -> dest: ${flowOf('payments')} } }
`;

/** What the hint of the error says to write instead, with the flows that are given. */
function oneCluster(
  flows: { readonly a?: string; readonly b?: string } = { a: flowOf('orders'), b: flowOf('payments') },
): string {
  return `${head}
  src1:${connection}
    mirror: { ${login} }
    aliases: { src1: { endpoint: source-set1 }, src2: { endpoint: source-set2 } }
    manage: { acls: { principals: ["User:mm2"] } }
mirrormaker:
${flows.a === undefined ? '' : `  mm2-a: { flows: { src1 -> dest: ${flows.a} } }\n`}${
  flows.b === undefined ? '' : `  mm2-b: { flows: { src2 -> dest: ${flows.b} } }\n`
}`;
}

async function desired(text: string): Promise<Desired> {
  const result = await loadTexts({ 'spec.yaml': text });
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return desiredState(result.spec).desired;
}

function asLive({ kafkaAcls }: Desired): readonly LiveKafkaAcl[] {
  return kafkaAcls.map(({ id }) => ({ id }));
}

describe('one cluster under two aliases', () => {
  test('as two clusters it is an error, whose hint holds the line to write', async () => {
    const { ok, findings } = await loadTexts({ 'spec.yaml': twoClusters });
    expect(ok).toBe(false);
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'cluster-twice',
        message: expect.stringContaining('kafka-1.corp.example:9093'),
        hint: expect.stringContaining(
          'aliases: { src1: { endpoint: source-set1 }, src2: { endpoint: source-set2 } }',
        ),
      },
    ]);
  });

  test('the earlier hint, manage under one of them alone, does not make it pass', async () => {
    const without = twoClusters.replace('    manage: { acls: { principals: ["User:mm2"] } }\n', '');
    for (const text of [twoClusters, without]) {
      const { ok, findings } = await loadTexts({ 'spec.yaml': text });
      expect([ok, findings.filter(({ code }) => code === 'cluster-twice').length]).toEqual([false, 1]);
    }
  });

  test('has nothing to complain about', async () => {
    const { findings } = await loadTexts({ 'spec.yaml': oneCluster() });
    expect(findings).toEqual([]);
  });

  test('has the rights that either flow needs alone, on the cluster', async () => {
    const both = await desired(oneCluster());
    const index = new AclIndex(both.kafkaAcls.map(({ id }) => id));
    for (const flows of [{ a: flowOf('orders') }, { b: flowOf('payments') }]) {
      const alone = await desired(oneCluster(flows));
      expect(alone.kafkaAcls.length).toBeGreaterThan(3);
      for (const { id } of alone.kafkaAcls)
        expect([nameOf(id), index.isGranted(id)]).toEqual([nameOf(id), true]);
    }
    expect(new Set(both.kafkaAcls.map(({ id }) => id.cluster))).toEqual(new Set(['src1']));
    expect(both.kafkaAcls.map(({ id }) => id.resourceName)).toEqual(
      expect.arrayContaining(['orders', 'payments', 'mm2-offset-syncs.dest.internal']),
    );
  });

  test('deletes nothing that the flow of the other alias needs, whichever rights are there', async () => {
    const both = await desired(oneCluster());
    for (const there of [
      oneCluster({ a: flowOf('orders') }),
      oneCluster({ b: flowOf('payments') }),
      oneCluster(),
    ]) {
      const kafkaAcls = known(asLive(await desired(there)));
      const clusters = new Map([
        ['dest', liveCluster('dest')],
        ['src1', liveCluster('src1', [], { kafkaAcls })],
      ]);
      const plan = buildPlan({ desired: both, live: liveWorld({ clusters }), findings: [] });
      const acls = plan.changes.filter(({ kind }) => kind === 'kafka-acl');
      expect(acls.filter(({ action }) => action !== 'create')).toEqual([]);
      expect(new Set(acls.map(({ id }) => placeOf(id)))).toEqual(new Set(acls.length === 0 ? [] : ['src1']));
    }
  });

  test('attaches each alias through its endpoint, which carry the same login', async () => {
    const { endpoints, integrations, flows, clusters } = await desired(oneCluster());
    expect(endpoints.map(({ id }) => id.name)).toEqual(['source-set1', 'source-set2']);
    expect(endpoints[0]?.config).toEqual(endpoints[1]?.config);
    expect(integrations.map(({ id, source }) => [id.service, id.cluster, source])).toEqual([
      ['mm2-a', 'dest', { type: 'service', project: 'acme', service: 'dest-kafka-1' }],
      ['mm2-a', 'src1', { type: 'endpoint', endpoint: 'source-set1' }],
      ['mm2-b', 'dest', { type: 'service', project: 'acme', service: 'dest-kafka-1' }],
      ['mm2-b', 'src2', { type: 'endpoint', endpoint: 'source-set2' }],
    ]);
    expect(flows.map(({ id }) => `${id.source} -> ${id.target}`)).toEqual(['src1 -> dest', 'src2 -> dest']);
    expect(clusters.map(({ key, aliases }) => [key, aliases])).toEqual([
      ['dest', ['dest']],
      ['src1', ['src1', 'src2']],
    ]);
  });

  test.each([
    ['no alias names one: that of mirror', '{ src1: {}, src2: {} }', 'endpoint: shared, ', ['shared']],
    ['none at all: the name of the cluster', '{ src1: {}, src2: {} }', '', ['src1']],
    ['one alias names one', '{ src1: {}, src2: { endpoint: own } }', 'endpoint: shared, ', ['own', 'shared']],
    ['both name the same', '{ src1: { endpoint: e }, src2: { endpoint: e } }', '', ['e']],
  ])('endpoints: %s', async (_, aliases, endpoint, expected) => {
    const text = oneCluster()
      .replace(/aliases: .*/, `aliases: ${aliases}`)
      .replace('mirror: { ', `mirror: { ${endpoint}`);
    expect((await desired(text)).endpoints.map(({ id }) => id.name)).toEqual(expected);
  });

  test('what only one flow manages and the other checks would be deleted, which is an error', async () => {
    const text = oneCluster({ a: flowOf('orders'), b: flowOf('payments', 'check') });
    const result = await loadTexts({ 'spec.yaml': text });
    if (!result.ok) throw new Error(JSON.stringify(result.findings));
    expect(desiredState(result.spec).findings).toMatchObject([
      { code: 'owned-but-only-checked', severity: 'error', message: expect.stringContaining('src2 -> dest') },
    ]);
  });

  test('groups of both flows are rights of the one login', async () => {
    const withGroups = (topic: string, group: string) =>
      `{ topics: [${topic}], sync_group_offsets_enabled: true, groups: [${group}] }`;
    const { kafkaAcls } = await desired(
      oneCluster({ a: withGroups('orders', 'g1'), b: withGroups('payments', 'g2') }),
    );
    const groups = kafkaAcls.filter(({ id }) => id.resourceType === 'Group').map(({ id }) => id.resourceName);
    expect(groups).toEqual(expect.arrayContaining(['g1', 'g2']));
  });
});

test('following the hint changes no endpoint, integration or flow', () => {
  const brokers = { bootstrapServers: ['k-1:9093'] };
  const [src1, src2] = [externalCluster('src1', brokers), externalCluster('src2', brokers)];
  const services = [
    mirrorMaker([flowSpec('src1', 'dest')], { service: 'mm2-a' }),
    mirrorMaker([flowSpec('src2', 'dest')], { service: 'mm2-b' }),
  ];
  expect(oneClusterHint(src1, [src2])).toContain(
    'aliases: { src1: { endpoint: src1-kafka }, src2: { endpoint: src2-kafka } }',
  );
  const aliases = new Map([
    ['src1', { position: at(23), endpoint: 'src1-kafka' }],
    ['src2', { position: at(24), endpoint: 'src2-kafka' }],
  ]);
  const dest = aivenCluster('dest');
  const before = desiredState(specOf([dest, src1, src2], services)).desired;
  const after = desiredState(specOf([dest, { ...src1, aliases }], services)).desired;
  const asked = ({ endpoints, integrations, flows }: Desired) => [
    endpoints.map(({ id, config }) => [id, config]),
    integrations.map(({ id, source, tuning }) => [id, source, tuning]),
    flows.map(({ id, settings }) => [id, settings]),
  ];
  expect(asked(after)).toEqual(asked(before));
});

test('other logins in the two clusters are said in the hint', () => {
  const src2 = externalCluster('src2', {
    mirror: {
      position: at(31),
      endpoint: 'e2',
      login: saslLogin('mm2-b', 'MM2_PASSWORD'),
      principal: 'User:mm2-b',
    },
  });
  expect(oneClusterHint(externalCluster('src1'), [src2])).toContain('one user, that of src1');
});

describe('aliases of a cluster that flows write to', () => {
  const target = `version: 1
name: prod
project: acme
clusters:
  core: { service: kafka-core }
  lab: { service: kafka-lab }
  edge:${connection}
    mirror: { ${login} }
    aliases: { e1: { endpoint: set1 }, e2: { endpoint: set2 } }
    manage: { acls: { principals: ["User:mm2"] }, topics: { scope: ['*'] } }
mirrormaker:
  mm2-a: { flows: { core -> e1: { topics: [orders] } } }
  mm2-b: { flows: { lab -> e2: { topics: [payments] } } }
`;

  test('names of topics go by the alias of the other cluster, places by the key', async () => {
    const { topics, mirrored } = await desired(target);
    expect(topics.map(({ id }) => [id.cluster, id.name])).toEqual(
      expect.arrayContaining([
        ['edge', 'mm2-offsets.core.internal'],
        ['edge', 'mm2-offsets.lab.internal'],
        ['edge', 'core.checkpoints.internal'],
      ]),
    );
    expect(new Set(topics.map(({ id }) => id.cluster))).toEqual(new Set(['edge']));
    expect([mirrored('edge', 'core.orders'), mirrored('edge', 'lab.payments')]).toEqual([true, true]);
    expect([mirrored('e1', 'core.orders'), mirrored('core', 'core.orders')]).toEqual([false, false]);
  });

  test('the offset syncs of an Aiven service under two aliases are named after each', async () => {
    const text = `version: 1
name: prod
project: acme
clusters:
  core: { service: kafka-core, aliases: { d1: {}, d2: {} } }
  src:${connection}
    mirror: { ${login} }
    aliases: { s1: { endpoint: set1 }, s2: { endpoint: set2 } }
mirrormaker:
  mm2-a: { flows: { s1 -> d1: { topics: [orders] } } }
  mm2-b: { flows: { s2 -> d2: { topics: [payments] } } }
`;
    const { topics, integrations } = await desired(text);
    expect(topics.map(({ id }) => [id.cluster, id.name])).toEqual([
      ['src', 'mm2-offset-syncs.d1.internal'],
      ['src', 'mm2-offset-syncs.d2.internal'],
    ]);
    expect(integrations.map(({ id }) => id.cluster)).toEqual(['d1', 's1', 'd2', 's2']);
  });
});
