import { broughtBy, covers, resourceOf } from '../model/acl-coverage.ts';
import type { AclOperation, KafkaAclId } from '../model/kafka-acl.ts';

/**
 * Whether `MirrorCheckpointConnector.findConsumerGroups` would see groups that it may not describe, and then give up on
 * all of them: Describe on the cluster lists every group (`KafkaApis.handleListGroupsRequest`). Of one principal.
 */
export function abortsGroupDiscovery(acls: readonly KafkaAclId[]): boolean {
  const allowed = acls.filter(({ permission }) => permission === 'ALLOW');
  const listsAll = allowed.some(
    ({ resourceType, operation }) => resourceType === 'Cluster' && brings('Describe', operation),
  );
  const describesAll = allowed.some(
    ({ resourceType, resourceName, patternType, operation }) =>
      resourceType === 'Group' &&
      resourceName === '*' &&
      patternType === 'LITERAL' &&
      brings('Describe', operation),
  );
  return listsAll && !describesAll;
}

/** Entries that let somebody read a topic, whoever they are for. */
export function readersOf(topic: string, acls: readonly KafkaAclId[]): readonly KafkaAclId[] {
  return acls.filter(
    (acl) =>
      acl.permission === 'ALLOW' &&
      acl.resourceType === 'Topic' &&
      brings('Read', acl.operation) &&
      covers(resourceOf(acl), { name: topic, patternType: 'LITERAL' }),
  );
}

function brings(wanted: AclOperation, operation: AclOperation): boolean {
  return broughtBy(wanted).includes(operation);
}
