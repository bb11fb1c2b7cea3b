import type { AivenAclId } from '../../model/aiven-acl.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';

/** The entry that a resource of Terraform's provider is. Its words are those of Aiven's API, whatever they are. */
export function aclClaim(
  type: 'aiven_kafka_acl' | 'aiven_kafka_native_acl',
  text: (key: string) => string,
  cluster: string,
): AivenAclId | KafkaAclId {
  if (type === 'aiven_kafka_acl') {
    const permission = text('permission') as AivenAclId['permission']; // compared with what is there, never sent
    return { kind: 'aiven-acl', cluster, username: text('username'), topic: text('topic'), permission };
  }
  return {
    kind: 'kafka-acl',
    cluster,
    principal: text('principal'),
    host: text('host') || '*',
    resourceName: text('resource_name'),
    // As above.
    resourceType: text('resource_type') as KafkaAclId['resourceType'],
    patternType: text('pattern_type') as KafkaAclId['patternType'],
    operation: text('operation') as KafkaAclId['operation'],
    permission: text('permission_type') as KafkaAclId['permission'],
  };
}
