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

/** Whether the entries grant what one entry asks for to its principal: no need for the same entry, and a DENY wins. */
export function isGranted(wanted: KafkaAclId, entries: readonly KafkaAclId[]): boolean {
  const about = entries.filter(
    (entry) =>
      (entry.principal === wanted.principal || entry.principal === 'User:*') &&
      entry.resourceType === wanted.resourceType,
  );
  const granted = about.some(
    (entry) =>
      entry.permission === 'ALLOW' &&
      entry.host === '*' &&
      broughtBy(wanted.operation).includes(entry.operation) &&
      covers(resourceOf(entry), resourceOf(wanted)),
  );
  const denied = about.some(
    (entry) =>
      entry.permission === 'DENY' &&
      (entry.operation === wanted.operation || entry.operation === 'All') &&
      covers(resourceOf(entry), resourceOf(wanted)),
  );
  return granted && !denied;
}

/** Of the entries of one principal: ALLOW entries that give more than all of `needed` together. */
export function beyond(entries: readonly KafkaAclId[], needed: readonly KafkaAclId[]): readonly KafkaAclId[] {
  return entries.filter(
    (entry) =>
      entry.permission === 'ALLOW' &&
      !needed.some(
        (need) =>
          need.resourceType === entry.resourceType &&
          broughtBy(entry.operation).includes(need.operation) &&
          covers(resourceOf(need), resourceOf(entry)),
      ),
  );
}

export function resourceOf({ resourceName, patternType }: KafkaAclId): ResourcePattern {
  return { name: resourceName, patternType };
}
