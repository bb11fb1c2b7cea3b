import { sourceRules } from '../../src/mirrormaker/access-source.ts';
import type { Rule } from '../../src/mirrormaker/mirror-flow.ts';
import type { AivenAclId } from '../../src/model/aiven-acl.ts';
import type { ChangeOf, FieldChange, FieldValue } from '../../src/model/change.ts';
import type { Endpoint, EndpointField, EndpointId } from '../../src/model/endpoint.ts';
import type { Flow, FlowField, FlowId, FlowSettings } from '../../src/model/flow.ts';
import type { Integration, IntegrationId } from '../../src/model/integration.ts';
import type { AclOperation, KafkaAcl, KafkaAclId } from '../../src/model/kafka-acl.ts';
import type { Position } from '../../src/model/position.ts';
import type { DerivedProvenance, Provenance } from '../../src/model/provenance.ts';
import type { LiveTopic, Topic, TopicId } from '../../src/model/topic.ts';
import { assessRisks } from '../../src/plan/assess-risks.ts';
import { planDigest, sortedOperations } from '../../src/plan/digest.ts';
import { orderSteps } from '../../src/plan/order.ts';
import type { Plan } from '../../src/plan/plan.ts';
import * as world from './world-builder.ts';

const { S1 } = sourceRules;

/**
 * A plan of these changes, in this order: its steps, operations, digest and risks are the planner's, and what is not given
 * is empty. For tests of what reads a plan; a sample that people look at comes from the planner itself.
 */
export function planOf(parts: Partial<Plan> = {}): Plan {
  const { changes = [] } = parts;
  const name = parts.name ?? 'prod';
  const operations = sortedOperations(changes);
  return {
    name,
    changes,
    steps: orderSteps(changes),
    risks: parts.risks ?? assessRisks(changes),
    findings: [],
    unread: [],
    pending: [],
    leftAlone: [],
    leftRunning: [],
    leftNames: [],
    leftUnnamed: 0,
    unchanged: 0,
    topology: { clusters: [], flows: [] },
    flows: [],
    effects: [],
    operations,
    leftOut: [],
    digest: planDigest(name, operations, parts.leftOut ?? []),
    ...parts,
  };
}

export function at(line: number, file = 'kafka/prod.yaml'): Position {
  return { file, line, column: 7 };
}

export function declared(line = 10): Provenance {
  return { origin: 'declared', position: at(line) };
}

export function removed(reason: string, line = 40): Provenance {
  return { origin: 'declared', position: at(line), reason };
}

export function owned(pattern: string, line = 5): Provenance {
  return { origin: 'owned', position: at(line), pattern };
}

export function derived(parts: Partial<DerivedProvenance> = {}): Provenance {
  return {
    origin: 'derived',
    position: at(90),
    flows: ['onprem -> core'],
    rule: S1.id,
    why: S1.why,
    without: S1.without,
    ...parts,
  };
}

/** Of the flow `onprem -> core`, by one of the rules that the action derives by. */
export function derivedBy({ id: rule, why, without }: Rule): Provenance {
  return derived({ rule, why, without });
}

/** `partitions` goes from `6` to `12`. */
export function field(name: string, from: FieldValue, to: FieldValue): FieldChange {
  return { field: name, from, to };
}

function fieldsTo(values: Readonly<Record<string, FieldValue>>): readonly FieldChange[] {
  return Object.entries(values).map(([name, to]) => field(name, null, to));
}

export function topicId(cluster: string, name: string): TopicId {
  return { kind: 'topic', cluster, name };
}

export function topic(id: TopicId, provenance: Provenance = declared()): Topic {
  return world.topic(id.cluster, id.name, { provenance });
}

export function createTopic(
  cluster: string,
  name: string,
  values: Readonly<Record<string, FieldValue>> = { partitions: '6', replication: '3' },
  provenance: Provenance = declared(),
): ChangeOf<'topic'> {
  const id = topicId(cluster, name);
  const desired = topic(id, provenance);
  return { kind: 'topic', action: 'create', id, desired, fields: fieldsTo(values), provenance };
}

/** The live topic has what the fields come from; `inherited` is what lies below the topic's own values. */
export function updateTopic(
  cluster: string,
  name: string,
  fields: readonly FieldChange[],
  provenance: Provenance = declared(),
  inherited: Readonly<Record<string, string>> = {},
): ChangeOf<'topic'> {
  const id = topicId(cluster, name);
  const live = { id, partitions: 6, replication: 3, config: liveConfig(fields, inherited) };
  return { kind: 'topic', action: 'update', id, desired: topic(id, provenance), live, fields, provenance };
}

function liveConfig(
  fields: readonly FieldChange[],
  inherited: Readonly<Record<string, string>>,
): LiveTopic['config'] {
  return new Map(
    fields.flatMap(({ field: name, from }) => {
      if (!name.startsWith('config.') || typeof from !== 'string') return [];
      const key = name.slice('config.'.length);
      const below = inherited[key];
      return [[key, { value: from, overridden: true, ...(below === undefined ? {} : { inherited: below }) }]];
    }),
  );
}

