import { createHash } from 'node:crypto';
import type { FieldValue } from '../model/change.ts';
import type { Operation } from '../model/operation.ts';
import { nameOf, placeOf } from '../model/resource.ts';
import type { Plan } from './plan.ts';

/**
 * What reviewers of one plan saw, as short digests: enough to tell whether an operation was among it, and small
 * enough for a check run. Digests, because a check run is public and cut at 65,535 characters.
 */
export interface ReviewRecord {
  /** The spec's name. */
  readonly name: string;
  /** Of the whole plan. */
  readonly digest: string;
  /** One per operation: the operation, and where it leads whatever it starts from. */
  readonly operations: readonly { readonly exact: string; readonly outcome: string }[];
  /** One per field of a resource that was shown as "created where missing". */
  readonly pending: readonly string[];
}

export function reviewRecord(plan: Plan): ReviewRecord {
  return {
    name: plan.name,
    digest: plan.digest,
    operations: plan.operations.map((operation) => ({
      exact: exactDigest(operation),
      outcome: outcomeDigest(operation),
    })),
    pending: plan.pending.flatMap(({ resource, fields }) => {
      const base = { cluster: placeOf(resource.id), kind: resource.id.kind, name: nameOf(resource.id) };
      const shown = fields.length === 0 ? [{ field: '', to: null }] : fields;
      return shown.map(({ field, to }) => pendingDigest({ ...base, field, to }));
    }),
  };
}

/** What all reviewers of the merged pull requests saw together. */
export interface Reviewed {
  readonly exact: ReadonlySet<string>;
  readonly outcomes: ReadonlySet<string>;
  readonly pending: ReadonlySet<string>;
}

export function joinRecords(records: readonly ReviewRecord[]): Reviewed {
  return {
    exact: new Set(records.flatMap(({ operations }) => operations.map(({ exact }) => exact))),
    outcomes: new Set(records.flatMap(({ operations }) => operations.map(({ outcome }) => outcome))),
    pending: new Set(records.flatMap(({ pending }) => pending)),
  };
}

export interface Unreviewed {
  readonly operation: Operation;
  /** `from-changed`: it was shown with the same end and another beginning, so somebody changed it meanwhile. */
  readonly why: 'not-shown' | 'from-changed';
}

/** The operations of a plan that no reviewer saw. Empty: the plan may be applied. */
export function unreviewed(plan: Plan, reviewed: Reviewed): readonly Unreviewed[] {
  return plan.operations.flatMap((operation): Unreviewed[] => {
    if (reviewed.exact.has(exactDigest(operation))) return [];
    if (operation.action === 'create' && reviewed.pending.has(pendingDigest(operation))) return [];
    return [
      { operation, why: reviewed.outcomes.has(outcomeDigest(operation)) ? 'from-changed' : 'not-shown' },
    ];
  });
}

function exactDigest({ cluster, kind, name, action, field, from, to }: Operation): string {
  return short(['exact', cluster, kind, name, action, field, from, to]);
}

function outcomeDigest({ cluster, kind, name, action, field, to }: Operation): string {
  return short(['outcome', cluster, kind, name, action, field, to]);
}

function pendingDigest(resource: {
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  readonly field: string;
  readonly to: FieldValue;
}): string {
  const { cluster, kind, name, field, to } = resource;
  return short(['pending', cluster, kind, name, field, to]);
}

/** 72 bits in 12 characters: a collision among 10,000 operations is less likely than one in 10^13. */
function short(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('base64url').slice(0, 12);
}
