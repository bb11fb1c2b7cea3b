import { unknownFeatures } from '../../../src/model/cluster-features.ts';
import type { EndpointConfig, LiveEndpoint } from '../../../src/model/endpoint.ts';
import type { FlowSettings, LiveFlow } from '../../../src/model/flow.ts';
import type { LiveIntegration } from '../../../src/model/integration.ts';
import type { LiveKafkaAcl } from '../../../src/model/kafka-acl.ts';
import { byListedKind, type Live, type LiveCluster, type LiveMirrorMaker } from '../../../src/model/live.ts';
import type { LiveProject } from '../../../src/model/live-project.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import type { Secret } from '../../../src/model/secret.ts';
import type { LiveTopic, LiveTopicConfig } from '../../../src/model/topic.ts';
import { endpointConfig, flowSettings, kafkaAclId, mirrorMaker, project } from './resources.ts';

/** Small pieces of what systems answer. */
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

export function liveKafkaAcl(...args: Parameters<typeof kafkaAclId>): LiveKafkaAcl {
  return { id: kafkaAclId(...args), aclId: 'acl0123456789' };
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

export function liveFlow(
  settings: Partial<FlowSettings> = flowSettings(),
  source = 'onprem',
  target = 'core',
): LiveFlow {
  return { id: { kind: 'flow', project, service: mirrorMaker, source, target }, settings };
}
