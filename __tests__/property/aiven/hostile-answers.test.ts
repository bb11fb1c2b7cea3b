import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { core, mm2, project, topic } from '../../support/aiven/aiven-account.ts';
import { aivenAt } from '../../support/aiven/aiven-at.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/aiven/scripted-server.ts';

const service = { service: { state: 'RUNNING', node_count: 3 } };
const config = { retention_ms: { value: 1, source: 'topic_config', synonyms: [] } };
const full = { topic_name: 'orders', replication: 3, partitions: [{ size: 1 }], config };
const userConfig = { bootstrap_servers: 'k:9092', security_protocol: 'SASL_SSL', sasl_plain_password: 'x' };
const attached = {
  service_integration_id: 'i',
  integration_type: 'kafka_mirrormaker',
  dest_service: 'mm2',
  enabled: true,
};

/** An answer in which everything is as it should be, to be spoilt in one place. */
const sound: Readonly<Record<string, unknown>> = {
  ...service,
  topics: [full],
  topic: full,
  acl: [{ id: 'default', permission: 'admin', topic: '*', username: 'avnadmin' }],
  kafka_acl: [
    {
      id: 'a',
      principal: 'User:x',
      host: '*',
      resource_type: 'Topic',
      resource_name: 'orders',
      pattern_type: 'LITERAL',
      operation: 'Read',
      permission_type: 'ALLOW',
    },
  ],
  service_integration_endpoints: [
    { endpoint_id: 'e', endpoint_name: 'onprem', endpoint_type: 'external_kafka' },
  ],
  service_integration_endpoint: { endpoint_id: 'e', endpoint_name: 'onprem', user_config: userConfig },
  service_integrations: [
    { ...attached, source_service: 'kafka-core', user_config: { cluster_alias: 'core' } },
  ],
  replication_flows: [{ source_cluster: 'onprem', target_cluster: 'core', enabled: true }],
};

/** The sound answer with the value at one place exchanged, or the key taken away. */
const spoilt = fc
  .tuple(fc.infiniteStream(fc.nat(20)), fc.option(fc.jsonValue(), { nil: undefined }))
  .map(([choices, value]) => {
    const spoil = (node: unknown): unknown => {
      const keys = typeof node === 'object' && node !== null ? Object.keys(node) : [];
      const choice = choices.next().value ?? 0;
      const key = keys[choice % (keys.length || 1)];
      if (key === undefined || choice % 7 === 6) return value;
      const copy = Array.isArray(node) ? [...node] : { ...(node as object) }; // it has keys, so it is an object
      return Object.assign(copy, { [key]: spoil((node as Record<string, unknown>)[key]) });
    };
    return JSON.stringify(spoil(sound)) ?? '';
  });

const anything = fc.oneof(
  { weight: 4, arbitrary: spoilt },
  fc.json(),
  fc.string(),
  fc.constantFrom(
    '{"__proto__":{"topics":[]}}',
    '[[[[',
    '{"topics":[{"__proto__":null}]}',
    '\u0000',
    '9'.repeat(400),
  ),
);
const status = fc.oneof(
  { weight: 6, arbitrary: fc.constant(200) },
  fc.constantFrom(204, 302, 400, 401, 403, 404, 409, 429, 500),
);

let server: ScriptedServer;
let answer = { status: 200, body: '' };
beforeAll(async () => {
  server = await startScriptedServer((response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body);
  });
});
afterAll(() => server.stop());

test('whatever is answered, every read is known or unknown', async () => {
  await fc.assert(
    fc.asyncProperty(status, anything, async (code, body) => {
      answer = { status: code, body: code === 204 ? '' : body };
      const aiven = aivenAt(server.url);
      const request = { cluster: 'core', topics: ['orders'], kafkaAcls: true, aivenAcls: true };
      const [cluster, endpoints, mirrormaker, [readBack]] = await Promise.all([
        aiven.readCluster(core, request),
        aiven.readEndpoints(project, new Set(['onprem'])),
        aiven.readMirrorMaker(mm2),
        aiven.topics(core).readBack([topic('orders').id]),
      ]);
      const readings = [
        cluster.brokers,
        cluster.topicNames,
        cluster.topics.get('orders'),
        cluster.kafkaAcls,
        cluster.aivenAcls,
        endpoints,
        mirrormaker.integrations,
        mirrormaker.flows,
        mirrormaker.settings,
        readBack,
      ];
      for (const reading of readings) expect(['known', 'unknown']).toContain(reading?.state);
    }),
    { numRuns: 400 },
  );
});

test('the sound answer is understood', async () => {
  answer = { status: 200, body: JSON.stringify(sound) };
  const aiven = aivenAt(server.url);
  expect((await aiven.readEndpoints(project, new Set(['onprem']))).state).toBe('known');
  const { integrations, flows } = await aiven.readMirrorMaker(mm2);
  expect([integrations.state, flows.state]).toEqual(['known', 'known']);
});
