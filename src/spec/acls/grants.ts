import type { AclForm } from '../../model/acl-form.ts';
import { anyHost, hostAddress, whyNoClient } from '../../model/acl-host.ts';
import { show } from '../rules/report.ts';
import type { KafkaAclSpec } from '../spec.ts';
import type { SourcePath } from '../yaml/source-node.ts';
import { formOperations } from './forms.ts';
import type { AclResource } from './names.ts';
import type { AclContext, Written } from './written.ts';

/** For whom a form is said. */
export interface Holders {
  readonly principals: readonly Written<string>[];
  readonly host: string;
}

/** Write and Describe on each topic. */
export function producing(topics: readonly AclResource[], who: Holders, context: AclContext) {
  return topics.flatMap((topic) =>
    granted('produce', topic, formOperations.produce.Topic, `produce ${nameOf(topic)}`, who, context),
  );
}

/** Read and Describe on each topic, Read on the group. */
export function consuming(
  topics: readonly AclResource[],
  group: AclResource,
  who: Holders,
  context: AclContext,
) {
  const as = `as group ${nameOf(group)}`;
  return [
    ...topics.flatMap((topic) => {
      const says = `consume ${nameOf(topic)} ${as}`;
      return granted('consume', topic, formOperations.consume.Topic, says, who, context);
    }),
    ...granted('consume', group, formOperations.consume.Group, as, who, context),
  ];
}

/** Write and Describe on each transactional id. */
export function transacting(ids: readonly AclResource[], who: Holders, context: AclContext) {
  const form = 'transactional_id';
  return ids.flatMap((id) =>
    granted(form, id, formOperations[form].TransactionalId, `${form} ${nameOf(id)}`, who, context),
  );
}

function granted(
  name: AclForm,
  resource: AclResource,
  operations: KafkaAclSpec['operations'],
  says: string,
  { principals, host }: Holders,
  { room, report }: AclContext,
): readonly KafkaAclSpec[] {
  const position = resource.namePosition;
  if (!room.take(principals.length * operations.length, position, report)) return [];
  return principals.map((principal) => ({
    ...resource,
    position,
    principal: principal.value,
    host,
    permission: 'ALLOW',
    operations,
    form: { name, says },
  }));
}

function nameOf({ resourceName, patternType }: AclResource): string {
  return patternType === 'PREFIXED' ? `prefix ${resourceName}` : resourceName;
}

/** In the form that the brokers compare. */
export function resolveHost(
  host: string | undefined,
  path: SourcePath,
  { locator, report }: AclContext,
): string {
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
