import type { AclOperation, KafkaAclId } from '../../model/kafka-acl.ts';
import { compareText } from '../../model/text-order.ts';

/** All operations of one principal on one resource, from one host. */
export interface AclGrant {
  readonly principal: string;
  readonly host: string;
  readonly resourceType: KafkaAclId['resourceType'];
  readonly resourceName: string;
  readonly patternType: KafkaAclId['patternType'];
  readonly permission: KafkaAclId['permission'];
  /** In the order of `aclOperations`. */
  readonly operations: readonly AclOperation[];
  readonly ids: readonly KafkaAclId[];
}

/** What one principal does from one host, as the words of a spec say it. */
export interface Forms {
  readonly principal: string;
  readonly host: string;
  readonly produce: readonly AclGrant[];
  readonly consume?: { readonly topics: readonly AclGrant[]; readonly group: AclGrant };
  readonly transactionalIds: readonly AclGrant[];
}

/**
 * The grants of one principal from one host that the forms say exactly, and the others. A form says more than one entry, so
 * one that lacks an operation, or has one more, is no form. Topics are read as a group, so a second group leaves open which.
 */
export function aclForms(grants: readonly AclGrant[]): {
  readonly forms: readonly Forms[];
  readonly others: readonly AclGrant[];
} {
  const sorted = grants.toSorted((a, b) => compareText(a.resourceName, b.resourceName));
  const [first] = sorted;
  if (first === undefined) return { forms: [], others: [] };
  const allowed = sorted.filter(({ permission }) => permission === 'ALLOW');
  const having = (type: AclGrant['resourceType'], ...operations: readonly AclOperation[]) =>
    allowed.filter(
      (grant) =>
        grant.resourceType === type &&
        grant.operations.length === operations.length &&
        operations.every((one) => grant.operations.includes(one)),
    );
  const [group, ...moreGroups] = having('Group', 'Read');
  const both = having('Topic', 'Read', 'Write', 'Describe');
  const read = having('Topic', 'Read', 'Describe');
  const canConsume = group !== undefined && moreGroups.length === 0 && read.length + both.length > 0;
  const produce = [...having('Topic', 'Write', 'Describe'), ...(canConsume ? both : [])];
  const consume = canConsume ? { topics: [...read, ...both], group } : undefined;
  const transactionalIds = having('TransactionalId', 'Write', 'Describe');
  const said = new Set([
    ...produce,
    ...(consume === undefined ? [] : [...consume.topics, consume.group]),
    ...transactionalIds,
  ]);
  if (said.size === 0) return { forms: [], others: sorted };
  const { principal, host } = first;
  const form = { principal, host, produce, transactionalIds, ...(consume !== undefined && { consume }) };
  return { forms: [form], others: sorted.filter((grant) => !said.has(grant)) };
}
