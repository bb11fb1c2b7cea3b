import { anyHost, hostAddress } from './acl-host.ts';
import type { AivenAclId } from './aiven-acl.ts';
import {
  type AclOperation,
  type AclPatternType,
  canStateType,
  type KafkaAclId,
  type StatedResourceType,
} from './kafka-acl.ts';
import { matchesSomeTopic } from './pattern-language.ts';
import { isTopicName, maxTopicLength } from './topic-name.ts';

/**
 * What a line of a spec may say of an ACL. The spec is checked by it, and a live entry that no line could say is left alone:
 * that it is not listed does not mean that somebody wants it gone.
 */

/** AclEntry.supportedOperations of Kafka's authorizer. */
export const supportedOperations = {
  Topic: ['All', 'Read', 'Write', 'Create', 'Delete', 'Alter', 'Describe', 'DescribeConfigs', 'AlterConfigs'],
  Group: ['All', 'Read', 'Delete', 'Describe', 'DescribeConfigs', 'AlterConfigs'],
  TransactionalId: ['All', 'Write', 'Describe'],
  Cluster: [
    'All',
    'Create',
    'Alter',
    'Describe',
    'ClusterAction',
    'DescribeConfigs',
    'AlterConfigs',
    'IdempotentWrite',
  ],
} as const satisfies { readonly [T in StatedResourceType]: readonly AclOperation[] };

function supports(type: StatedResourceType, operation: AclOperation): boolean {
  const supported: readonly AclOperation[] = supportedOperations[type];
  return supported.includes(operation);
}

/** The one resource of type Cluster. */
export const clusterName = 'kafka-cluster';

const maxTextLength = 256;

/** The only principal type of Aiven and of Kafka's own authenticators. */
export function isPrincipal(text: string): boolean {
  return text.length <= maxTextLength && /^User:[^\p{Cc}\p{Zl}\p{Zp}]+$/u.test(text);
}

/** A text that may stand as the name of a resource, whatever its type. */
export function isResourceText(text: string): boolean {
  return text.length > 0 && text.length <= maxTextLength && !/\p{Cc}/u.test(text);
}

/** Kafka knows literal names, prefixes and `*` alone; a star inside a name is an ordinary character that no topic has. */
export function canMatch(type: StatedResourceType, name: string, pattern: AclPatternType): boolean {
  if (type === 'Cluster') return name === clusterName && pattern === 'LITERAL';
  if (name.includes('*')) return name === '*' && pattern === 'LITERAL';
  if (type !== 'Topic') return true;
  return isTopicName(name) || (pattern === 'PREFIXED' && /^[.]{1,2}$/.test(name));
}

export const aivenUsername = /^[-._*?A-Za-z0-9]{1,64}$/;
const aivenTopicPattern = /^[a-zA-Z0-9._*?-]+$/;

/** Undefined: a line of a spec can say the entry, so its absence is meant. */
export function whyNotStatable(
  id: KafkaAclId | AivenAclId,
): 'resource-type' | 'host-no-address' | 'acl-form' | undefined {
  if (id.kind === 'aiven-acl') {
    const { username, topic } = id;
    const isPattern = topic.length <= maxTopicLength && aivenTopicPattern.test(topic);
    return aivenUsername.test(username) && isPattern && matchesSomeTopic(topic) ? undefined : 'acl-form';
  }
  const { resourceType, resourceName, patternType, operation, principal, host } = id;
  if (!canStateType(resourceType)) return 'resource-type';
  // A range or a name in the host means something to other authorizers than Kafka's own.
  if (host !== anyHost && hostAddress(host) === undefined) return 'host-no-address';
  const isStatable =
    isPrincipal(principal) &&
    isResourceText(resourceName) &&
    canMatch(resourceType, resourceName, patternType) &&
    supports(resourceType, operation);
  return isStatable ? undefined : 'acl-form';
}
