import type { AivenAcl, AivenAclId } from '../../src/model/aiven-acl.ts';
import { unknownFeatures } from '../../src/model/cluster-features.ts';
import type { Desired, DesiredResources } from '../../src/model/desired.ts';
import type { Endpoint, EndpointConfig, EndpointField, LiveEndpoint } from '../../src/model/endpoint.ts';
import type { Flow, FlowField, FlowSettings, LiveFlow } from '../../src/model/flow.ts';
import type { Integration, LiveIntegration } from '../../src/model/integration.ts';
import type { KafkaAcl, KafkaAclId, LiveKafkaAcl } from '../../src/model/kafka-acl.ts';
import { byListedKind, type Live, type LiveCluster, type LiveMirrorMaker } from '../../src/model/live.ts';
import type { LiveProject } from '../../src/model/live-project.ts';
import type { Position } from '../../src/model/position.ts';
import type { DeclaredProvenance } from '../../src/model/provenance.ts';
import { known, unknown } from '../../src/model/reading.ts';
import { kinds, pluralOf } from '../../src/model/resource.ts';
import { Secret } from '../../src/model/secret.ts';
import type { LiveTopic, LiveTopicConfig, Topic } from '../../src/model/topic.ts';

/** Small pieces of a desired and a live world, with defaults that do not matter to the test at hand. */
export const project = 'acme';
export const mirrorMaker = 'mm2-core';

export function position(line = 1): Position {
  return { file: 'kafka/spec.yaml', line, column: 1 };
}

export function declared(line = 1): DeclaredProvenance {
  return { origin: 'declared', position: position(line) };
}

const noResources = Object.fromEntries(
  kinds.map((kind) => [pluralOf(kind), []]),
) as unknown as DesiredResources; // one list for each kind, called as its lists are

export function desiredWorld(parts: Partial<Desired> = {}): Desired {
  return {
    name: 'prod',
    ...noResources,
    checked: { topics: [], kafkaAcls: [], neededElsewhere: [] },
    undecided: [],
    tombstones: [],
    ownership: new Map(),
    clusters: [
      {
        key: 'core',
        aliases: ['core'],
        type: 'aiven',
        addresses: ['acme-prod/kafka-core'],
        position: position(),
      },
      {
        key: 'onprem',
        aliases: ['onprem'],
        type: 'external',
        addresses: ['kafka-1.corp.example:9093'],
        position: position(),
      },
    ],
    leftOut: [],
    leavesOut: () => false,
    unclearTargets: new Map(),
    mirrored: () => false,
    ...parts,
  };
}

/** A project in which no Kafka service listens and no other service uses an endpoint. */
export function liveProject(parts: Partial<LiveProject> = {}): LiveProject {
  return { listeners: new Map(), mirrormakers: [], endpointUses: known([]), ...parts };
}

export function liveWorld(parts: Partial<Live> = {}): Live {
  return {
    endpoints: new Map([[project, known([])]]),
    projects: new Map([[project, known(liveProject())]]),
    mirrormakers: new Map([[mirrorMaker, liveMirrorMaker()]]),
    clusters: new Map([
      ['core', liveCluster('core')],
      ['onprem', liveCluster('onprem')],
    ]),
    ...parts,
  };
}

export function liveMirrorMaker(parts: Partial<LiveMirrorMaker> = {}): LiveMirrorMaker {
  return {
    project,
    service: mirrorMaker,
    integrations: known([]),
    flows: known([]),
    settings: known({}),
    ...parts,
  };
}

export function liveCluster(
  cluster: string,
  topics: readonly LiveTopic[] = [],
  parts: Partial<LiveCluster> = {},
): LiveCluster {
  const byName = new Map(topics.map((live) => [live.id.name, live]));
  return {
    cluster,
    clusterId: known(`id-of-${cluster}`),
    brokers: known(3),
    features: unknownFeatures(unknown('incomplete', 'not told')),
    topicNames: known([...byName.keys()]),
    partitionCounts: new Map(topics.map(({ id, partitions }) => [id.name, partitions])),
    topics: new AbsentUnlessKnown(byName),
    ...byListedKind(() => known([])),
    consumerGroups: unknown('not-managed', 'not asked for'),
    serviceUsers: unknown('not-managed', 'not told'),
    ...parts,
  };
}

/** A complete read: every topic that was asked for and is not there is a proven absence. */
class AbsentUnlessKnown extends Map<string, ReturnType<typeof known<LiveTopic | undefined>>> {
  constructor(topics: ReadonlyMap<string, LiveTopic>) {
    super([...topics].map(([name, live]) => [name, known<LiveTopic | undefined>(live)]));
  }
  override get(name: string) {
    return super.get(name) ?? known<LiveTopic | undefined>(undefined);
  }
}

export function topic(cluster: string, name: string, parts: Partial<Omit<Topic, 'id'>> = {}): Topic {
  return {
    id: { kind: 'topic', cluster, name },
    config: new Map(),
    protect: false,
    unlistedConfig: 'report',
    provenance: declared(),
    ...parts,
  };
}

