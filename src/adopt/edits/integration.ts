import type { ChangeOf, FieldChange } from '../../model/change.ts';
import { tuningDefault } from '../../model/integration.ts';
import { cannot, type EditContext, type Edits, set, unset } from './edit-context.ts';

type IntegrationChange = ChangeOf<'integration'>;

export function wholeIntegrationEdits({ action }: IntegrationChange): Edits {
  return cannot(
    action === 'create'
      ? 'a spec cannot say that a cluster is not attached: its flows need it'
      : 'which cluster is attached is no line of its own',
  );
}

export function integrationFieldEdits(
  { id, live }: IntegrationChange & { readonly action: 'update' | 'replace' },
  { field }: FieldChange,
  context: EditContext,
): Edits {
  if (tuningDefault(field) === undefined) return cannot('which cluster is attached is no line of its own');
  const path = ['mirrormaker', id.service, 'clusters', id.cluster, field];
  const value = live.tuning[field];
  return value === undefined ? unset(context, path, 'it has no value in Aiven') : set(path, value);
}