export function deleteTopic(
  cluster: string,
  name: string,
  provenance: Provenance = removed('no longer written'),
  size?: number,
): ChangeOf<'topic'> {
  const id = topicId(cluster, name);
  const live = { id, partitions: 12, replication: 3, config: new Map() };
  return {
    kind: 'topic',
    action: 'delete',
    id,
    live: size === undefined ? live : { ...live, size },
    fields: [field('partitions', '12', null), field('replication', '3', null)],
    provenance,
  };
}

/** Of the user of MirrorMaker 2 on `onprem`, unless told. */
export function kafkaAclId({ cluster = 'onprem', ...parts }: Partial<KafkaAclId> = {}): KafkaAclId {
  return world.kafkaAclId(cluster, {
    principal: 'User:aiven-mm2',
    resourceName: 'edge.',
    patternType: 'PREFIXED',
    ...parts,
  });
}

export function kafkaAcl(parts: Partial<KafkaAclId> = {}, provenance: Provenance = derived()): KafkaAcl {
  return { id: kafkaAclId(parts), provenance };
}

/** One change per operation, as Kafka has one entry per operation. */
export function createAcls(
  operations: readonly AclOperation[],
  parts: Partial<KafkaAclId> = {},
  provenance: Provenance = derived(),
): readonly ChangeOf<'kafka-acl'>[] {
  return operations.map((operation) => {
    const desired = kafkaAcl({ ...parts, operation }, provenance);
    return { kind: 'kafka-acl', action: 'create', id: desired.id, desired, fields: [], provenance };
  });
}

export function deleteAcls(
  operations: readonly AclOperation[],
  parts: Partial<KafkaAclId> = {},
  provenance: Provenance = owned('User:svc-*'),
): readonly ChangeOf<'kafka-acl'>[] {
  return operations.map((operation) => {
    const id = kafkaAclId({ ...parts, operation });
    return { kind: 'kafka-acl', action: 'delete', id, live: { id }, fields: [], provenance };
  });
}

export function createAivenAcl(
  parts: Partial<AivenAclId> = {},
  provenance: Provenance = declared(),
): ChangeOf<'aiven-acl'> {
  const { cluster = 'core', ...id } = parts;
  const desired = { ...world.aivenAcl(cluster, id), provenance };
  return { kind: 'aiven-acl', action: 'create', id: desired.id, desired, fields: [], provenance };
}

export function endpoint(name: string, provenance: Provenance = declared()): Endpoint {
  const id: EndpointId = { kind: 'endpoint', project: 'acme-prod', name };
  return {
    id,
    config: { bootstrap_servers: 'kafka-1.corp.example:9093', security_protocol: 'SASL_SSL' },
    stated: new Set<EndpointField>(['bootstrap_servers', 'security_protocol']),
    provenance,
  };
}

export function createEndpoint(
  name: string,
  values: Readonly<Record<string, FieldValue>>,
  provenance: Provenance = declared(),
): ChangeOf<'endpoint'> {
  const desired = endpoint(name, provenance);
  return {
    kind: 'endpoint',
    action: 'create',
    id: desired.id,
    desired,
    fields: fieldsTo(values),
    provenance,
  };
}

export function changeEndpoint(
  action: 'update' | 'replace',
  name: string,
  fields: readonly FieldChange[],
  provenance: Provenance = declared(),
): ChangeOf<'endpoint'> {
  const desired = endpoint(name, provenance);
  const live = { id: desired.id, endpointId: 'e1', config: desired.config };
  return { kind: 'endpoint', action, id: desired.id, desired, live, fields, provenance };
}

export function createIntegration(
  service: string,
  cluster: string,
  values: Readonly<Record<string, FieldValue>>,
  provenance: Provenance = declared(),
): ChangeOf<'integration'> {
  const id: IntegrationId = { kind: 'integration', project: 'acme-prod', service, cluster };
  const desired: Integration = {
    id,
    source: { type: 'endpoint', endpoint: cluster },
    tuning: {},
    provenance,
  };
  return { kind: 'integration', action: 'create', id, desired, fields: fieldsTo(values), provenance };
}

export const flowSettings: FlowSettings = world.flowSettings({ emit_heartbeats_enabled: true });

export function flow(
  service: string,
  source: string,
  target: string,
  provenance: Provenance = declared(),
): Flow {
  const id: FlowId = { kind: 'flow', project: 'acme-prod', service, source, target };
  const stated = new Set(Object.keys(flowSettings) as FlowField[]); // its own keys
  return { id, settings: flowSettings, stated, provenance };
}

export function createFlow(
  service: string,
  [source, target]: readonly [string, string],
  values: Readonly<Record<string, FieldValue>>,
  provenance: Provenance = declared(),
): ChangeOf<'flow'> {
  const desired = flow(service, source, target, provenance);
  return { kind: 'flow', action: 'create', id: desired.id, desired, fields: fieldsTo(values), provenance };
}

export function updateFlow(
  service: string,
  [source, target]: readonly [string, string],
  fields: readonly FieldChange[],
  provenance: Provenance = declared(),
): ChangeOf<'flow'> {
  const desired = flow(service, source, target, provenance);
  const live = { id: desired.id, settings: flowSettings };
  return { kind: 'flow', action: 'update', id: desired.id, desired, live, fields, provenance };
}
