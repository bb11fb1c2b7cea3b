import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Listing } from '../../../src/model/live.ts';
import { foundIn } from '../../../src/model/live.ts';
import type { Reading } from '../../../src/model/reading.ts';
import type { IdOf, Kind } from '../../../src/model/resource.ts';
import { core, mm2, project } from '../../support/aiven/aiven-account.ts';
import { aivenAt } from '../../support/aiven/aiven-at.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/aiven/scripted-server.ts';

/** `ODD=20000` tries as many. */
const tries = Number(process.env['ODD'] ?? 150);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

type Json = Readonly<Record<string, unknown>>;

const topicOf = (name: string) => ({
  topic_name: name,
  state: 'ACTIVE',
  replication: 3,
  partitions: [
    {
      partition: 0,
      size: 1,
      remote_size: 0,
      earliest_offset: 0,
      latest_offset: 1,
      isr: 3,
      consumer_groups: [{ group_name: 'g', offset: 1 }],
    },
  ],
  config: {
    retention_ms: {
      value: 1,
      source: 'topic_config',
      synonyms: [{ name: 'log.retention.ms', source: 'default_config', value: 2, is_sensitive: false }],
    },
  },
  tags: [{ key: 'a', value: 'b' }],
  topic_description: 'Said',
  owner_user_group_id: 'u',
});
const integrationOf = (alias: string, service: string) => ({
  service_integration_id: `id-${alias}`,
  integration_type: 'kafka_mirrormaker',
  source_project: project,
  source_service: service,
  source_endpoint: null,
  source_endpoint_id: null,
  dest_project: project,
  dest_service: 'mm2',
  dest_endpoint_id: null,
  enabled: true,
  active: true,
  user_config: { cluster_alias: alias, kafka_mirrormaker: { producer_linger_ms: 5 } },
  integration_status: {
    status_user_desc: 'well',
    state: { status: 'running', errors: ['none'], likely_error_cause: 'none' },
  },
});
const flowOf = (source: string, target: string) => ({
  source_cluster: source,
  target_cluster: target,
  enabled: true,
  topics: ['t'],
  'topics.blacklist': ['x'],
  replication_policy_class: 'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
  replication_factor: 3,
  sync_group_offsets_enabled: true,
  config_properties_exclude: 'a,b',
  replication_progress: 0.5,
});
const aivenAclOf = (id: string, username: string) => ({ id, permission: 'read', topic: 'orders', username });
const kafkaAclOf = (id: string, principal: string) => ({
  id,
  principal,
  host: '*',
  resource_type: 'Topic',
  resource_name: 'orders',
  pattern_type: 'LITERAL',
  operation: 'Read',
  permission_type: 'ALLOW',
});
const endpointOf = (name: string) => ({
  endpoint_id: `id-${name}`,
  endpoint_name: name,
  endpoint_type: 'external_kafka',
  user_config: { bootstrap_servers: 'k:9092', security_protocol: 'PLAINTEXT' },
});

/** In each list first what is asked for, and then a neighbour, which is nobody's business. */
const lists: Readonly<Record<string, readonly [Json, Json]>> = {
  topics: [topicOf('orders'), topicOf('odd')],
  service_integrations: [integrationOf('core', 'kafka-core'), integrationOf('odd', 'kafka-odd')],
  replication_flows: [flowOf('onprem', 'core'), flowOf('odd', 'nowhere')],
  acl: [aivenAclOf('a', 'svc'), aivenAclOf('b', 'odd')],
  kafka_acl: [kafkaAclOf('c', 'User:svc'), kafkaAclOf('d', 'User:odd')],
  service_integration_endpoints: [endpointOf('onprem'), endpointOf('odd')],
};

/** What a service says of itself beside its type and its state: none of it is needed to read what it holds. */
const service: Json = {
  node_count: 3,
  node_states: [{ name: 'n', state: 'running' }],
  users: [{ username: 'avnadmin' }],
  user_config: {
    kafka_version: '4.0',
    kafka_mirrormaker: { emit_checkpoints_enabled: true },
    tiered_storage: { enabled: false },
    kafka_diskless: { enabled: false },
  },
};

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -1, [], {}, 'text', true, ['text'], { enabled: 'true' }),
  fc.jsonValue(),
);

/** The value at one place exchanged, or the key taken away. */
function spoilt(sound: Json): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.array(fc.nat(30), { minLength: 5, maxLength: 5 }), fc.option(anyValue, { nil: undefined }))
    .map(([choices, value]) => {
      const spoil = (node: unknown, depth: number): unknown => {
        const keys = typeof node === 'object' && node !== null ? Object.keys(node) : [];
        const choice = choices[depth] ?? 0;
        const key = keys[choice % (keys.length || 1)];
        if (key === undefined || (depth > 0 && choice % 3 === 0)) return value;
        const copy = Array.isArray(node) ? [...node] : { ...(node as Json) }; // it has keys, so it is an object
        return Object.assign(copy, { [key]: spoil((node as Json)[key], depth + 1) });
      };
      return JSON.parse(JSON.stringify(spoil(sound, 0)));
    });
}

type Neighbours = (neighbour: Json) => fc.Arbitrary<readonly unknown[]>;
const neighbours: Neighbours = (neighbour) =>
  fc.oneof(
    { weight: 6, arbitrary: spoilt(neighbour).map((one) => [one]) },
    anyValue.map((one) => [one]),
    fc.constant([neighbour, neighbour]),
    fc.tuple(spoilt(neighbour), spoilt(neighbour)),
  );

