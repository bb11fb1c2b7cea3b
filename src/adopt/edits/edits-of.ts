import type { Difference } from '../../model/difference.ts';
import { type AclChange, aclEdits } from './acl.ts';
import { cannot, type EditContext, type Edits, edit, saidAt, set } from './edit-context.ts';
import { endpointFieldEdits, wholeEndpointEdits } from './endpoint.ts';
import { flowFieldEdits, inOrderOf, wholeFlowEdits } from './flow.ts';
import { integrationFieldEdits, wholeIntegrationEdits } from './integration.ts';
import { topicFieldEdits, topicPath, wholeTopicEdits } from './topic.ts';

/** The edits that take over all of these, made on top of each other; why not is that of the first that no line can say. */
export function editsOf(differences: readonly Difference[], context: EditContext): Edits {
  const acls: AclChange[] = [];
  const edits: Edits[] = [];
  for (const difference of differences) {
    const change = difference.is === 'change' ? difference.change : undefined;
    if (change?.kind === 'kafka-acl' || change?.kind === 'aiven-acl') acls.push(change);
    else edits.push(ofOne(difference, context));
  }
  for (const [cluster, own] of Map.groupBy(acls, ({ id }) => id.cluster))
    edits.push(aclEdits(cluster, own, context));
  const refused = edits.find(({ ok }) => !ok);
  return refused ?? edit(...edits.flatMap((each) => (each.ok ? each.edits : [])));
}

function ofOne(difference: Difference, context: EditContext): Edits {
  switch (difference.is) {
    case 'layout':
      return set([...topicPath(difference.id), difference.field], difference.live);
    case 'setting': {
      const path = ['mirrormaker', difference.service, 'settings', difference.key];
      const { live } = difference;
      return set(path, typeof live === 'object' ? inOrderOf(saidAt(context.said, path), live) : live);
    }
    case 'change':
      return ofChange(difference, context);
  }
}

function ofChange(
  { change, field }: Extract<Difference, { readonly is: 'change' }>,
  context: EditContext,
): Edits {
  switch (change.kind) {
    case 'topic':
      if (field === undefined || change.action === 'create' || change.action === 'delete')
        return wholeTopicEdits(change, context);
      return topicFieldEdits(change, field, context);
    case 'flow':
      if (field === undefined || change.action === 'create' || change.action === 'delete')
        return wholeFlowEdits(change, context);
      return flowFieldEdits(change, field, context);
    case 'endpoint':
      if (field === undefined || change.action === 'create' || change.action === 'delete')
        return wholeEndpointEdits(change, context);
      return endpointFieldEdits(change, field, context);
    case 'integration':
      if (field === undefined || change.action === 'create') return wholeIntegrationEdits(change);
      return integrationFieldEdits(change, field, context);
    case 'kafka-acl':
    case 'aiven-acl':
      return cannot('entries of ACLs are taken over together');
  }
}
