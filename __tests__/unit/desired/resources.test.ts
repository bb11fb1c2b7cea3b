import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { keyOf } from '../../../src/model/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { at } from '../../support/build/places.ts';
import {
  aivenCluster,
  certificateLogin,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

const desired = (spec: Spec) => desiredState(spec).desired;

describe('endpoints', () => {
  test('an external cluster with SASL over TLS', () => {
    const onprem = externalCluster('onprem');
    expect(desired(specOf([onprem])).endpoints).toEqual([
      {
        id: { kind: 'endpoint', project: 'acme', name: 'onprem-kafka' },
        config: {
          bootstrap_servers: 'kafka-1.example:9093,kafka-2.example:9093',
          security_protocol: 'SASL_SSL',
          sasl_mechanism: 'SCRAM-SHA-512',
          sasl_plain_username: 'mm2',
          sasl_plain_password: Secret.named('MM2_PASSWORD'),
          ssl_ca_cert: 'PEM',
          ssl_endpoint_identification_algorithm: 'https',
        },
        stated: onprem.statedInEndpoint,
        provenance: { origin: 'declared', position: at(21) },
      },
    ]);
  });

  test('mutual TLS, and plain text without anything', () => {
    const mirror = {
      position: at(21),
      endpoint: 'e',
      login: certificateLogin('CERT', 'KEY'),
    };
    const tls = externalCluster('tls', { securityProtocol: 'SSL', mirror });
    const plain = externalCluster('plain', {
      securityProtocol: 'PLAINTEXT',
      mirror: { position: at(21), endpoint: 'p', login: { kind: 'none' } },
    });
    const [first, second] = desired(specOf([tls, plain])).endpoints;
    expect(Object.keys(first?.config ?? {})).toEqual([
      'bootstrap_servers',
      'security_protocol',
      'ssl_ca_cert',
      'ssl_client_cert',
      'ssl_client_key',
      'ssl_endpoint_identification_algorithm',
    ]);
    expect(Object.keys(second?.config ?? {})).toEqual(['bootstrap_servers', 'security_protocol']);
  });

  test('none without a mirror identity, and one in each project that attaches the cluster', () => {
    const { mirror: _, ...hidden } = externalCluster('hidden');
    const flow = [flowSpec('onprem', 'core')];
    const services = [mirrorMaker(flow), mirrorMaker(flow, { service: 'mm2-b', project: 'beta' })];
    const { endpoints } = desired(
      specOf([hidden, externalCluster('onprem'), aivenCluster('core')], services),
    );
    expect(endpoints.map(({ id }) => `${id.project}/${id.name}`)).toEqual([
      'acme/onprem-kafka',
      'beta/onprem-kafka',
    ]);
  });
});

describe('integrations', () => {
  const tuning = new Map([['onprem', { position: at(42), values: { consumer_max_poll_records: 2000 } }]]);
  const clusters = [
    externalCluster('onprem'),
    aivenCluster('core', { project: 'other' }),
    aivenCluster('lab'),
  ];

  test('every alias of a flow or of the tuning, once', () => {
    const flows = [flowSpec('onprem', 'core'), flowSpec('lab', 'core')];
    const { integrations } = desired(specOf(clusters, [mirrorMaker(flows, { tuning })]));
    expect(integrations.map(({ id, source, tuning }) => ({ alias: id.cluster, source, tuning }))).toEqual([
      { alias: 'core', source: { type: 'service', project: 'other', service: 'kafka-core' }, tuning: {} },
      { alias: 'lab', source: { type: 'service', project: 'acme', service: 'kafka-lab' }, tuning: {} },
      {
        alias: 'onprem',
        source: { type: 'endpoint', endpoint: 'onprem-kafka' },
        tuning: { consumer_max_poll_records: 2000 },
      },
    ]);
    expect(integrations[0]?.provenance).toMatchObject({
      origin: 'derived',
      rule: 'A1',
      flows: ['lab -> core', 'onprem -> core'],
    });
    expect(integrations[2]?.provenance).toEqual({ origin: 'declared', position: at(42) });
  });

  test('tuning alone attaches too', () => {
    expect(desired(specOf(clusters, [mirrorMaker([], { tuning })])).integrations).toHaveLength(1);
  });

  test('an external cluster without a mirror identity cannot be attached', () => {
    const { mirror: _, ...hidden } = externalCluster('onprem');
    const state = desiredState(
      specOf([hidden, aivenCluster('core')], [mirrorMaker([flowSpec('onprem', 'core', { access: 'off' })])]),
    );
    expect(state.desired.integrations.map(({ id }) => id.cluster)).toEqual(['core']);
    expect(state.findings).toEqual([expect.objectContaining({ code: 'no-mirror', severity: 'error' })]);
  });
});

test('flows keep the settings of the spec', () => {
  const flow = flowSpec('lab', 'core', { settings: { enabled: false, replication_factor: 2 } });
  expect(desired(specOf([aivenCluster('lab'), aivenCluster('core')], [mirrorMaker([flow])])).flows).toEqual([
    {
      id: { kind: 'flow', project: 'acme', service: 'mm2', source: 'lab', target: 'core' },
      settings: flow.settings,
      stated: new Set(['enabled', 'replication_factor']),
      provenance: { origin: 'declared', position: at(50) },
    },
  ]);
});

test('declared topics and ACLs: one entry per operation, the same entry once', () => {
  const acl = {
    position: at(31),
    namePosition: at(31),
    principal: 'User:a',
    host: '*',
    resourceType: 'Topic',
    resourceName: 'x',
  } as const;
  const positions = { username: at(33), topic: at(33) };
  const aivenAcl = { positions, username: 'legacy', topic: 'x*', permission: 'read' } as const;
  const core = aivenCluster('core', {
    topics: topicSpecs(topicSpec('x', { replication: 2, tags: new Map([['team', 'a']]) })),
    kafkaAcls: [
      { ...acl, patternType: 'LITERAL', permission: 'ALLOW', operations: ['Write', 'Read'] },
      { ...acl, position: at(32), patternType: 'LITERAL', permission: 'ALLOW', operations: ['Read'] },
    ],
    aivenAcls: [
      { ...aivenAcl, position: at(33) },
      { ...aivenAcl, position: at(34) },
    ],
  });
  const { topics, kafkaAcls, aivenAcls } = desired(specOf([core]));
  expect(topics).toEqual([
    {
      id: { kind: 'topic', cluster: 'core', name: 'x' },
      partitions: 3,
      replication: 2,
      config: new Map(),
      tags: new Map([['team', 'a']]),
      protect: false,
      unlistedConfig: 'report',
      positions: new Map(),
      provenance: { origin: 'declared', position: at(30) },
    },
  ]);
  expect(kafkaAcls.map(({ id, provenance }) => `${id.operation} ${provenance.position.line}`)).toEqual([
    'Read 31',
    'Write 31',
  ]);
  expect(aivenAcls.map(({ id, provenance }) => `${id.username} ${provenance.position.line}`)).toEqual([
    'legacy 33',
  ]);
});

test('tombstones of all three kinds, with their reasons', () => {
  const core = aivenCluster('core', {
    removedTopics: new Map([['old', { position: at(35), reason: 'unused' }]]),
  });
  const removedFlows = new Map([['lab -> core', { source: 'lab', target: 'core', position: at(45) }]]);
  const { tombstones } = desired(specOf([core], [mirrorMaker([], { removedFlows })], ['old-dc']));
  expect(tombstones).toEqual([
    {
      id: { kind: 'endpoint', project: 'acme', name: 'old-dc' },
      provenance: { origin: 'declared', position: at(99), reason: 'closed' },
    },
    {
      id: { kind: 'flow', project: 'acme', service: 'mm2', source: 'lab', target: 'core' },
      provenance: { origin: 'declared', position: at(45) },
    },
    {
      id: { kind: 'topic', cluster: 'core', name: 'old' },
      provenance: { origin: 'declared', position: at(35), reason: 'unused' },
    },
  ]);
});

test('ownership: only clusters that say so own anything', () => {
  const scope = [
    { pattern: 'b.*', position: at(12) },
    { pattern: 'a.*', position: at(12) },
  ];
  const topics = {
    position: at(11),
    scope,
    exclude: [],
    prune: 'removed',
    unlistedConfig: 'report',
  } as const;
  const { ownership, clusters } = desired(
    specOf([aivenCluster('lab'), aivenCluster('core', { manage: { topics } })]),
  );
  expect(ownership).toEqual(
    new Map([
      ['core', { topics: { scope: [scope[1], scope[0]], exclude: [], prune: 'removed' }, principals: [] }],
    ]),
  );
  expect(clusters).toEqual([
    { key: 'core', aliases: ['core'], type: 'aiven', addresses: ['acme/kafka-core'], position: at(10) },
    { key: 'lab', aliases: ['lab'], type: 'aiven', addresses: ['acme/kafka-lab'], position: at(10) },
  ]);
});

test('nothing depends on the order of the spec, and every list is sorted and without doubles', () => {
  const clusters = [
    externalCluster('onprem', { topics: topicSpecs(topicSpec('b'), topicSpec('a')) }),
    externalCluster('partner'),
    aivenCluster('core', { topics: topicSpecs(topicSpec('a')) }),
  ];
  const options = { settings: { emit_heartbeats_enabled: true, emit_backward_heartbeats_enabled: true } };
  const flows = [
    flowSpec('onprem', 'core', options),
    flowSpec('core', 'partner', { position: at(51), ...options }),
    flowSpec('partner', 'onprem', { position: at(52), ...options }),
  ];
  const one = desiredState(specOf(clusters, [mirrorMaker(flows)]));
  const other = desiredState(specOf(clusters.toReversed(), [mirrorMaker(flows.toReversed())]));
  const data = ({ desired: { mirrored: _, leavesOut: __, ...rest }, findings }: typeof one) => ({
    ...rest,
    findings,
  });
  expect(data(other)).toEqual(data(one));
  const { topics, kafkaAcls, integrations, endpoints } = one.desired;
  for (const list of [topics, kafkaAcls, integrations, endpoints]) {
    const keys = list.map(({ id }) => keyOf(id));
    expect(keys).toEqual([...new Set(keys)].sort());
  }
  expect(kafkaAcls.length).toBeGreaterThan(40);
});
