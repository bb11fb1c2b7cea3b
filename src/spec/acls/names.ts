import { canMatch } from '../../model/acl-forms.ts';
import type { AclPatternType, StatedResourceType } from '../../model/kafka-acl.ts';
import type { Position } from '../../model/position.ts';
import { type AclNameField, aclNameHint, type PrefixSpelling } from '../acl-name-hint.ts';
import { show } from '../rules/report.ts';
import type { RawAclName } from '../schema/acl.ts';
import type { SourcePath } from '../yaml/source-node.ts';
import { type AclContext, written } from './written.ts';

/** What an entry is about. */
export interface AclResource {
  readonly resourceType: StatedResourceType;
  readonly resourceName: string;
  readonly patternType: AclPatternType;
  readonly namePosition: Position;
}

export interface NamesAt {
  readonly path: SourcePath;
  /** Left out: the line has no such key. */
  readonly pattern?: 'literal' | 'prefixed' | undefined;
  /** How the line may say a prefix. */
  readonly spelling: PrefixSpelling;
}

export type NamedField = Exclude<AclNameField, 'cluster'>;

const types = { topic: 'Topic', group: 'Group', transactional_id: 'TransactionalId' } as const satisfies {
  readonly [F in NamedField]: StatedResourceType;
};

/** The names of a key, each as a resource; what matches nothing is reported. */
export function namedResources(
  field: NamedField,
  names: RawAclName | readonly RawAclName[],
  at: NamesAt,
  context: AclContext,
): readonly AclResource[] {
  return written(names, at.path, context).map(({ value, position }) => {
    const isMap = typeof value !== 'string';
    const resourceName = isMap ? value.prefix : value;
    const patternType = isMap || at.pattern === 'prefixed' ? 'PREFIXED' : 'LITERAL';
    if (isMap && at.pattern !== undefined) {
      const message = `${show(resourceName)} is a prefix already`;
      context.report.add('acl-pattern', position, message, 'Remove pattern, or write the names as text.');
    }
    const hint = aclNameHint(field, resourceName, isMap ? 'map' : at.spelling);
    checkName({ field, resourceName, patternType, position, hint }, context);
    return { resourceType: types[field], resourceName, patternType, namePosition: position };
  });
}

function checkName(
  name: {
    readonly field: NamedField;
    readonly resourceName: string;
    readonly patternType: AclPatternType;
    readonly position: Position;
    readonly hint: string;
  },
  { report }: AclContext,
): void {
  const { field, resourceName, patternType, position, hint } = name;
  if (canMatch(types[field], resourceName, patternType)) return;
  const message = resourceName.includes('*')
    ? `${show(resourceName)} matches no ${field}: Kafka's ACLs know no wildcards inside a name`
    : `${show(resourceName)} matches no ${field}: no ${field} has such a name`;
  report.add('acl-pattern', position, message, hint);
}
