import type { Change } from '../model/change.ts';
import { Secret } from '../model/secret.ts';
import type { StoredFields } from '../model/stored-fields.ts';
import { short } from './digests.ts';
import { wholeDigest } from './stages.ts';

/**
 * Fields of a replaced resource that the plan does not name, and that the new one is given again. When a run ends between the
 * deletion and the creation, they can no longer be read from the live system, so the record keeps them.
 */
export interface Carried {
  /** Of the whole resource as it is created. */
  readonly created: string;
  /** Digest of `fields`. */
  readonly values: string;
  /** Undefined: the record does not keep them, or they no longer match `values`. */
  readonly fields: ReadonlyMap<string, string> | undefined;
}

/** In the model, a replacement has the type of an update. */
type Replacement = Extract<Change, { readonly action: 'update' | 'replace' }>;

/** A replacement is deleted and created; an update of the same type is not. */
export function isReplacement(change: Change): change is Replacement {
  return change.action === 'replace';
}

/**
 * In characters. Longer fields are not kept, so that a record stays small. After an interrupted replacement, the creation that
 * is left counts as not reviewed then.
 */
const maxFieldsLength = 20_000;

/** A setting that is or may be a credential is never kept. */
export function carriedBy(change: Replacement): Carried {
  const stored: StoredFields = ('stored' in change.live ? change.live.stored : undefined) ?? new Map();
  const named = new Set(change.fields.map(({ field }) => field));
  const kept = [...stored].filter(([field]) => !named.has(field));
  const texts = kept.flatMap(([field, value]): [string, string][] =>
    value instanceof Secret ? [] : [[field, value]],
  );
  const fields = new Map(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const isWhole = texts.length === kept.length && JSON.stringify(texts).length <= maxFieldsLength;
  return { created: wholeDigest(change), values: valuesOf(fields), fields: isWhole ? fields : undefined };
}

/** Drops fields that do not match their digest: they were changed on the way to GitHub, or there. */
export function checkedCarried({ created, values, fields }: Carried): Carried {
  const isSame = fields !== undefined && valuesOf(fields) === values;
  return { created, values, fields: isSame ? fields : undefined };
}

function valuesOf(fields: ReadonlyMap<string, string>): string {
  return short(['carried', [...fields]]);
}
