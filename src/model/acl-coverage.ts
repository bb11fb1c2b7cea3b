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
  const granted = entriesAbout(wanted, entries).some(
    (entry) =>
      entry.permission === 'ALLOW' &&
      entry.host === '*' &&
      broughtBy(wanted.operation).includes(entry.operation) &&
      covers(resourceOf(entry), resourceOf(wanted)),
  );
  return granted && denialOf(wanted, entries) === undefined;
}

/**
 * A DENY that takes away some of what an entry asks for: on one name under its prefix, for one host, or of an operation
 * that it brings, as Read brings Describe (`StandardAuthorizerData` implies nothing for DENY, and asks for each alone).
 */
export function denialOf(wanted: KafkaAclId, entries: readonly KafkaAclId[]): KafkaAclId | undefined {
  return entriesAbout(wanted, entries).find(
    (entry) =>
      entry.permission === 'DENY' &&
      (entry.operation === 'All' || broughtBy(entry.operation).includes(wanted.operation)) &&
      (covers(resourceOf(entry), resourceOf(wanted)) || covers(resourceOf(wanted), resourceOf(entry))),
  );
}

function entriesAbout(wanted: KafkaAclId, entries: readonly KafkaAclId[]): readonly KafkaAclId[] {
  return entries.filter(
    ({ principal, resourceType }) =>
      (principal === wanted.principal || principal === 'User:*') && resourceType === wanted.resourceType,
  );
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
