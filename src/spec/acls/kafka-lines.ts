import { clusterName, supportedOperations } from '../../model/acl-forms.ts';
import type { AclOperation, StatedResourceType } from '../../model/kafka-acl.ts';
import type { Report } from '../rules/report.ts';
import type { RawKafkaAcl } from '../schema/acl.ts';
import type { KafkaAclSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import { consuming, producing, resolveHost, transacting } from './grants.ts';
import { type AclResource, type NamedField, namedResources } from './names.ts';
import { type AclContext, written } from './written.ts';

/** The lines of `acls.kafka`, written out: one for each principal and resource. */
export function resolveKafkaAcls(acls: readonly RawKafkaAcl[], context: AclContext): readonly KafkaAclSpec[] {
  return acls.flatMap((acl, index) => {
    const path = [...context.path, 'acls', 'kafka', index];
    return isForm(acl) ? formLine(acl, path, context) : entryLine(acl, path, context);
  });
}

/** A line with `transactional_id` alone says that it may be used. */
function isForm({ produce, consume, transactional_id, ...acl }: RawKafkaAcl): boolean {
  if (produce !== undefined || consume !== undefined) return true;
  return (
    transactional_id !== undefined &&
    ['allow', 'deny', 'topic', 'group', 'cluster'].every((key) => !(key in acl))
  );
}

const notInForms = ['allow', 'deny', 'topic', 'group', 'cluster', 'pattern'] as const;

function formLine(acl: RawKafkaAcl, path: SourcePath, context: AclContext): readonly KafkaAclSpec[] {
  const { locator, report } = context;
  const other = notInForms.find((key) => acl[key] !== undefined);
  if (other !== undefined) {
    const message = `${other} does not go with produce, consume and transactional_id, which say what is allowed on what`;
    const hint =
      other === 'pattern'
        ? 'Remove pattern, and write { prefix: … } in place of the names that are prefixes.'
        : 'Write it on a line of its own.';
    report.add('acl-form', locator.key([...path, other]), message, hint);
    return [];
  }
  const who = {
    principals: written(acl.principal, [...path, 'principal'], context),
    host: resolveHost(acl.host, path, context),
  };
  const names = (field: NamedField, raw: Parameters<typeof namedResources>[1], ...at: readonly string[]) =>
    namedResources(field, raw, { path: [...path, ...at], spelling: 'map' }, context);
  const { produce = [], consume, transactional_id } = acl;
  const [group] = consume === undefined ? [] : names('group', consume.group, 'consume', 'group');
  return [
    ...producing(names('topic', produce, 'produce'), who, context),
    ...(consume === undefined || group === undefined
      ? []
      : consuming(names('topic', consume.topics, 'consume', 'topics'), group, who, context)),
    ...(transactional_id === undefined
      ? []
      : transacting(names('transactional_id', transactional_id, 'transactional_id'), who, context)),
  ];
}

function entryLine(acl: RawKafkaAcl, path: SourcePath, context: AclContext): readonly KafkaAclSpec[] {
  const { locator, report, room } = context;
  const position = locator.value(path);
  const resources = resourcesOf(acl, path, context);
  const [permission, operations] =
    acl.deny === undefined ? (['ALLOW', acl.allow] as const) : (['DENY', acl.deny] as const);
  if (operations === undefined || (acl.allow !== undefined && acl.deny !== undefined)) {
    const hint = 'Write allow: [Read] or deny: [Read]; use two lines for both.';
    report.add('acl-permission', position, 'an ACL line has either allow or deny', hint);
    return [];
  }
  const [first] = resources;
  if (first === undefined) return [];
  const field = permission === 'ALLOW' ? 'allow' : 'deny';
  checkOperations(operations, first.resourceType, [...path, field], context);
  const host = resolveHost(acl.host, path, context);
  const principals = written(acl.principal, [...path, 'principal'], context);
  if (!room.take(principals.length * resources.length * operations.length, position, report)) return [];
  const isList = resources.length > 1;
  return principals.flatMap(({ value: principal }) =>
    resources.map(
      (resource): KafkaAclSpec => ({
        position: isList ? resource.namePosition : position,
        ...resource,
        principal,
        host,
        permission,
        operations,
      }),
    ),
  );
}

/** Of the one key that names them; none: there is no such key, or several, which is reported. */
function resourcesOf(acl: RawKafkaAcl, path: SourcePath, context: AclContext): readonly AclResource[] {
  const { locator, report } = context;
  const fields = (['topic', 'group', 'transactional_id', 'cluster'] as const).filter(
    (field) => acl[field] !== undefined,
  );
  const [field, second] = fields;
  if (field === undefined || second !== undefined) {
    const position = second === undefined ? locator.value(path) : locator.key([...path, second]);
    const message = `an ACL line is about one resource, not ${fields.length}`;
    const hint = 'Write one of topic, group, transactional_id and cluster: true.';
    report.add('acl-resource', position, message, hint);
    return [];
  }
  const names = field === 'cluster' ? undefined : acl[field];
  if (field !== 'cluster' && names !== undefined) {
    const spelling = Array.isArray(names) ? 'map' : 'line';
    return namedResources(field, names, { path: [...path, field], pattern: acl.pattern, spelling }, context);
  }
  if (acl.pattern === 'prefixed') {
    const hint = 'Remove pattern: there is one cluster.';
    report.add('acl-pattern', locator.value([...path, 'pattern']), 'a cluster has no prefix', hint);
  }
  const namePosition = locator.value([...path, 'cluster']);
  return [{ resourceType: 'Cluster', resourceName: clusterName, patternType: 'LITERAL', namePosition }];
}

function checkOperations(
  operations: readonly AclOperation[],
  type: StatedResourceType,
  path: SourcePath,
  { locator, report }: { readonly locator: Locator; readonly report: Report },
): void {
  const supported: readonly AclOperation[] = supportedOperations[type];
  for (const [index, operation] of operations.entries()) {
    const position = locator.value([...path, index]);
    if (!supported.includes(operation)) {
      const message = `Kafka has no operation ${operation} on ${type}`;
      report.add('acl-operation', position, message, `Use one of: ${supported.join(', ')}.`);
    }
  }
}
