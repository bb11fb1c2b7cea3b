import type { Action, Change, FieldValue } from './change.ts';
import { nameOf, placeOf } from './resource.ts';

/** One line of a plan in canonical form. Digests and the record of what was reviewed are made of these only. */
export interface Operation {
  /** The cluster's key, MirrorMaker service or Aiven project, see `placeOf`. */
  readonly place: string;
  readonly kind: string;
  readonly name: string;
  readonly action: Action;
  /** Empty when the resource has no fields beyond its identity (ACLs). */
  readonly field: string;
  readonly from: FieldValue;
  readonly to: FieldValue;
}

/** One for each field that changes, in their order; for a change without fields, one without a field. */
export function operationsOf(change: Change): readonly Operation[] {
  const base = {
    place: placeOf(change.id),
    kind: change.kind,
    name: nameOf(change.id),
    action: change.action,
  };
  if (change.fields.length === 0) return [{ ...base, field: '', from: null, to: null }];
  return change.fields.map(({ field, from, to }) => ({ ...base, field, from, to }));
}
