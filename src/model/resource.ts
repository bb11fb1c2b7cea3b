import type { AivenAcl, AivenAclId, LiveAivenAcl } from './aiven-acl.ts';
import type { Endpoint, EndpointId, LiveEndpoint } from './endpoint.ts';
import { type Flow, type FlowId, flowName, type LiveFlow } from './flow.ts';
import type { Integration, IntegrationId, LiveIntegration } from './integration.ts';
import type { KafkaAcl, KafkaAclId, LiveKafkaAcl } from './kafka-acl.ts';
import type { LiveTopic, Topic, TopicId } from './topic.ts';

/** The one registry of resource kinds: a new kind is a line here and a file of its name in each room. */
export interface Kinds {
  readonly endpoint: { readonly id: EndpointId; readonly desired: Endpoint; readonly live: LiveEndpoint };
  readonly integration: {
    readonly id: IntegrationId;
    readonly desired: Integration;
    readonly live: LiveIntegration;
  };
  readonly flow: { readonly id: FlowId; readonly desired: Flow; readonly live: LiveFlow };
  readonly topic: { readonly id: TopicId; readonly desired: Topic; readonly live: LiveTopic };
  readonly 'kafka-acl': { readonly id: KafkaAclId; readonly desired: KafkaAcl; readonly live: LiveKafkaAcl };
  readonly 'aiven-acl': { readonly id: AivenAclId; readonly desired: AivenAcl; readonly live: LiveAivenAcl };
}

export type Kind = keyof Kinds;
export const kinds = [
  'topic',
  'kafka-acl',
  'aiven-acl',
  'endpoint',
  'integration',
  'flow',
] as const satisfies readonly Kind[];

export type IdOf<K extends Kind> = Kinds[K]['id'];
export type DesiredOf<K extends Kind> = Kinds[K]['desired'];
export type LiveOf<K extends Kind> = Kinds[K]['live'];
export type ResourceId = IdOf<Kind>;

/**
 * Where a resource lives, as reviewers call it and as operations name it: the cluster's key in the spec for topics and ACLs, the
 * MirrorMaker service for integrations and flows, the Aiven project for endpoints.
 */
export function placeOf(id: ResourceId): string {
  switch (id.kind) {
    case 'endpoint':
      return id.project;
    case 'integration':
    case 'flow':
      return id.service;
    default:
      return id.cluster;
  }
}

/** Stable and unique together with kind and place; stands in operations, digests and tables. */
export function nameOf(id: ResourceId): string {
  switch (id.kind) {
    case 'endpoint':
    case 'topic':
      return id.name;
    case 'integration':
      return id.cluster;
    case 'flow':
      return flowName(id);
    case 'aiven-acl':
      return `${id.username} ${id.permission} on ${id.topic}`;
    case 'kafka-acl':
      return kafkaAclName(id);
  }
}

/** Unique over a whole run. */
export function keyOf(id: ResourceId): string {
  return JSON.stringify([id.kind, placeOf(id), nameOf(id)]);
}

function kafkaAclName(id: KafkaAclId): string {
  const pattern = id.patternType === 'PREFIXED' ? 'prefix ' : '';
  const host = id.host === '*' ? '' : ` from ${id.host}`;
  const verb = id.permission === 'ALLOW' ? 'may' : 'must not';
  return `${id.principal} ${verb} ${id.operation} ${id.resourceType} ${pattern}${id.resourceName}${host}`;
}
