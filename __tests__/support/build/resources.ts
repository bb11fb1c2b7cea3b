import type { AivenAcl, AivenAclId } from '../../../src/model/aiven-acl.ts';
import type { Endpoint, EndpointConfig, EndpointField } from '../../../src/model/endpoint.ts';
import type { Flow, FlowField, FlowSettings } from '../../../src/model/flow.ts';
import type { Integration } from '../../../src/model/integration.ts';
import type { KafkaAcl, KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Topic } from '../../../src/model/topic.ts';
import { declared } from './places.ts';

/** Resources that should be there, with defaults that do not matter to the test at hand. */
export const project = 'acme';
export const mirrorMaker = 'mm2-core';

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

export function integration(cluster: string, parts: Partial<Omit<Integration, 'id'>> = {}): Integration {
  return {
    id: { kind: 'integration', project, service: mirrorMaker, cluster },
    source: { type: 'endpoint', endpoint: 'onprem-kafka' },
    tuning: {},
    provenance: declared(),
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
