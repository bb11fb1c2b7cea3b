import { canMatch, clusterName, supportedOperations } from '../../model/acl-forms.ts';
import { anyHost, hostAddress, whyNoClient } from '../../model/acl-host.ts';
import type { AclOperation, StatedResourceType } from '../../model/kafka-acl.ts';
import { type AclNameField, aclNameHint } from '../acl-name-hint.ts';
import { type Report, show } from '../rules/report.ts';
import type { RawAivenAcl, RawKafkaAcl } from '../schema/acl.ts';
import type { AivenAclSpec, KafkaAclSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';

interface AclContext {
  readonly locator: Locator;
  readonly report: Report;
  /** `clusters`, the alias, `acls`. */
  readonly path: SourcePath;
}

export function resolveKafkaAcls(acls: readonly RawKafkaAcl[], context: AclContext): readonly KafkaAclSpec[] {
  return acls.flatMap((acl, index) => resolveKafkaAcl(acl, [...context.path, 'kafka', index], context) ?? []);
}

export function resolveAivenAcls(acls: readonly RawAivenAcl[], context: AclContext): readonly AivenAclSpec[] {
  return acls.map((acl, index) => ({
    position: context.locator.value([...context.path, 'aiven', index]),
    positions: {
      username: context.locator.value([...context.path, 'aiven', index, 'username']),
      topic: context.locator.value([...context.path, 'aiven', index, 'topic']),
    },
    ...acl,
  }));
}

function resolveKafkaAcl(acl: RawKafkaAcl, path: SourcePath, context: AclContext): KafkaAclSpec | undefined {
  const { locator, report } = context;
  const position = locator.value(path);
  const resource = onlyResource(acl, path, context);
  const [permission, operations] =
    acl.deny === undefined ? (['ALLOW', acl.allow] as const) : (['DENY', acl.deny] as const);
  if (operations === undefined || (acl.allow !== undefined && acl.deny !== undefined)) {
    const hint = 'Write allow: [Read] or deny: [Read]; use two lines for both.';
    report.add('acl-permission', position, 'an ACL line has either allow or deny', hint);
    return undefined;
  }
  if (resource === undefined) return undefined;
  const patternType = acl.pattern === 'prefixed' ? 'PREFIXED' : 'LITERAL';
  checkName(acl, resource, path, context);
  const field = permission === 'ALLOW' ? 'allow' : 'deny';
  checkOperations(operations, resource.type, [...path, field], context);
  return {
    position,
    namePosition: locator.value([...path, resource.field]),
    principal: acl.principal,
    host: resolveHost(acl, path, context),
    resourceType: resource.type,
    resourceName: resource.name,
    patternType,
    permission,
    operations,
  };
}

interface Resource {
  readonly field: AclNameField;
  readonly type: StatedResourceType;
  readonly name: string;
}

function onlyResource(
  acl: RawKafkaAcl,
  path: SourcePath,
  { locator, report }: AclContext,
): Resource | undefined {
  const resources: Resource[] = [];
  if (acl.topic !== undefined) resources.push({ field: 'topic', type: 'Topic', name: acl.topic });
  if (acl.group !== undefined) resources.push({ field: 'group', type: 'Group', name: acl.group });
  if (acl.transactional_id !== undefined) {
    resources.push({ field: 'transactional_id', type: 'TransactionalId', name: acl.transactional_id });
  }
  if (acl.cluster !== undefined) resources.push({ field: 'cluster', type: 'Cluster', name: clusterName });
  const [resource, second] = resources;
  if (resource !== undefined && second === undefined) return resource;
  const position = second === undefined ? locator.value(path) : locator.key([...path, second.field]);
  const message = `an ACL line is about one resource, not ${resources.length}`;
  report.add(
    'acl-resource',
    position,
    message,
    'Write one of topic, group, transactional_id and cluster: true.',
  );
  return undefined;
}

function checkName(
  acl: RawKafkaAcl,
  resource: Resource,
  path: SourcePath,
  { locator, report }: AclContext,
): void {
  const position = locator.value([...path, resource.field]);
  const prefixed = acl.pattern === 'prefixed';
  if (resource.field === 'cluster') {
    if (!prefixed) return;
    const hint = 'Remove pattern: there is one cluster.';
    report.add('acl-pattern', locator.value([...path, 'pattern']), 'a cluster has no prefix', hint);
    return;
  }
  if (canMatch(resource.type, resource.name, prefixed ? 'PREFIXED' : 'LITERAL')) return;
  const message = resource.name.includes('*')
    ? `${show(resource.name)} matches no ${resource.field}: Kafka's ACLs know no wildcards inside a name`
    : `${show(resource.name)} matches no ${resource.field}: no ${resource.field} has such a name`;
  report.add('acl-pattern', position, message, aclNameHint(resource.field, resource.name));
}

/** In the form that the brokers compare. */
function resolveHost({ host }: RawKafkaAcl, path: SourcePath, { locator, report }: AclContext): string {
  if (host === undefined || host === anyHost) return anyHost;
  // What is no address was refused with the shape.
  const address = hostAddress(host) ?? host;
  const why = whyNoClient(address);
  if (why !== undefined) {
    const message = `no client has the host ${show(host)}, so this line has no effect: ${why}`;
    const hint = 'Write the address from which the client connects, or * for any host.';
    report.add('acl-host-never-matches', locator.value([...path, 'host']), message, hint);
  }
  return address;
}

function checkOperations(
  operations: readonly AclOperation[],
  type: StatedResourceType,
  path: SourcePath,
  { locator, report }: AclContext,
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
