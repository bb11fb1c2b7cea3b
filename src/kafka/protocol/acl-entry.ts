import type Encoder from 'kafkajs/src/protocol/encoder.js';
import type {
  AclOperation,
  AclPatternType,
  AclPermission,
  AclResourceType,
  KafkaAclId,
} from '../../model/kafka-acl.ts';
import type { Reader } from './reader.ts';

/** An entry as the protocol carries it: the four enumerations are numbers. */
export interface AclEntry {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permission: number;
}

/** `ANY` of `ResourceType`, `PatternType`, `AclOperation` and `AclPermissionType`. */
export const anyCode = 1;

/** `org.apache.kafka.common.resource.ResourceType`. */
const resourceTypes: Readonly<Record<AclResourceType, number>> = {
  Topic: 2,
  Group: 3,
  Cluster: 4,
  TransactionalId: 5,
  DelegationToken: 6,
  User: 7,
};

/** `org.apache.kafka.common.resource.PatternType`. */
const patternTypes: Readonly<Record<AclPatternType, number>> = { LITERAL: 3, PREFIXED: 4 };

/** `org.apache.kafka.common.acl.AclOperation`. */
const operations: Readonly<Record<AclOperation, number>> = {
  All: 2,
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Alter: 7,
  Describe: 8,
  ClusterAction: 9,
  DescribeConfigs: 10,
  AlterConfigs: 11,
  IdempotentWrite: 12,
  CreateTokens: 13,
  DescribeTokens: 14,
};

/** `org.apache.kafka.common.acl.AclPermissionType`. */
const permissions: Readonly<Record<AclPermission, number>> = { DENY: 2, ALLOW: 3 };

const resourceTypeNames = namesOf(resourceTypes);
const patternTypeNames = namesOf(patternTypes);
const operationNames = namesOf(operations);
const permissionNames = namesOf(permissions);

/** A bit field of operations (KIP-430); brokers that were not asked send the lowest integer, which is none. */
export function authorizedOperations(bits: number): ReadonlySet<AclOperation> {
  if (bits === -(2 ** 31)) return new Set();
  const allowed = [...operationNames].filter(([code]) => ((bits >>> code) & 1) === 1);
  return new Set(allowed.map(([, operation]) => operation));
}

export function toEntry(id: KafkaAclId): AclEntry {
  return {
    resourceType: resourceTypes[id.resourceType],
    resourceName: id.resourceName,
    patternType: patternTypes[id.patternType],
    principal: id.principal,
    host: id.host,
    operation: operations[id.operation],
    permission: permissions[id.permission],
  };
}

/** Undefined for an entry with an enumeration value that is newer than this tool, such as `TWO_PHASE_COMMIT`. */
export function toId(cluster: string, entry: AclEntry): KafkaAclId | undefined {
  const resourceType = resourceTypeNames.get(entry.resourceType);
  const patternType = patternTypeNames.get(entry.patternType);
  const operation = operationNames.get(entry.operation);
  const permission = permissionNames.get(entry.permission);
  if (!resourceType || !patternType || !operation || !permission) return undefined;
  const { principal, host, resourceName } = entry;
  return {
    kind: 'kafka-acl',
    cluster,
    principal,
    host,
    resourceType,
    resourceName,
    patternType,
    operation,
    permission,
  };
}

export function sameEntry(a: AclEntry, b: AclEntry): boolean {
  return (
    a.resourceType === b.resourceType &&
    a.resourceName === b.resourceName &&
    a.patternType === b.patternType &&
    a.principal === b.principal &&
    a.host === b.host &&
    a.operation === b.operation &&
    a.permission === b.permission
  );
}

/** Creations and delete filters have the same layout; a filter made of an entry matches that entry only. */
export function writeEntry(encoder: Encoder, entry: AclEntry): void {
  encoder
    .writeInt8(entry.resourceType)
    .writeString(entry.resourceName)
    .writeInt8(entry.patternType)
    .writeString(entry.principal)
    .writeString(entry.host)
    .writeInt8(entry.operation)
    .writeInt8(entry.permission);
}

export function readEntry(reader: Reader): AclEntry {
  return {
    resourceType: reader.int8(),
    resourceName: reader.string(),
    patternType: reader.int8(),
    principal: reader.string(),
    host: reader.string(),
    operation: reader.int8(),
    permission: reader.int8(),
  };
}

function namesOf<Name extends string>(codes: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  // Object.entries loses the key type; the record has no other keys.
  const entries = Object.entries(codes) as [Name, number][];
  return new Map(entries.map(([name, code]) => [code, name]));
}
