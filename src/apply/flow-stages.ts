import type { ChangeOf } from '../model/change.ts';
import type { LiveFlow } from '../model/flow.ts';

/** The first write of a flow: everything but being enabled, which may be all that there is to write. */
export function disabledStage(change: ChangeOf<'flow'>): ChangeOf<'flow'> | 'nothing' {
  if (change.action === 'delete') return change;
  const desired = { ...change.desired, settings: { ...change.desired.settings, enabled: false } };
  if (change.action === 'create') {
    const fields = change.fields.map((field) =>
      field.field === 'enabled' ? { ...field, to: 'false' } : field,
    );
    return { ...change, desired, fields };
  }
  const fields = change.fields.filter(({ field }) => field !== 'enabled');
  return fields.length === 0 ? 'nothing' : { ...change, desired, fields };
}

/** The second write: the flow is enabled, and nothing else. */
export function enablingStage(change: ChangeOf<'flow'>, live: LiveFlow): ChangeOf<'flow'> {
  if (change.action === 'delete') return change;
  const { kind, id, desired, provenance } = change;
  return {
    kind,
    action: 'update',
    id,
    desired,
    live,
    provenance,
    fields: [{ field: 'enabled', from: 'false', to: 'true' }],
  };
}
