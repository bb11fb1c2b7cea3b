import { broughtBy, covers, resourceOf } from '../model/acl-coverage.ts';
import { AclIndex } from '../model/acl-index.ts';
import type { AclOperation, KafkaAclId } from '../model/kafka-acl.ts';

/**
 * Whether `MirrorCheckpointConnector.findConsumerGroups` would see groups that it may not describe, and then give up on
 * all of them: Describe on the cluster lists every group (`KafkaApis.handleListGroupsRequest`).
 */
export function abortsGroupDiscovery(
  { cluster, principal }: Pick<KafkaAclId, 'cluster' | 'principal'>,
  acls: readonly KafkaAclId[],
): boolean {
  const describe = (resource: Pick<KafkaAclId, 'resourceType' | 'resourceName'>): KafkaAclId => ({
    kind: 'kafka-acl',
    cluster,
    principal,
    host: '*',
    ...resource,
    patternType: 'LITERAL',
    operation: 'Describe',
    permission: 'ALLOW',
  });
  // The host from which MirrorMaker 2 connects is not known, so a right that is granted to any one host counts.
  const fromAnywhere = acls.map((acl) => (acl.permission === 'ALLOW' ? { ...acl, host: '*' } : acl));
  const listsAll = new AclIndex(fromAnywhere).isGranted(
    describe({ resourceType: 'Cluster', resourceName: 'kafka-cluster' }),
  );
  return listsAll && !new AclIndex(acls).isGranted(describe({ resourceType: 'Group', resourceName: '*' }));
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