const anyAnswer = fc
  .record({
    ...Object.fromEntries(
      Object.entries(lists).map(([key, [wanted, other]]) => [
        key,
        neighbours(other).map((odd) => [wanted, ...odd]),
      ]),
    ),
    service: fc.oneof(fc.constant(service), spoilt(service)),
  })
  .map((answer) => ({
    ...answer,
    topic: lists['topics']?.[0],
    service_integration_endpoint: lists['service_integration_endpoints']?.[0],
    service: { ...Object(answer.service), state: 'RUNNING' },
  }));

let server: ScriptedServer;
let answer: unknown;
beforeAll(async () => {
  server = await startScriptedServer((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
});
afterAll(() => server.stop());

const integration = { kind: 'integration', ...mm2, cluster: 'core' } as const;
const flow = { kind: 'flow', ...mm2, source: 'onprem', target: 'core' } as const;
const endpoint = { kind: 'endpoint', project, name: 'onprem' } as const;

/** What is asked for, by its kind, and what was read of ACLs that could not be understood. */
async function readings() {
  const aiven = aivenAt(server.url);
  const request = { cluster: 'core', topics: ['orders'], kafkaAcls: true, aivenAcls: true };
  const cluster = await aiven.readCluster(core, request);
  const endpoints = await aiven.readEndpoints(project, new Set(['onprem']));
  const { integrations, flows } = await aiven.readMirrorMaker(mm2);
  const inList = <K extends Kind>(listing: Listing<K>, id: IdOf<K>): Reading<unknown> => foundIn(listing, id);
  const read: readonly (readonly [string, Reading<unknown> | undefined])[] = [
    ['topics', cluster.topics.get('orders')],
    ['topicNames', cluster.topicNames],
    ['kafka_acl', cluster.kafkaAcls],
    ['acl', cluster.aivenAcls],
    ['service_integration_endpoints', inList(endpoints, endpoint)],
    ['service_integrations', inList(integrations, integration)],
    ['replication_flows', inList(flows, flow)],
  ];
  return { read: new Map(read), newerAcls: cluster.newerAcls ?? [] };
}

/** Which of the objects that are asked for cannot be told. */
async function unknownOnes(): Promise<readonly string[]> {
  const { read } = await readings();
  return [...read].flatMap(([what, reading]) => {
    if (reading === undefined) return [`${what}: not read`];
    if (reading.state === 'unknown') return [`${what}: ${reading.message}`];
    return reading.value === undefined ? [`${what}: absent`] : [];
  });
}

test('whatever form a neighbour has, what is asked for is read', async () => {
  await fc.assert(
    fc.asyncProperty(anyAnswer, async (any) => {
      answer = any;
      expect(await unknownOnes()).toEqual([]);
    }),
    { numRuns: tries, seed },
  );
}, 3_600_000);

/** Every place in an object, as keys. */
function places(node: unknown): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) => [
    [key],
    ...places(inner).map((path) => [key, ...path]),
  ]);
}

/** With another value there; undefined takes the key away. */
function exchanged(node: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const copy = Array.isArray(node) ? [...node] : { ...(node as Json) }; // a place of it was named
  const inner = rest.length === 0 ? value : exchanged((node as Json)[key], rest, value);
  return JSON.parse(JSON.stringify(Object.assign(copy, { [key]: inner })));
}

/** With another text in these it is another object, and without a value of these none that is anybody's. */
const identity: Readonly<Record<string, RegExp>> = {
  topics: /^never$/,
  service_integrations: /^(service_integration_id|user_config|user_config cluster_alias)$/,
  replication_flows: /^never$/,
  acl: /^never$/,
  kafka_acl: /^never$/,
  service_integration_endpoints: /^never$/,
};

const otherForms: readonly unknown[] = [undefined, null, 7, '', {}, []];

describe.each(Object.keys(lists))('one of %s that is there', (kind) => {
  const [wanted, neighbour] = lists[kind] ?? [{}, {}];
  const sound = Object.fromEntries(Object.entries(lists).map(([key, pair]) => [key, [...pair]]));

  test('is never absent, whatever form one of its fields has', async () => {
    const absent: string[] = [];
    for (const place of places(wanted)) {
      if (identity[kind]?.test(place.join(' '))) continue;
      for (const value of otherForms) {
        const odd = exchanged(wanted, place, value);
        answer = {
          ...sound,
          [kind]: [odd, neighbour],
          service: { ...service, state: 'RUNNING' },
          topic: kind === 'topics' ? odd : wanted,
          service_integration_endpoint: kind === 'service_integration_endpoints' ? odd : endpointOf('onprem'),
        };
        const { read, newerAcls } = await readings();
        const reading = read.get(kind);
        const isAcl = kind === 'acl' || kind === 'kafka_acl';
        const isLost = isAcl
          ? reading?.state === 'known' && (reading.value as readonly unknown[]).length + newerAcls.length < 2
          : reading?.state === 'known' && reading.value === undefined;
        if (isLost) absent.push(`${place.join('.')} = ${JSON.stringify(value)}`);
      }
    }
    expect(absent).toEqual([]);
  }, 60_000);
});
