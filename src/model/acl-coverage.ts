import type { AclOperation, AclPatternType, KafkaAclId } from './kafka-acl.ts';

export interface ResourcePattern {
  readonly name: string;
  readonly patternType: AclPatternType;
}

/** Whether every resource that `inner` names is also named by `outer`: `org.apache.kafka.common.resource.PatternType`. */
export function covers(outer: ResourcePattern, inner: ResourcePattern): boolean {
  if (outer.patternType === 'PREFIXED') {
    return inner.name.startsWith(outer.name) && !(inner.patternType === 'LITERAL' && inner.name === '*');
  }
  return outer.name === '*' || (inner.patternType === 'LITERAL' && inner.name === outer.name);
}

/** Operations that bring this one, itself first: `StandardAuthorizerData.IMPLIES_DESCRIBE` and its sister; ALLOW only. */
export function broughtBy(operation: AclOperation): readonly AclOperation[] {
  switch (operation) {
    case 'Describe':
      return ['Describe', 'Read', 'Write', 'Delete', 'Alter', 'All'];
    case 'DescribeConfigs':
      return ['DescribeConfigs', 'AlterConfigs', 'All'];
    default:
      return operation === 'All' ? ['All'] : [operation, 'All'];
  }
}

export function resourceOf({ resourceName, patternType }: KafkaAclId): ResourcePattern {
  return { name: resourceName, patternType };
}
