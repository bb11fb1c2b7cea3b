import { readFileSync } from 'node:fs';
import { MemoryBackend } from '../sandbox/aiven/memory-backend.ts';
import { startAiven } from '../sandbox/aiven/start-aiven.ts';
import { project, type Scene } from './scene.ts';

/** Every kind of resource at Aiven, each created, changed and deleted where this action does that. */
export async function aivenScene(token: string): Promise<Scene> {
  const [core, copy] = [new MemoryBackend({ brokers: 3 }), new MemoryBackend({ brokers: 3 })];
  const aiven = await startAiven({
    token,
    services: [
      { type: 'kafka', project, name: 'kafka-core', backend: core },
      { type: 'kafka', project, name: 'kafka-copy', backend: copy },
      { type: 'kafka_mirrormaker', project, name: 'mm2-core' },
    ],
  });
  const { world } = aiven;
  await startingState(core);
  const endpoint = (name: string, username: string, servers: string) =>
    world.addEndpoint(project, name, {
      bootstrap_servers: servers,
      security_protocol: 'SASL_SSL',
      sasl_mechanism: 'SCRAM-SHA-512',
      sasl_plain_username: username,
      sasl_plain_password: 'an old password',
      ssl_ca_cert: certificate,
    });
  endpoint('old-dc', 'mm2', 'localhost:2');
  endpoint('lab-kafka', 'somebody', 'localhost:3');
  const earlier = endpoint('earlier', 'mm2', 'localhost:1');
  const from = (name: string) => ({ type: 'service', project, service: name }) as const;
  world.addIntegration(project, 'mm2-core', from('kafka-core'), { cluster_alias: 'core' });
  world.addIntegration(
    project,
    'mm2-core',
    { type: 'endpoint', project, endpointId: earlier.id },
    { cluster_alias: 'partner' },
  );
  world.setFlows(project, 'mm2-core', [
    { source_cluster: 'partner', target_cluster: 'core', enabled: false, topics: ['invoices'] },
    { source_cluster: 'core', target_cluster: 'lab', enabled: false, topics: ['gone'] },
  ]);
  return {
    filesBefore: { 'README.md': '# Kafka\n' },
    files,
    secrets: { PARTNER_PASSWORD: 'a password of the partner' },
    aiven,
    kafka: undefined,
    disturb: (to) =>
      core.alterTopicConfig('orders.grown', { 'retention.ms': to === 'drift' ? '1000' : '86400000' }),
    state: async () => [
      ...(await topicLines(core)),
      ...(await core.listAcls()).map((acl) => `ACL ${Object.values(acl).join(' ')}`).sort(),
      ...world
        .aivenAcls(project, 'kafka-core')
        .map(({ username, permission, topic }) => `Aiven ACL ${username} ${permission} ${topic}`)
        .sort(),
      ...world
        .endpoints(project)
        .map(({ name, userConfig }) => `endpoint ${name} ${userConfig['sasl_plain_username']}`)
        .sort(),
      ...world
        .integrations(project, 'mm2-core')
        .map(({ userConfig }) => `integration ${JSON.stringify(userConfig)}`)
        .sort(),
      ...world
        .flows(project, 'mm2-core')
        .map((flow) => `flow ${JSON.stringify(flow)}`)
        .sort(),
    ],
    save: async () => {
      const parts = [world.save(), core.save(), copy.save()];
      return async () => {
        for (const restore of parts) restore();
      };
    },
    stop: () => aiven.stop(),
  };
}

async function startingState(core: MemoryBackend): Promise<void> {
  for (const name of ['orders.grown', 'orders.grown2', 'orders.old', 'orders.old2'])
    await core.createTopic({ name, partitions: 1, replication: 3, config: {} });
  await core.createAcl({
    principal: 'User:app',
    host: '*',
    resourceType: 'TOPIC',
    resourceName: 'orders.old',
    patternType: 'LITERAL',
    operation: 'WRITE',
    permission: 'ALLOW',
  });
}

async function topicLines(backend: MemoryBackend): Promise<readonly string[]> {
  const names = (await backend.listTopics()).map(({ name }) => name);
  return (await backend.describeTopics(names))
    .map(({ name, partitions, config }) => {
      const own = config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
      return `topic ${name} ${partitions} ${own.map(({ name: key, value }) => `${key}=${value}`).sort()}`;
    })
    .sort();
}

const certificate = readFileSync(new URL('../examples/certs/partner-ca.pem', import.meta.url), 'utf8');
const files = {
  'kafka/partner-ca.pem': certificate,
  'kafka/spec.yaml': `version: 1
name: prod
project: ${project}
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: [orders.*] }, acls: { principals: [User:app] } }
    topics:
      orders.new: { partitions: 1, replication: 3 }
      orders.new2: { partitions: 1, replication: 3 }
      orders.new3: { partitions: 1, replication: 3 }
      orders.grown: { partitions: 3, replication: 3, config: { retention.ms: 1d } }
      orders.grown2: { partitions: 3, replication: 3, config: { retention.ms: 1d } }
    removed: { topics: { orders.old: { reason: replaced }, orders.old2: { reason: replaced } } }
    acls:
      kafka:
        - { principal: User:app, topic: orders., pattern: prefixed, allow: [Read, Write, Describe] }
      aiven:
        - { username: app, topic: orders.new*, permission: read }
  copy: { service: kafka-copy }
  partner:
    bootstrap_servers: [localhost:1]
    ${login('partner-kafka')}
  lab:
    bootstrap_servers: [localhost:3]
    ${login('lab-kafka')}
mirrormaker:
  mm2-core:
    clusters: { core: { producer_linger_ms: 100 } }
    flows:
      core -> copy: { topics: ['orders\\.grown'], enabled: true, emit_heartbeats_enabled: true }
      partner -> core: { topics: ['invoices', 'bills'], enabled: false, access: 'off', create_topics: none }
    removed: { flows: { core -> lab: { reason: trial ended } } }
removed: { endpoints: { old-dc: { reason: closed } } }
`,
};

function login(endpoint: string): string {
  return `security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/partner-ca.pem }
    mirror: { endpoint: ${endpoint}, sasl_plain_username: mm2, sasl_plain_password: { secret: PARTNER_PASSWORD } }`;
}
