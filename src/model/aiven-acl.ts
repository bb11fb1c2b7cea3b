import type { KindIdentity } from './kind.ts';
import type { Provenance } from './provenance.ts';

export const aivenAclPermissions = ['admin', 'read', 'readwrite', 'write'] as const;
export type AivenAclPermission = (typeof aivenAclPermissions)[number];

/** An entry of Aiven's own ACL model; `*` and `?` are wildcards in both texts. Nothing to update. */
export interface AivenAclId {
  readonly kind: 'aiven-acl';
  readonly cluster: string;
  readonly username: string;
  readonly topic: string;
  readonly permission: AivenAclPermission;
}

export interface AivenAcl {
  readonly id: AivenAclId;
  readonly provenance: Provenance;
}

export interface LiveAivenAcl {
  readonly id: AivenAclId;
  /** `default` is the entry every new service starts with; it is never treated as owned. */
  readonly aclId: string;
}

export interface AivenAclKind {
  readonly id: AivenAclId;
  readonly desired: AivenAcl;
  readonly live: LiveAivenAcl;
  readonly place: 'aiven-cluster';
  readonly plural: 'aivenAcls';
  readonly deletion: 'acls';
}

export const aivenAclIdentity: KindIdentity<AivenAclKind> = {
  place: 'aiven-cluster',
  plural: 'aivenAcls',
  placeOf: ({ cluster }) => cluster,
  nameOf: ({ username, permission, topic }) => `${username} ${permission} on ${topic}`,
  deletion: { allowedBy: 'acls', one: 'ACL entry', many: 'ACL entries' },
};
