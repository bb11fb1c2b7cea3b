import { aivenAclLines } from '../../import/draft/aiven-acl-lines.ts';
import { kafkaAclLines } from '../../import/draft/kafka-acl-lines.ts';
import type { AivenAclId } from '../../model/aiven-acl.ts';
import type { ChangeOf } from '../../model/change.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import type { SpecEdit } from '../../spec/edit/edit-spec.ts';
import type { AclId } from '../acls/acl-sources.ts';
import { withoutEntries } from '../acls/without-entries.ts';
import { cannot, type EditContext, type Edits, edit } from './edit-context.ts';

export type AclChange = ChangeOf<'kafka-acl'> | ChangeOf<'aiven-acl'>;

/** Of entries of one cluster that are missing, or that are there and no line says, together: so that few lines say them. */
export function aclEdits(cluster: string, changes: readonly AclChange[], { said }: EditContext): Edits {
  const missing = changes.filter(({ action }) => action === 'create');
  const needed = missing.find(({ provenance }) => provenance.origin === 'derived');
  if (needed?.provenance.origin === 'derived')
    return cannot(`no line asks for it: ${needed.provenance.flows.join(', ')} needs it`);
  const { edits, unsaid } = withoutEntries(
    cluster,
    missing.map(({ id }) => id),
    said,
  );
  if (unsaid.length > 0) return cannot('no line of its own asks for it');
  const there = changes.filter(({ action }) => action === 'delete').map(({ id }) => id);
  return edit(...edits, ...appended(cluster, there));
}

function appended(cluster: string, ids: readonly AclId[]): readonly SpecEdit[] {
  const kafka = kafkaAclLines(ids.filter((id): id is KafkaAclId => id.kind === 'kafka-acl'));
  const aiven = aivenAclLines(ids.filter((id): id is AivenAclId => id.kind === 'aiven-acl'));
  const to = (model: string) => ['clusters', cluster, 'acls', model];
  return [
    ...(kafka.length === 0
      ? []
      : [{ path: to('kafka'), to: { kind: 'append' as const, values: kafka.map(({ fields }) => fields) } }]),
    ...(aiven.length === 0
      ? []
      : [{ path: to('aiven'), to: { kind: 'append' as const, values: aiven.map(({ fields }) => fields) } }]),
  ];
}
