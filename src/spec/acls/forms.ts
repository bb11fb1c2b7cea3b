import type { AclForm, AivenAclForm } from '../../model/acl-form.ts';
import type { AivenAclPermission } from '../../model/aiven-acl.ts';
import type { AclOperation, StatedResourceType } from '../../model/kafka-acl.ts';

/** The entries of Kafka's authorizer that a form stands for, by what they are about. */
export const formOperations = {
  produce: { Topic: ['Write', 'Describe'] },
  consume: { Topic: ['Read', 'Describe'], Group: ['Read'] },
  transactional_id: { TransactionalId: ['Write', 'Describe'] },
} as const satisfies {
  readonly [F in AclForm]: { readonly [T in StatedResourceType]?: readonly AclOperation[] };
};

/**
 * The nearest permission of Aiven's own model, which has neither groups nor transactional ids: `write` lets a user work
 * under every transactional id, `read` as every group (Aiven's table in *Access control lists*).
 */
export const formPermission = {
  produce: 'write',
  consume: 'read',
} as const satisfies { readonly [F in AivenAclForm]: AivenAclPermission };
