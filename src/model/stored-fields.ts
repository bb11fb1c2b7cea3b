import { Secret } from './secret.ts';

/**
 * The settings of a live object as the other system stores them, the keys that this version does not know included. By the
 * name that a plan gives the field; a key that no plan knows goes by its own. A value is canonical JSON, so that equal
 * settings have equal texts; what is or may be a credential is a `Secret`.
 */
export type StoredFields = ReadonlyMap<string, string | Secret>;

export interface LostField {
  readonly field: string;
  readonly before: string | Secret;
  /** `undefined`: it is gone. */
  readonly after: string | Secret | undefined;
}

/** The fields of `before` that are gone or have another value. A secret whose value is not known counts as unchanged. */
export function lostFields(before: StoredFields, after: StoredFields): readonly LostField[] {
  return [...before].flatMap(([field, value]) => {
    const now = after.get(field);
    return now !== undefined && isSame(value, now) ? [] : [{ field, before: value, after: now }];
  });
}

/** Those that a change does not name. A secret without a value cannot be compared later, so it is left out. */
export function unnamedFields(stored: StoredFields, named: ReadonlySet<string>): StoredFields {
  return new Map(
    [...stored].filter(([field, value]) => !named.has(field) && !(value instanceof Secret && !value.isKnown)),
  );
}

/** Whether two values are equal. Secrets of which one is not known count as equal. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Secret && other instanceof Secret) return one.compare(other) !== 'different';
  return one === other;
}

/** Keys in order, so that the order in which a system answers has no meaning. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
