import type { KindIdentity } from './kind.ts';
import type { Provenance } from './provenance.ts';

export const aclOperations = [
  'All',
  'Read',
  'Write',
  'Create',
  'Delete',
  'Alter',
  'Describe',
  'ClusterAction',
  'DescribeConfigs',
  'AlterConfigs',
  'IdempotentWrite',
  'CreateTokens',
  'DescribeTokens',
] as const;
export type AclOperation = (typeof aclOperations)[number];

export const aclResourceTypes = [
  'Topic',
  'Group',
  'Cluster',
  'TransactionalId',
  'DelegationToken',
  'User',
] as const;
export type AclResourceType = (typeof aclResourceTypes)[number];

/** What a line of a spec can be about. Entries on the other types are known when they are met, and left alone. */
export type StatedResourceType = Exclude<AclResourceType, 'DelegationToken' | 'User'>;

const stated: { readonly [T in AclResourceType]: T extends StatedResourceType ? true : false } = {
  Topic: true,
  Group: true,
  Cluster: true,
  TransactionalId: true,
  DelegationToken: false,
  User: false,
};

export function canStateType(type: AclResourceType): type is StatedResourceType {
  return stated[type];
}

export const aclPatternTypes = ['LITERAL', 'PREFIXED'] as const;
export type AclPatternType = (typeof aclPatternTypes)[number];
export const aclPermissions = ['ALLOW', 'DENY'] as const;
export type AclPermission = (typeof aclPermissions)[number];

/** One entry of Kafka's authorizer. Every field is part of the identity; there is nothing to update. */
export interface KafkaAclId {
  readonly kind: 'kafka-acl';
  readonly cluster: string;
  /** `User:<name>`. */
  readonly principal: string;
  /** An address as `hostAddress` writes it, or `*`; of a live entry any text. */
  readonly host: string;
  readonly resourceType: AclResourceType;
  /** `kafka-cluster` for Cluster; `*` with LITERAL means all. */
  readonly resourceName: string;
  readonly patternType: AclPatternType;
  readonly operation: AclOperation;
  readonly permission: AclPermission;
}

export interface KafkaAcl {
  readonly id: KafkaAclId;
  readonly provenance: Provenance;
}

export interface LiveKafkaAcl {
  readonly id: KafkaAclId;
  /** Aiven's handle for deleting the entry; none on external clusters. */
  readonly aclId?: string;
}

export interface KafkaAclKind {
  readonly id: KafkaAclId;
  readonly desired: KafkaAcl;
  readonly live: LiveKafkaAcl;
  readonly place: 'cluster';
  readonly plural: 'kafkaAcls';
  readonly deletion: 'acls';
}

export const kafkaAclIdentity: KindIdentity<KafkaAclKind> = {
  place: 'cluster',
  plural: 'kafkaAcls',
  placeOf: ({ cluster }) => cluster,
  nameOf: (id) => {
    const pattern = id.patternType === 'PREFIXED' ? 'prefix ' : '';
    const host = id.host === '*' ? '' : ` from ${id.host}`;
    const verb = id.permission === 'ALLOW' ? 'may' : 'must not';
    return `${id.principal} ${verb} ${id.operation} ${id.resourceType} ${pattern}${id.resourceName}${host}`;
  },
  deletion: { allowedBy: 'acls', one: 'ACL entry', many: 'ACL entries' },
};

/** An entry of either ACL model with a value that this version does not know. It is never written or deleted. */
export interface NewerAcl {
  readonly principal: string;
  /** The rest in words, to be put behind the principal: `on orders (operation 15)`. */
  readonly text: string;
}
