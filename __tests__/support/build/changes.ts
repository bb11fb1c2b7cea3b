import type { AivenAclId } from '../../../src/model/aiven-acl.ts';
import type { ChangeOf, FieldChange, FieldValue } from '../../../src/model/change.ts';
import type { Flow } from '../../../src/model/flow.ts';
import type { AclOperation, KafkaAcl, KafkaAclId } from '../../../src/model/kafka-acl.ts';
import type { Provenance } from '../../../src/model/provenance.ts';
import type { LiveTopic, TopicId } from '../../../src/model/topic.ts';
import { liveTopic } from './live.ts';
import { declared, derived, owned, removed } from './places.ts';
import { aivenAcl, endpoint, flow, integration, kafkaAclId, topic } from './resources.ts';

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

export function createTopic(
  cluster: string,
  name: string,
  values: Readonly<Record<string, FieldValue>> = { partitions: '6', replication: '3' },
  provenance: Provenance = declared(),
): ChangeOf<'topic'> {
  const id = topicId(cluster, name);
  const desired = topic(cluster, name, { provenance });
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
  const live = liveTopic(cluster, name, { config: liveConfig(fields, inherited) });
  return {
    kind: 'topic',
    action: 'update',
    id,
    desired: topic(cluster, name, { provenance }),
    live,
    fields,
    provenance,
  };
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
  const live = liveTopic(cluster, name, { partitions: 12, ...(size === undefined ? {} : { size }) });
  return {
    kind: 'topic',
    action: 'delete',
    id,
    live,
    fields: [field('partitions', '12', null), field('replication', '3', null)],
    provenance,
  };
}

/** Of the user of MirrorMaker 2 on `onprem`, unless told. */
function mirrorAclId({ cluster = 'onprem', ...parts }: Partial<KafkaAclId> = {}): KafkaAclId {
  return kafkaAclId(cluster, {
    principal: 'User:aiven-mm2',
    resourceName: 'edge.',
    patternType: 'PREFIXED',
    ...parts,
  });
}

export function mirrorAcl(parts: Partial<KafkaAclId> = {}, provenance: Provenance = derived()): KafkaAcl {
  return { id: mirrorAclId(parts), provenance };
}

/** One change per operation, as Kafka has one entry per operation. */
export function createAcls(
  operations: readonly AclOperation[],
  parts: Partial<KafkaAclId> = {},
  provenance: Provenance = derived(),
): readonly ChangeOf<'kafka-acl'>[] {
  return operations.map((operation) => {
    const desired = mirrorAcl({ ...parts, operation }, provenance);
    return { kind: 'kafka-acl', action: 'create', id: desired.id, desired, fields: [], provenance };
  });
}

export function deleteAcls(
  operations: readonly AclOperation[],
  parts: Partial<KafkaAclId> = {},
  provenance: Provenance = owned('User:svc-*'),
): readonly ChangeOf<'kafka-acl'>[] {
  return operations.map((operation) => {
    const id = mirrorAclId({ ...parts, operation });
    return { kind: 'kafka-acl', action: 'delete', id, live: { id }, fields: [], provenance };
  });
}

export function createAivenAcl(
  parts: Partial<AivenAclId> = {},
  provenance: Provenance = declared(),
): ChangeOf<'aiven-acl'> {
  const { cluster = 'core', ...id } = parts;
  const desired = { ...aivenAcl(cluster, id), provenance };
  return { kind: 'aiven-acl', action: 'create', id: desired.id, desired, fields: [], provenance };
}

export function createEndpoint(
  name: string,
  values: Readonly<Record<string, FieldValue>>,
  provenance: Provenance = declared(),
): ChangeOf<'endpoint'> {
  const desired = { ...endpoint(name), provenance };
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
  const desired = { ...endpoint(name), provenance };
  const live = { id: desired.id, endpointId: 'e1', config: desired.config };
  return { kind: 'endpoint', action, id: desired.id, desired, live, fields, provenance };
}

export function createIntegration(
  service: string,
  cluster: string,
  values: Readonly<Record<string, FieldValue>>,
  provenance: Provenance = declared(),
): ChangeOf<'integration'> {
  const { id, ...same } = integration(cluster, { provenance });
  const desired = { ...same, id: { ...id, service } };
  return {
    kind: 'integration',
    action: 'create',
    id: desired.id,
    desired,
    fields: fieldsTo(values),
    provenance,
  };
}

export function createFlow(
  service: string,
  [source, target]: readonly [string, string],
  values: Readonly<Record<string, FieldValue>>,
  provenance: Provenance = declared(),
): ChangeOf<'flow'> {
  const desired = flowOf(service, source, target, provenance);
  return { kind: 'flow', action: 'create', id: desired.id, desired, fields: fieldsTo(values), provenance };
}

export function updateFlow(
  service: string,
  [source, target]: readonly [string, string],
  fields: readonly FieldChange[],
  provenance: Provenance = declared(),
): ChangeOf<'flow'> {
  const desired = flowOf(service, source, target, provenance);
  const live = { id: desired.id, settings: desired.settings };
  return { kind: 'flow', action: 'update', id: desired.id, desired, live, fields, provenance };
}

function flowOf(service: string, source: string, target: string, provenance: Provenance): Flow {
  const { id, ...same } = flow({ emit_heartbeats_enabled: true }, source, target);
  return { ...same, id: { ...id, service }, provenance };
}
