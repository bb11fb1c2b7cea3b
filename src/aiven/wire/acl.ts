import { z } from 'zod';
import { aivenAclPermissions } from '../../model/aiven-acl.ts';
import { aclOperations, aclResourceTypes } from '../../model/kafka-acl.ts';

export const wireAivenAcl = z.object({
  id: z.string().min(1),
  permission: z.enum(aivenAclPermissions),
  topic: z.string().min(1),
  username: z.string().min(1),
});
export type WireAivenAcl = z.infer<typeof wireAivenAcl>;

const wireKafkaAcl = z.object({
  id: z.string().min(1),
  principal: z.string().min(1),
  /** The server fills in `*` when it is left out. */
  host: z
    .string()
    .nullish()
    .transform((host) => host || '*'),
  resource_type: z.enum(aclResourceTypes),
  resource_name: z.string().min(1),
  pattern_type: z.enum(['LITERAL', 'PREFIXED']),
  operation: z.enum(aclOperations),
  permission_type: z.enum(['ALLOW', 'DENY']),
});
export type WireKafkaAcl = z.infer<typeof wireKafkaAcl>;

/** GET acl. */
export const aivenAclList = z.object({ acl: z.array(wireAivenAcl) });

/** GET kafka/acl answers both kinds at once. */
export const kafkaAclList = z.object({
  kafka_acl: z.array(wireKafkaAcl),
  acl: z.array(z.unknown()).optional(),
});
