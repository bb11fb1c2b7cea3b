import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AivenEmulator, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import { startKafkaCluster } from '../../../sandbox/kafka/cluster.ts';
import type { KafkaBridge, SandboxKafka } from '../../../sandbox/kafka/sandbox-kafka.ts';
import { type MirrorMakerServices, runMirrorMakerServices } from '../../../sandbox/mirrormaker/service.ts';
import { withoutServiceUser } from '../../../sandbox/mirrormaker/service-user.ts';
import { until } from '../../support/until.ts';

const token = 'test-token';
const user = { name: 'mirror', password: 'pass "word" €' };
let onprem: SandboxKafka;
let core: SandboxKafka;
let source: KafkaBridge;
let target: KafkaBridge;
let aiven: AivenEmulator;
let services: MirrorMakerServices;

beforeAll(async () => {
  [onprem, core] = await Promise.all([
    startKafkaCluster({ name: 'onprem', users: [user] }),
    startKafkaCluster({ name: 'core' }),
  ]);
  [source, target] = await Promise.all([onprem.bridge(), core.bridge()]);
  aiven = await startAiven({
    token,
    services: [
      { type: 'kafka', project: 'acme', name: 'core', backend: withoutServiceUser(target) },
      { type: 'kafka_mirrormaker', project: 'acme', name: 'mirror' },
    ],
  });
  services = runMirrorMakerServices({
    aiven,
    services: [{ project: 'acme', name: 'core', kafka: core, bridge: target }],
  });
  await source.createTopic({ name: 'orders', partitions: 1, replication: 1, config: {} });
  await source.createTopic({
    name: 'mm2-offset-syncs.core.internal',
    partitions: 1,
    replication: 1,
    config: { 'cleanup.policy': 'compact' },
  });
  for (const [resourceName, operation] of [
    ['orders', 'READ'],
    ['orders', 'DESCRIBE_CONFIGS'],
    ['mm2-offset-syncs.core.internal', 'READ'],
    ['mm2-offset-syncs.core.internal', 'WRITE'],
  ] as const) {
    await source.createAcl({
      principal: `User:${user.name}`,
      host: '*',
      resourceType: 'TOPIC',
      resourceName,
      patternType: 'LITERAL',
      operation,
      permission: 'ALLOW',
    });
  }
  await source.produce('orders', [{ value: 'one' }, { value: 'two' }]);
});

afterAll(async () => {
  await services?.stop();
  await aiven?.stop();
  await Promise.all([onprem?.stop(), core?.stop()]);
});

test('a flow written through the API copies records, follows changes, and shows a refused login', async () => {
  const endpoint = await post('/integration_endpoint', {
    endpoint_name: 'onprem',
    endpoint_type: 'external_kafka',
    user_config: login('wrong'),
  });
  const endpointId: string = endpoint.service_integration_endpoint.endpoint_id;
  await attach({ source_endpoint_id: endpointId }, 'onprem');
  await attach({ source_service: 'core' }, 'core');
  expect(services.processes().size).toBe(0);
  await post('/service/mirror/mirrormaker/replication-flows', {
    source_cluster: 'onprem',
    target_cluster: 'core',
    enabled: true,
    topics: ['orders'],
    replication_factor: 1,
  });

  const refused = await until(
    () => integration('onprem'),
    (found) => found.integration_status.state.status === 'failed',
  );
  expect(refused).toMatchObject({
    active: false,
    integration_status: {
      status_user_desc: expect.stringMatching(/^Integration has failed: Connection to localhost:\d+ failed/),
      state: {
        errors: [expect.stringContaining('invalid credentials with SASL mechanism SCRAM-SHA-512')],
        likely_error_cause: 'source',
      },
    },
  });
  expect((await flow()).replication_progress).toBe(0);
  const first = services.processes().get('acme/mirror');

  await call('PUT', `/integration_endpoint/${endpointId}`, { user_config: login(user.password) });
  await until(
    () => integration('onprem'),
    (found) => found.active,
  );
  const second = services.processes().get('acme/mirror');
  expect(second?.pid).not.toBe(first?.pid);
  expect(first?.running).toBe(false);
  const copied = await until(
    () => target.consume('onprem.orders', { max: 2 }).catch(() => []),
    (records) => records.length === 2,
  );
  expect(copied.map(({ value }) => value)).toEqual(['one', 'two']);
  expect(await flow()).toMatchObject({ enabled: true, replication_progress: 1 });
  expect((await integration('core')).integration_status.state.status).toBe('running');
  // The user of MirrorMaker 2 is Aiven's own.
  expect((await call('GET', '/service/core')).service.kafka_acl).toEqual([]);

  await call('PUT', '/service/mirror/mirrormaker/replication-flows/onprem/core', { enabled: false });
  await until(
    () => services.processes().size,
    (count) => count === 0,
  );
  expect(second?.running).toBe(false);
  expect(await integration('onprem')).toMatchObject({ active: true });
});

function login(password: string) {
  return {
    bootstrap_servers: onprem.bootstrapServers,
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    sasl_plain_username: user.name,
    sasl_plain_password: password,
    ssl_ca_cert: onprem.caPem,
  };
}

function attach(from: object, alias: string) {
  return post('/integration', {
    integration_type: 'kafka_mirrormaker',
    dest_service: 'mirror',
    ...from,
    user_config: { cluster_alias: alias },
  });
}

async function integration(alias: string) {
  const { service_integrations } = await call('GET', '/service/mirror/integration');
  return service_integrations.find(
    (row: { user_config: { cluster_alias?: string } }) => row.user_config.cluster_alias === alias,
  );
}

async function flow() {
  return (await call('GET', '/service/mirror/mirrormaker/replication-flows/onprem/core')).replication_flow;
}

function post(path: string, body: object) {
  return call('POST', path, body);
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is JSON of any shape, and the assertions are about that shape
async function call(method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(`${aiven.url}/v1/project/acme${path}`, {
    method,
    headers: { authorization: `aivenv1 ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
