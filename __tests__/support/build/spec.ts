import type { EndpointField } from '../../../src/model/endpoint.ts';
import type { FlowField, FlowSettings } from '../../../src/model/flow.ts';
import type { KafkaLogin, SaslMechanism } from '../../../src/model/kafka-connection.ts';
import { Secret } from '../../../src/model/secret.ts';
import type {
  AivenClusterSpec,
  ClusterSpec,
  ExternalClusterSpec,
  FlowSpec,
  MirrorMakerSpec,
  Spec,
  TopicSpec,
} from '../../../src/spec/spec.ts';
import { at } from './places.ts';
import { flowSettings, project } from './resources.ts';

/** Parts of a spec as it is read, with defaults that do not matter to the test at hand. */

export function specOf(
  clusters: readonly ClusterSpec[],
  mirrormakers: readonly MirrorMakerSpec[] = [],
  removedEndpoints: readonly string[] = [],
): Spec {
  return {
    name: 'prod',
    project,
    clusters: new Map(clusters.map((cluster) => [cluster.key, cluster])),
    aliases: new Map(
      clusters.flatMap(({ key, aliases }) => [...aliases.keys()].map((alias) => [alias, key] as const)),
    ),
    mirrormakers: new Map(mirrormakers.map((mirrormaker) => [mirrormaker.service, mirrormaker])),
    removed: {
      endpoints: new Map(removedEndpoints.map((name) => [name, { position: at(99), reason: 'closed' }])),
    },
    secrets: [],
    files: ['kafka.yaml'],
    leftOut: new Set(),
  };
}

const bare = {
  manage: {},
  topics: new Map<string, TopicSpec>(),
  removedTopics: new Map(),
  kafkaAcls: [],
  aivenAcls: [],
};

export function aivenCluster(key: string, changes: Partial<AivenClusterSpec> = {}): AivenClusterSpec {
  return {
    ...bare,
    type: 'aiven',
    key,
    position: at(10),
    aliases: new Map([[key, { position: at(10) }]]),
    project,
    service: `kafka-${key}`,
    ...changes,
  };
}

export function saslLogin(
  username: string,
  secret: string,
  mechanism: SaslMechanism = 'SCRAM-SHA-512',
): KafkaLogin {
  return { kind: 'sasl', mechanism, username, password: Secret.named(secret) };
}

export function certificateLogin(certificate: string, key: string): KafkaLogin {
  return { kind: 'certificate', certificate: Secret.named(certificate), key: Secret.named(key) };
}

/** SASL over TLS, with both identities. */
export function externalCluster(
  key: string,
  changes: Partial<ExternalClusterSpec> = {},
): ExternalClusterSpec {
  return {
    ...bare,
    type: 'external',
    key,
    position: at(20),
    aliases: new Map([[key, { position: at(20) }]]),
    bootstrapServers: ['kafka-1.example:9093', 'kafka-2.example:9093'],
    securityProtocol: 'SASL_SSL',
    sslCaCert: 'PEM',
    sslEndpointIdentificationAlgorithm: 'https',
    statedInEndpoint: new Set<EndpointField>([
      'bootstrap_servers',
      'security_protocol',
      'sasl_mechanism',
      'sasl_plain_username',
      'sasl_plain_password',
      'ssl_ca_cert',
    ]),
    mirror: {
      position: at(21),
      endpoint: `${key}-kafka`,
      login: saslLogin('mm2', 'MM2_PASSWORD'),
      principal: 'User:mm2',
    },
    admin: { position: at(22), login: saslLogin('admin', 'ADMIN_PASSWORD') },
    ...changes,
  };
}

/** The same cluster without an identity for this tool. */
export function withoutAdmin({ admin: _, ...cluster }: ExternalClusterSpec): ExternalClusterSpec {
  return cluster;
}

export function topicSpec(name: string, changes: Partial<TopicSpec> = {}): TopicSpec {
  return {
    name,
    position: at(30),
    partitions: 3,
    config: new Map(),
    protect: false,
    unlistedConfig: 'report',
    positions: new Map(),
    ...changes,
  };
}

export function topicSpecs(...topics: readonly TopicSpec[]): ReadonlyMap<string, TopicSpec> {
  return new Map(topics.map((topic) => [topic.name, topic]));
}

export function mirrorMaker(
  flows: readonly FlowSpec[],
  changes: Partial<MirrorMakerSpec> = {},
): MirrorMakerSpec {
  return {
    service: 'mm2',
    project,
    position: at(40),
    settings: { emit_checkpoints_enabled: true, sync_topic_configs_enabled: true, stated: new Set() },
    tuning: new Map(),
    flows,
    removedFlows: new Map(),
    ...changes,
  };
}

export function flowSpec(
  source: string,
  target: string,
  changes: Partial<Omit<FlowSpec, 'settings'>> & { readonly settings?: Partial<FlowSettings> } = {},
): FlowSpec {
  return {
    source,
    target,
    position: at(50),
    groups: [],
    keyPositions: new Map(),
    patternPositions: {},
    basis: { from: 'assumption' },
    stated: new Set(['enabled', ...Object.keys(changes.settings ?? {})] as FlowField[]), // their own keys
    access: 'manage',
    createTopics: 'internal',
    ...changes,
    settings: flowSettings(changes.settings),
  };
}
