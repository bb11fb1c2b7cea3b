import type { ChangeOf, FieldChange } from '../../../src/model/change.ts';
import type { Provenance } from '../../../src/model/provenance.ts';
import type { DeletableKind, DesiredOf, IdOf, Kind, LiveOf } from '../../../src/model/resource.ts';

export const provenance: Provenance = {
  origin: 'declared',
  position: { file: 'kafka.yaml', line: 1, column: 1 },
};

export function toCreate<K extends Kind>(desired: DesiredOf<K> & { readonly id: IdOf<K> }): ChangeOf<K> {
  return {
    kind: desired.id.kind,
    id: desired.id,
    action: 'create',
    desired,
    fields: [],
    provenance,
  } as unknown as ChangeOf<K>; // TypeScript does not see that kind and id agree
}

export function toUpdate<K extends Kind>(
  desired: DesiredOf<K> & { readonly id: IdOf<K> },
  live: LiveOf<K>,
  fields: readonly string[],
  action: 'update' | 'replace' = 'update',
): ChangeOf<K> {
  const changed: FieldChange[] = fields.map((field) => ({ field, from: null, to: null }));
  return {
    kind: desired.id.kind,
    id: desired.id,
    action,
    desired,
    live,
    fields: changed,
    provenance,
  } as unknown as ChangeOf<K>; // TypeScript does not see that kind and id agree
}

export function toDelete<K extends DeletableKind>(live: LiveOf<K> & { readonly id: IdOf<K> }): ChangeOf<K> {
  return {
    kind: live.id.kind,
    id: live.id,
    action: 'delete',
    live,
    fields: [],
    provenance,
  } as unknown as ChangeOf<K>; // TypeScript does not see that kind and id agree
}
