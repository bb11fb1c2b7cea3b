import { z } from 'zod';
import { type AivenAclPermission, aivenAclPermissions } from '../../model/aiven-acl.ts';
import {
  type AclOperation,
  type AclPatternType,
  type AclPermission,
  type AclResourceType,
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
} from '../../model/kafka-acl.ts';

/** Any text where Aiven has an enumeration: it is extended at times, and one entry of a newer form must not hide the others. */
export const aivenAclRow = z.object({
  id: z.string().min(1),
  permission: z.string(),
  topic: z.string().min(1),
  username: z.string().min(1),
});
export type AivenAclRow = z.infer<typeof aivenAclRow>;
export type WireAivenAcl = AivenAclRow & { readonly permission: AivenAclPermission };

export const kafkaAclRow = z.object({
  id: z.string().min(1),
  principal: z.string().min(1),
  /** The server fills in `*` when it is left out. */
  host: z
    .string()
    .nullish()
    .transform((host) => host || '*'),
  resource_type: z.string(),
  resource_name: z.string().min(1),
  pattern_type: z.string(),
  operation: z.string(),
  permission_type: z.string(),
});
export type KafkaAclRow = z.infer<typeof kafkaAclRow>;
export type WireKafkaAcl = KafkaAclRow & {
  readonly resource_type: AclResourceType;
  readonly pattern_type: AclPatternType;
  readonly operation: AclOperation;
  readonly permission_type: AclPermission;
};

/** GET acl. Entries are read one by one, see `aclRows`. */
export const aivenAclList = z.object({ acl: z.array(z.unknown()) });

/** GET kafka/acl answers both kinds at once. */
export const kafkaAclList = z.object({
  kafka_acl: z.array(z.unknown()),
  /** Where it has another form, it is asked for by itself. */
  acl: z.array(z.unknown()).optional().catch(undefined),
});

export function isKnownAivenAcl(row: AivenAclRow): row is WireAivenAcl {
  return includes(aivenAclPermissions, row.permission);
}

export function isKnownKafkaAcl(row: KafkaAclRow): row is WireKafkaAcl {
  return (
    includes(aclResourceTypes, row.resource_type) &&
    includes(aclPatternTypes, row.pattern_type) &&
    includes(aclOperations, row.operation) &&
    includes(aclPermissions, row.permission_type)
  );
}

function includes(values: readonly string[], value: string): boolean {
  return values.includes(value);
}
