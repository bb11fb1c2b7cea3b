import { MemoryBackend } from '../sandbox/aiven/memory-backend.ts';
import { startAiven } from '../sandbox/aiven/start-aiven.ts';
import { startKafkaCluster } from '../sandbox/kafka/cluster.ts';
import type { KafkaBridge, SandboxKafka } from '../sandbox/kafka/sandbox-kafka.ts';
import type { BackendAcl } from '../sandbox/kafka-backend.ts';
import { KafkaProxy } from './kafka-proxy.ts';
import { project, type Scene } from './scene.ts';

const mirrorPassword = 'a password of MirrorMaker 2';

/** A broker for scenes, one after the other. */
export function startBroker(): Promise<SandboxKafka> {
  return startKafkaCluster({ name: 'faults', users: [{ name: 'mm2', password: mirrorPassword }] });
}

/** An external cluster on a real broker: topics and ACLs are created, changed and deleted there, and a flow's access is derived. */
export async function kafkaScene(token: string, kafka: SandboxKafka): Promise<Scene> {
  const bridge = await kafka.bridge();
  const proxy = await KafkaProxy.start(kafka);
  const core = new MemoryBackend({ brokers: 3 });
  const aiven = await startAiven({
    token,
    services: [
      { type: 'kafka', project, name: 'kafka-core', backend: core },
      { type: 'kafka_mirrormaker', project, name: 'mm2-core' },
    ],
  });
  await restore(bridge, startingState);
  return {
    filesBefore: { 'kafka/ca.pem': kafka.caPem, 'kafka/spec.yaml': connection(kafka, proxy) },
    files: { 'kafka/spec.yaml': connection(kafka, proxy) + changes },
    secrets: { ADMIN_PASSWORD: kafka.admin.password, MM2_PASSWORD: mirrorPassword },
    aiven,
    kafka: proxy,
    disturb: (to) =>
      bridge.alterTopicConfig('edge.grown', { 'retention.ms': to === 'drift' ? '1000' : '86400000' }),
    state: async () => [
      ...lines(await stateOf(bridge)),
      ...aiven.world.flows(project, 'mm2-core').map((flow) => `flow ${JSON.stringify(flow)}`),
    ],
    save: async () => {
      const [onBroker, atAiven, behind] = [await stateOf(bridge), aiven.world.save(), core.save()];
      return async () => {
        atAiven();
        behind();
        await restore(bridge, onBroker);
      };
    },
    stop: async () => {
      proxy.stop();
      await aiven.stop();
    },
  };
}

interface BrokerState {
  readonly topics: readonly BrokerTopic[];
  readonly acls: readonly BackendAcl[];
}

interface BrokerTopic {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

const writeToOld: BackendAcl = {
  principal: 'User:app',
  host: '*',
  resourceType: 'TOPIC',
  resourceName: 'edge.old',
  patternType: 'LITERAL',
  operation: 'WRITE',
  permission: 'ALLOW',
};

const startingState: BrokerState = {
  topics: [
    { name: 'edge.grown', partitions: 1, config: { 'retention.ms': '1000' } },
    { name: 'edge.old', partitions: 1, config: {} },
  ],
  acls: [writeToOld],
};

async function stateOf(bridge: KafkaBridge): Promise<BrokerState> {
  const names = (await bridge.listTopics()).filter(({ internal }) => !internal).map(({ name }) => name);
  const topics = (await bridge.describeTopics(names)).map(({ name, partitions, config }) => {
    const own = config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
    return {
      name,
      partitions,
      config: Object.fromEntries(own.map(({ name: key, value }) => [key, value ?? ''])),
    };
  });
  return { topics, acls: await bridge.listAcls() };
}

function lines({ topics, acls }: BrokerState): readonly string[] {
  return [
    ...topics.map(({ name, partitions, config }) => `topic ${name} ${partitions} ${JSON.stringify(config)}`),
    ...acls.map(aclLine),
  ].sort();
}

function aclLine(acl: BackendAcl): string {
  return `ACL ${Object.values(acl).join(' ')}`;
}

/** Only what differs is touched. */
async function restore(bridge: KafkaBridge, wanted: BrokerState): Promise<void> {
  const now = await stateOf(bridge);
  const keep = (topic: BrokerTopic, all: readonly BrokerTopic[]) =>
    all.some((other) => JSON.stringify(other) === JSON.stringify(topic));
  for (const topic of now.topics) if (!keep(topic, wanted.topics)) await bridge.deleteTopic(topic.name);
  for (const topic of wanted.topics)
    if (!keep(topic, now.topics)) await bridge.createTopic({ ...topic, replication: 1 });
  const has = (acl: BackendAcl, all: readonly BackendAcl[]) =>
    all.some((other) => aclLine(other) === aclLine(acl));
  for (const acl of now.acls) if (!has(acl, wanted.acls)) await bridge.deleteAcl(acl);
  for (const acl of wanted.acls) if (!has(acl, now.acls)) await bridge.createAcl(acl);
}

function connection({ admin }: SandboxKafka, { bootstrapServers }: KafkaProxy): string {
  return `version: 1
name: prod
project: ${project}
clusters:
  core: { service: kafka-core }
  onprem:
    bootstrap_servers: [${bootstrapServers}]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/ca.pem }
    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: MM2_PASSWORD } }
    admin: { sasl_plain_username: ${admin.username}, sasl_plain_password: { secret: ADMIN_PASSWORD } }
    manage: { topics: { scope: [edge.*] }, acls: { principals: [User:app, User:mm2] } }
`;
}

const changes = `    topics:
      edge.new: { partitions: 1, replication: 1 }
      mm2-offset-syncs.core.internal: { partitions: 1, replication: 1, config: { cleanup.policy: compact } }
      edge.grown: { partitions: 3, replication: 1, config: { retention.ms: 1d } }
    removed: { topics: { edge.old: { reason: replaced } } }
    acls:
      kafka:
        - { principal: User:app, topic: edge., pattern: prefixed, allow: [Read] }
mirrormaker:
  mm2-core:
    flows:
      onprem -> core:
        { topics: ['edge\\.grown'], enabled: false, sync_group_offsets_enabled: true, groups: [edge-*], emit_heartbeats_enabled: true }
`;