export function liveTopic(
  cluster: string,
  name: string,
  parts: Partial<Omit<LiveTopic, 'id'>> = {},
): LiveTopic {
  return { id: { kind: 'topic', cluster, name }, partitions: 6, replication: 3, config: new Map(), ...parts };
}

export function overridden(value: string, inherited?: string): LiveTopicConfig {
  return { value, overridden: true, ...(inherited === undefined ? {} : { inherited }) };
}

export function inherited(value: string): LiveTopicConfig {
  return { value, overridden: false };
}

export function kafkaAclId(
  cluster: string,
  parts: Partial<Omit<KafkaAclId, 'kind' | 'cluster'>> = {},
): KafkaAclId {
  return {
    kind: 'kafka-acl',
    cluster,
    principal: 'User:svc-audit',
    host: '*',
    resourceType: 'Topic',
    resourceName: 'orders',
    patternType: 'LITERAL',
    operation: 'Read',
    permission: 'ALLOW',
    ...parts,
  };
}

export function kafkaAcl(...args: Parameters<typeof kafkaAclId>): KafkaAcl {
  return { id: kafkaAclId(...args), provenance: declared() };
}

export function liveKafkaAcl(...args: Parameters<typeof kafkaAclId>): LiveKafkaAcl {
  return { id: kafkaAclId(...args), aclId: 'acl0123456789' };
}

export function aivenAcl(
  cluster: string,
  parts: Partial<Omit<AivenAclId, 'kind' | 'cluster'>> = {},
): AivenAcl {
  return {
    id: {
      kind: 'aiven-acl',
      cluster,
      username: 'svc-legacy',
      topic: 'orders.*',
      permission: 'read',
      ...parts,
    },
    provenance: declared(),
  };
}

const endpointPassword = Secret.of('ONPREM_MM2_PASSWORD', 'a-password-for-tests');

export function endpointConfig(parts: Partial<EndpointConfig<Secret>> = {}): EndpointConfig<Secret> {
  return {
    bootstrap_servers: 'kafka-1.corp.example:9093,kafka-2.corp.example:9093',
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    sasl_plain_username: 'aiven-mm2',
    sasl_plain_password: endpointPassword,
    ssl_endpoint_identification_algorithm: 'https',
    ...parts,
  };
}

export function endpoint(name = 'onprem-kafka', config: Partial<EndpointConfig<Secret>> = {}): Endpoint {
  const all = endpointConfig(config);
  return {
    id: { kind: 'endpoint', project, name },
    config: all,
    stated: new Set(Object.keys(all) as EndpointField[]), // its own keys
    provenance: declared(),
  };
}

export function liveEndpoint(
  name = 'onprem-kafka',
  config: Partial<EndpointConfig<Secret>> = {},
): LiveEndpoint {
  return {
    id: { kind: 'endpoint', project, name },
    endpointId: `id-of-${name}`,
    config: endpointConfig(config),
  };
}

export function integration(cluster: string, parts: Partial<Omit<Integration, 'id'>> = {}): Integration {
  return {
    id: { kind: 'integration', project, service: mirrorMaker, cluster },
    source: { type: 'endpoint', endpoint: 'onprem-kafka' },
    tuning: {},
    provenance: declared(),
    ...parts,
  };
}

export function liveIntegration(
  cluster: string,
  parts: Partial<Omit<LiveIntegration, 'id'>> = {},
): LiveIntegration {
  return {
    id: { kind: 'integration', project, service: mirrorMaker, cluster },
    integrationId: `id-of-${cluster}`,
    source: { type: 'endpoint', endpoint: 'onprem-kafka' },
    tuning: {},
    active: true,
    ...parts,
  };
}

export function flowSettings(parts: Partial<FlowSettings> = {}): FlowSettings {
  return {
    enabled: true,
    topics: ['edge\\.readings'],
    replication_policy: 'default',
    offset_syncs_topic_location: 'source',
    sync_group_offsets_enabled: false,
    emit_heartbeats_enabled: false,
    emit_backward_heartbeats_enabled: false,
    exactly_once_delivery_enabled: false,
    ...parts,
  };
}

/** A flow of which the spec states every field that has a value. */
export function flow(settings: Partial<FlowSettings> = {}, source = 'onprem', target = 'core'): Flow {
  const all = flowSettings(settings);
  return {
    id: { kind: 'flow', project, service: mirrorMaker, source, target },
    settings: all,
    stated: new Set(Object.keys(all) as FlowField[]), // its own keys
    provenance: declared(),
  };
}

export function liveFlow(
  settings: Partial<FlowSettings> = flowSettings(),
  source = 'onprem',
  target = 'core',
): LiveFlow {
  return { id: { kind: 'flow', project, service: mirrorMaker, source, target }, settings };
}
