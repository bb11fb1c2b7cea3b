import type { FieldChange, FieldValue } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { DesiredOf, Kind, LiveOf } from '../../model/resource.ts';
import { Secret } from '../../model/secret.ts';
import type { StoredFields } from '../../model/stored-fields.ts';

/** What the comparison of one resource with reality brought. */
export interface Comparison {
  /** Empty: the resource is as it should be, as far as the spec owns it. */
  readonly fields: readonly FieldChange[];
  /** Differences that cannot or may not be planned. */
  readonly findings: readonly Finding[];
  /** What is set on the resource, is not said by the spec, and stays. */
  readonly unlisted: readonly { readonly field: string; readonly value: string }[];
  /** The difference cannot be updated in place: delete and create. */
  readonly replace: boolean;
}

/** What the rules depend on beyond the resource itself. */
export interface ComparisonContext {
  /** The cluster of a topic or ACL; undefined for kinds that live elsewhere. */
  readonly clusterType?: 'aiven' | 'external';
  /** What a topic inherits by config, as an earlier read told; a read of one topic alone may not tell it. */
  readonly inherited?: ReadonlyMap<string, string>;
}

export interface StatedField {
  readonly field: string;
  readonly value: FieldValue;
}

/** One per kind, in the file of its name. */
export interface KindComparison<K extends Kind> {
  readonly kind: K;
  compare(desired: DesiredOf<K>, live: LiveOf<K>, context: ComparisonContext): Comparison;
  /** What the spec itself says of a resource, which is what it owns: no defaults. `null`: back to the default. */
  stated(desired: DesiredOf<K>): readonly StatedField[];
  /** The fields of a resource that does not exist yet, `from` null throughout. */
  describe(desired: DesiredOf<K>): readonly FieldChange[];
  /** The fields of a resource that goes away, `to` null throughout. */
  describeLive(live: LiveOf<K>): readonly FieldChange[];
}

/**
 * What a live resource has set beyond the fields that this tool knows: the spec cannot state it, so it stays. `isKnown` takes
 * the names of the fields that are compared.
 */
export function foreignFields(
  stored: StoredFields | undefined,
  isKnown: (field: string) => boolean,
): Comparison['unlisted'] {
  return [...(stored ?? [])]
    .filter(([field]) => !isKnown(field))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => ({ field, value: value instanceof Secret ? 'set' : withoutQuotes(value) }));
}

/** A text is stored as JSON. */
function withoutQuotes(json: string): string {
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

export function comparison(parts: Partial<Comparison>): Comparison {
  return { fields: [], findings: [], unlisted: [], replace: false, ...parts };
}
